/// What a line of a header is. Source: RFC 5322, sections 2.2 and 4.5.
enum HeaderLine: Hashable, Sendable {
    /// Nothing in it: the body comes next.
    case empty
    /// Begins with white space: belongs to the field before.
    case fold
    /// `name:` with the octets of the name and the first of the value; white space before the colon is forgiven.
    case field(name: Int, value: Int)
    /// None of these.
    case foreign

    /// Octets that a field's name may have.
    static let nameLimit = 1_000

    /// A line without its line end.
    init(_ line: ArraySlice<UInt8>) {
        guard let first = line.first else {
            self = .empty
            return
        }
        if first == ASCII.space || first == ASCII.tab {
            self = .fold
            return
        }
        self = .foreign
        // A delimiter line, or what was meant as one.
        if line.starts(with: [ASCII.minus, ASCII.minus]) { return }
        var name = 0
        for (offset, byte) in line.enumerated() {
            switch byte {
            case ASCII.colon:
                let length = name == 0 ? offset : name
                if length > 0 { self = .field(name: length, value: offset &+ 1) }
                return
            case ASCII.space, ASCII.tab:
                if name == 0 { name = offset }
            case 0x00...0x1F, 0x7F: return
            case _ where offset >= Self.nameLimit: return
            default:
                if name > 0 { return }
            }
        }
    }

    /// A field with white space before it, where no field came that the line could belong to; the octets from its name on.
    static func indentedField(_ line: ArraySlice<UInt8>) -> (line: ArraySlice<UInt8>, name: Int, value: Int)? {
        let bare = line.drop { $0 == ASCII.space || $0 == ASCII.tab }
        guard case .field(let name, let value) = HeaderLine(bare), isFamiliar(bare.prefix(name)) else { return nil }
        return (bare, name, value)
    }

    /// `From anna Mon Jan  1 00:00:00 2026`: what mbox files put before a message.
    static func isMailboxSeparator(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "From ".utf8) || line.starts(with: ">From ".utf8)
    }

    /// Whether a field of this name stands in headers and hardly in a text: then a foreign line before it was in the header.
    static func isFamiliar(_ name: ArraySlice<UInt8>) -> Bool {
        let lower = name.map(ASCII.lower)
        return familiar.contains(lower) || prefixes.contains { lower.starts(with: $0) }
    }

    private static let familiar: Set<[UInt8]> = Set(
        [
            "from", "to", "cc", "bcc", "date", "subject", "message-id", "received", "return-path", "reply-to", "sender",
            "references", "in-reply-to", "delivered-to", "mime-version", "dkim-signature", "authentication-results",
            "user-agent", "status", "lines", "organization", "newsgroups", "precedence", "importance", "priority",
        ].map { Array($0.utf8) })

    private static let prefixes: [[UInt8]] = ["content-", "x-", "list-", "resent-", "arc-"].map { Array($0.utf8) }
}
