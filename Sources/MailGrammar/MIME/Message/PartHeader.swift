/// What a part's header says of the part. Source: RFC 2045 and RFC 2183.
struct PartHeader: Hashable, Sendable {
    /// Lower case.
    private(set) var mediaType = "text"
    /// Lower case.
    private(set) var subtype = "plain"
    private(set) var parameters: [MIMEParameter] = []
    /// Of a multipart, undecoded and without white space at its end; empty where there is none.
    private(set) var boundary: [UInt8] = []
    private(set) var disposition = ""
    private(set) var dispositionParameters: [MIMEParameter] = []
    private(set) var contentID = ""
    private(set) var encoding = TransferEncoding.identity

    /// Reads the fields; a part that names no type is a text, in a multipart/digest a message (RFC 2046, section 5.1.5).
    init(
        _ fields: FieldCollector.PartFields, isInDigest: Bool, decoder: ParameterDecoder, limits: MIMELimits
    ) {
        if let type = fields.type {
            readType(ParameterList(type, limit: limits.parameters), decoder: decoder, boundaryLimit: limits.boundary)
        } else if isInDigest {
            (mediaType, subtype) = ("message", "rfc822")
        }
        if let encoding = fields.encoding {
            self.encoding = TransferEncoding(
                token: String(decoding: ParameterList(encoding, limit: 0).word, as: UTF8.self))
        }
        if let disposition = fields.disposition {
            let list = ParameterList(disposition, limit: limits.parameters)
            self.disposition = String(decoding: list.word, as: UTF8.self).lowercased()
            dispositionParameters = decoder.decode(list.raw)
        }
        if let id = fields.id {
            // From the first bracket to the next; what stands around them is a comment.
            let start = id.firstIndex(of: ASCII.less) ?? 0
            let end = id[start...].firstIndex(of: ASCII.greater).map { $0 &+ 1 } ?? id.count
            contentID = String(decoding: id[start..<end].filter { $0 > ASCII.space }, as: UTF8.self)
        }
    }

    var isMultipart: Bool { mediaType == "multipart" }

    /// A message whose octets stand there as they are, so that its parts can be found.
    var isOpenMessage: Bool {
        mediaType == "message" && (subtype == "rfc822" || subtype == "global") && encoding == .identity
    }

    /// A type that cannot be read is a text (RFC 2045, section 5.2); one without a subtype gets the plainest of its kind.
    private mutating func readType(_ list: ParameterList, decoder: ParameterDecoder, boundaryLimit: Int) {
        parameters = decoder.decode(list.raw)
        let word = String(decoding: list.word, as: UTF8.self).lowercased()
        let halves = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let type = halves.first ?? ""
        let subtype = halves.count > 1 ? halves[1] : ""
        switch (type, subtype) {
        case ("", _), ("text", ""): break
        case ("multipart", ""): (mediaType, self.subtype) = ("multipart", "mixed")
        case (_, "") where halves.count > 1: break
        case (_, ""): (mediaType, self.subtype) = ("application", "octet-stream")
        default: (mediaType, self.subtype) = (type, subtype)
        }
        guard isMultipart else { return }
        boundary = list.first("boundary") ?? parameters.value("boundary").map { Array($0.utf8) } ?? []
        while let last = boundary.last, last == ASCII.space || last == ASCII.tab { boundary.removeLast() }
        if boundary.count > boundaryLimit { boundary = [] }
    }
}
