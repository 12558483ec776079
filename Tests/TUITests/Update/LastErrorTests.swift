import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("What went wrong last") struct LastErrorTests {
    private static let full = MailError(
        .quotaExceeded, subject: "INBOX", serverText: "Mailbox is full / Das Postfach anna@example.org ist voll")

    private func shown(_ desk: Desk) -> String {
        ScreenText.characters(desk.frame).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(arguments: ["notice", "list", "rows", "reader", "more"])
    func isShownInFullAndCopiedWhenItsWordsAreGone(_ kind: String) throws {
        var desk = Desk(opened: kind != "list")
        if kind == "list" { desk.send(.mail(.connection(SampleMail.account, .online))) }
        switch kind {
        case "notice": desk.send(.mail(.notice(SampleMail.account, Self.full)))
        case "list", "rows": desk.send(.mail(.failed(generation: desk.view, Self.full)))
        default:
            if kind == "more" { desk.open(text: "Hallo\n", remaining: 100_000) } else { desk.type("<enter>") }
            let generation = try #require(desk.state.reader?.generation)
            desk.send(.mail(.failed(generation: generation, Self.full)))
        }
        desk.type("<down>W")
        #expect(desk.state.scope == .failure && desk.state.message == nil)
        #expect(shown(desk).contains("What went wrong last"))
        #expect(shown(desk).contains("“Mailbox is full / Das Postfach anna@example.org ist voll”"))
        _ = desk.take()
        desk.type("y")
        let copied = desk.effects.compactMap { if case .copy(let text, _) = $0 { text } else { nil } }
        #expect(copied == [MailErrorText(Self.full).details])
        desk.type("<esc><esc>:copy error<enter>")
        #expect(desk.state.message?.text != CopyTexts.nothing("error", desk.state.copyChoices))
    }

    @Test func theLineComesFirstAndItsErrorsGoWithIt() {
        var desk = Desk()
        desk.send(.mail(.notice(SampleMail.account, Self.full)))
        let down = MailError(.connectionFailed, subject: "mail.example.org:993")
        desk.send(.mail(.connection(SampleMail.account, .offline(down, retryInSeconds: 8))))
        #expect(desk.state.failureToShow == down)
        desk.send(.mail(.connection(SampleMail.account, .online)))
        #expect(desk.state.failureToShow == Self.full)
        desk.send(.mail(.notice(SampleMail.account, MailError(.timedOut, subject: "INBOX"))))
        desk.send(.mail(.connection(SampleMail.account, .online)))
        #expect(desk.state.failureToShow == nil)
    }

    @Test func anotherServerInUseIsStillTold() {
        var desk = Desk()
        let change = ServerChange(host: "mail.host.example", url: "imaps://anna%40example.org@mail.host.example/")
        desk.send(.mail(.serverChanged(SampleMail.account, change)))
        desk.send(.mail(.notice(SampleMail.account, Self.full)))
        desk.type("W")
        #expect(shown(desk).contains("no space left") && shown(desk).contains("mail.host.example"))
    }

    @Test(arguments: Language.allCases)
    func onAPhoneTheRemedyCountsMoreThanTheServersWords(_ language: Language) {
        var desk = Desk(columns: 40, rows: 12)
        desk.language = language
        desk.send(.mail(.notice(SampleMail.account, Self.full)))
        #expect(shown(desk).contains(MailErrorText(Self.full).hint(language)))
        #expect(shown(desk).contains(language == .german ? "W zeigt alles" : "W shows all"))
        // Where there is room all of it is said.
        desk.send(.resized(ScreenSize(columns: 80, rows: 24)))
        #expect(
            shown(desk).contains("Mailbox is full") && shown(desk).contains(MailErrorText(Self.full).hint(language)))
    }

    @Test func whereNothingFitsItIsCut() {
        var desk = Desk(columns: 24, rows: 8)
        desk.send(
            .mail(.notice(SampleMail.account, MailError(.refused, subject: String(repeating: "Ordner ", count: 30)))))
        #expect(shown(desk).contains("…"))
    }
}
