/// The unique identifier of a message within one mailbox and one `UIDValidity`: 1 to 4,294,967,295.
///
/// Source: RFC 9051, section 2.3.1.1.
public struct UID: Hashable, Comparable, Sendable {
    /// The number on the wire, never 0.
    public let rawValue: UInt32

    /// `nil` for 0, which the grammar forbids (`nz-number`).
    public init?(_ rawValue: UInt32) {
        guard rawValue != 0 else { return nil }
        self.rawValue = rawValue
    }

    /// By number.
    public static func < (lhs: UID, rhs: UID) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// Changes when the UIDs of a mailbox no longer mean what they meant. Source: RFC 9051, section 2.3.1.1.
public struct UIDValidity: Hashable, Sendable {
    /// The number on the wire, never 0.
    public let rawValue: UInt32

    /// `nil` for 0, which the grammar forbids.
    public init?(_ rawValue: UInt32) {
        guard rawValue != 0 else { return nil }
        self.rawValue = rawValue
    }
}

/// A message's position in the selected mailbox, counted from 1. It shifts with every EXPUNGE, so it is used in one
/// place only: the page fetch of a server-backed list, guarded by `SendGate`. Source: RFC 9051, section 2.3.1.2.
public struct SequenceNumber: Hashable, Comparable, Sendable {
    /// The number on the wire, never 0.
    public let rawValue: UInt32

    /// `nil` for 0, which the grammar forbids.
    public init?(_ rawValue: UInt32) {
        guard rawValue != 0 else { return nil }
        self.rawValue = rawValue
    }

    /// By number.
    public static func < (lhs: SequenceNumber, rhs: SequenceNumber) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// A CONDSTORE modification sequence: 63 bits. Source: RFC 7162, section 7.
public struct ModSequence: Hashable, Comparable, Sendable {
    /// The number on the wire; 0 means "no modification sequence".
    public let rawValue: UInt64

    /// Any value a server may send.
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }

    /// By number.
    public static func < (lhs: ModSequence, rhs: ModSequence) -> Bool { lhs.rawValue < rhs.rawValue }
}
