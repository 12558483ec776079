import MailKitCore
import Testing

@testable import TUI

@Suite struct KeyConfigurationTests {
    @Test func nothingSaidIsTheStandard() throws {
        let keys = try SampleKeys.read("language = \"de\"")
        #expect(keys.rows.map(\.keys) == CommandTable.rows.map(\.keys))
        #expect(keys.warnings.isEmpty && keys.macros.isEmpty)
        let mutt = try SampleKeys.read("key-profile = \"mutt\"")
        #expect(mutt.rows.map(\.keys) == KeyBindings(profile: .mutt).rows.map(\.keys))
    }

    @Test func bindingsStandBeforeThoseOfTheProgram() throws {
        let keys = SampleKeys.own
        let list = keys.keymap(.list)
        #expect(keys.row(.toggleStar)?.keys[.list] == [[.char("x")], [.char("F")]])
        #expect(keys.row(.toggleStar)?.keys[.reader] == [[.char("F")]], "only where it is said")
        #expect(list.match([.char("g"), .char("g")]) == .command(.first))
        #expect(list.match([.char("g")]) == .prefix)
        #expect(list.match([.char("$")]) == .none, "taken away")
        #expect(list.match([.ctrl("r")]) == .command(.refresh))
        guard case .action(.macro(let macro)) = list.match([.char("Y")]) else {
            Issue.record("no macro")
            return
        }
        #expect(macro.name == nil && macro.content == "toggle-star, next")
        #expect(list.match([.char("R")]) == .action(.macro(try #require(keys.macros.first))))
        #expect(keys.warnings.isEmpty)
    }

    @Test(
        arguments: [
            (
                "key-profile = \"mut\"", 1,
                "“key-profile” is default or mutt or aerc or alpine or roundcube, not “mut”; did you mean mutt?"
            ),
            ("key-bar = \"no\"", 1, "“key-bar” must be true or false"),
            ("keys = \"mutt\"", 1, "[keys] is a table; here is text"),
            ("[keys]\nx = \"next\"", 2, "[x] is a table"),
            ("[kys.list]\n", 1, "there is no key “kys”; did you mean keys?"),
            ("[keys.lst]\n", 1, "there is no screen “lst”; did you mean list?"),
            ("[keys.list]\nx = \"tggle-star\"", 2, "there is no command “tggle-star”; did you mean toggle-star?"),
            ("[keys.list]\n\"\" = \"next\"", 2, "“” is no key"),
            (
                "[keys.list]\n\"Entr\" = \"next\"", 2,
                "“Entr” is no key: x, G, Space, PgDn, Ctrl-D, or several with blanks between them; did you mean Enter?"
            ),
            (
                "[keys.list]\n\"Ctrl-M\" = \"next\"", 2,
                "a terminal sends the same for “Ctrl-M” and “Enter”; write “Enter”"
            ),
            ("[keys.prompt]\nx = \"cancel\"", 2, "“x” is typed as it is in [keys.prompt]"),
            ("[keys.list]\nx = \"headers\"", 2, "“headers” means nothing in [keys.list]"),
            ("[keys.list]\nx = \"next 3\"", 2, "“next” is told nothing behind its name"),
            ("[keys.list]\nx = 3", 2, "“x” must be text in quotes, not a number"),
            ("[keys.list]\nx = [\"next\", 3]", 2, "“x” must be text in quotes, not a number"),
            ("[keys.list]\nx = []", 2, "“x” must not be empty"),
            ("[keys.list]\nx = \" \"", 2, "“x” must not be empty"),
            ("[macros]\n\"Read on\" = \"next\"", 2, "“Read on” is no name for a macro"),
            ("[macros]\nnext = \"previous\"", 2, "“next” is no name for a macro"),
            ("[macros]\na = [\"b\"]\nb = \"a\"", 2, "the macro “b” carries out itself"),
            ("[macros]\na = [\"next\", \"a\"]", 2, "the macro “a” carries out itself"),
        ])
    func mistakes(text: String, line: Int, words: String) {
        do {
            _ = try SampleKeys.read(text)
            Issue.record("taken: \(text)")
        } catch {
            let said = (error as? ConfigurationError).map { ConfigurationTexts.all($0) } ?? Text(same: "")
            let lines = said.en.split(separator: "\n")
            #expect(
                lines.contains { $0.hasPrefix("config.toml:\(line):") && $0.contains(words) }, "\(said.en)")
            #expect(said.de != said.en)
        }
    }

    @Test func aMacroHasALimit() {
        let many = Array(repeating: "\"next\"", count: 33).joined(separator: ", ")
        #expect(throws: ConfigurationError.self) { try SampleKeys.read("[macros]\na = [\(many)]") }
        // Each ten times the one before: what it comes to is counted, not carried out.
        let tower = (0..<40).map { level in
            "m\(level) = ["
                + Array(repeating: level == 39 ? "\"next\"" : "\"m\(level + 1)\"", count: 10)
                .joined(separator: ", ") + "]"
        }
        #expect(throws: ConfigurationError.self) { try SampleKeys.read("[macros]\n" + tower.joined(separator: "\n")) }
    }

    @Test(
        arguments: [
            // Another command's key is what rebinding takes; it is told where the last one goes.
            ("j = \"toggle-star\"", []),
            ("c = \"toggle-star\"", ["line 2: c (toggle-star) hides c (folders) in the list"]),
            ("c = \"toggle-star\"\ny = \"folders\"", []),
            ("\"j j\" = \"last\"", ["line 2: j j (last) hides j (next) in the list"]),
            ("\"j j\" = \"last\"\nj = \"none\"", []),
            ("x = \"next\"\n\"x x\" = \"last\"", ["line 3: x x (last) hides x (next) in the list"]),
            ("\"Ctrl-D\" = \"next\"\n\"Strg-D\" = \"last\"", ["line 3: Ctrl-D (last) hides Ctrl-D (next) in the list"]),
            ("j = \"next\"", []),
        ])
    func whatIsHiddenIsTold(lines: String, warnings: [String]) throws {
        let keys = try SampleKeys.read("[keys.list]\n" + lines)
        #expect(keys.warnings.map { GuidanceTexts.warning($0).en } == warnings)
        #expect(keys.keymap(.list).conflicts.isEmpty)
    }

    @Test func warningsAreOnTheScreenAndInHelp() {
        var desk = Desk(keys: SampleKeys.hidden)
        #expect(ScreenText.characters(desk.frame).contains("hides j (next) in the list; 1 more: ? shows them"))
        desk.type("?<end>")
        #expect(ScreenText.characters(desk.frame).contains("line 3: c (toggle-star) hides c (folders)"))
    }
}
