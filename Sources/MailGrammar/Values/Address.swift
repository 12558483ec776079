/// One mail address as an ENVELOPE or a header field gives it, decoded for display.
///
/// Nothing in it is trusted: it is sanitised where it is drawn. Source: RFC 5322, section 3.4.
public struct Address: Hashable, Sendable {
    /// The display name, decoded (RFC 2047); empty when there is none.
    public let displayName: String
    /// The part before the `@`.
    public let localPart: String
    /// The part after the last `@`; empty when the server gave none.
    public let domain: String

    /// Any values: a server's ENVELOPE may leave each part out.
    public init(displayName: String = "", localPart: String, domain: String) {
        self.displayName = displayName
        self.localPart = localPart
        self.domain = domain
    }

    /// `petra@lindner.example`, without the display name.
    public var addressSpec: String { domain.isEmpty ? localPart : "\(localPart)@\(domain)" }

    /// What a list shows in one column: the display name, else the address.
    public var shortName: String { displayName.isEmpty ? addressSpec : displayName }
}
