import MailGrammar
import MailKitCore

/// The text of the open message, laid out for a width as far as it has been looked at.
package struct ReaderText: Sendable {
    /// Octets of text held of one message; what is beyond is told, not shown.
    package static let limit = 4 << 20

    /// As many lines as have been needed so far.
    package private(set) var lines: [WrappedLine] = []
    package private(set) var width = 0
    /// Octets not fetched yet.
    package private(set) var remaining = ByteSize(0)
    package private(set) var notes: [MessageText.Note] = []
    /// Octets held.
    package private(set) var octets = 0

    private var windows: [MessageText] = []
    private var layout: TextLayout?

    package init() {}

    /// More was sent than is held.
    package var isCut: Bool { octets >= Self.limit && remaining.octets > 0 }
    /// There is more to be asked for.
    package var hasMore: Bool { remaining.octets > 0 && !isCut }
    /// Every line of what has been fetched is in `lines`.
    package private(set) var isLaidOut = false

    /// Takes the next window.
    package mutating func append(_ window: MessageText) {
        windows.append(window)
        octets += window.text.utf8.count
        remaining = window.remaining
        for note in window.notes where !notes.contains(note) { notes.append(note) }
        isLaidOut = false
        if width > 0 {
            let isLast = !hasMore
            if layout == nil { begin() } else { layout?.append(window.text, isLast: isLast) }
        }
    }

    /// Lays out anew for another width; `top` goes to the line that holds the same place of the text.
    package mutating func setWidth(_ newWidth: Int, top: inout Int, height: Int) {
        guard newWidth != width else { return }
        let place = lines.indices.contains(top) ? lines[top].sourceOffset : 0
        width = newWidth
        begin()
        guard place > 0 else { return }
        while (lines.last?.sourceOffset ?? 0) <= place, !isLaidOut { layOut(lines: lines.count + max(50, height)) }
        top = (lines.firstIndex { $0.sourceOffset > place } ?? lines.count) - 1
    }

    /// Makes sure that at least `count` lines are there, as far as the text goes.
    package mutating func layOut(lines count: Int) {
        guard layout != nil, !isLaidOut, lines.count < count else { return }
        while lines.count < count {
            guard let line = layout?.next() else {
                isLaidOut = true
                return
            }
            lines.append(line)
        }
    }

    /// How much of the message lies above line `end`, 0 to 100.
    package func percent(end: Int) -> Int {
        if end >= lines.count && isLaidOut && remaining.octets == 0 { return 100 }
        let total = Double(octets) + Double(remaining.octets)
        guard total > 0, !lines.isEmpty else { return 0 }
        let at = end < lines.count ? lines[max(0, end)].sourceOffset : octets
        return min(99, Int((Double(at) / total * 100).rounded(.down)))
    }

    private mutating func begin() {
        lines = []
        isLaidOut = false
        guard let first = windows.first else {
            layout = nil
            return
        }
        var layout = TextLayout(
            text: first.text, isFlowed: first.isFlowed, deletesSpace: first.deletesSpace, width: width,
            isLast: windows.count == 1 && !hasMore)
        for (index, window) in windows.enumerated().dropFirst() {
            layout.append(window.text, isLast: index == windows.count - 1 && !hasMore)
        }
        self.layout = layout
    }
}
