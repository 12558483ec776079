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

    package init(_ date: Timestamp?, now: Int64, zone: (Int64) -> Int) {
        guard let seconds = date?.secondsSince1970 else {
            self = .undated
            return
        }
        let then = CalendarDay(seconds: seconds, zoneMinutes: zone(seconds))
        switch CalendarDay(seconds: now, zoneMinutes: zone(now)).number - then.number {
        case ..<0: self = .later
        case 0: self = .today
        case 1: self = .yesterday
        case 2...6: self = .weekday(then.weekday)
        case 7...13: self = .lastWeek
        default: self = .month(year: then.year, month: then.month)
        }
    }
}

/// Lines of the screen and rows of the list where lines stand between the days. Nothing here looks at more rows than a screen holds.
///
/// Above the first row stands its group; another line comes wherever the group changes.
extension AppState {
    /// The group of a row; `nil` where it has not come.
    func group(of index: Int) -> DayGroup? {
        guard let row = list.rows[index] else { return nil }
        let date = list.order.key == .arrival ? row.arrival ?? row.date : row.date
        return DayGroup(date, now: now.wall, zone: listing.zone)
    }

    /// A line stands above the row because its group is another one than that of the row before.
    func startsGroup(_ index: Int) -> Bool {
        guard let group = group(of: index), let before = self.group(of: index - 1) else { return false }
        return group != before
    }

    /// Lines that the list has, or would have without the reader.
    var listLines: Int {
        layout.list.isEmpty ? layout.fullListHeight * layout.rowHeight : layout.list.rows.count
    }

    /// The row on a line of the list; `nil` for a line between days.
    func row(atLine line: Int) -> Int? {
        var at = 0
        for index in list.visible(height: shownRows) {
            if showsGroups, index == list.top || startsGroup(index) { at += 1 }
            if line < at { return nil }
            at += layout.rowHeight
            if line < at { return index }
        }
        return nil
    }

    /// Rows on the screen from the first one on: at least one.
    var shownRows: Int {
        guard showsGroups else { return max(1, listLines / layout.rowHeight) }
        var used = 1 + layout.rowHeight
        var index = list.top + 1
        while index < list.count {
            used += layout.rowHeight + (startsGroup(index) ? 1 : 0)
            if used > listLines { break }
            index += 1
        }
        return index - list.top
    }

    /// The first row of a screen at whose end `last` stands.
    private func top(showing last: Int) -> Int {
        guard showsGroups else { return max(0, last + 1 - shownRows) }
        var top = max(0, last)
        var used = 1 + layout.rowHeight
        while top > 0 {
            used += layout.rowHeight + (startsGroup(top) ? 1 : 0)
            if used > listLines { break }
            top -= 1
        }
        return top
    }

    /// Keeps the cursor in the list and on the screen, and no blank lines below the last row.
    ///
    /// Where there is room for more messages than before, that many come from above while the cursor stands in the upper half:
    /// after a moment on a small screen one is where one was.
    mutating func settleList() {
        list.cursor = max(0, min(list.count - 1, list.cursor))
        let room = max(1, listLines / layout.rowHeight)
        if let before = list.room, room > before {
            list.top = min(list.top, max(list.top - room + before, list.cursor - room / 2))
        }
        list.room = room
        list.top = max(0, min(top(showing: list.count - 1), list.top))
        if list.cursor < list.top { list.top = list.cursor }
        if list.cursor >= list.top + shownRows { list.top = top(showing: list.cursor) }
    }
}
