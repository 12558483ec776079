import MailKitCore
import Testing

@testable import TUI

@Suite struct KeyNotationTests {
    @Test(
        arguments: [
            ("x", [.char("x")]), ("G", [.char("G")]), ("g g", [.char("g"), .char("g")]), ("-", [.char("-")]),
            ("ö", [.char("ö")]), ("Space", [.char(" ")]), ("leer", [.char(" ")]), ("PgDn", [Key(.pageDown)]),
            ("Ctrl-D", [.ctrl("d")]), ("ctrl-d", [.ctrl("d")]), ("Strg-D", [.ctrl("d")]),
            ("Ctrl--", [Key(.character("-"), .control)]), ("Ctrl-Space", [Key(.character(" "), .control)]),
            ("Shift-Tab", [Key(.tab, .shift)]), ("Alt-x", [Key(.character("x"), .alt)]),
            ("Ctrl-Alt-Left", [Key(.left, [.control, .alt])]), ("F12", [Key(.function(12))]),
            ("  z   a ", [.char("z"), .char("a")]), ("Ctrl", nil),
        ] as [(String, [Key]?)])
    func keys(text: String, keys: [Key]?) {
        #expect((try? KeyNotation.strokes(text)) == keys)
    }

    @Test(
        arguments: [
            ("", .unknownKey("", suggestion: nil)), ("gg", .unknownKey("gg", suggestion: "g g")),
            ("Entr", .unknownKey("Entr", suggestion: "Enter")),
            ("Ctrl-Pgdwn", .unknownKey("Ctrl-Pgdwn", suggestion: "Ctrl-PgDn")),
            ("Shift-x", .unknownKey("Shift-x", suggestion: nil)), ("\u{1B}", .unknownKey("\u{1B}", suggestion: nil)),
            ("\u{301}", .unknownKey("\u{301}", suggestion: nil)),
            ("Ctrl-I", .arrivesAs("Ctrl-I", other: "Tab")), ("Ctrl-M", .arrivesAs("Ctrl-M", other: "Enter")),
            ("Ctrl-H", .arrivesAs("Ctrl-H", other: "Backspace")), ("a b c d e f g", .tooLong("a b c d e f g")),
        ] as [(String, KeyProblem)])
    func mistakes(text: String, problem: KeyProblem) {
        #expect(throws: KeyNotationError(problem)) { try KeyNotation.strokes(text) }
    }

    /// Whatever the screen calls a key can be written in the file, in either language.
    @Test(arguments: KeyProfileName.allCases)
    func whatIsShownCanBeWritten(profile: KeyProfileName) throws {
        for row in KeyBindings(profile: profile).rows {
            for strokes in row.keys.values.joined() {
                for language in Language.allCases {
                    #expect(try KeyNotation.strokes(strokes.name(language)) == strokes)
                }
                #expect(try KeyNotation.strokes(KeyNotation.text(strokes)) == strokes)
            }
        }
    }
}
