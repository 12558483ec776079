/// A message flag: a system flag such as `\Seen`, or a keyword such as `$Forwarded`.
///
/// Flags compare without regard to ASCII case; the spelling the server used is kept for display and for sending back.
/// Source: RFC 9051, section 2.3.2.
public struct Flag: Hashable, Sendable {
    /// As the server spelt it, with the backslash of a system flag.
    public let name: String
    private let folded: String

    /// Any flag-keyword or `\`-flag atom; the caller has checked the grammar.
    public init(_ name: String) {
        self.name = name
        self.folded = name.lowercased()
    }

    /// Without regard to ASCII case.
    public static func == (lhs: Flag, rhs: Flag) -> Bool { lhs.folded == rhs.folded }
    /// Without regard to ASCII case.
    public func hash(into hasher: inout Hasher) { hasher.combine(folded) }

    /// It has been read.
    public static let seen = Flag("\\Seen")
    /// It has been answered.
    public static let answered = Flag("\\Answered")
    /// A person marked it.
    public static let flagged = Flag("\\Flagged")
    /// It goes with the next EXPUNGE.
    public static let deleted = Flag("\\Deleted")
    /// It is not finished.
    public static let draft = Flag("\\Draft")
    /// It has been passed on (RFC 9051, section 2.3.2).
    public static let forwarded = Flag("$Forwarded")
    /// A person or a filter calls it junk. Source: the registry of IMAP keywords.
    public static let junk = Flag("$Junk")
    /// And it is none.
    public static let notJunk = Flag("$NotJunk")
}
