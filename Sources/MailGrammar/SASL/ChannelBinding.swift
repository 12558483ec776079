/// What only the two ends of one TLS connection know alike: whoever sits between two of them has another value on each.
/// Source: RFC 5056; RFC 9266 and RFC 5929 for the kinds.
package struct ChannelBinding: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// 32 bytes exported from the connection's own keys; with TLS 1.3. Source: RFC 9266.
        case tlsExporter = "tls-exporter"
        /// The hash of the server's certificate. Source: RFC 5929, section 4.
        case tlsServerEndPoint = "tls-server-end-point"
    }

    package let kind: Kind
    package let value: [UInt8]

    package init(_ kind: Kind, _ value: [UInt8]) {
        self.kind = kind
        self.value = value
    }
}
