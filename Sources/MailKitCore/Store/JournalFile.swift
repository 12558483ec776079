import Glibc
import MailGrammar

/// The journal of one process in a file: what a person has changed and the server is not known to have. It is no cache: it lies
/// under `$XDG_DATA_HOME/rohrpost`, and every entry is on the disk when ``add(_:)`` returns.
actor JournalFile: JournalKeeper {
    nonisolated var unownedExecutor: UnownedSerialExecutor { StoreLanes.writing.asUnownedSerialExecutor() }

    private let file: StoreFile
    private let pageLimit: Int?
    private var lease: AccountLease?
    private var open: Opened?

    private struct Opened {
        let database: Database
        let add: Statement
        let mark: Statement
        let keep: Statement
        let remove: Statement
    }

    /// - Parameter pageLimit: pages of 4,096 octets that the file may have, for tests of a full disk
    init(_ file: StoreFile, pageLimit: Int? = nil) {
        self.file = file
        self.pageLimit = pageLimit
    }

    /// `Roht`: the file is a journal of ours.
    private static let application: Int64 = 0x526F_6874

    /// The number of steps is the version; a step is never changed, only others are put behind it. `sealed` is for what is to be
    /// kept encrypted.
    private static let steps = [
        """
        CREATE TABLE journal(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            mailbox TEXT NOT NULL,
            wire BLOB NOT NULL,
            uidvalidity INTEGER NOT NULL,
            uids TEXT NOT NULL,
            added TEXT NOT NULL,
            removed TEXT NOT NULL,
            sent INTEGER NOT NULL DEFAULT 0,
            made INTEGER NOT NULL,
            sealed BLOB);
        """,
        // Of messages that go into another mailbox: which, what stood there before, and what lies there already.
        """
        ALTER TABLE journal ADD COLUMN target TEXT NOT NULL DEFAULT '';
        ALTER TABLE journal ADD COLUMN targetwire BLOB NOT NULL DEFAULT x'';
        ALTER TABLE journal ADD COLUMN targetvalidity INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE journal ADD COLUMN targetnext INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE journal ADD COLUMN copied TEXT NOT NULL DEFAULT '';
        """,
    ]

    // MARK: Opening

    private func opened() throws(StoreError) -> Opened {
        if let open { return open }
        let place = try file.resolved()
        try takeLease(place)
        try place.makeFile()
        let database = try Self.database(place.path, pageLimit: pageLimit)
        let opened = Opened(
            database: database,
            add: try Statement(
                """
                INSERT INTO journal(id, kind, uidvalidity, added, removed, mailbox, wire, uids, target, targetwire, targetvalidity,
                    targetnext, copied, made)
                VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, unixepoch())
                """, of: database),
            mark: try Statement("UPDATE journal SET sent = 1 WHERE id = ?", of: database),
            keep: try Statement(
                """
                UPDATE journal SET mailbox = ?2, wire = ?3, uids = ?4, target = ?5, targetwire = ?6, targetvalidity = ?7,
                    targetnext = ?8, copied = ?9 WHERE id = ?1
                """, of: database),
            remove: try Statement("DELETE FROM journal WHERE id = ?", of: database)
        )
        open = opened
        return opened
    }

    /// The file, as it is written to.
    static func database(_ path: String, pageLimit: Int? = nil) throws(StoreError) -> Database {
        let database = try Database(path, .writing, pageLimit: pageLimit)
        // A power cut takes nothing that was said to be kept.
        try database.run("PRAGMA synchronous = FULL")
        try migrate(database)
        return database
    }

    /// Of several processes one has the journal: it alone sends what is in it.
    private func takeLease(_ place: StoreFile) throws(StoreError) {
        guard lease == nil else { return }
        var holderName: String?
        do throws(FileError) {
            switch try AccountLease.take(folder: place.folder, name: place.name) {
            case .taken(let lease): self.lease = lease
            case .held(let holder):
                let process = holder.map { "process \($0)" } ?? "another process"
                holderName = process
            }
        } catch {
            throw StoreError(error)
        }
        if let holderName { throw StoreError(.busy, path: place.path, reason: "\(holderName) has it") }
    }

    private static func migrate(_ database: Database) throws(StoreError) {
        let application = try database.number("PRAGMA application_id") ?? 0
        let version = Int(try database.number("PRAGMA user_version") ?? 0)
        guard version <= steps.count else { throw StoreError(.newerSchema(version), path: database.path) }
        let isEmpty = try database.number("SELECT count(*) FROM sqlite_schema") == 0
        guard isEmpty || application == Self.application else {
            throw StoreError(.damaged, path: database.path, reason: "it is none of this program's")
        }
        guard version < steps.count else { return }
        try database.writing { () throws(StoreError) in
            let version = Int(try database.number("PRAGMA user_version") ?? 0)
            guard version < steps.count else { return }
            for step in steps[max(0, version)...] { try database.run(step) }
            try database.run("PRAGMA application_id = \(Self.application); PRAGMA user_version = \(steps.count)")
        }
    }

    // MARK: Entries

    /// A damaged file is set aside; what can be read of it goes on in a new one.
    func read() throws(StoreError) -> JournalContents {
        do throws(StoreError) {
            return try contents()
        } catch {
            guard error.kind == .damaged else { throw error }
            let path = try recover()
            var contents = try contents()
            contents.setAside = [path]
            return contents
        }
    }

    /// The same of a file that no process has, for one that has another; `nil` where there is nothing to be had of it. It is held from then
    /// on.
    func readLeftBehind() -> JournalContents? {
        guard file.hasContent else { return nil }
        do throws(StoreError) {
            let contents = try read()
            if !contents.entries.isEmpty || !contents.setAside.isEmpty { return contents }
        } catch {
            // Another process has it, or a later version: it is theirs.
        }
        close()
        return nil
    }

    private func contents() throws(StoreError) -> JournalContents {
        let database = try opened().database
        let rows = try Statement("\(Self.selection) ORDER BY id", of: database)
        var contents = JournalContents()
        while try rows.step() { if let entry = JournalEntry(rows) { contents.entries.append(entry) } }
        let last = try database.number("SELECT seq FROM sqlite_sequence WHERE name = 'journal'") ?? 0
        contents.next = max(last, 0) &+ 1
        return contents
    }

    private static let selection =
        """
        SELECT id, kind, mailbox, wire, uidvalidity, uids, added, removed, sent, target, targetwire, targetvalidity, targetnext, copied
        FROM journal
        """

    /// Sets the file aside, and keeps what can be read of it in a new one. How far that had come is not believed: it is looked up.
    ///
    /// - Returns: where the damaged one lies now
    private func recover() throws(StoreError) -> String {
        open = nil
        let place = try file.resolved()
        let saved = Self.salvage(place.path)
        let path = try place.setAside()
        let database = try opened().database
        try database.writing { () throws(StoreError) in
            for entry in saved { try add(entry) }
            try database.run("UPDATE journal SET sent = 1")
        }
        return path
    }

    /// The entries that can be reached from one end of the table or from the other.
    private static func salvage(_ path: String) -> [JournalEntry] {
        var saved: [Int64: JournalEntry] = [:]
        for order in ["ORDER BY id", "ORDER BY id DESC"] {
            do throws(StoreError) {
                let database = try Database(path, .reading)
                // A statement does not keep its connection.
                try withExtendedLifetime(database) { () throws(StoreError) in
                    let rows = try Statement("\(selection) \(order)", of: database)
                    while try rows.step(), saved.count < salvageLimit {
                        guard let entry = JournalEntry(rows), entry.id > 0 else { continue }
                        if saved.updateValue(entry, forKey: entry.id) != nil, order.hasSuffix("DESC") { break }
                    }
                }
            } catch {
                continue
            }
        }
        return saved.values.sorted { $0.id < $1.id }
    }

    /// A damaged table may lead round in circles.
    private static let salvageLimit = 100_000

    func add(_ entry: JournalEntry) throws(StoreError) {
        let add = try opened().add
        var flags: (add: Set<Flag>, remove: Set<Flag>) = ([], [])
        if case .flags(let added, let removed) = entry.action { flags = (added, removed) }
        add.reset()
        add.bind(1, entry.id)
        add.bind(2, text: entry.action.journalForm)
        add.bind(3, Int64(entry.uidValidity.rawValue))
        add.bind(4, text: flags.add.journalForm)
        add.bind(5, text: flags.remove.journalForm)
        Self.bind(entry, to: add, from: 6)
        try add.run()
    }

    /// What may change while it is kept.
    private static func bind(_ entry: JournalEntry, to statement: Statement, from first: Int32) {
        statement.bind(first, text: entry.mailbox.name)
        statement.bind(first + 1, blob: entry.mailbox.wireForm ?? [])
        statement.bind(first + 2, text: entry.uids.wireForm)
        statement.bind(first + 3, text: entry.action.target?.name ?? "")
        statement.bind(first + 4, blob: entry.action.target?.wireForm ?? [])
        statement.bind(first + 5, Int64(entry.target?.uidValidity.rawValue ?? 0))
        statement.bind(first + 6, Int64(entry.target?.uidNext.rawValue ?? 0))
        statement.bind(first + 7, text: entry.copied.wireForm)
    }

    func keep(_ entries: [JournalEntry]) throws(StoreError) {
        let byID = Dictionary(entries.map { ($0.id, $0) }) { first, _ in first }
        try forEach(entries.map(\.id), try opened().keep) { statement, id in
            guard let entry = byID[id] else { return }
            Self.bind(entry, to: statement, from: 2)
        }
    }

    func markSent(_ ids: [Int64]) throws(StoreError) { try forEach(ids, try opened().mark) }

    func remove(_ ids: [Int64]) throws(StoreError) { try forEach(ids, try opened().remove) }

    private func forEach(
        _ ids: [Int64], _ statement: Statement, _ bind: (Statement, Int64) -> Void = { _, _ in }
    ) throws(StoreError) {
        guard let open else { return }
        try open.database.writing { () throws(StoreError) in
            for id in ids {
                statement.reset()
                statement.bind(1, id)
                bind(statement, id)
                try statement.run()
            }
        }
    }

    func close() {
        open = nil
        lease = nil
    }
}

extension Set<Flag> {
    /// Names with blanks between: no flag has one in it.
    fileprivate var journalForm: String { map(\.name).sorted().joined(separator: " ") }

    fileprivate init(journalForm text: String) { self = Set(text.split(separator: " ").map { Flag(String($0)) }) }
}

extension JournalEntry.Action {
    fileprivate var journalForm: String {
        switch self {
        case .flags: "flags"
        case .move: "move"
        case .copy: "copy"
        case .expunge: "expunge"
        }
    }

    /// `nil` for what a later version means by it, or nobody.
    fileprivate init?(_ row: Statement) {
        let target = MailboxPath(stored: row.text(9), wire: row.blob(10))
        switch (row.text(1), target) {
        case ("flags", _): self = .flags(add: Set(journalForm: row.text(6)), remove: Set(journalForm: row.text(7)))
        case ("expunge", _): self = .expunge
        case ("move", let target?): self = .move(to: target)
        case ("copy", let target?): self = .copy(to: target)
        default: return nil
        }
    }
}

extension JournalEntry {
    /// `nil` for what a later version means by it, or nobody.
    fileprivate init?(_ row: Statement) {
        func number(_ column: Int32) -> UInt32? { UInt32(exactly: row.int(column)) }
        guard let action = Action(row), let mailbox = MailboxPath(stored: row.text(2), wire: row.blob(3)),
            let validity = number(4).flatMap({ UIDValidity($0) }), let uids = UIDSet(wireForm: row.text(5)),
            !uids.isEmpty
        else { return nil }
        self.init(
            id: row.int(0), mailbox: mailbox, uidValidity: validity, uids: uids, action: action,
            progress: row.int(8) != 0 ? .sent : .waiting)
        copied = UIDSet(wireForm: row.text(13)) ?? UIDSet()
        if let validity = number(11).flatMap({ UIDValidity($0) }), let next = number(12).flatMap({ UID($0) }) {
            target = Target(uidValidity: validity, uidNext: next)
        }
    }
}
