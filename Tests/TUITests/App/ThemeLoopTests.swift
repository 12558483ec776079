import Synchronization
import TestSupport
import Testing

@testable import TUI

extension UILoopTests {
    /// The theme's file is read away from the loop, shown by the screen, and the choice handed on.
    @Test func themeIsReadShownAndKept() throws {
        let folder = try TemporaryFolder()
        folder.write(Array("[layout]\nroomy = true\n[styles]\nbrand = { fg = \"red\" }".utf8), to: "mine.theme")
        let kept = Mutex<[String?]>([])
        let outcome = try #require(
            run(
                keys: ":theme mine\r", themes: [folder.path],
                prefer: { key, value, keyboard in
                    kept.withLock { $0 += [key, value] }
                    // What is on the screen then is looked at; the end comes with the next turn.
                    Self.type("\u{03}", on: keyboard)
                }))
        #expect(outcome.code == .ok)
        #expect(kept.withLock { $0 } == ["theme", "mine"])
        #expect(outcome.screen.theme?.style(of: .brand).foreground == Colour("red"))
        #expect(outcome.screen.shown?.line(1) == "", "roomy at once")
    }
}
