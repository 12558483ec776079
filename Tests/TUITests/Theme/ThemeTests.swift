import TestSupport
import Testing

@testable import TUI

@Suite struct ThemeTests {
    private static let file = Files.folder(of: #filePath) + "/../../../themes/compact.theme"

    @Test func compiledInThemeIsTheFile() {
        let bytes = Files.read(Self.file).map { Array($0.utf8) }
        #expect(bytes != nil)
        #expect(ThemeLibrary.compiledIn == bytes)
    }

    @Test func everyRoleHasANameAndALetterOfItsOwn() {
        #expect(Set(Role.allCases.map(\.name)).count == Role.allCases.count)
        #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
        #expect(Role(name: "list-sender") == .listSender)
        #expect(Role(name: "listSender") == nil)
        for role in Role.allCases { #expect(Role(name: role.name) == role) }
    }

    @Test func compactNamesEveryRole() throws {
        let text = String(decoding: ThemeLibrary.compiledIn, as: UTF8.self)
        for role in Role.allCases { #expect(text.contains("\n\(role.name) = "), "\(role.name)") }
        _ = try Theme(file: ThemeLibrary.compiledIn)
    }

    @Test(arguments: [256, 16, 8, 0])
    func noPairIsBeyondTheTerminalsColours(_ colours: Int) throws {
        let palette = Palette(theme: try Theme(file: ThemeLibrary.compiledIn), colours: colours)
        for pair in palette.pairs {
            #expect((-1..<max(1, colours)).contains(pair.foreground))
            #expect((-1..<max(1, colours)).contains(pair.background))
        }
        if colours == 0 { #expect(palette.pairs.isEmpty) }
        for role in Role.allCases { #expect(palette[role].pair <= palette.pairs.count) }
        // Unread is told by boldness alone, and the mark where one is stays visible, with whatever colours.
        #expect(palette[.listUnread].attributes.contains(.bold))
        #expect(palette[.cursor].attributes.contains(.bold))
    }

    @Test func coloursOfMessagesOnlyWhereTerminalAndThemeHaveThem() throws {
        let theme = try Theme(file: ThemeLibrary.compiledIn)
        var emphasis = Emphasis()
        emphasis.colour = 160
        emphasis.attributes = [.bold]
        let rich = Palette(theme: theme, colours: 256)
        #expect(rich.entry(.body, emphasis).pair == rich.pair(of: 160))
        #expect(rich.pair(of: 0) == rich.pairs.count + 1)
        #expect(rich.entry(.body, emphasis).attributes.contains(.bold))
        #expect(rich.entry(.quote1, .none) == rich[.quote1])
        for colours in [16, 8, 0] {
            let palette = Palette(theme: theme, colours: colours)
            #expect(palette.entry(.body, emphasis).pair == palette[.body].pair)
        }
        let sober = try Theme(file: Array("message_colours = false\n[styles]\n".utf8))
        let palette = Palette(theme: sober, colours: 256)
        #expect(palette.entry(.body, emphasis).pair == palette[.body].pair)
    }

    @Test(arguments: [
        ("#5f87d7", 256, Palette.Reduced.colour(68)), ("#5f87d7", 16, .colour(4)), ("#5f87d7", 8, .colour(4)),
        ("#5f87d7", 0, .own), ("#8a8a8a", 256, .colour(245)), ("#8a8a8a", 16, .colour(8)), ("#8a8a8a", 8, .dimmed),
        ("#ffffff", 16, .own), ("#000000", 8, .own), ("#d75f5f", 8, .colour(1)), ("bright-black", 8, .dimmed),
        ("bright-red", 16, .colour(9)), ("bright-red", 8, .colour(1)), ("red", 0, .own), ("#ff0000", 256, .colour(196)),
        ("#af8700", 8, .colour(3)),
    ])
    func reduction(name: String, colours: Int, reduced: Palette.Reduced) throws {
        let colour = try #require(Colour(name))
        #expect(Palette.reduce(colour, to: colours) == reduced)
    }

    @Test(arguments: [
        ("#ffffff", "#000000", 8, 7, 0), ("#ffffff", "#000000", 16, 15, 0), ("#000000", "#ffffff", 8, 0, 7),
        ("#000000", "#ffffff", 16, 0, 15), ("#d0d0d0", "#000000", 16, 7, 0), ("#8a8a8a", "#000000", 8, 7, 0),
        // Red and black are hardly told apart: it becomes bright, or white.
        ("#ffafaf", "#000000", 16, 9, 0), ("#ffafaf", "#000000", 8, 7, 0), ("#005f00", "#ffffff", 8, 0, 7),
        ("#87d7ff", "#000000", 8, 6, 0), ("red", "blue", 8, 1, 4), ("bright-black", "white", 8, 0, 7),
    ])
    func styleWithBothColours(front: String, back: String, colours: Int, foreground: Int, background: Int) throws {
        let theme = try Theme(file: Array("[styles]\nerror = { fg = \"\(front)\", bg = \"\(back)\" }".utf8))
        let palette = Palette(theme: theme, colours: colours)
        let pair = Palette.Pair(foreground: foreground, background: background)
        #expect(palette.pairs == [pair] && palette[.error].pair == 1 && palette[.error].attributes == [])
    }

    @Test(arguments: ["", "grey", "#12345", "#1234567", "#12345g", "#+12345", "Blue"])
    func noColour(_ name: String) {
        #expect(Colour(name) == nil)
    }

    @Test func styleInherits() throws {
        let theme = try Theme(
            file: Array(
                """
                [styles]
                dim = { fg = "blue", bold = true }
                rule = { bold = false, italic = true }
                list-date = { inherits = "error" }
                error = { fg = "red" }
                """.utf8))
        #expect(theme.style(of: .rule).foreground == .named(4))
        #expect(theme.style(of: .rule).bold == false)
        #expect(theme.style(of: .rule).italic == true)
        #expect(theme.style(of: .listDate).foreground == .named(1))
        #expect(theme.style(of: .listDate).bold == nil)
    }

    @Test func reverseStandsInForABackgroundWithoutColour() throws {
        let theme = try Theme(file: Array("[styles]\nerror = { bg = \"red\" }".utf8))
        #expect(Palette(theme: theme, colours: 0)[.error].attributes.contains(.reverse))
        #expect(!Palette(theme: theme, colours: 8)[.error].attributes.contains(.reverse))
    }

    @Test(arguments: [
        ("styles = 3", 1), ("[styles]\nlist-sendr = {}", 2), ("[styles]\nerror = 7", 2),
        ("[styles]\n\nerror = { fg = \"grey\" }", 3),
        ("[styles]\nerror = { blink = true }", 2), ("[styles]\nerror = { bold = 1 }", 2), ("[style]", 1),
        ("[styles]\nerror = { inherits = \"nobody\" }", 2), ("[styles\n", 1), ("[layout]\nbox = true", 2),
        ("[layout]\nboxes = 1", 2), ("layout = true", 1), ("accent = \"#000000\"", 1), ("\nground = \"paper\"", 2),
    ])
    func mistakesAreToldWithTheirLine(text: String, line: Int) {
        #expect {
            try Theme(file: Array(text.utf8))
        } throws: { error in
            (error as? ThemeFileError)?.position?.line == line
        }
    }

    @Test func circleIsRefused() {
        let text = "[styles]\nerror = { inherits = \"message\" }\nmessage = { inherits = \"error\" }"
        #expect(throws: ThemeFileError.self) { try Theme(file: Array(text.utf8)) }
    }

    @Test func libraryLooksInOrderAndFallsBack() throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.path
        let library = ThemeLibrary(folders: ["\(folder)/none", folder])
        #expect(try library.theme(named: "compact").style(of: .listUnread).bold == true)
        temporary.write(Array("[styles]\nlist-unread = { italic = true }".utf8), to: "compact.theme")
        #expect(try library.theme(named: "compact").style(of: .listUnread).bold == nil)
        temporary.write(Array("\n[styles]\nx = 1".utf8), to: "bad.theme")
        #expect {
            try library.theme(named: "bad")
        } throws: { error in
            (error as? ThemeFileError)?.text.en.hasPrefix("theme \(folder)/bad.theme:3: ") == true
        }
        for name in ["nope", "", "../compact", "a/b", ".hidden"] {
            #expect(throws: ThemeFileError.self) { try library.theme(named: name) }
        }
    }

    @Test func layoutIsRead() throws {
        let theme = try Theme(
            file: Array("ground = \"#ffffff\"\naccent = false\n[layout]\nboxes = true\nbars = false".utf8))
        #expect(theme.traits.hasBoxes && !theme.traits.hasBars && !theme.traits.isRoomy && !theme.traits.takesAccent)
        #expect(theme.traits.ground == Colour("#ffffff"))
        #expect(try Theme(file: []).traits == ThemeTraits())
    }

    @Test func libraryNamesWhatThereIs() throws {
        let folder = try TemporaryFolder()
        let files = ["mine.theme", "light.theme", ".hidden.theme", "a b.theme", "notes.txt"]
        for file in files { folder.write([], to: file) }
        #expect(
            ThemeLibrary(folders: ["\(folder.path)/none", folder.path, folder.path]).names() == [
                "compact", "light", "mine",
            ])
    }

    @Test func foldersOfTheLibrary() {
        let environment = ["XDG_CONFIG_HOME": "/x", "HOME": "/h"]
        #expect(
            ThemeLibrary(environment: { environment[$0] }, executable: "/opt/r/bin/rohrpost").folders == [
                "/x/rohrpost/themes", "/usr/share/rohrpost/themes", "/opt/r/bin/themes",
                "/opt/r/bin/../share/rohrpost/themes",
            ])
        #expect(
            ThemeLibrary(environment: { $0 == "HOME" ? "/h" : "" }, executable: nil).folders == [
                "/h/.config/rohrpost/themes", "/usr/share/rohrpost/themes",
            ])
    }
}
