import MailGrammar

/// A message as it came: header, boundaries and encoded parts, to be looked at like a text.
public enum MessageSource {
    /// What ``MailRequest/openMessage(_:generation:charset:section:)`` calls it. No part has this name: a multipart that is the
    /// whole message is shown by asking for none.
    public static let section = ""

    /// Whether a part goes on as long as the server gives more of it.
    static func isEndless(_ part: PartNode?) -> Bool { part?.size == node.size }

    /// A text that ends where the server ends it: what it says of a message's size may be wrong (RFC 9051, section 6.4.5).
    static let node = PartNode(
        section: FetchSection.message, depth: 0, mediaType: "text", subtype: "plain",
        parameters: [MIMEParameter(name: "charset", value: "utf-8")], size: ByteSize(UInt64(UInt32.max)))

    /// What is shown of a message whose parts the server cannot tell (quirk `unreadableStructure`): by its header the text that it
    /// is, else its source.
    static func standIn(for header: [UInt8], charsets: any CharsetDecoding) -> PartNode {
        let message = MIMEMessage(parsing: header, charsets: charsets)
        guard let text = message.tree.nodes.first, text.mediaType == "text" else { return node }
        return PartNode(
            section: "1", depth: 0, mediaType: text.mediaType, subtype: text.subtype, parameters: text.parameters,
            encoding: text.encoding, size: node.size)
    }

    /// Octets that are still to come, as far as that can be told; never 0.
    static func remaining(behind fetched: UInt32, of size: ByteSize?) -> UInt64 {
        let size = size?.octets ?? 0
        return size > UInt64(fetched) ? size - UInt64(fetched) : 1
    }
}
