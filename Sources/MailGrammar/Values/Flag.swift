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

    public static func == (lhs: Flag, rhs: Flag) -> Bool { lhs.folded == rhs.folded }
    public func hash(into hasher: inout Hasher) { hasher.combine(folded) }

    public static let seen = Flag("\\Seen")
    public static let answered = Flag("\\Answered")
    public static let flagged = Flag("\\Flagged")
    public static let deleted = Flag("\\Deleted")
    public static let draft = Flag("\\Draft")
    public static let forwarded = Flag("$Forwarded")
}
