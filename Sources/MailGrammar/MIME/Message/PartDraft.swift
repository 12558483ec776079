/// A part while it is being read.
struct PartDraft: Sendable {
    /// The sections of its siblings begin so: `2` for the parts of part 2, empty in the whole message.
    let prefix: String
    /// Counted from 1 among its siblings; nil for the body of a message.
    let number: Int?
    let depth: Int
    let headerStart: UInt64
    /// Its parent is a multipart/digest.
    let isInDigest: Bool
    var bodyStart: UInt64
    var bodyEnd: UInt64
    var header: PartHeader?
    /// A multipart or message that is not read as one, because a limit is reached.
    var isClosedOff = false
    var hasChildren = false

    init(prefix: String, number: Int?, depth: Int, headerStart: UInt64, isInDigest: Bool) {
        self.prefix = prefix
        self.number = number
        self.depth = depth
        self.headerStart = headerStart
        self.isInDigest = isInDigest
        bodyStart = headerStart
        bodyEnd = headerStart
    }

    var isMultipart: Bool { header?.isMultipart ?? false }

    /// As IMAP names it (RFC 9051, section 6.4.5), see ``PartNode/section``.
    var section: String {
        if let number { return Self.joined(prefix, "\(number)") }
        if isMultipart { return prefix.isEmpty ? "" : prefix + ".TEXT" }
        return Self.joined(prefix, "1")
    }

    /// What the sections of its parts begin with.
    var childPrefix: String { number == nil && isMultipart ? prefix : section }

    /// The values for the tree.
    var node: PartNode? {
        guard let header else { return nil }
        return PartNode(
            section: section, depth: depth, mediaType: header.mediaType, subtype: header.subtype,
            parameters: header.parameters, disposition: header.disposition,
            dispositionParameters: header.dispositionParameters, contentID: header.contentID,
            encoding: header.isMultipart ? .identity : header.encoding, size: ByteSize(bodyEnd &- bodyStart))
    }

    var place: MIMEMessage.Place { .init(header: headerStart..<bodyStart, body: bodyStart..<bodyEnd) }

    private static func joined(_ prefix: String, _ last: String) -> String {
        prefix.isEmpty ? last : "\(prefix).\(last)"
    }
}

/// A multipart or a message that the octets which come next lie in.
struct OpenPart: Sendable {
    /// Its draft.
    let index: Int
    /// Parts so far, those left out counted too.
    var children = 0
}
