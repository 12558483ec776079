import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct LineTests {
    private static let weaker = MailError(
        .weakerLogin(trusted: "SCRAM-SHA-256", offered: "PLAIN"), subject: "mail.example.org:993",
        detail: "SCRAM-SHA-256 was used before, only PLAIN is offered now")

    private func asked(opened: Bool = true) -> Desk {
        var desk = Desk(opened: opened)
        desk.send(.mail(.connection(SampleMail.account, .offline(Self.weaker, retryInSeconds: nil))))
        _ = desk.take()
        return desk
    }

    @Test(arguments: [true, false])
    func aWeakerLoginIsAskedAbout(opened: Bool) {
        var desk = asked(opened: opened)
        let screen = ScreenText.characters(desk.frame)
        #expect(screen.contains("The login was SCRAM-SHA-256 before, now the server offers only PLAIN."))
        desk.type("y")
        #expect(desk.requests == [.trustLogin(account: SampleMail.account)])
        #expect(desk.state.question == nil)
    }

    @Test func noLeavesItAtThatAndTheLineIsTriedAgainOnlyWhenAsked() {
        var desk = asked()
        desk.type("n")
        #expect(desk.requests.isEmpty && desk.state.question == nil)
        #expect(ScreenText.characters(desk.frame).contains("a weaker login was not done"))
        desk.type("$")
        #expect(desk.requests == [.refresh(account: SampleMail.account)])
    }

    @Test func escapeGivesUpConnecting() {
        var desk = Desk()
        desk.type("<esc>")
        #expect(desk.requests.isEmpty)
        desk.send(.mail(.connection(SampleMail.account, .connecting)))
        desk.type("<esc>")
        #expect(desk.requests == [.giveUp(account: SampleMail.account)])
    }

    @Test func theQuestionGoesWithTheLineItIsAbout() {
        var desk = asked()
        desk.send(.mail(.connection(SampleMail.account, .connecting)))
        #expect(desk.state.question == nil)
    }
}
