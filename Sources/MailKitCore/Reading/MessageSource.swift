import MailGrammar

/// A message as it came: header, boundaries and encoded parts, to be looked at like a text.
public enum MessageSource {
    /// What ``MailRequest/openMessage(_:generation:charset:section:)`` calls it. No part has this name: a multipart that is the
    /// whole message is shown by asking for none.
    public static let section = ""

    /// A text that ends where the server ends it: what it says of a message's size may be wrong (RFC 9051, section 6.4.5).
    static let node = PartNode(
        section: FetchSection.message, depth: 0, mediaType: "text", subtype: "plain",
        parameters: [MIMEParameter(name: "charset", value: "utf-8")], size: ByteSize(UInt64(UInt32.max)))

    /// Octets that are still to come, as far as that can be told; never 0.
    static func remaining(behind fetched: UInt32, of size: ByteSize?) -> UInt64 {
        let size = size?.octets ?? 0
        return size > UInt64(fetched) ? size - UInt64(fetched) : 1
    }
}
