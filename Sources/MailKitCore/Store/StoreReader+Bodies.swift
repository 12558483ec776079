import Glibc
import MailGrammar
import Synchronization

/// Messages that are kept whole.
extension StoreReader {
    /// Opens their file, which the writer has made or looked at. Once it is another one that one is opened.
    func openBodies(_ path: String) throws(StoreError) {
        var status = stat()
        let inode = lstat(path, &status) == 0 ? status.st_ino : 0
        if bodies != nil, bodiesInode == inode { return }
        bodies = try Database(path, .reading)
        bodiesInode = inode
    }

    /// The message, where it is kept whole.
    package func body(of uid: UID, in place: BodyPlace) throws(StoreError) -> StoredBody? {
        guard let bodies, let id = try place.id(in: bodies) else { return nil }
        let find = try bodies.statement(.body, id.row(uid.rawValue))
        defer { find.reset() }
        return try find.step() ? StoredBody(find) : nil
    }

    /// Those of the messages that are kept whole.
    package func bodies(among uids: UIDSet, in place: BodyPlace) throws(StoreError) -> UIDSet {
        guard let bodies, let id = try place.id(in: bodies) else { return UIDSet() }
        var found: [UID] = []
        for range in uids.ranges {
            let rows = try bodies.statement(
                .bodies, id.row(range.lowerBound.rawValue), id.row(range.upperBound.rawValue))
            while try rows.step() { if let uid = UID(row: rows.int(0)) { found.append(uid) } }
            rows.reset()
        }
        return UIDSet(found)
    }

    /// Octets of a message; fewer where it has gone meanwhile.
    package func octets(of body: StoredBody, _ range: Range<UInt64>) throws(StoreError) -> [UInt8] {
        guard let bodies else { return [] }
        return try body.octets(of: range, in: bodies)
    }
}

/// A message that is kept whole, read piece by piece over a connection of its own, so that a long look at it holds no list up.
package final class StoredOctets: MessageOctets {
    package let size: UInt64
    private let body: StoredBody
    private let path: String
    private let database: Mutex<Database>

    /// - Parameter path: of the file of whole messages
    init(_ body: StoredBody, path: String) throws(StoreError) {
        self.body = body
        self.path = path
        size = body.size.octets
        let opened = try Database(path, .reading)
        database = Mutex(opened)
    }

    package func read(_ range: Range<UInt64>) throws(FileError) -> [UInt8] {
        let octets = database.withLock { try? body.octets(of: range, in: $0) }
        // One that was taken out meanwhile must not pass for a short one.
        guard let octets, octets.count == range.clamped(to: 0..<size).count else {
            throw FileError(path: path, code: EIO)
        }
        return octets
    }
}
