import MailGrammar

/// Turns what FETCH gave, raw bytes in a batch, into the values that a front end shows: decoded, not sanitised.
struct RowMaker: Sendable {
    private let headers: HeaderDecoder
    private let charsets: any CharsetDecoding

    init(charsets: any CharsetDecoding) {
        self.charsets = charsets
        headers = HeaderDecoder(charsets: charsets)
    }

    /// - Parameter tree: its parts, where they are known already
    func row(_ row: FetchRow, in batch: ResponseBatch, id: MessageID, tree: PartTree? = nil) -> MessageRow {
        let envelope = batch.envelope(row)
        let header = batch.headerFields(row)
        return MessageRow(
            id: id, flags: batch.flags(row) ?? [], date: date(envelope, row, batch),
            from: addresses(envelope?.from, batch), to: addresses(envelope?.to, batch),
            subject: decoded(envelope?.subject, batch), size: row.size,
            attachmentCount: TextPartChoice(tree ?? self.tree(row, in: batch)).attachments.count,
            cc: addresses(envelope?.cc, batch), arrival: row.internalDate,
            priority: header.flatMap(MessagePriority.init),
            listID: header?.first("List-Id").map { headers.decode($0.drop { $0 == ASCII.space || $0 == ASCII.tab }) }
                ?? "")
    }

    /// The beginnings of texts, by message; empty for one without any text.
    func previews(_ batch: ResponseBatch) -> [UID: String] {
        var previews: [UID: String] = [:]
        for row in batch.rows where row.hasPreview {
            guard let uid = row.uid else { continue }
            // 200 characters by the standard (RFC 8970, section 3.1), more than that by nobody's.
            previews[uid] = String(decoding: batch[row.preview].prefix(1_000), as: UTF8.self)
        }
        return previews
    }

    /// The headers of an opened message where the server gave no header but the envelope; its text is added by the reader.
    func content(
        _ row: FetchRow, in batch: ResponseBatch, id: MessageID, tree: PartTree, text: MessageText
    ) -> MessageContent {
        let envelope = batch.envelope(row)
        return MessageContent(
            id: id, from: addresses(envelope?.from, batch), sender: addresses(envelope?.sender, batch),
            replyTo: addresses(envelope?.replyTo, batch), to: addresses(envelope?.to, batch),
            cc: addresses(envelope?.cc, batch), subject: decoded(envelope?.subject, batch),
            date: date(envelope, row, batch), parts: MessageAssembly.parts(tree), text: text,
            warnings: text.warnings + MessageAssembly.warningsByName(tree))
    }

    func tree(_ row: FetchRow, in batch: ResponseBatch) -> PartTree {
        let decoder = ParameterDecoder(charsets: charsets)
        let nodes = batch.parts(row).enumerated().map { index, part in
            PartNode(
                section: batch.sectionNumber(ofPart: index, in: row), depth: Int(part.depth),
                mediaType: mediaType(part, batch), subtype: batch.string(part.subtype),
                parameters: parameters(part.parameters, batch, decoder), disposition: batch.string(part.disposition),
                dispositionParameters: parameters(part.dispositionParameters, batch, decoder),
                contentID: batch.string(part.id), encoding: TransferEncoding(token: batch.string(part.encoding)),
                size: ByteSize(part.size))
        }
        return PartTree(nodes)
    }

    private func mediaType(_ part: BodyPart, _ batch: ResponseBatch) -> String {
        switch part.kind {
        case .multipart: "multipart"
        case .message, .text, .basic: batch.string(part.type)
        }
    }

    private func parameters(
        _ range: IndexRange, _ batch: ResponseBatch, _ decoder: ParameterDecoder
    ) -> [MIMEParameter] {
        range.isEmpty ? [] : decoder.decode(batch.parameters(range).map { (batch[$0.name], batch[$0.value]) })
    }

    /// The moment at which the server got the message.
    func arrival(_ row: FetchRow) -> Timestamp? { row.internalDate }

    private func date(_ envelope: Envelope?, _ row: FetchRow, _ batch: ResponseBatch) -> Timestamp? {
        envelope.flatMap { DateParser.parse(batch[$0.date]) } ?? row.internalDate
    }

    private func decoded(_ slice: ByteSlice?, _ batch: ResponseBatch) -> String {
        slice.map { headers.decode(batch[$0]) } ?? ""
    }

    func addresses(_ range: IndexRange?, _ batch: ResponseBatch) -> [Address] {
        // A message to ten thousand people shows a few of them.
        batch.addresses(range ?? .empty).lazy.filter { $0.kind == .address }.prefix(Self.addressLimit).map { address in
            Address(
                displayName: headers.decode(batch[address.name]), localPart: batch.string(address.mailbox),
                domain: batch.string(address.host))
        }
    }

    /// Whether two header fields have the same addresses, to the octet.
    func areSame(_ one: IndexRange, _ other: IndexRange, _ batch: ResponseBatch) -> Bool {
        guard one.count == other.count else { return false }
        return zip(batch.addresses(one), batch.addresses(other)).allSatisfy { left, right in
            left.kind == right.kind && batch[left.name] == batch[right.name]
                && batch[left.mailbox] == batch[right.mailbox]
                && batch[left.host] == batch[right.host]
        }
    }

    /// Addresses of one header field that are kept.
    static let addressLimit = 200
}

/// The structures of the messages listed last, by UID, so that opening one needs no question about its parts first.
struct StructureCache: Sendable {
    /// Messages kept; older ones are forgotten all at once.
    static let capacity = 1_000
    /// A message with more parts is asked for them again when it is opened.
    static let largestStructure = 200

    private var trees: [UID: PartTree] = [:]

    mutating func insert(_ batch: ResponseBatch, by rowMaker: RowMaker) {
        for row in batch.rows where (1...Self.largestStructure).contains(Int(row.parts.count)) {
            guard let uid = row.uid else { continue }
            if trees.count >= Self.capacity { trees.removeAll(keepingCapacity: true) }
            trees[uid] = rowMaker.tree(row, in: batch)
        }
    }

    subscript(uid: UID) -> PartTree? { trees[uid] }

    mutating func removeAll() { trees = [:] }
}
