/// A number of octets. Servers give up to 63 bits (RFC 9051, `number64`).
public struct ByteSize: Hashable, Comparable, Sendable {
    /// Octets.
    public let octets: UInt64

    /// Any number of octets.
    public init(_ octets: UInt64) { self.octets = octets }

    /// Smaller before larger.
    public static func < (lhs: ByteSize, rhs: ByteSize) -> Bool { lhs.octets < rhs.octets }
}
