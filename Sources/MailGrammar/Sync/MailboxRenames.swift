/// A mailbox by what stays the same when its path changes.
package struct MailboxTraces: Hashable, Sendable {
    package var path: MailboxPath
    package var uidValidity: UIDValidity?
    package var uidNext: UID?
    package var count: UInt32?
    /// MAILBOXID: never another mailbox's, and never another one for the same (RFC 8474, section 4).
    package var mailboxID: String?

    package init(
        path: MailboxPath, uidValidity: UIDValidity? = nil, uidNext: UID? = nil, count: UInt32? = nil,
        mailboxID: String? = nil
    ) {
        self.path = path
        self.uidValidity = uidValidity
        self.uidNext = uidNext
        self.count = count
        self.mailboxID = mailboxID
    }
}

/// Which mailboxes only have another name now. A store keeps what it holds of them; where there is any doubt it fetches anew.
///
/// For sure is the same MAILBOXID. Without one it is the same UIDVALIDITY, numbers that can have become what they are, and no other
/// mailbox on either side that fits as well: a server that was set up in one second gives many mailboxes the same UIDVALIDITY.
package struct MailboxRenames: Hashable, Sendable {
    package struct Rename: Hashable, Sendable {
        package let old: MailboxPath
        package let new: MailboxPath
    }

    package private(set) var renamed: [Rename] = []
    /// Mailboxes of which nothing is held. The path of one may be that of a mailbox that is gone.
    package private(set) var new: [MailboxPath] = []
    /// Mailboxes whose messages are nowhere else.
    package private(set) var gone: [MailboxPath] = []

    /// - Parameters:
    ///   - known: the mailboxes of the store
    ///   - now: those that the server lists, with what it told of them
    package init(known: [MailboxTraces], now: [MailboxTraces]) {
        var oldLeft = known
        var newLeft: [MailboxTraces] = []
        let byID = Self.unique(known, by: \.mailboxID)
        let idsNow = Self.unique(now, by: \.mailboxID)
        var settled: Set<MailboxPath> = []
        for mailbox in now {
            guard let id = mailbox.mailboxID, idsNow[id] != nil, let old = byID[id] else {
                newLeft.append(mailbox)
                continue
            }
            settled.insert(old.path)
            if old.path != mailbox.path { renamed.append(Rename(old: old.path, new: mailbox.path)) }
        }
        oldLeft.removeAll { settled.contains($0.path) }

        // The same path is the same mailbox, unless its number or its identifier says otherwise.
        let paths = Dictionary(oldLeft.map { ($0.path, $0) }) { first, _ in first }
        let stayed = Set(newLeft.filter { mailbox in paths[mailbox.path]?.mayBe(mailbox) ?? false }.map(\.path))
        oldLeft.removeAll { stayed.contains($0.path) }
        newLeft.removeAll { stayed.contains($0.path) }

        var oldByNumber: [UIDValidity?: [MailboxTraces]] = [:]
        var newByNumber: [UIDValidity?: [MailboxTraces]] = [:]
        for mailbox in oldLeft { oldByNumber[mailbox.uidValidity, default: []].append(mailbox) }
        for mailbox in newLeft { newByNumber[mailbox.uidValidity, default: []].append(mailbox) }
        for mailbox in newLeft {
            guard let number = mailbox.uidValidity, mailbox.uidNext != nil,
                let old = Self.only(oldByNumber, number, { $0.canHaveBecome(mailbox) }), old.isDistinct,
                Self.only(newByNumber, number, { old.canHaveBecome($0) }) != nil
            else {
                new.append(mailbox.path)
                continue
            }
            renamed.append(Rename(old: old.path, new: mailbox.path))
        }
        let named = Set(renamed.map(\.old))
        gone = oldLeft.map(\.path).filter { !named.contains($0) }
    }

    /// Among more of one number nothing is looked for.
    private static let candidateLimit = 1_000

    /// The one of those with a number, or without any, that fits.
    private static func only(
        _ mailboxes: [UIDValidity?: [MailboxTraces]], _ number: UIDValidity, _ fits: (MailboxTraces) -> Bool
    ) -> MailboxTraces? {
        let (numbered, others) = (mailboxes[number] ?? [], mailboxes[nil] ?? [])
        guard numbered.count + others.count <= candidateLimit else { return nil }
        var found: MailboxTraces?
        for candidates in [numbered, others] {
            for mailbox in candidates where fits(mailbox) {
                if found != nil { return nil }
                found = mailbox
            }
        }
        return found
    }

    /// Those whose key is nobody else's: a server that gives one twice does not mean it.
    private static func unique(
        _ mailboxes: [MailboxTraces], by key: (MailboxTraces) -> String?
    ) -> [String: MailboxTraces] {
        var found: [String: MailboxTraces] = [:]
        var doubled: Set<String> = []
        for mailbox in mailboxes {
            guard let key = key(mailbox) else { continue }
            if found.updateValue(mailbox, forKey: key) != nil { doubled.insert(key) }
        }
        for key in doubled { found[key] = nil }
        return found
    }
}

extension MailboxTraces {
    /// Of the same path: nothing says that it is another mailbox.
    fileprivate func mayBe(_ now: MailboxTraces) -> Bool {
        if let mailboxID, let other = now.mailboxID, mailboxID != other { return false }
        if let uidValidity, let other = now.uidValidity, uidValidity != other { return false }
        return true
    }

    /// Of another path: nothing that is known of it says that it is another mailbox.
    fileprivate func canHaveBecome(_ now: MailboxTraces) -> Bool {
        if mailboxID != nil, now.mailboxID != nil { return false }
        if let uidValidity, let other = now.uidValidity, uidValidity != other { return false }
        guard let uidNext, let next = now.uidNext else { return true }
        guard next >= uidNext else { return false }
        guard let count, let other = now.count else { return true }
        // No more can have come than UIDs were given out.
        return UInt64(other) <= UInt64(count) + UInt64(next.rawValue - uidNext.rawValue)
    }

    /// Enough is known to tell it from others. One that never held a message has nothing to keep.
    fileprivate var isDistinct: Bool { uidValidity != nil && uidNext.map { $0.rawValue > 1 } ?? false }
}
