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
        #expect(desk.state.log.lines.isEmpty && desk.state.overlay == nil)
    }

    @Test func itStaysUnderHelp() {
        var desk = desk()
        desk.type("?")
        #expect(desk.state.scope == .help && desk.state.log.lines == Self.lines)
        desk.type("q")
        #expect(desk.state.scope == .log && desk.state.log.lines == Self.lines)
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

    @Test func aMistypedPathIsThereAgain() throws {
        var desk = desk()
        desk.type("s<^u>/no/such/log<enter>")
        let saving = try #require(desk.state.savingLog)
        desk.send(.mail(.failed(generation: saving.generation, MailError(.local, subject: "/no/such"))))
        #expect(desk.state.prompt == Prompt(kind: .saveLog, text: "/no/such/log"))
        #expect(desk.state.message?.kind == .failure)
        desk.type("<esc>")
        #expect(desk.state.message == nil && desk.state.prompt != nil, "the error first")
        desk.type("<esc>q")
        #expect(desk.state.overlay == nil)
    }

    @Test(arguments: [20, 40, 80, 120])
    func aLongLineGoesOnInTheNextAndNothingIsLost(columns: Int) {
        let flags = "  0.1 S: * LIST (\\\\HasNoChildren \\\\Sent) \"/\" " + String(repeating: "Gesendet会議 ", count: 30)
        var desk = Desk(columns: columns, rows: 40)
        desk.type("<^o>")
        desk.send(.mail(.transcript(SampleMail.account, [flags, "  0.2 C: A1 " + String(repeating: "x", count: 500)])))
        let rows = desk.state.log.rows
        #expect(rows.allSatisfy { TerminalText.width(of: $0.text) <= columns })
        func joined(_ line: Int) -> String {
            rows.filter { $0.line == line }.map(\.text).joined().filter { $0 != " " }
        }
        #expect(joined(0).hasPrefix("0.1S:*LIST(\\HasNoChildren\\Sent)"), "backslashes as they were sent")
        #expect(joined(0).count(where: { $0 == "会" }) == 30 && joined(1).count(where: { $0 == "x" }) == 500)
        #expect(rows.first.map { desk.state.log.speaker(of: $0) } == "S")
        #expect(rows.last.map { desk.state.log.speaker(of: $0) } == "C", "also of what goes on")
        #expect(desk.state.log.lines[0] == flags, "what is copied can be read back")
    }

    @Test func itStaysAtItsLineWhenTheWidthChanges() {
        var desk = Desk(columns: 80, rows: 24)
        desk.type("<^o>")
        let lines = (0..<100).map { "  0.\($0) S: \($0) " + String(repeating: "y", count: 100) }
        desk.send(.mail(.transcript(SampleMail.account, lines)))
        desk.type("<home>jjjj")
        func first() -> Int? {
            guard case .log(let top) = desk.state.overlay else { return nil }
            return desk.state.log.rows[top].line
        }
        #expect(first() == 2)
        desk.send(.resized(ScreenSize(columns: 40, rows: 24)))
        #expect(first() == 2)
    }
}
