import Glibc
import MailGrammar

/// The file of an account's whole messages, for the lane that writes. Each call is one transaction.
///
/// It lies beside the store and can be dropped alone. It names mailboxes by itself, so that it stays true when the store is made anew.
final class BodyFile {
    let database: Database
    private let lock: LockFile
    let path: String
    /// Messages that are being written, and what is not a whole piece yet.
    private var tails: [Int64: Tail] = [:]

    private struct Tail {
        let place: BodyPlace
        var pieces: Int64 = 0
        var octets: [UInt8] = []
    }

    /// Octets that are taken out at once.
    static let dropStep: Int64 = 16 << 20
    /// Messages that are taken out at once.
    static let dropCount: Int64 = 1_000

    /// Opens it or makes it. What is damaged goes: all of it can be had again.
    init(beside store: StoreFile, isDamaged: Bool, pageLimit: Int?) throws(StoreError) {
        let file = StoreFile(folder: store.folder, name: Self.name(store.name))
        let opened = try OpenedFile(file, isDamaged: isDamaged, pageLimit: pageLimit) { (database) throws(StoreError) in
            try Migration.runBodies(database)
            for sql in [BodySQL.place, .body, .pieces, .textless, .textOf, .wordsIn] { _ = try database.statement(sql) }
        }
        if case .madeAnew = opened.opening {
            for path in file.setAsidePaths { for end in ["", "-wal"] { unlink(path + end) } }
        }
        (database, lock, path) = (opened.database, opened.lock, opened.path)
        // Joined with the file every 16 MB, as many messages come at once: each time the disk is waited for.
        try database.run("PRAGMA wal_autocheckpoint = 4000")
        // Whoever was killed while writing does not go on; of another process that does, nothing is believed that is not whole.
        while try forget(try serials(.partial, Self.dropCount)) > 0 {}
    }

    static func name(_ name: String) -> String { "\(name)-bodies" }

    /// Whether a file of this path is one of whole messages.
    static func isPath(_ path: String) -> Bool { path.hasSuffix(name("") + ".db") }

    // MARK: Writing

    /// Begins a message, of which it need not be known yet which one of the place it is.
    func begin(_ place: BodyPlace) throws(StoreError) -> Int64 {
        let database = database
        var serial: Int64 = 0
        try database.writing { () throws(StoreError) in
            try database.statement(BodySQL.begin).run()
            serial = database.lastID
        }
        tails[serial] = Tail(place: place)
        return serial
    }

    /// The next octets of it.
    func append(_ octets: some Collection<UInt8>, to serial: Int64) throws(StoreError) {
        guard var tail = tails.removeValue(forKey: serial) else { return }
        tail.octets += octets
        if tail.octets.count >= StoredBody.piece {
            let database = database
            try database.writing { () throws(StoreError) in
                while tail.octets.count >= StoredBody.piece { try write(&tail, serial) }
            }
        }
        tails[serial] = tail
    }

    private func write(_ tail: inout Tail, _ serial: Int64) throws(StoreError) {
        guard tail.pieces < StoredBody.pieceLimit else { throw StoreError(.full, path: path) }
        let piece = Array(tail.octets.prefix(StoredBody.piece))
        let add = try database.statement(.addPiece, StoredBody.rows(of: serial).first + tail.pieces)
        add.bind(2, blob: piece)
        try add.run()
        try database.statement(.grow, serial, Int64(piece.count)).run()
        tail.octets.removeFirst(piece.count)
        tail.pieces += 1
    }

    /// All of it has come, and it is this message: from here on it is there.
    ///
    /// - Returns: `false` where it is not, since nothing came or another process has taken it for left behind
    func finish(_ serial: Int64, as uid: UID) throws(StoreError) -> Bool {
        guard let tail = tails.removeValue(forKey: serial), tail.pieces > 0 || !tail.octets.isEmpty else {
            _ = try forget([(serial, 0)])
            return false
        }
        let database = database
        var isWhole = false
        try database.writing { () throws(StoreError) in isWhole = try complete(serial, uid, tail, database) }
        if !isWhole { _ = try forget([(serial, 0)]) }
        return isWhole
    }

    private func complete(_ serial: Int64, _ uid: UID, _ tail: Tail, _ database: Database) throws(StoreError) -> Bool {
        var tail = tail
        let size = tail.pieces * Int64(StoredBody.piece) + Int64(tail.octets.count)
        if !tail.octets.isEmpty { try write(&tail, serial) }
        let range = StoredBody.rows(of: serial)
        let pieces = try database.statement(.pieces, range.first, range.last)
        let isThere = try pieces.step() && pieces.int(0) == tail.pieces && pieces.int(1) == size
        pieces.reset()
        guard isThere else { return false }
        let row = try id(of: tail.place).row(uid.rawValue)
        if let old = try body(row) { try forget(old.serial) }
        try database.statement(.finish, serial, row).run()
        return database.changes == 1
    }

    /// Nothing comes of it.
    func abandon(_ serial: Int64) throws(StoreError) {
        tails[serial] = nil
        _ = try forget([(serial, 0)])
    }

    /// Messages as they came, in one transaction. Those without octets are left out.
    ///
    /// - Parameter isKept: they are there though nobody has opened them
    func write(
        _ messages: [(uid: UID, octets: [UInt8])], of place: BodyPlace, isKept: Bool = false
    ) throws(StoreError) {
        let database = database
        try database.writing { () throws(StoreError) in
            for message in messages where !message.octets.isEmpty {
                try database.statement(isKept ? BodySQL.beginKept : .begin).run()
                let serial = database.lastID
                var tail = Tail(place: place, octets: message.octets)
                while tail.octets.count > StoredBody.piece { try write(&tail, serial) }
                _ = try complete(serial, message.uid, tail, database)
            }
        }
    }

    /// The place's id, given where it has none. Whatever lay under another UIDVALIDITY goes.
    func id(of place: BodyPlace) throws(StoreError) -> MailboxID {
        if let id = try place.id(in: database) { return id }
        for sql in [BodySQL.dropOtherPlaces, .addPlace] {
            let statement = try database.statement(sql)
            BodySQL.bind(place, to: statement)
            try statement.run()
        }
        guard let id = Int32(exactly: database.lastID) else {
            throw StoreError(.damaged, path: path, reason: "no id for a place is left")
        }
        return MailboxID(UInt32(truncatingIfNeeded: id))
    }

    private func body(_ row: Int64) throws(StoreError) -> StoredBody? {
        let find = try database.statement(.body, row)
        defer { find.reset() }
        return try find.step() ? StoredBody(find) : nil
    }

    // MARK: Taking out

    /// Messages that are no more.
    func remove(_ uids: UIDSet, of place: BodyPlace) throws(StoreError) {
        guard let id = try place.id(in: database) else { return }
        for range in uids.ranges {
            let rows = (id.row(range.lowerBound.rawValue), id.row(range.upperBound.rawValue))
            while try forget(try serials(.serialsIn, rows.0, rows.1, Self.dropCount)) > 0 {}
            try forgetPreviews(rows.0, rows.1)
        }
    }

    /// All messages of the place but these are no more.
    func keep(_ uids: UIDSet, of place: BodyPlace) throws(StoreError) {
        guard let id = try place.id(in: database) else { return }
        var known = try self.uids(of: id)
        known.formUnion(try previewed(of: id))
        try remove(known.subtracting(uids), of: place)
    }

    /// A mailbox that is no more, under whatever UIDVALIDITY; its messages go by and by.
    func drop(_ path: MailboxPath) throws(StoreError) { try change(.dropPlaces, path, nil) }

    /// What lay under another UIDVALIDITY than this one goes.
    func dropOthers(than place: BodyPlace) throws(StoreError) {
        let database = database
        try database.writing { () throws(StoreError) in
            let statement = try database.statement(BodySQL.dropOtherPlaces)
            BodySQL.bind(place, to: statement)
            try statement.run()
        }
    }

    /// A mailbox has another name.
    func rename(_ path: MailboxPath, to new: MailboxPath) throws(StoreError) {
        guard path != new else { return }
        try drop(new)
        try change(.renamePlaces, path, new)
    }

    private func change(_ sql: BodySQL, _ path: MailboxPath, _ new: MailboxPath?) throws(StoreError) {
        let database = database
        try database.writing { () throws(StoreError) in
            let statement = try database.statement(sql)
            BodySQL.bind(path, to: statement)
            if let new { BodySQL.bind(new, to: statement, from: 3) }
            try statement.run()
        }
    }

    /// It has been read: it goes last.
    func touch(_ uid: UID, of place: BodyPlace) throws(StoreError) {
        guard let id = try place.id(in: database) else { return }
        try database.statement(.touch, id.row(uid.rawValue)).run()
    }

    /// Takes out a part of what is too much: first of places that went, then what has not been read for the longest.
    ///
    /// - Returns: whether there may be more
    func drop(beyond limit: ByteSize) throws(StoreError) -> Bool {
        if let gone = try gonePlace() {
            let some = try serials(.serialsIn, gone.rows.first, gone.rows.last, Self.dropCount)
            if try forget(some) > 0 { return true }
            try forgetPreviews(gone.rows.first, gone.rows.last)
            try database.statement(.forgetPlace, Int64(gone.rawValue)).run()
            return true
        }
        let total = try database.statement(BodySQL.total)
        var surplus = try total.step() ? total.int(0) - Int64(clamping: limit.octets) : 0
        total.reset()
        guard surplus > 0 else { return try giveRoomBack() }
        let some = try serials(.oldest, Self.dropCount).prefix { body in
            defer { surplus -= body.size }
            return surplus > 0
        }
        return try forget(Array(some)) > 0
    }

    private func gonePlace() throws(StoreError) -> MailboxID? {
        let gone = try database.statement(BodySQL.gonePlace)
        defer { gone.reset() }
        return try gone.step() ? MailboxID(UInt32(truncatingIfNeeded: gone.int(0))) : nil
    }

    /// Where a third of the file is empty.
    private func giveRoomBack() throws(StoreError) -> Bool {
        let empty = try database.number("PRAGMA freelist_count") ?? 0
        guard try empty > (database.number("PRAGMA page_count") ?? 0) / 3 else { return false }
        try database.run("PRAGMA incremental_vacuum(2000)")
        return true
    }

    private func uids(of id: MailboxID) throws(StoreError) -> UIDSet {
        let rows = try database.statement(.bodies, id.rows.first, id.rows.last)
        var uids: [UID] = []
        while try rows.step() { if let uid = UID(row: rows.int(0)) { uids.append(uid) } }
        rows.reset()
        return UIDSet(uids)
    }

    private func serials(_ sql: BodySQL, _ values: Int64...) throws(StoreError) -> [(serial: Int64, size: Int64)] {
        let some = try database.statement(sql)
        for (index, value) in values.enumerated() { some.bind(Int32(clamping: index + 1), value) }
        var found: [(serial: Int64, size: Int64)] = []
        var octets: Int64 = 0
        while octets < Self.dropStep, try some.step() {
            found.append((some.int(0), some.int(1)))
            octets &+= found.last?.size ?? 0
        }
        some.reset()
        return found
    }

    /// How many there were.
    func forget(_ bodies: [(serial: Int64, size: Int64)]) throws(StoreError) -> Int {
        guard !bodies.isEmpty else { return 0 }
        let database = database
        try database.writing { () throws(StoreError) in
            for body in bodies { try forget(body.serial) }
        }
        return bodies.count
    }

    func forget(_ serial: Int64) throws(StoreError) {
        let pieces = StoredBody.rows(of: serial)
        try database.statement(.lose, serial).run()
        try database.statement(.forgetPieces, pieces.first, pieces.last).run()
        try database.statement(.forgetBody, serial).run()
    }
}
