import MailGrammar
import MailKitCore
import TestSupport
import Testing

@testable import TUI

@Suite("Command: sync")
struct SyncCommandTests {
    @Test("it is stopped, goes on, and tells how far it is")
    func words() {
        var desk = Desk()
        #expect(desk.state.sync("") == [])
        #expect(desk.state.message?.text == SyncTexts.quiet)
        var progress = SyncProgress(done: 50, total: 200, perSecond: 10)
        desk.send(.mail(.syncProgress(SampleMail.account, .inbox, progress)))
        _ = desk.state.sync("")
        #expect(desk.state.message?.text.en == "The store: 25 %: 50/200 headers, 15 s left")
        progress.perSecond = 0
        #expect(SyncTexts.progress(progress).de == "Der Speicher: 25 %: 50/200 Köpfe")
        #expect(desk.state.sync("Pause") == [.mail(.pauseSync(account: SampleMail.account, true))])
        _ = desk.state.sync("")
        #expect(desk.state.message?.text == SyncTexts.paused)
        #expect(desk.state.sync("resume") == [.mail(.pauseSync(account: SampleMail.account, false))])
        desk.send(.mail(.syncProgress(SampleMail.account, nil, nil)))
        #expect(desk.state.syncUnderway == nil)
        _ = desk.state.sync("")
        #expect(desk.state.message?.text == SyncTexts.quiet)
        #expect(desk.state.sync("stop") == [])
        #expect(desk.state.message?.text == PaneTexts.noSuchChoice("stop", ["pause", "resume"]))
    }

    @Test("What lasts is told above the keys, once a second at the most, and nothing of what is quick or nearly done")
    func underway() {
        var shown = ShownSync()
        func progress(_ done: Int, _ rate: Int = 500) -> SyncProgress {
            SyncProgress(done: done, total: 100_000, perSecond: rate)
        }
        shown.take(progress(10), of: .inbox, at: 50_000)
        shown.take(progress(500), of: .inbox, at: 53_999)
        #expect(shown.progress == nil, "it may be over soon")
        shown.take(progress(600), of: .inbox, at: 54_000)
        #expect(shown.progress?.done == 600 && shown.path == .inbox)
        shown.take(progress(700), of: .inbox, at: 54_999)
        #expect(shown.progress?.done == 600, "not more than once a second")
        shown.take(progress(800), of: .inbox, at: 55_000)
        #expect(shown.progress?.done == 800)
        shown.take(progress(99_000), of: .inbox, at: 56_000)
        #expect(shown.progress == nil, "two seconds are not worth it")
        shown.take(progress(50_000, 0), of: .inbox, at: 57_000)
        #expect(shown.progress?.done == 50_000)
        shown.take(progress(99_500, 0), of: .inbox, at: 58_000)
        #expect(shown.progress == nil)
        shown.take(progress(50_000), of: .inbox, at: 59_000)
        shown.take(nil, of: nil, at: 59_001)
        #expect(shown == ShownSync())
    }

    @Test(
        "It is told in both languages, with the mailbox where another one is open, and ends with the line and by a pause"
    )
    func underwayWords() throws {
        var desk = Desk()
        var progress = SyncProgress(done: 12_400, total: 100_000, perSecond: 500)
        let archive = try #require(MailboxPath("Archive"))
        func tell(_ path: MailboxPath) {
            for _ in 0..<2 {
                desk.send(.mail(.syncProgress(SampleMail.account, path, progress)))
                desk.wait(milliseconds: 5_000)
            }
            desk.send(.mail(.syncProgress(SampleMail.account, path, progress)))
        }
        tell(.inbox)
        #expect(desk.state.syncUnderway?.en == "12,400 of 100,000 headers, 3 min left")
        #expect(desk.state.syncUnderway?.de == "12.400 von 100.000 Köpfen, noch 3 min")
        #expect(ScreenText.characters(desk.frame).contains("12,400 of 100,000 headers, 3 min left"))
        progress.isOfBodies = true
        progress.perSecond = 3
        tell(archive)
        #expect(desk.state.syncUnderway?.en == "Archive: 12,400 of 100,000 messages, 9 h left")
        #expect(desk.state.syncUnderway?.de == "Archive: 12.400 von 100.000 Nachrichten, noch 9 h")
        _ = desk.state.sync("pause")
        #expect(desk.state.syncUnderway == nil)
        tell(archive)
        #expect(desk.state.syncUnderway != nil)
        let error = MailError(.timedOut, subject: "a")
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: nil))))
        #expect(desk.state.syncUnderway == nil)
    }
}
