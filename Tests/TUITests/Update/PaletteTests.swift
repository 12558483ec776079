import MailKitCore
import Testing

@testable import TUI

@Suite struct PaletteTests {
    /// And never another one that sounds like it: `back` is not the way back to the shell.
    @Test func aWholeNameMeansThatCommandEvenWhereItIsNotToBeHad() {
        var desk = Desk()
        desk.type(":back")
        #expect(desk.frame.line(3).contains(GuidanceTexts.notHere(.list)(.english)))
        desk.type("<enter>")
        #expect(desk.state.message?.text == GuidanceTexts.notHere(.list) && desk.take().allSatisfy { $0 != .suspend })
        desk.type(":stats<enter>")
        #expect(desk.state.scope == .statistics)
    }

    private func entries(_ desk: Desk) -> [PaletteEntry] {
        guard case .palette(let scope, _, let typed) = desk.state.overlay else { return [] }
        return PaletteEntries(desk.state, of: scope, typed: typed).entries
    }

    private func shown(_ desk: Desk) -> [CommandID] {
        entries(desk).compactMap { if case .command(let id, _) = $0 { id } else { nil } }
    }

    @Test func allCommandsOfThePlaceAreThereAndNoOthers() {
        var desk = Desk()
        desk.type(":")
        #expect(
            Set(shown(desk))
                == Set(CommandTable.rows.filter { $0.keys[.list] != nil }.map(\.id)).subtracting([.palette]))
        desk.type("<esc>")
        desk.open()
        desk.type(":")
        #expect(shown(desk).contains(.headers) && !shown(desk).contains(.open))
    }

    @Test(arguments: [
        ("star", CommandID.toggleStar), ("Stern", .toggleStar), ("quit", .quit), ("beend", .quit),
        ("nxtunr", .nextUnread),
        ("check", .refresh), ("mark as read", .toggleRead), ("ordner", .folders),
    ])
    func typingFindsACommandInEitherLanguage(typed: String, command: CommandID) {
        var desk = Desk()
        desk.type(":" + typed)
        #expect(shown(desk).first == command)
    }

    @Test func enterCarriesOutAsTheKeyWould() {
        var desk = Desk()
        desk.type(":star<enter>")
        #expect(desk.state.overlay == nil && desk.state.prompt == nil)
        #expect(desk.requests.contains { $0.changesFlags })
        desk.type(":help<enter>")
        #expect(desk.state.overlay == .help(of: .list, top: 0))
        desk.type("<esc>:down<down><up><enter>")
        #expect(desk.state.list.cursor == 1)
    }

    @Test func whatCannotBeDoneSaysWhy() {
        var desk = Desk()
        desk.type(":why")
        #expect((0..<24).contains { desk.frame.line($0).contains("(nothing has gone wrong)") })
        desk.type("<enter>")
        #expect(desk.state.message?.text == CertificateTexts.lineIsUp && desk.state.overlay == nil)
    }

    @Test func nothingThatFitsIsCarriedOutByEnter() {
        var desk = Desk()
        desk.type(":qqqq<enter>")
        #expect(desk.state.scope == .picker && desk.requests.isEmpty)
        #expect((0..<24).contains { desk.frame.line($0).contains("No command fits.") })
        desk.type("<^g>")
        #expect(desk.state.scope == .list)
    }

    @Test(
        arguments: [
            ("ope", "open", 0), ("FOLD", "next folder", 1), ("der", "folder", 2), ("nf", "next folder", 7),
            ("x", "open", nil),
            ("", "open", 0), ("nepo", "open", nil),
        ] as [(String, String, Int?)])
    func distances(typed: String, text: String, distance: Int?) {
        #expect(FuzzyMatch.distance(typed, in: text) == distance)
    }
}
