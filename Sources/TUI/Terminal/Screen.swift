/// Where frames go: a terminal, or memory.
///
/// The terminal can be lent out (`release`, then run something else, then `reclaim`), to a stopped shell or an editor.
package protocol Screen: AnyObject {
    /// What there is room for now; measured anew by `measure`.
    var size: ScreenSize { get }
    /// Shows the difference between `frame` and the frame before it.
    func present(_ frame: Frame)
    /// Asks the terminal for its size; `true` where it changed.
    func measure() -> Bool
    /// Gives the terminal back for a while; `present` does nothing until `reclaim`.
    func release()
    /// Takes the terminal again; the next `present` draws everything.
    func reclaim()
    /// The next `present` draws everything.
    func repaint()
    /// Sends what is no part of the picture and changes nothing on it.
    func send(_ bytes: [UInt8])
    /// Whether the terminal is to tell of clicks and the wheel; it does not while it is given back.
    func watchMouse(_ isWanted: Bool)
    /// From now on roles look as this theme has them; the next `present` draws everything.
    func use(_ theme: Theme)
    /// What has been shown so far.
    var counters: ScreenCounters { get }
}

extension Screen {
    /// Lends the terminal to `body`.
    package func lend<R>(_ body: () throws -> R) rethrows -> R {
        release()
        defer { reclaim() }
        return try body()
    }
}

/// How much has been shown.
package struct ScreenCounters: Hashable, Sendable {
    package var frames = 0
    /// Clusters put, summed over all frames.
    package var cells = 0
    package var repaints = 0
    /// Bytes sent; `nil` where nobody counts them.
    package var bytes: Int?

    package init() {}
}
