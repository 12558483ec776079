/// An account of this user, by the name it has in the configuration.
public struct AccountID: Hashable, Sendable {
    /// The name a person chose, such as `work`.
    public let name: String

    /// Any name.
    public init(_ name: String) { self.name = name }
}

/// A mailbox of an account, independent of its path: a rename changes nothing that holds one.
public struct MailboxID: Hashable, Sendable {
    /// Unique within the account and the running process.
    public let rawValue: UInt32

    /// Any number; the core hands them out.
    public init(_ rawValue: UInt32) { self.rawValue = rawValue }
}

/// A message, for as long as its mailbox's UIDVALIDITY holds.
public struct MessageID: Hashable, Sendable {
    /// Whose it is.
    public let account: AccountID
    /// Where it lies.
    public let mailbox: MailboxID
    /// For as long as this holds.
    public let uidValidity: UIDValidity
    /// Which one it is there.
    public let uid: UID

    /// The four parts that name a message.
    public init(account: AccountID, mailbox: MailboxID, uidValidity: UIDValidity, uid: UID) {
        self.account = account
        self.mailbox = mailbox
        self.uidValidity = uidValidity
        self.uid = uid
    }
}
