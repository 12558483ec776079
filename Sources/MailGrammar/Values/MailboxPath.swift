/// The name of a mailbox, decoded from modified UTF-7 or UTF-8, as a person reads it: `Kunden/2026`.
///
/// The hierarchy delimiter belongs to the server and is kept beside the path where it is known. `INBOX` compares without
/// regard to ASCII case, every other name byte by byte. Source: RFC 9051, section 5.1.
public struct MailboxPath: Hashable, Sendable {
    /// The whole decoded name; never holds NUL, CR or LF. `INBOX` in capitals when it is the inbox.
    public let name: String

    /// `nil` for an empty name or one that holds NUL, CR or LF: no server can be asked for it.
    public init?(_ name: String) {
        guard !name.isEmpty, !name.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else { return nil }
        self.name = name.utf8.count == 5 && name.uppercased() == "INBOX" ? "INBOX" : name
    }

    private init(known name: String) { self.name = name }

    /// The mailbox every account has. Source: RFC 9051, section 5.1.
    public static let inbox = MailboxPath(known: "INBOX")
}
