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

    private func status(_ desk: Desk) -> String {
        (21...23).map(desk.frame.line).joined(separator: " ").split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }

    @Test(arguments: ["q", "Q", "<^c>"])
    func quittingWhileOfflineAsks(key: String) {
        var desk = changed()
        desk.type(key)
        #expect(!desk.effects.contains(.quit(.ok)))
        #expect(
            status(desk).contains(
                "2 changes are not on the server yet and in memory alone: they would be lost. Quit and give them up? y n"
            ))
        desk.type("y")
        #expect(desk.take() == [.quit(.ok)])
    }

    @Test(arguments: ["n", "<esc>"])
    func noStays(key: String) {
        var desk = changed(1)
        desk.type("q")
        #expect(
            status(desk).contains(
                "1 change is not on the server yet and in memory alone: it would be lost. Quit and give it up? y n"))
        desk.type(key)
        #expect(desk.state.question == nil && !desk.effects.contains(.quit(.ok)))
        desk.type("q")
        #expect(desk.state.question == .quit)
    }

    @Test func german() {
        var desk = changed()
        desk.language = .german
        desk.type("q")
        #expect(
            status(desk).contains(
                "2 Änderungen sind noch nicht auf dem Server und nur im Arbeitsspeicher: sie gingen verloren. Beenden und aufgeben? j n"
            ))
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
                == "A file is still being saved. 1 change is not on the server yet and in memory alone: it would be lost. "
                + "Quit and give them up?")
        #expect(
            QuestionTexts.quit(files: 0, changes: 0, kept: 2, tabs: 1).de
                == "1 Nachricht ist in einem Reiter offen. 2 Änderungen bleiben für den nächsten Start erhalten. Beenden?"
        )
        #expect(
            QuestionTexts.quit(files: 2, changes: 0).de
                == "2 Dateien werden noch gespeichert. Beenden und aufgeben?")
    }

    @Test("On a small screen the question is whole, with its answers", arguments: Language.allCases)
    func smallScreen(_ language: Language) {
        var desk = changed()
        desk.language = language
        desk.send(.resized(ScreenSize(columns: 40, rows: 12)))
        desk.type("q")
        let words = ScreenText.characters(desk.frame).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            words.contains(
                language == .german
                    ? "2 Änderungen gingen verloren. Beenden? j n" : "they would be lost. Quit and give them up? y n"),
            "\(words)")
    }

    @Test("While a file is saved, what is kept is not called lost", arguments: Language.allCases)
    func keptInTheQuestion(_ language: Language) {
        var desk = changed()
        desk.language = language
        desk.send(.mail(.unsentChanges(SampleMail.account, count: 2, areKept: true)))
        desk.type("q")
        #expect(desk.effects.contains(.quit(.ok)), "nothing is lost")
        #expect(desk.state.changesKept == 2 && desk.state.changesToLose == 0)
        desk.send(.mail(.connection(SampleMail.account, .online)))
        #expect(desk.state.changesKept == 0, "on a line that works they go out")
    }

    @Test("How many wait is told beside that the line is down", arguments: Language.allCases)
    func inTheFirstLine(_ language: Language) {
        var desk = changed()
        desk.language = language
        let isGerman = language == .german
        func first(_ columns: Int) -> String {
            var desk = desk
            desk.send(.resized(ScreenSize(columns: columns, rows: 24)))
            let line = desk.frame.line(0)
            return String(
                line.prefix(line.lastIndex { $0 != " " }.map { line.distance(from: line.startIndex, to: $0) + 1 } ?? 0))
        }
        #expect(
            first(80).hasSuffix(
                isGerman ? "2 ungesendet · ○ offline, wieder in 8 s" : "2 unsent · ○ offline, again in 8 s"))
        #expect(first(40).hasSuffix(isGerman ? "↑2 ○ offline, wieder in 8 s" : "↑2 ○ offline, again in 8 s"))
        #expect(
            first(120).contains(isGerman ? "2 ungesendet, nur im Arbeitsspeicher" : "2 unsent, in memory alone"))
        desk.type(":sync<enter>")
        #expect(
            status(desk).contains(
                isGerman ? "2 Änderungen warten nur im Arbeitsspeicher" : "2 changes wait in memory alone"))
        desk.send(.mail(.unsentChanges(SampleMail.account, count: 1, areKept: true)))
        #expect(first(120).contains(isGerman ? "1 ungesendet ·" : "1 unsent ·"))
        desk.type(":sync<enter>")
        #expect(status(desk).contains(isGerman ? "1 Änderung wartet auf den Server" : "1 change waits for the server"))
        desk.send(.mail(.unsentChanges(SampleMail.account, count: 0, areKept: true)))
        #expect(!first(120).contains("unsent") && !first(120).contains("ungesendet"))
    }
}
