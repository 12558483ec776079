import MailGrammar

/// A list whose rows are in the store: messages of any of its mailboxes in any order, which somebody else makes.
///
///     let source = StoredRowSource(store: store, id: { … }, deliver: { … })
///     source.show(found)          // told as one reset
///     source.show(found)          // told as what came, went and moved since
///     source.load(0..<50)         // `.rows`, as soon as the store has read them
///
/// It holds 8 octets a message. Rows are read by mailbox and UID, so that an answer that comes after the list has changed stands where its
/// messages stand by then, or nowhere.
@NetActor
final class StoredRowSource: RowSource {
    typealias Found = StoreReader.Found
    /// Reads rows; those that are not there any more are left out.
    typealias Content = @Sendable ([Found]) async throws(StoreError) -> [StoredRow]

    /// All messages, and those that are shown.
    private(set) var all: [Found] = []
    private(set) var list: [Found] = []
    /// Messages that were asked for last, in no order.
    private var held: [Found] = []
    /// What was told of those.
    private var told: [Found: MessageRow] = [:]
    /// Flags that the server has told since the store was written last.
    private var fresh: [Found: Set<Flag>] = [:]
    /// Questions to the store that have no answer yet.
    private(set) var readings = 0
    private var isShown = false

    private let content: Content
    private let id: (Found) -> MessageID?
    private let own: MailboxID?
    private let overlay: (MessageRow) -> MessageRow
    private let leaving: () -> ((MessageID) -> Bool)?
    private let deliver: (RowSourceEvent) -> Void

    /// - Parameters:
    ///   - id: the program's name of a message of the store; `nil` where its mailbox is not known any more
    ///   - own: the program's mailbox of which a UID alone names a message (`RowChange.flags`); of others the rows are told anew
    ///   - overlay: what is to be seen of a row that is not in the store yet
    ///   - leaving: which messages are on their way out of their mailboxes, and not shown; `nil` where none is
    init(
        content: @escaping Content, id: @escaping (Found) -> MessageID?, own: MailboxID? = nil,
        overlay: @escaping (MessageRow) -> MessageRow = { $0 },
        leaving: @escaping () -> ((MessageID) -> Bool)? = { nil }, deliver: @escaping (RowSourceEvent) -> Void
    ) {
        self.leaving = leaving
        self.content = content
        self.id = id
        self.own = own
        self.overlay = overlay
        self.deliver = deliver
    }

    /// The rows as they stand in a store.
    convenience init(
        store: Store, id: @escaping (Found) -> MessageID?, own: MailboxID? = nil,
        overlay: @escaping (MessageRow) -> MessageRow = { $0 }, deliver: @escaping (RowSourceEvent) -> Void
    ) {
        let reader = store.reader
        self.init(
            content: { (some: [Found]) async throws(StoreError) in try await reader.rows(some) }, id: id, own: own,
            overlay: overlay, deliver: deliver)
    }

    /// Rows that are kept in mind, so that it can be told when they change.
    private static let heldLimit = 600

    var count: Int { list.count }

    // MARK: The list

    /// Takes another list: the first one is a reset, of every other one the difference is told.
    func show(_ new: [Found]) {
        let before = list
        let wasShown = isShown
        replace(by: new)
        let changes = wasShown ? RowSteps.between(before, list) : nil
        for change in changes ?? [.reset(count: count)] { deliver(.changed(change)) }
    }

    /// Takes another list of which the front end is told elsewhere, all rows of which it asks for anew.
    func replace(by new: [Found]) {
        all = new
        list = leaving().map { isLeaving in new.filter { id($0).map(isLeaving) != true } } ?? new
        isShown = true
    }

    /// Others are on their way out than before.
    func leavingChanged() { if isShown { show(all) } }

    func places(where isMeant: (MessageID) -> Bool) -> [(place: Int, id: MessageID)] {
        list.enumerated().compactMap { place, found in
            id(found).flatMap { isMeant($0) ? (place, $0) : nil }
        }
    }

    /// Where a message stands.
    func place(of found: Found) -> Int? { list.firstIndex(of: found) }

    /// Where a message stands, by the program's name of it.
    func place(of message: MessageID) -> Int? {
        list.firstIndex { $0.uid == message.uid && id($0) == message }
    }

    // MARK: Rows

    func load(_ range: Range<Int>) {
        let range = range.clamped(to: 0..<list.count)
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(range.upperBound, start + IMAPSession.rowLimit)
            let some = Array(list[start..<end])
            hold(some)
            read(some, from: start)
            start = end
        }
    }

    /// What is in the store may have changed: rows that were asked for last are told anew where they have.
    func refresh() {
        fresh = [:]
        let those = held
        if !those.isEmpty { read(those, from: nil) }
    }

    /// The server has told flags, which the store may not have yet.
    func flagsChanged(_ found: Found, _ flags: Set<Flag>) {
        if fresh.count < Self.heldLimit || fresh[found] != nil { fresh[found] = flags }
        guard var row = told[found] else { return }
        row.flags = flags
        row = overlay(row)
        guard row != told[found] else { return }
        told[found] = row
        if row.id.mailbox == own {
            deliver(.changed(.flags(row.id.uid, row.flags)))
        } else {
            tell([found: row], hint: nil, [])
        }
    }

    private func hold(_ some: [Found]) {
        let those = Set(some)
        held = (held.filter { !those.contains($0) } + some).suffix(Self.heldLimit)
        guard told.count > 2 * Self.heldLimit else { return }
        let kept = Set(held)
        told = told.filter { kept.contains($0.key) }
    }

    /// - Parameter start: where they stand now; `nil` where only those that have changed are to be told
    private func read(_ some: [Found], from start: Int?) {
        let content = content
        readings += 1
        Task { @NetActor [weak self] in
            do throws(StoreError) {
                let rows = try await content(some)
                self?.came(rows, some, start)
            } catch {
                self?.failed(error, isAwaited: start != nil)
            }
        }
    }

    private func failed(_ error: StoreError, isAwaited: Bool) {
        readings -= 1
        if isAwaited { deliver(.failed(MailError(error))) }
    }

    private func came(_ stored: [StoredRow], _ asked: [Found], _ start: Int?) {
        readings -= 1
        var rows: [Found: MessageRow] = [:]
        for entry in stored {
            guard let id = id(entry.found) else { continue }
            var row = entry.message.row(account: id.account, mailbox: id.mailbox, uidValidity: id.uidValidity)
            row.line = entry.line
            if let flags = fresh[entry.found] { row.flags = flags }
            row = overlay(row)
            if start == nil, told[entry.found] == row { continue }
            told[entry.found] = row
            rows[entry.found] = row
        }
        tell(rows, hint: start, asked)
    }

    /// Hands rows over where they stand now.
    private func tell(_ rows: [Found: MessageRow], hint start: Int?, _ asked: [Found]) {
        guard !rows.isEmpty else { return }
        var places: Range<Int> = 0..<list.count
        // Where nothing has happened since they were asked for the whole list need not be looked through.
        if let start, start + asked.count <= list.count, list[start..<(start + asked.count)].elementsEqual(asked) {
            places = start..<(start + asked.count)
        }
        var left = rows.count
        var run: (start: Int, rows: [MessageRow]) = (0, [])
        for place in places where left > 0 {
            guard let row = rows[list[place]] else { continue }
            left -= 1
            if run.start + run.rows.count != place {
                if !run.rows.isEmpty { deliver(.rows(start: run.start, run.rows)) }
                run = (place, [])
            }
            run.rows.append(row)
        }
        if !run.rows.isEmpty { deliver(.rows(start: run.start, run.rows)) }
    }
}
