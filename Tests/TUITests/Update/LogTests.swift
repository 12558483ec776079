import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct LogTests {
    private static let lines =
        ["  0.052 S: * OK ready", "  0.053 C: A1 AUTHENTICATE PLAIN •••", "  0.081 # logged in"]
        + (1...60).map { "  1.000 S: * \($0) EXISTS" } + ["  2.000 S: a\u{1B}[2J\u{202E}b"]

    private func desk() -> Desk {
        var desk = Desk()
        desk.type("<^o>")
        desk.send(.mail(.transcript(SampleMail.account, Self.lines)))
        return desk
    }

    @Test func itIsAskedForAndShowsItsEnd() {
        var desk = Desk()
        desk.type(":dialogue<enter>")
        #expect(desk.requests == [.transcript(account: SampleMail.account)])
        #expect(desk.state.overlay == nil)
        desk = self.desk()
        #expect(desk.state.scope == .log)
        #expect((0..<24).contains { desk.frame.line($0).contains("* 60 EXISTS") })
        desk.type("<home>")
        #expect((0..<24).contains { desk.frame.line($0).contains("C: A1 AUTHENTICATE PLAIN •••") })
    }

    @Test func nothingOfItStaysWhenItIsClosed() {
        var desk = desk()
        desk.type("q")
        #expect(desk.state.log.isEmpty && desk.state.overlay == nil)
    }

    @Test func anothersIsNotShownNorWhileALineIsTyped() {
        var desk = Desk()
        desk.send(.mail(.transcript(AccountID("other"), Self.lines)))
        #expect(desk.state.overlay == nil)
        desk.type(":x")
        desk.send(.mail(.transcript(SampleMail.account, Self.lines)))
        #expect(desk.state.scope == .picker)
    }

    @Test func whatTheServerSaidIsShownSafely() {
        let desk = desk()
        for row in 0..<24 {
            #expect(!desk.frame.line(row).unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
        }
    }
}
