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
        let rename: Statement
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
        """
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
                INSERT INTO journal(id, kind, mailbox, wire, uidvalidity, uids, added, removed, made)
                VALUES(?, ?, ?, ?, ?, ?, ?, ?, unixepoch())
                """, of: database),
            mark: try Statement("UPDATE journal SET sent = 1 WHERE id = ?", of: database),
            rename: try Statement("UPDATE journal SET mailbox = ?2, wire = ?3 WHERE id = ?1", of: database),
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
        "SELECT id, kind, mailbox, wire, uidvalidity, uids, added, removed, sent FROM journal"

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
        guard case .flags(let added, let removed) = entry.action else { return }
        add.reset()
        add.bind(1, entry.id)
        add.bind(2, text: "flags")
        add.bind(3, text: entry.mailbox.name)
        add.bind(4, blob: entry.mailbox.wireForm ?? [])
        add.bind(5, Int64(entry.uidValidity.rawValue))
        add.bind(6, text: entry.uids.wireForm)
        add.bind(7, text: added.journalForm)
        add.bind(8, text: removed.journalForm)
        try add.run()
    }

    func markSent(_ ids: [Int64]) throws(StoreError) { try forEach(ids, try opened().mark) }

    func rename(_ ids: [Int64], to mailbox: MailboxPath) throws(StoreError) {
        try forEach(ids, try opened().rename) { statement in
            statement.bind(2, text: mailbox.name)
            statement.bind(3, blob: mailbox.wireForm ?? [])
        }
    }

    func remove(_ ids: [Int64]) throws(StoreError) { try forEach(ids, try opened().remove) }

    private func forEach(
        _ ids: [Int64], _ statement: Statement, _ bind: (Statement) -> Void = { _ in }
    ) throws(StoreError) {
        guard let open else { return }
        try open.database.writing { () throws(StoreError) in
            for id in ids {
                statement.reset()
                statement.bind(1, id)
                bind(statement)
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

extension JournalEntry {
    /// `nil` for what a later version means by it, or nobody.
    fileprivate init?(_ row: Statement) {
        guard row.text(1) == "flags", let mailbox = MailboxPath(stored: row.text(2), wire: row.blob(3)),
            let validity = UInt32(exactly: row.int(4)).flatMap({ UIDValidity($0) }),
            let uids = UIDSet(wireForm: row.text(5)), !uids.isEmpty
        else { return nil }
        self.init(
            id: row.int(0), mailbox: mailbox, uidValidity: validity, uids: uids,
            action: .flags(add: Set(journalForm: row.text(6)), remove: Set(journalForm: row.text(7))),
            progress: row.int(8) != 0 ? .sent : .waiting)
    }
}
