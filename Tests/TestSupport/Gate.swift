import CPlatform
import Glibc

/// Something that happens once: a test opens it and a script waits for it, or the other way round.
package final class Gate: Sendable {
    /// Readable as long as the gate is open, so that a thread can wait for it and for its line at once.
    let descriptor = rp_eventfd()
    private let board = Board(false)

    package init() {}

    deinit { close(descriptor) }

    /// Opens it for good.
    package func open() {
        rp_eventfd_signal(descriptor)
        board.change { $0 = true }
    }

    /// Waits for it in a test; false after a minute.
    @discardableResult
    package func wait() async -> Bool { await board.wait { $0 ? true : nil } ?? false }
}
