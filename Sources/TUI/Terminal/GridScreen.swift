/// A screen in memory: holds what a terminal would show, and counts.
package final class GridScreen: Screen {
    package private(set) var size: ScreenSize
    package private(set) var counters = ScreenCounters()
    /// What stands on the screen.
    package private(set) var shown: Frame?
    package private(set) var isReleased = false
    /// What was sent beside the picture.
    package private(set) var sent: [[UInt8]] = []
    package private(set) var watchesMouse = false
    /// What it was told to look like last.
    package private(set) var theme: Theme?
    private var wanted: ScreenSize
    private var last: Frame?

    package init(size: ScreenSize) {
        self.size = size
        self.wanted = size
    }

    /// As if somebody pulled at the window; `measure` notices.
    package func resize(to size: ScreenSize) { wanted = size }

    package func measure() -> Bool {
        guard wanted != size else { return false }
        size = wanted
        last = nil
        return true
    }

    package func present(_ frame: Frame) {
        guard !isReleased else { return }
        let difference = FrameDifference(from: last, to: frame)
        counters.frames += 1
        counters.cells += difference.changes.count
        last = frame
        shown = frame
    }

    package func release() { isReleased = true }

    package func reclaim() {
        isReleased = false
        repaint()
    }

    package func send(_ bytes: [UInt8]) { if !isReleased { sent.append(bytes) } }

    package func watchMouse(_ isWanted: Bool) { watchesMouse = isWanted }
    package func use(_ theme: Theme) {
        self.theme = theme
        last = nil
    }

    package func repaint() {
        counters.repaints += 1
        last = nil
    }
}
