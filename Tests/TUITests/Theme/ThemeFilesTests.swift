import Testing

@testable import TUI

/// The themes that come with the program, and the page about them.
@Suite struct ThemeFilesTests {
    private static let names = ["compact", "classic", "light", "mono", "high-contrast"]

    private func theme(_ name: String) throws -> Theme { try Theme(shipped: name) }

    @Test(arguments: names)
    func everyRoleIsNamedAndEveryFileIsGood(_ name: String) throws {
        let text = try #require(Theme.text(shipped: name))
        for role in Role.allCases { #expect(text.contains("\n\(role.name) = "), "\(role.name)") }
        #expect(text.contains("\nname = \"\(name)\"\n"))
        _ = try theme(name)
    }

    @Test func whatSetsBothColoursCanBeRead() throws {
        for name in Self.names {
            let theme = try theme(name)
            for role in Role.allCases {
                let style = theme.style(of: role)
                guard let front = style.foreground, let back = style.background else { continue }
                #expect(try #require(Contrast.ratio(front, back)) >= Contrast.readable, "\(name): \(role.name)")
            }
        }
        let white = try #require(Colour("#ffffff"))
        let (black, grey) = (try #require(Colour("#000000")), try #require(Colour("#767676")))
        #expect(try #require(Contrast.ratio(black, white)) > 20.9)
        #expect(abs(try #require(Contrast.ratio(grey, white)) - 4.54) < 0.02)
        #expect(Contrast.ratio(.named(4), white) == nil)
    }

    /// Neither colour is left to the terminal, whose own may be just the other one.
    @Test(arguments: names, [16, 8])
    func whatSetsBothColoursCanBeReadInFew(_ name: String, colours: Int) throws {
        let theme = try theme(name)
        let palette = Palette(theme: theme, colours: colours)
        for role in Role.allCases {
            let style = theme.style(of: role)
            guard style.foreground != nil, style.background != nil else { continue }
            let number = palette[role].pair - 1
            let pair = try #require(
                palette.pairs.indices.contains(number) ? palette.pairs[number] : nil, "\(role.name)")
            #expect(pair.foreground >= 0 && pair.background >= 0, "\(role.name)")
            #expect(Contrast.ratio(pair.foreground, pair.background) >= Contrast.readable, "\(role.name)")
        }
    }

    @Test func lightStandsOutFromWhite() throws {
        let theme = try theme("light")
        let ground = try #require(theme.traits.ground)
        for role in Role.allCases {
            let style = theme.style(of: role)
            #expect(style.background == nil)
            guard let front = style.foreground else { continue }
            #expect(try #require(Contrast.ratio(front, ground)) >= Contrast.readable, "\(role.name)")
        }
    }

    @Test func highContrastPaintsEverythingOnBlack() throws {
        let theme = try theme("high-contrast")
        for role in Role.allCases {
            let style = theme.style(of: role)
            let front = try #require(style.foreground), back = try #require(style.background)
            #expect(try #require(Contrast.ratio(front, back)) >= 7, "\(role.name)")
        }
    }

    @Test func monoHasNoColourAndLosesNothing() throws {
        let palette = Palette(theme: try theme("mono"), colours: 256)
        #expect(palette.pairs.isEmpty && !palette.showsMessageColours)
        let plain = palette[.text].attributes
        for role in [
            Role.cursor, .unreadMark, .listUnread, .offline, .readOnlyMark, .readerWarning, .error, .match, .keyName,
        ] { #expect(palette[role].attributes != plain, "\(role.name)") }
    }

    /// Where one is, what is unread and what has failed is told by attributes too, for terminals with two colours.
    @Test(arguments: names, [0, 8])
    func nothingIsToldByColourAlone(_ name: String, colours: Int) throws {
        let theme = try theme(name)
        let palette = Palette(theme: theme, colours: colours)
        let plain = palette[.text].attributes
        for role in [
            Role.listUnread, .readOnlyMark, .readerWarning, .error, .match, .currentMatch, .keyName, .bar, .cursorBar,
        ] { #expect(palette[role].attributes != plain, "\(role.name)") }
        #expect(palette[.match].attributes != palette[.currentMatch].attributes)
    }

    @Test func layoutIsTheClassicOnesAlone() throws {
        for name in Self.names {
            let traits = try theme(name).traits
            for (key, trait) in ThemeTraits.names {
                #expect(traits[keyPath: trait] == (name == "classic"), "\(name) \(key)")
            }
        }
    }

    @Test func pageNamesEveryRoleAndEveryTheme() throws {
        let page = try #require(Files.read("\(Theme.repository)/docs/themes.md"))
        for role in Role.allCases { #expect(page.contains("| `\(role.name)` | "), "\(role.name)") }
        for name in Self.names { #expect(page.contains("| `\(name)` | "), "\(name)") }
        for name in ThemeTraits.names.keys { #expect(page.contains("| `\(name)` | "), "\(name)") }
        let rows = Role.allCases.count + Self.names.count + ThemeTraits.names.count
        #expect(page.split(separator: "\n").count { $0.hasPrefix("| `") } == rows)
    }
}

extension Theme {
    static let repository = Files.folder(of: #filePath) + "/../../.."

    /// A theme that comes with the program.
    init(shipped name: String) throws { try self.init(file: Array(try #require(Self.text(shipped: name)).utf8)) }

    static func text(shipped name: String) -> String? { Files.read("\(repository)/themes/\(name).theme") }
}
