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
        _ = desk.state.sync("")
        #expect(desk.state.message?.text == SyncTexts.quiet)
        #expect(desk.state.sync("stop") == [])
        #expect(desk.state.message?.text == PaneTexts.noSuchChoice("stop", ["pause", "resume"]))
    }
}
