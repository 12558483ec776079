/// What a store says of a mailbox beside its messages: up to where each part of it is known. Committed together with the changes
/// that came before it, it is true whatever happens next.
package struct SyncMark: Hashable, Sendable {
    package var uidValidity: UIDValidity
    /// Every message within is known; what lies above or below may be. `nil`: nothing has been looked through yet.
    package var listed: ClosedRange<UID>?
    /// The flags of all rows, and what went, are known up to here (RFC 7162); `nil` where the server tells none.
    package var modSequence: ModSequence?
    /// Without modification sequences flags are read again from the newest to the oldest: this one is next. `nil`: from the top.
    package var flagsDue: UID?

    package init(
        uidValidity: UIDValidity, listed: ClosedRange<UID>? = nil, modSequence: ModSequence? = nil, flagsDue: UID? = nil
    ) {
        self.uidValidity = uidValidity
        self.listed = listed
        self.modSequence = modSequence
        self.flagsDue = flagsDue
    }

    /// The lowest UID that a message not known yet may have; `nil` before anything was listed, and when no UID is left.
    package var uidNext: UID? { listed.flatMap { UID($0.upperBound.rawValue &+ 1) } }
    /// Nothing lies below what is listed.
    package var isWhole: Bool { listed?.lowerBound == UID.lowest }
}

/// What a store holds of a mailbox when it begins to sync.
package struct SyncState: Hashable, Sendable {
    package var mark: SyncMark
    /// Every message that is known.
    package var uids: UIDSet
    /// Those among them of which nothing but the UID is held: neither header nor flags.
    package var headerless: UIDSet

    package init(mark: SyncMark, uids: UIDSet = UIDSet(), headerless: UIDSet = UIDSet()) {
        self.mark = mark
        self.uids = uids
        self.headerless = headerless.intersection(uids)
    }
}

/// What is to be done to the store, in order. The changes up to a ``settled(_:)`` go into one transaction with its mark; several
/// such may be put together. What comes behind the last one is kept back, and forgotten where the line or the program goes.
package enum SyncChange: Sendable {
    /// Whatever is held of this mailbox is of another one, or nothing is: all of it goes.
    case reset(UIDValidity)
    /// They are there no more.
    case removed(UIDSet)
    /// They are there, and nothing else is known of them yet.
    case listed(UIDSet)
    /// The rows of a batch whose UID is in the set: header, structure and flags. They replace what is held.
    case rows(ResponseBatch, UIDSet)
    /// All flags of these messages.
    case flags([UID: Set<Flag>])
    /// How many messages the server counts.
    case total(UInt32)
    case settled(SyncMark)
}

/// How far a mailbox is, for a screen.
public struct SyncProgress: Hashable, Sendable {
    /// Messages whose headers are held.
    public var done: Int
    /// Messages there are; never below `done`.
    public var total: Int
    /// Messages a second, as measured of late; 0 before anything was.
    public var perSecond: Int
    /// What is told of are messages that are fetched whole, not headers.
    public var isOfBodies = false

    /// Any numbers.
    package init(done: Int, total: Int, perSecond: Int) {
        self.done = done
        self.total = total
        self.perSecond = perSecond
    }

    /// Seconds that are left at this rate, rounded up; `nil` where there is no rate.
    public var secondsLeft: Int? {
        if done >= total { return 0 }
        return perSecond > 0 ? (total - done + perSecond - 1) / perSecond : nil
    }
    /// 0 to 100.
    public var percent: Int { total > 0 ? Int(clamping: UInt64(clamping: done) * 100 / UInt64(clamping: total)) : 100 }
}
