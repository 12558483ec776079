import MailGrammar

/// What every list shows: a number of rows, any page of them, and changes as they happen.
///
/// Row 0 is the first on the screen. A source holds no more rows than it needs to tell its changes; pages and changes come
/// out of one ordered stream, so that an index always means what it meant when its event was made.
@NetActor
protocol RowSource: AnyObject {
    /// Rows there are now.
    var count: Int { get }
    /// Where messages stand that are meant, as far as that is known.
    func places(where isMeant: (MessageID) -> Bool) -> [(place: Int, id: MessageID)]
    /// Asks for rows; indices beyond the end are left out. The rows come as `.rows`.
    func load(_ range: Range<Int>)
}

/// What a source tells, in order.
enum RowSourceEvent: Sendable {
    /// Rows from index `start` on.
    case rows(start: Int, [MessageRow])
    case changed(RowChange)
    /// A page could not be had.
    case failed(MailError)
}

/// Rows that do not change: a fixed selection of messages.
@NetActor
final class SnapshotRowSource: RowSource {
    private let rows: [MessageRow]
    private let deliver: (RowSourceEvent) -> Void

    init(rows: [MessageRow], deliver: @escaping (RowSourceEvent) -> Void) {
        self.rows = rows
        self.deliver = deliver
    }

    var count: Int { rows.count }

    func places(where isMeant: (MessageID) -> Bool) -> [(place: Int, id: MessageID)] {
        rows.enumerated().filter { isMeant($0.element.id) }.map { ($0.offset, $0.element.id) }
    }

    func load(_ range: Range<Int>) {
        let range = range.clamped(to: 0..<rows.count)
        if !range.isEmpty { deliver(.rows(start: range.lowerBound, Array(rows[range]))) }
    }
}
