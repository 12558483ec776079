import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("The key bar") struct KeyBarTests {
    private func commands(_ desk: Desk) -> [CommandID] {
        KeyBarLines.shown(desk.state, .english).lines.joined().flatMap(\.actions).compactMap {
            if case .command(let id) = $0 { id } else { nil }
        }
    }

    @Test(arguments: [(40, 12), (80, 24)])
    func underARefusedLoginShowsWhatHelps(size: (Int, Int)) {
        var desk = Desk(columns: size.0, rows: size.1, opened: false)
        desk.send(.mail(RefusedLogin.event))
        #expect(commands(desk).prefix(3) == [.password, .why, .refresh])
        #expect(commands(desk).suffix(3) == [.help, .palette, .quit])
        #expect(!commands(desk).contains(.open) && !commands(desk).contains(.dismiss))
    }

    @Test func whileConnectingShowsHowToGiveUp() {
        let desk = Desk(opened: false)
        #expect(commands(desk).prefix(2) == [.dismiss, .folders])
        #expect(!commands(desk).contains(.password) && !commands(desk).contains(.refresh))
    }

    @Test func ofAFolderThatCannotBeOpenedShowsWhatHelps() {
        var desk = Desk()
        desk.send(.mail(SampleFolders.event))
        let usual = commands(desk)
        desk.type("clind<enter>")
        #expect(commands(desk) == usual, "a folder that is being opened changes nothing")
        desk.send(.mail(.failed(generation: desk.view, MailError(.notFound, subject: "Kunden/Lindner"))))
        #expect(commands(desk).prefix(3) == [.why, .refresh, .folders])
    }

    @Test func ofAMessageThatDidNotComeShowsWhatHelps() throws {
        var desk = Desk()
        desk.type("<enter>")
        let loading = commands(desk)
        let generation = try #require(desk.state.reader?.generation)
        desk.send(.mail(.failed(generation: generation, MailError(.refused, subject: "INBOX"))))
        #expect(commands(desk).prefix(4) == [.why, .refresh, .folders, .log])
        #expect(commands(desk).contains(.nextMessage) && !commands(desk).contains(.parts))
        desk.type("$")
        #expect(commands(desk) == loading)
    }

    /// Rows that are on their way, a line that is down: the list is there, and so are its keys.
    @Test func ofAnOpenListStays() {
        var desk = Desk(count: 5000)
        let usual = commands(desk)
        desk.type("<end>")
        #expect(commands(desk) == usual)
        desk.send(
            .mail(.connection(SampleMail.account, .offline(MailError(.timedOut, subject: "x"), retryInSeconds: 8))))
        #expect(commands(desk) == usual)
    }
}
