import Glibc
import MailGrammar

/// Messages that are kept whole, as they came. They lie in a file of their own, made when the first one comes.
extension StoreWriter {
    /// Opens their file, or makes it. Without it nothing of them can be had.
    ///
    /// - Returns: its path without links
    func openBodies() throws(StoreError) -> String { try withBodies { $0.path } }

    /// Begins a message, of which it need not be known yet which one of the place it is; its number for what follows. Until
    /// ``finishBody(_:as:)`` it is not there.
    package func beginBody(of place: BodyPlace) throws(StoreError) -> Int64 {
        try withBodies { (file) throws(StoreError) in try file.begin(place) }
    }

    /// The next octets of it, of any number. Up to 256 KB of them are held.
    package func append(_ octets: [UInt8], toBody number: Int64) throws(StoreError) {
        try withBodies { (file) throws(StoreError) in try file.append(octets, to: number) }
    }

    /// All of it has come, and it is this message. It takes the place of what was kept of it before.
    ///
    /// - Returns: whether it is there now: not where nothing came, nor where another process has cleaned up meanwhile
    @discardableResult
    package func finishBody(_ number: Int64, as uid: UID) throws(StoreError) -> Bool {
        try withBodies { (file) throws(StoreError) in try file.finish(number, as: uid) }
    }

    /// Nothing comes of it.
    package func abandonBody(_ number: Int64) throws(StoreError) {
        try withBodies { (file) throws(StoreError) in try file.abandon(number) }
    }

    /// Whole messages in one transaction; for many small ones. Those without octets are left out.
    ///
    /// - Parameter isKept: they stay though nobody has opened them, until ``settleBodies(_:of:from:)``
    package func writeBodies(
        _ messages: [(uid: UID, octets: [UInt8])], of place: BodyPlace, isKept: Bool = false
    ) throws(StoreError) {
        try withBodies { (file) throws(StoreError) in try file.write(messages, of: place, isKept: isKept) }
    }

    /// Says which messages of a place stay though nobody has opened them. Of the others those that were opened count as such from then on,
    /// and the rest goes. A thousand at a time.
    ///
    /// - Parameters:
    ///   - wanted: `nil` for none
    ///   - start: the first UID that is looked at
    /// - Returns: where to go on; `nil` where all were looked at
    package func settleBodies(_ wanted: UIDSet?, of place: BodyPlace, from start: UID) throws(StoreError) -> UID? {
        try withBodies { (file) throws(StoreError) in try file.settle(wanted, of: place, from: start) }
    }

    /// Puts the words of messages into the index, in one transaction. Those of messages that have gone meanwhile are left out.
    package func indexBodies(_ messages: [IndexedBody]) throws(StoreError) {
        try withTexts { (file) throws(StoreError) in try file.index(messages) }
    }

    /// Takes the words of some messages that have gone out of the index.
    ///
    /// - Returns: whether there may be more
    package func tidyTexts(_ limit: Int = 50) throws(StoreError) -> Bool {
        try withTexts { (file) throws(StoreError) in try file.tidyTexts(limit) }
    }

    /// Fails as a full disk does where less than so much of it is free.
    package func requireRoom(_ reserve: ByteSize) throws(StoreError) {
        var status = statvfs()
        guard statvfs(wanted.folder, &status) == 0 else { return }
        let (free, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        if !overflow, free < reserve.octets { throw StoreError(.full, path: wanted.folder) }
    }

    /// What was read of the index makes no sense: it is made anew, by and by.
    package func textsFoundDamaged() throws(StoreError) {
        try withBodies { (file) throws(StoreError) in try Migration.renewTexts(file.database) }
    }

    private func withTexts<R>(_ body: (BodyFile) throws(StoreError) -> R) throws(StoreError) -> R {
        do throws(StoreError) {
            return try withBodies(body, forTexts: true)
        } catch {
            if error.kind == .damaged { try textsFoundDamaged() }
            throw error
        }
    }

    /// Puts the beginnings of texts that the server has told beside the messages, in one transaction. Those that are empty are left out.
    package func writePreviews(_ previews: [UID: String], of place: BodyPlace) throws(StoreError) {
        try withBodies { (file) throws(StoreError) in try file.write(previews, of: place) }
    }

    /// Takes out messages that are no more. ``remove(_:from:)`` does so by itself.
    package func removeBodies(_ uids: UIDSet, of place: BodyPlace) throws(StoreError) {
        try withBodies { (file) throws(StoreError) in try file.remove(uids, of: place) }
    }

    /// Takes out all messages of a place but these.
    package func keepBodies(_ uids: UIDSet, of place: BodyPlace) throws(StoreError) {
        try withBodies { (file) throws(StoreError) in try file.keep(uids, of: place) }
    }

    /// A message has been read: of those that are too much it goes last.
    package func touchBody(_ uid: UID, of place: BodyPlace) throws(StoreError) {
        try withBodies { (file) throws(StoreError) in try file.touch(uid, of: place) }
    }

    /// Takes out up to 16 MB of what lies beyond the limit: what has not been read for the longest goes first, and before that what
    /// belongs to mailboxes that are no more.
    ///
    /// - Returns: whether there may be more
    package func dropBodies(beyond limit: ByteSize) throws(StoreError) -> Bool {
        try withBodies { (file) throws(StoreError) in try file.drop(beyond: limit) }
    }

    /// What was read of their file makes no sense: with the next use it is made anew.
    package func bodiesFoundDamaged() {
        bodies = nil
        bodiesAreDamaged = true
    }

    private func withBodies<R>(
        _ body: (BodyFile) throws(StoreError) -> R, forTexts: Bool = false
    ) throws(StoreError) -> R {
        do throws(StoreError) {
            let file: BodyFile
            if let bodies {
                file = bodies
            } else {
                _ = try opened()
                file = try BodyFile(beside: wanted, isDamaged: bodiesAreDamaged, pageLimit: pageLimit)
                (bodies, bodiesAreDamaged) = (file, false)
            }
            return try body(file)
        } catch {
            if error.kind == .damaged, !forTexts { bodiesFoundDamaged() }
            throw error
        }
    }

    /// Whether there is a file of whole messages.
    func hasBodies() -> Bool {
        bodies != nil || StoreFile(folder: wanted.folder, name: BodyFile.name(wanted.name)).hasContent
    }

    /// What happened to a mailbox or its messages happens to those that are kept whole too. Where it cannot they are only too many:
    /// nothing is found by what is not in the store.
    func alsoInBodies(_ change: (BodyFile) throws(StoreError) -> Void) {
        guard hasBodies() else { return }
        do throws(StoreError) { try withBodies(change) } catch {}
    }

    /// The path of a mailbox that is there.
    func path(of mailbox: MailboxID) throws(StoreError) -> MailboxPath? { try stored(mailbox)?.info.path }

    /// Where messages of a mailbox lie, as far as it has been taken in.
    func place(of mailbox: MailboxID) throws(StoreError) -> BodyPlace? {
        try stored(mailbox).flatMap { known in known.sync.uidValidity.map { BodyPlace(known.info.path, $0) } }
    }

    private func stored(_ mailbox: MailboxID) throws(StoreError) -> StoredMailbox? {
        let find = try opened().statement(.mailboxWithID)
        find.bind(1, Int64(mailbox.rawValue))
        defer { find.reset() }
        return try find.step() ? StoredMailbox(find) : nil
    }
}
