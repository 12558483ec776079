import MailKitCore

/// Where the columns of a list stand: by the width and what was chosen, and never by what is in them, so that nothing jumps.
///
/// Where there is no room for all, those that tell least go first. On a narrow screen a message has two lines: the first name
/// stands above with the date and the small signs, the subject below.
struct ListColumns: Hashable {
    struct Place: Hashable {
        let column: ListColumn
        let start: Int
        let width: Int
        /// In the second line of the message.
        var isBelow = false
    }

    private(set) var places: [Place] = []

    /// - Parameter dateWidth: cells of a date.
    init(_ columns: [ListColumn], width: Int, isNarrow: Bool, dateWidth: Int) {
        var above = columns
        if isNarrow {
            let name = above.first(where: \.isName)
            let below: ListColumn? = above.contains(.subject) ? .subject : above.last { $0.isName && $0 != name }
            above.removeAll { $0 == .subject || $0.isName && $0 != name }
            place(above, width: width, dateWidth: dateWidth)
            if let below, width > 5 { places.append(Place(column: below, start: 4, width: width - 5, isBelow: true)) }
        } else {
            place(above, width: width, dateWidth: dateWidth)
        }
    }

    private mutating func place(_ columns: [ListColumn], width: Int, dateWidth: Int) {
        let room = width - 2
        var columns = columns
        func least(_ column: ListColumn) -> Int { column == .date ? dateWidth : column.least }
        func needed() -> Int {
            var sum = 0
            for (index, column) in columns.enumerated() {
                sum += least(column) + (index > 0 ? Self.gap(columns[index - 1], column) : 0)
            }
            return sum
        }
        let name = columns.first(where: \.isName)
        while needed() > room {
            let next = ListColumn.leftOut.first { columns.contains($0) && $0 != name } ?? name
            guard let next, columns.contains(next) else { break }
            columns.removeAll { $0 == next }
        }
        var widths = columns.map(least)
        var rest = max(0, room - needed())
        // The subject takes what is left; without one the last name does.
        let stretching = columns.firstIndex(of: .subject) ?? columns.lastIndex(where: \.isName)
        let wish = width >= 100 ? 28 : 20
        for (index, column) in columns.enumerated() where column.isName && index != stretching {
            let more = min(rest, wish - widths[index])
            widths[index] += more
            rest -= more
        }
        if let place = columns.firstIndex(of: .folder) {
            let more = min(rest, (width >= 100 ? 18 : 12) - widths[place])
            widths[place] += more
            rest -= more
        }
        if let stretching { widths[stretching] += rest }
        var start = 1
        for (index, column) in columns.enumerated() {
            if index > 0 { start += Self.gap(columns[index - 1], column) }
            let width = min(widths[index], width - 1 - start)
            if width > 0 { places.append(Place(column: column, start: start, width: width)) }
            start += widths[index]
        }
    }

    /// Two texts side by side need more than a blank between them.
    private static func gap(_ left: ListColumn, _ right: ListColumn) -> Int {
        (left.isName || left == .folder) && (right.isName || right == .subject) ? 2 : 1
    }
}

extension ListColumn {
    /// People.
    var isName: Bool { self == .fromto || self == .from || self == .to || self == .cc }

    /// Its numbers end below one another.
    var isRightAligned: Bool { self == .attachment || self == .size }

    /// Cells below which it tells nothing.
    fileprivate var least: Int {
        switch self {
        case .flags: 2
        case .date: DateTexts.listWidth
        case .fromto, .from, .to, .cc: 10
        case .subject: 16
        case .attachment: 4
        case .size: 7
        case .priority: 1
        case .folder: 8
        }
    }

    /// What is left out where there is no room, the first one first; the first name goes last.
    fileprivate static let leftOut: [ListColumn] = [
        .cc, .size, .to, .priority, .attachment, .folder, .from, .date, .fromto,
    ]
}
