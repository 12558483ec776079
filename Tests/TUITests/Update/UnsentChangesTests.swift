import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct UnsentChangesTests {
    private func changed(_ count: Int = 2, offline: Bool = true) -> Desk {
        var desk = Desk()
        desk.send(.mail(.unsentChanges(SampleMail.account, count: count)))
        if offline {
            let error = MailError(.connectionFailed, subject: "mail.example.org:993")
            desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
        }
        _ = desk.take()
        return desk
    }

    private func status(_ desk: Desk) -> String { desk.frame.line(21) + desk.frame.line(22) }

    @Test(arguments: ["q", "Q", "<^c>"])
    func quittingWhileOfflineAsks(key: String) {
        var desk = changed()
        desk.type(key)
        #expect(!desk.effects.contains(.quit(.ok)))
        #expect(status(desk).contains("2 changes are not on the server yet. Quit and give them up? y n"))
        desk.type("y")
        #expect(desk.take() == [.quit(.ok)])
    }

    @Test(arguments: ["n", "<esc>"])
    func noStays(key: String) {
        var desk = changed(1)
        desk.type("q")
        #expect(status(desk).contains("1 change is not on the server yet. Quit and give it up? y n"))
        desk.type(key)
        #expect(desk.state.question == nil && !desk.effects.contains(.quit(.ok)))
        desk.type("q")
        #expect(desk.state.question == .quit)
    }

    @Test func german() {
        var desk = changed()
        desk.language = .german
        desk.type("q")
        #expect(status(desk).contains("2 Änderungen sind noch nicht auf dem Server. Beenden und aufgeben? j n"))
        desk.type("j")
        #expect(desk.take() == [.quit(.ok)])
    }

    @Test func whatIsOnItsWayOnALineThatWorksIsNotAskedAbout() {
        var desk = changed(offline: false)
        desk.wait(milliseconds: 1_900)
        desk.type("q")
        #expect(desk.effects.contains(.quit(.ok)))
    }

    /// A server that says nothing will not take them in the moment that ending the program leaves.
    @Test func aServerThatIsSilentIsAskedAbout() {
        var desk = changed(offline: false)
        desk.wait(milliseconds: 2_000)
        desk.type("q")
        #expect(desk.state.question == .quit)
        // It has answered one of them: it is there.
        desk.send(.mail(.unsentChanges(SampleMail.account, count: 1)))
        #expect(desk.state.question == nil)
        desk.type("q")
        #expect(desk.effects.contains(.quit(.ok)))
    }

    @Test func theQuestionGoesWhenTheChangesHaveArrived() {
        var desk = changed()
        desk.type("q")
        desk.send(.mail(.unsentChanges(SampleMail.account, count: 0)))
        #expect(desk.state.question == nil)
        desk.type("q")
        #expect(desk.effects.contains(.quit(.ok)))
    }

    @Test func anotherAccountsAreNotThisOnes() {
        var desk = Desk()
        desk.send(.mail(.unsentChanges(AccountID("other"), count: 7)))
        #expect(desk.state.line.unsentChanges == 0)
        // What is kept on the disk is not lost by quitting.
        desk.send(.mail(.unsentChanges(SampleMail.account, count: 7, areKept: true)))
        #expect(desk.state.line.unsentChanges == 7 && !desk.state.losesByQuitting)
    }

    @Test func filesAndChangesAreOneQuestion() {
        #expect(
            QuestionTexts.quit(files: 1, changes: 1).en
                == "A file is still being saved. 1 change is not on the server yet. Quit and give them up?")
        #expect(
            QuestionTexts.quit(files: 2, changes: 0).de
                == "2 Dateien werden noch gespeichert. Beenden und aufgeben?")
    }
}
