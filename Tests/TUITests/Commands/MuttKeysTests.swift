import MailKitCore
import Testing

@testable import TUI

@Suite("Keys of a muttrc")
struct MuttKeysTests {
    private static let sample = #"""
        # keys
        set sidebar_visible=yes; bind index,pager \CP sidebar-prev # up
        bind index x exit
        bind index g noop
        bind index gg first-entry
        bind pager "j" next-line
        bind attach <Return> view-mailcap; bind compose y send-message
        bind pager \ed \
          display-toggle-weed
        macro index A "<flag-message><next-entry>" "star, and on"
        macro index S "<save-message>=Spam<enter>"
        macro pager,index ^L '<redraw-screen>'
        bind index x quit
        bind index <F3> what-key
        bind editor <Tab> complete-query
        bind index \Ci next-unread
        bind index \033 quit
        """#

    @Test("What means something here becomes tables that the configuration takes")
    func tables() throws {
        let keys = MuttKeys(Self.sample)
        #expect(
            keys.tables == """
                [keys.list]
                "Ctrl-P" = "previous-folder"
                "g" = "none"
                "g g" = "first"
                "A" = ["toggle-star", "next"]
                "Ctrl-L" = "redraw"
                "x" = "quit"
                "F3" = "describe-key"

                [keys.reader]
                "j" = "next"
                "Alt-d" = "headers"
                "Ctrl-L" = "redraw"

                [keys.parts]
                "Enter" = "choose"

                """)
        #expect(keys.left.map(\.line) == [7, 11, 15, 16, 17])
        #expect(keys.left[1].text == #"macro index S "<save-message>=Spam<enter>""#)
        let configuration = try Configuration(Array(keys.tables.utf8), file: "x")
        let bindings = try KeyBindings(configuration.keys, file: "x")
        let strokes = try KeyNotation.strokes("g g")
        #expect(bindings.keymap(.list).match(strokes) == .command(.first))
    }

    @Test(
        "Whatever a file holds, what comes out can be read, and shows no control character",
        arguments: [
            "", "bind", "bind index", "bind index \\", "bind index \\C quit", "bind index ^ quit", "bind index < quit",
            "bind index \"x quit", "macro index x <", "bind index \u{1B}[2J quit", "bind index \u{202E} quit",
            "bind index \" quit\n\n", "bind , x quit", "bind index abcdefgh quit", "bind index \\e quit", "a;b;;bind\\",
            "bind index \"\\\"\" quit", "bind index '\\' quit",
            "macro index x " + String(repeating: "<exit>", count: 99),
        ])
    func anything(text: String) throws {
        let keys = MuttKeys(text)
        let shown = KeysTexts.tables(keys)
        for language in Language.allCases {
            _ = try Configuration(Array(shown(language).utf8), file: "x")
            #expect(!shown(language).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" })
        }
    }
}
