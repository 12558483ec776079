/// What the header of a message says of who, to whom, when and about what, decoded.
public struct HeaderSummary: Hashable, Sendable {
    /// The mailboxes of all From fields in their order.
    public let from: [Address]
    /// From fields that there are: one, where all is well (RFC 5322, section 3.6).
    public let fromFieldCount: Int
    /// Who sent it on behalf of From (RFC 5322, section 3.6.2).
    public let sender: [Address]
    /// Where answers go, if not to From.
    public let replyTo: [Address]
    /// All To fields together.
    public let to: [Address]
    /// All Cc fields together.
    public let cc: [Address]
    /// All Bcc fields together.
    public let bcc: [Address]
    /// Unfolded and decoded, not cleaned.
    public let subject: String
    /// nil where there is none that can be read.
    public let date: Timestamp?
    /// Without the brackets; empty where there is none.
    public let messageID: String
    /// List-Id, List-Unsubscribe and the others of RFC 2369, 2919 and 8058, as they were sent.
    public let listFields: [RawHeader.Field]

    /// Fields of one name that are read; a message has one of each.
    static let fieldLimit = 100
    private static let listPrefix = Array("list-".utf8)

    /// Reads the fields of a message's header.
    public init(_ header: RawHeader, charsets: any CharsetDecoding) {
        let parser = AddressListParser(charsets: charsets)
        let decoder = HeaderDecoder(charsets: charsets)
        func addresses(_ name: String) -> [Address] {
            var result: [Address] = []
            for value in header.all(name).prefix(Self.fieldLimit) {
                result += parser.parse(value[...]).prefix(AddressListParser.addressLimit - result.count)
            }
            return result
        }
        from = addresses("From")
        fromFieldCount = header.all("From").count
        sender = addresses("Sender")
        replyTo = addresses("Reply-To")
        to = addresses("To")
        cc = addresses("Cc")
        bcc = addresses("Bcc")
        subject = header.first("Subject").map { Self.trimmed(decoder.decode($0[...])) } ?? ""
        date = header.first("Date").flatMap { DateParser.parse($0[...]) }
        messageID = header.first("Message-ID").map { Self.identifier($0[...]) } ?? ""
        listFields = Array(
            header.fields.lazy.filter { field in
                field.name.utf8.prefix(5).map(ASCII.lower) == Self.listPrefix
            }.prefix(Self.fieldLimit))
    }

    /// The list's name between the brackets of List-Id, in lower case: `dev.lists.example.org`. RFC 2919, section 2.
    public var listID: String? {
        guard let field = listFields.first(where: { $0.name.lowercased() == "list-id" }) else { return nil }
        let id = Self.identifier(field.value[...]).lowercased()
        return id.isEmpty ? nil : id
    }

    /// What stands between the last `<` and the `>` behind it, else all of it without white space.
    private static func identifier(_ raw: ArraySlice<UInt8>) -> String {
        let bytes = raw.prefix(2000)
        if let open = bytes.lastIndex(of: ASCII.less), let close = bytes[open...].firstIndex(of: ASCII.greater) {
            return String(decoding: bytes[(open + 1)..<close].filter { $0 > ASCII.space }, as: UTF8.self)
        }
        return String(decoding: bytes.filter { $0 > ASCII.space }, as: UTF8.self)
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
