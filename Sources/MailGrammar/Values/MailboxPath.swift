/// The name of a mailbox, decoded from modified UTF-7 or UTF-8, as a person reads it: `Kunden/2026`.
///
/// The hierarchy delimiter belongs to the server and is kept beside the path where it is known. `INBOX` compares without
/// regard to ASCII case, every other name octet by octet. Source: RFC 9051, section 5.1.
public struct MailboxPath: Hashable, Sendable {
    /// The whole decoded name; never holds NUL, CR or LF. `INBOX` in capitals when it is the inbox.
    public let name: String
    /// The octets by which the server knows it, where they are not what `name` encodes to: broken modified UTF-7, a local
    /// charset, a line end in the name. `nil` for every proper name.
    package let wireForm: [UInt8]?

    /// `nil` for an empty name or one that holds NUL, CR or LF: no server can be asked for it.
    public init?(_ name: String) {
        guard !name.isEmpty, !name.utf8.contains(where: Self.isForbidden) else { return nil }
        self.name = name.utf8.count == 5 && name.uppercased() == "INBOX" ? "INBOX" : name
        wireForm = nil
    }

    /// From a server's octets: modified UTF-7, or UTF-8 after `ENABLE UTF8=ACCEPT` (RFC 6855). `nil` as above.
    package init?(wire octets: some Collection<UInt8>, isUTF8: Bool) {
        var text: String
        var isProper: Bool
        if isUTF8 {
            text = String(decoding: octets, as: UTF8.self)
            isProper = text.utf8.elementsEqual(octets)
        } else {
            let decoded = ModifiedUTF7.decode(octets)
            text = decoded.text
            isProper = decoded.isValid
        }
        // A name may mean a line end (`&AAo-`): it is asked for by its octets, and never read as one.
        if text.utf8.contains(where: Self.isForbidden) {
            text = String(String.UnicodeScalarView(text.unicodeScalars.map { Self.isForbidden($0) ? "\u{FFFD}" : $0 }))
            isProper = false
        }
        guard let path = MailboxPath(text), !octets.contains(where: Self.isForbidden) else {
            return nil
        }
        name = path.name
        wireForm = isProper ? nil : Array(octets)
    }

    /// As it was remembered: the name, and the server's octets or none. `nil` as above.
    package init?(stored name: String, wire: [UInt8]) {
        guard let path = MailboxPath(name), !wire.contains(where: Self.isForbidden) else {
            return nil
        }
        self.name = path.name
        wireForm = wire.isEmpty ? nil : wire
    }

    private static func isForbidden(_ octet: UInt8) -> Bool { octet == 0 || octet == 10 || octet == 13 }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 128 && isForbidden(UInt8(truncatingIfNeeded: scalar.value))
    }

    private init(known name: String) {
        self.name = name
        wireForm = nil
    }

    /// The mailbox every account has. Source: RFC 9051, section 5.1.
    public static let inbox = MailboxPath(known: "INBOX")

    /// Octet by octet: a server may hold two names that only Unicode calls equal.
    public static func == (lhs: MailboxPath, rhs: MailboxPath) -> Bool {
        lhs.name.utf8.elementsEqual(rhs.name.utf8) && lhs.wireForm == rhs.wireForm
    }

    /// By its octets, as it compares.
    public func hash(into hasher: inout Hasher) {
        for octet in name.utf8 { hasher.combine(octet) }
        hasher.combine(wireForm)
    }
}
