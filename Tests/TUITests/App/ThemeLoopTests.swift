import CPlatform
import Glibc
import MailKitCore
import Synchronization
import TestSupport
import Testing

@testable import TUI

extension UILoopTests {
    /// The theme's file is read away from the loop, shown by the screen, and the choice handed on.
    @Test func themeIsReadShownAndKept() throws {
        let folder = try TemporaryFolder()
        folder.write(Array("[layout]\nroomy = true\n[styles]\nbrand = { fg = \"red\" }".utf8), to: "mine.theme")
        var ends: [Int32] = [0, 0]
        guard rp_pipe(&ends, 1) == 0 else { return }
        let (input, keyboard) = (ends[0], ends[1])
        defer {
            close(input)
            close(keyboard)
        }
        var keys = Array(":theme mine\r".utf8)
        _ = write(keyboard, &keys, keys.count)
        let screen = GridScreen(size: ScreenSize(columns: 80, rows: 24))
        let kept = Mutex<[String?]>([])
        let state = AppState(
            account: SampleMail.account, accountLabel: "anna@example.org", path: .inbox, size: screen.size,
            now: Instant(wall: SampleMail.now, boot: 0))
        let prefer = { (key: String, value: String?) -> Void in
            kept.withLock { $0 += [key, value] }
            // What is on the screen then is looked at; the end comes with the next turn.
            var end: [UInt8] = [3]
            _ = write(keyboard, &end, 1)
        }
        nonisolated(unsafe) let local = (screen: screen, prefer: prefer)
        let path = folder.path
        let code = UIActor.takeThread { () -> ExitCode in
            UILoop(
                state: state, context: DrawContext(language: .english, zone: SampleMail.zone), screen: local.screen,
                input: input, inbox: EventInbox(), signals: nil,
                clock: { Instant(wall: SampleMail.now, boot: rp_boot_milliseconds()) }, send: { _ in },
                themes: ThemeLibrary(folders: [path]), prefer: local.prefer
            ).run()
        }
        #expect(code == .ok)
        #expect(kept.withLock { $0 } == ["theme", "mine"])
        #expect(screen.theme?.style(of: .brand).foreground == Colour("red"))
        #expect(screen.shown?.line(1) == "", "roomy at once")
    }
}
