import CSQLite
import MailGrammar

/// One connection to a store's file. Used by one lane; whoever holds it keeps it there.
///
/// What goes wrong is a ``StoreError``; no number of SQLite's leaves this class and ``Statement``.
final class Database {
    /// How a connection is used.
    enum Access {
        /// Makes the file where there is none, and waits for other writers up to the busy timeout.
        case writing
        case reading
    }

    let path: String
    fileprivate let handle: OpaquePointer
    private var statements: [Statement?] = []

    /// Milliseconds that one waits for another process.
    static let busyTimeout: Int32 = 5_000
    /// Pages of 4,096 octets that stand in the log of what was written before they go into the file: fewer and larger turns for the
    /// disk while a mailbox is taken in.
    static let logPages = 4_000
    /// KB of pages that a connection keeps.
    static let cacheSize = 1_024

    /// What holds for all connections, said once.
    private static let isSetUp = rp_sqlite_set_up() == SQLITE_OK

    /// Opens it, sets it up and looks at its header.
    ///
    /// - Parameter pageLimit: pages of 4,096 octets that the file may have, for tests of a full disk
    init(_ path: String, _ access: Access, pageLimit: Int? = nil) throws(StoreError) {
        _ = Self.isSetUp
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE
        let way = access == .writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(path, &opened, flags | way, nil)
        guard code == SQLITE_OK, let opened else {
            let error = StoreError(code: code, path: path, database: opened)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        self.path = path
        // Until all of `self` is there `deinit` does not run, from here on it does.
        sqlite3_busy_timeout(opened, Self.busyTimeout)
        try check(rp_sqlite_harden(opened))
        try check(rp_sqlite_add_words(opened))
        sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0)
        sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024)
        try run("PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -\(Self.cacheSize)")
        if access == .writing {
            if try number("PRAGMA page_count") == 0 { try run("PRAGMA auto_vacuum = INCREMENTAL") }
            if let pageLimit { try run("PRAGMA max_page_count = \(pageLimit)") }
            try run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 8388608")
            try run("PRAGMA wal_autocheckpoint = \(Self.logPages)")
        } else {
            try run("PRAGMA query_only = ON")
        }
    }

    deinit {
        statements = []
        sqlite3_close_v2(handle)
    }

    /// Runs statements that give nothing of interest.
    func run(_ sql: String) throws(StoreError) { try check(sqlite3_exec(handle, sql, nil, nil, nil)) }

    /// The first value of the first row of a statement that is not kept; `nil` where there is no row.
    func number(_ sql: String) throws(StoreError) -> Int64? {
        let statement = try Statement(sql, of: self)
        return try statement.step() ? statement.int(0) : nil
    }

    /// A statement that is kept, made at its first use.
    func statement(_ sql: SQL) throws(StoreError) -> Statement { try kept(sql.rawValue) { sql.text } }

    /// The same of the file of whole messages.
    func statement(_ sql: BodySQL, _ values: Int64...) throws(StoreError) -> Statement {
        let made = try kept(sql.rawValue) { sql.text }
        for (index, value) in values.enumerated() { made.bind(Int32(clamping: index + 1), value) }
        return made
    }

    private func kept(_ number: Int, _ text: () -> String) throws(StoreError) -> Statement {
        while statements.count <= number { statements.append(nil) }
        if let made = statements[number] {
            made.reset()
            return made
        }
        let made = try Statement(text(), of: self)
        statements[number] = made
        return made
    }

    /// The same with its first two parameters.
    func statement(_ sql: SQL, _ range: (first: Int64, last: Int64)) throws(StoreError) -> Statement {
        let made = try statement(sql)
        made.bind(1, range.first)
        made.bind(2, range.last)
        return made
    }

    /// Rows that the last statement changed.
    var changes: Int { Int(sqlite3_changes64(handle)) }
    /// Rows that were changed since it was opened.
    var allChanges: Int { Int(sqlite3_total_changes64(handle)) }
    /// The id that the last INSERT gave.
    var lastID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Runs a body within one transaction of a writer, which is kept whole or not at all.
    func writing(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        try run("BEGIN IMMEDIATE")
        do throws(StoreError) {
            try body()
            try run("COMMIT")
        } catch {
            rollBack()
            throw error
        }
    }

    /// Runs a body on one state of the file, whatever others write meanwhile.
    func reading(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        try run("BEGIN")
        defer { rollBack() }
        try body()
    }

    private func rollBack() {
        for statement in statements { statement?.reset() }
        // Some failures have rolled back already.
        if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
    }

    fileprivate func check(_ code: Int32) throws(StoreError) {
        if code != SQLITE_OK { throw StoreError(code: code, path: path, database: handle) }
    }

    /// The pointer below a statement; nobody else's.
    fileprivate func prepare(_ sql: String) throws(StoreError) -> OpaquePointer {
        var made: OpaquePointer?
        var sql = sql
        let code = sql.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { text in
                sqlite3_prepare_v3(
                    handle, text.baseAddress, Int32(clamping: text.count), UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil
                )
            }
        }
        try check(code)
        guard let made else { throw StoreError(.failed, path: path, .emptyStatement) }
        return made
    }
}

/// A statement that is bound, stepped and reset.
final class Statement {
    private let handle: OpaquePointer
    private unowned let database: Database

    init(_ sql: String, of database: Database) throws(StoreError) {
        self.database = database
        handle = try database.prepare(sql)
    }

    deinit { sqlite3_finalize(handle) }

    /// Makes it ready for other values; those that were bound are forgotten.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Goes to the next row, if there is one.
    func step() throws(StoreError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let error = StoreError(code: code, path: database.path, database: database.handle)
            reset()
            throw error
        }
    }

    /// Runs it to its end and makes it ready again.
    func run() throws(StoreError) {
        while try step() {}
        reset()
    }

    /// Parameters count from 1; what is not bound is NULL.
    func bind(_ index: Int32, _ value: Int64?) {
        if let value { sqlite3_bind_int64(handle, index, value) } else { sqlite3_bind_null(handle, index) }
    }

    /// A copy of the text.
    func bind(_ index: Int32, text: String) {
        var text = text
        _ = text.withUTF8 { rp_sqlite_bind_text(handle, index, $0.baseAddress, $0.count) }
    }

    /// A copy of the octets, which are UTF-8.
    func bind(_ index: Int32, text: [UInt8]) { bind(index, text: text[...]) }
    func bind(_ index: Int32, text: ArraySlice<UInt8>) {
        _ = text.withUnsafeBytes { rp_sqlite_bind_text(handle, index, $0.baseAddress, $0.count) }
    }

    /// A copy of the octets.
    func bind(_ index: Int32, blob: [UInt8]) {
        _ = blob.withUnsafeBytes { rp_sqlite_bind_blob(handle, index, $0.baseAddress, $0.count) }
    }

    /// Columns count from 0; 0 for NULL.
    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
    /// `nil` for NULL.
    func optional(_ column: Int32) -> Int64? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, column)
    }
    /// Empty for NULL; octets that are no UTF-8 are repaired.
    func text(_ column: Int32) -> String { withBlob(column) { String(decoding: $0, as: UTF8.self) } }
    func blob(_ column: Int32) -> [UInt8] { withBlob(column) { Array($0) } }

    /// The octets where they lie, until the next step.
    func withBlob<R>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let octets = sqlite3_column_blob(handle, column)
        return body(UnsafeRawBufferPointer(start: octets, count: Int(sqlite3_column_bytes(handle, column))))
    }
}
