import MailGrammar
import MailKitCore

/// What a line between messages calls those below it.
package enum DayGroup: Hashable, Sendable {
    case later
    case today
    case yesterday
    /// Two to six days ago; Monday is 0.
    case weekday(Int)
    case lastWeek
    case month(year: Int, month: Int)
    case undated

    /// - Parameter today: as ``CalendarDay/number``
    init(_ date: Timestamp?, today: Int64, zone: (Int64) -> Int) {
        guard let seconds = date?.secondsSince1970 else {
            self = .undated
            return
        }
        let then = CalendarDay(seconds: seconds, zoneMinutes: zone(seconds))
        switch today - then.number {
        case ..<0: self = .later
        case 0: self = .today
        case 1: self = .yesterday
        case 2...6: self = .weekday(then.weekday)
        case 7...13: self = .lastWeek
        default: self = .month(year: then.year, month: then.month)
        }
    }
}

/// The groups of the list's rows, as long as neither changes: the zone is asked once for each row, and once for today.
struct RowGroups {
    private let rows: RowWindow
    private let isByArrival: Bool
    private let zone: (Int64) -> Int
    private let today: Int64
    private var known: [Int: DayGroup] = [:]

    init(_ state: AppState) {
        rows = state.list.rows
        isByArrival = state.list.order.key == .arrival
        zone = state.listing.zone
        let now = state.now.wall
        today = state.showsGroups ? CalendarDay(seconds: now, zoneMinutes: zone(now)).number : 0
    }

    /// The group of a row; `nil` where it has not come.
    subscript(index: Int) -> DayGroup? {
        mutating get {
            if let group = known[index] { return group }
            guard let row = rows[index] else { return nil }
            let group = DayGroup(isByArrival ? row.arrival ?? row.date : row.date, today: today, zone: zone)
            known[index] = group
            return group
        }
    }

    /// A line stands above the row because its group is another one than that of the row before.
    mutating func starts(at index: Int) -> Bool {
        guard let group = self[index], let before = self[index - 1] else { return false }
        return group != before
    }
}

/// Lines of the screen and rows of the list where lines stand between the days. Nothing here looks at more rows than a screen holds.
///
/// Above the first row stands its group; another line comes wherever the group changes.
extension AppState {
    /// Lines that the list has, or would have without the reader.
    var listLines: Int {
        layout.list.isEmpty ? layout.fullListHeight * layout.rowHeight : layout.list.rows.count
    }

    /// The row on a line of the list; `nil` for a line between days.
    func row(atLine line: Int) -> Int? {
        var at = 0
        var groups = RowGroups(self)
        let isGrouped = showsGroups
        for index in list.visible(height: shownRows(&groups)) {
            if isGrouped, index == list.top || groups.starts(at: index) { at += 1 }
            if line < at { return nil }
            at += layout.rowHeight
            if line < at { return index }
        }
        return nil
    }

    /// Rows on the screen from the first one on: at least one.
    var shownRows: Int {
        var groups = RowGroups(self)
        return shownRows(&groups)
    }

    func shownRows(_ groups: inout RowGroups) -> Int {
        let (lines, rowHeight) = (listLines, layout.rowHeight)
        guard showsGroups else { return max(1, lines / rowHeight) }
        var used = 1 + rowHeight
        var index = list.top + 1
        while index < list.count {
            used += rowHeight + (groups.starts(at: index) ? 1 : 0)
            if used > lines { break }
            index += 1
        }
        return index - list.top
    }

    /// The first row of a screen at whose end `last` stands.
    private func top(showing last: Int, _ groups: inout RowGroups) -> Int {
        guard showsGroups else { return max(0, last + 1 - shownRows(&groups)) }
        let (lines, rowHeight) = (listLines, layout.rowHeight)
        var top = max(0, last)
        var used = 1 + rowHeight
        while top > 0 {
            used += rowHeight + (groups.starts(at: top) ? 1 : 0)
            if used > lines { break }
            top -= 1
        }
        return top
    }

    /// Keeps the cursor in the list and on the screen, and no blank lines below the last row.
    ///
    /// Where there is room for more messages than before, that many come from above while the cursor stands in the upper half:
    /// after a moment on a small screen one is where one was.
    mutating func settleList() {
        var groups = RowGroups(self)
        list.cursor = max(0, min(list.count - 1, list.cursor))
        let room = max(1, listLines / layout.rowHeight)
        if let before = list.room, room > before {
            list.top = min(list.top, max(list.top - room + before, list.cursor - room / 2))
        }
        list.room = room
        list.top = max(0, min(top(showing: list.count - 1, &groups), list.top))
        if list.cursor < list.top { list.top = list.cursor }
        if list.cursor >= list.top + shownRows(&groups) { list.top = top(showing: list.cursor, &groups) }
    }
}
