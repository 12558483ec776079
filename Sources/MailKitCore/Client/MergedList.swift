import MailGrammar

/// A list of what several accounts have, by the time at which it came, the newest first.
///
/// Each account tells its part from its store and has it put in the place of the one before; the other parts stay, whatever
/// becomes of that one. It holds 12 octets a message. Rows are read by those who have them.
@NetActor
final class MergedList {
    typealias Found = StoreReader.Found

    let view: Generation
    private let accounts: [Account]
    private let deliver: @Sendable (MailEvent) -> Void
    /// Whose mailbox of the store it is; its number in the list is its place here.
    private var mailboxes: [Mailbox] = []
    private var numbers: [Mailbox: MailboxID] = [:]
    /// When the messages of the list came.
    private var arrivals: [UInt32] = []
    private var outcomes: [Int: SearchOutcome] = [:]
    private lazy var source = makeSource()

    /// A mailbox of one account's store.
    struct Mailbox: Hashable {
        /// The account's place.
        let account: Int
        let id: MailboxID
    }

    init(view: Generation, accounts: [Account], deliver: @escaping @Sendable (MailEvent) -> Void) {
        self.view = view
        self.accounts = accounts
        self.deliver = deliver
    }

    /// Looks for something else, or for the first time.
    func look(for query: SearchQuery, in path: MailboxPath?) {
        outcomes = [:]
        for (place, account) in accounts.enumerated() {
            account.collect(query, in: path) { [weak self] news in self?.take(news, from: place) }
        }
    }

    /// Asks the servers of all accounts for the same, each for itself.
    func searchServer() {
        for (place, account) in accounts.enumerated() {
            account.askServerForPart(part(of: place), outcomes[place])
        }
    }

    /// What the list has of one account, by its own mailboxes.
    private func part(of account: Int) -> StoreReader.DatedFindings {
        var part = StoreReader.DatedFindings()
        for (found, arrival) in zip(source.all, arrivals) {
            guard let mailbox = mailbox(of: found), mailbox.account == account,
                mailbox.id.rawValue & Account.unstored == 0
            else { continue }
            part.found.append(Found(mailbox: mailbox.id, uid: found.uid))
            part.arrivals.append(arrival)
        }
        return part
    }

    /// Nobody looks at it any more.
    func end() {
        for account in accounts { account.endCollecting() }
    }

    func load(_ range: Range<Int>) { source.load(range) }

    /// The messages at these places.
    func messages(at range: Range<Int>) -> MessageSet { MessageSet(source.messages(at: range)) }

    // MARK: What the accounts tell

    private func take(_ news: CollectedNews, from account: Int) {
        switch news {
        case .found(let findings, let outcome):
            outcomes[account] = outcome
            var last: (own: MailboxID, number: MailboxID)?
            let part = findings.found.map { found in
                let known = last?.own == found.mailbox ? last?.number : nil
                let number = known ?? number(of: found.mailbox, account)
                last = (found.mailbox, number)
                return Found(mailbox: number, uid: found.uid)
            }
            let merged = Self.merged(
                (source.all, arrivals), (part, findings.arrivals),
                account: { [mailboxes] found in
                    mailboxes[Int(found.mailbox.rawValue)].account
                }, of: account)
            arrivals = merged.arrivals
            source.show(merged.list)
            source.refresh()
            tellOutcome()
        case .outcome(let outcome):
            outcomes[account] = outcome
            tellOutcome()
        case .rowsCame: source.refresh()
        case .leavingChanged: source.leavingChanged()
        case .flags(let found, let flags):
            guard let number = numbers[Mailbox(account: account, id: found.mailbox)] else { return }
            source.flagsChanged(Found(mailbox: number, uid: found.uid), flags)
        }
    }

    private func number(of mailbox: MailboxID, _ account: Int) -> MailboxID {
        let mailbox = Mailbox(account: account, id: mailbox)
        if let number = numbers[mailbox] { return number }
        let number = MailboxID(UInt32(clamping: mailboxes.count))
        mailboxes.append(mailbox)
        numbers[mailbox] = number
        return number
    }

    /// Messages with the moments at which they came, the newest first.
    typealias Dated = (list: [Found], arrivals: [UInt32])

    /// The list with another part of one account's. Of those that came in the same second the first account's stand first.
    ///
    /// - Parameter account: whose a message of the list is
    nonisolated static func merged(
        _ old: Dated, _ part: Dated, account: (Found) -> Int, of changed: Int
    ) -> Dated {
        var list: [Found] = []
        var arrivals: [UInt32] = []
        list.reserveCapacity(old.list.count + part.list.count)
        arrivals.reserveCapacity(old.list.count + part.list.count)
        var next = 0
        func takeNewer(than arrival: UInt32, of owner: Int) {
            while next < part.list.count, next < part.arrivals.count,
                part.arrivals[next] > arrival || part.arrivals[next] == arrival && changed < owner
            {
                list.append(part.list[next])
                arrivals.append(part.arrivals[next])
                next += 1
            }
        }
        for (found, arrival) in zip(old.list, old.arrivals) {
            let owner = account(found)
            if owner == changed { continue }
            takeNewer(than: arrival, of: owner)
            list.append(found)
            arrivals.append(arrival)
        }
        let rest = min(part.list.count, part.arrivals.count)
        list.append(contentsOf: part.list[next..<rest])
        arrivals.append(contentsOf: part.arrivals[next..<rest])
        return (list, arrivals)
    }

    private func tellOutcome() {
        var outcome = SearchOutcome()
        outcome.count = source.count
        outcome.server = servers
        for account in accounts.indices {
            guard let part = outcomes[account] else {
                outcome.isUnderway = true
                continue
            }
            outcome.isCut = outcome.isCut || part.isCut
            outcome.isUnderway = outcome.isUnderway || part.isUnderway
            outcome.mailboxes += part.mailboxes
            outcome.incomplete += part.incomplete
            outcome.textless += part.textless
            outcome.withoutStore += part.withoutStore
            outcome.round = outcome.round + part.round
            outcome.unchecked += part.unchecked
            outcome.unasked += part.unasked
        }
        for mailbox in mailboxes {
            guard let (place, path) = accounts[mailbox.account].collectedPlace(mailbox.id) else { continue }
            outcome.paths[place] = path
        }
        deliver(.searched(view: view, outcome))
    }

    /// How far they are: they have answered when all have, or cannot.
    private var servers: SearchOutcome.Server {
        let all = accounts.indices.map { outcomes[$0]?.server ?? .notAsked }
        if all.contains(.asked) { return .asked }
        return all.contains(.notAsked) ? .notAsked : .answered
    }

    // MARK: Rows

    private func makeSource() -> StoredRowSource {
        StoredRowSource(
            content: { [weak self] (some: [Found]) async throws(StoreError) in await self?.rows(some) ?? [] },
            id: { [unowned self] in id(of: $0) },
            overlay: { [unowned self] row in
                accounts.first { $0.configuration.id == row.id.account }?.searchOverlay(row) ?? row
            }, leaving: { [unowned self] in leaving }
        ) { [view, deliver] event in
            switch event {
            case .rows(let start, let rows): deliver(.rows(view: view, start: start, rows: rows))
            case .changed(let change): deliver(.rowsChanged(view: view, change))
            case .failed(let error): deliver(.failed(generation: view, error))
            }
        }
    }

    /// Messages that are on their way out of a mailbox of any of the accounts.
    private var leaving: ((MessageID) -> Bool)? {
        var parts: [AccountID: (MessageID) -> Bool] = [:]
        for account in accounts { parts[account.configuration.id] = account.isLeaving }
        return parts.isEmpty ? nil : { parts[$0.account]?($0) == true }
    }

    private func mailbox(of found: Found) -> Mailbox? {
        let number = Int(found.mailbox.rawValue)
        return mailboxes.indices.contains(number) ? mailboxes[number] : nil
    }

    private func id(of found: Found) -> MessageID? {
        mailbox(of: found).flatMap { accounts[$0.account].collectedID(of: Found(mailbox: $0.id, uid: found.uid)) }
    }

    /// From those who have them. One whose store cannot be read leaves out its own.
    private func rows(_ some: [Found]) async -> [StoredRow] {
        var wanted: [Int: [(shown: Found, own: Found)]] = [:]
        for found in some {
            guard let mailbox = mailbox(of: found) else { continue }
            wanted[mailbox.account, default: []].append((found, Found(mailbox: mailbox.id, uid: found.uid)))
        }
        var rows: [StoredRow] = []
        for (account, messages) in wanted {
            guard let stored = try? await accounts[account].collectedRows(messages.map(\.own)) else { continue }
            let shown = Dictionary(messages.map { ($0.own, $0.shown) }) { first, _ in first }
            rows += stored.compactMap { row in shown[row.found].map { StoredRow($0, row.message) } }
        }
        return rows
    }
}
