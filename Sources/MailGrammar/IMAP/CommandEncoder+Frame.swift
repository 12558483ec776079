/// Writes one command: keeps the line length, cuts segments where the server must be waited for, remembers secrets.
struct FrameWriter {
    let encoder: CommandEncoder
    let tag: String
    private var segments: [OutboundSegment] = []
    private var current = OutboundSegment()
    /// Octets of the line being written, what stood before a literal left out.
    private var line = 0
    private var longest = 0

    init(tag: String, encoder: CommandEncoder) {
        self.tag = tag
        self.encoder = encoder
        append(tag.utf8)
        append(CollectionOfOne(ASCII.space))
    }

    /// What the longest line will be once the line end stands.
    var longestLineWhenFinished: Int { max(longest, line + 2) }

    /// Ends the line. `isLimited` is false for what no server limits: a long token in AUTHENTICATE.
    mutating func finish(isLimited: Bool = true) throws(EncodingError) -> OutboundCommand {
        endLine()
        guard !isLimited || longest <= encoder.lineLimit else { throw .lineTooLong(limit: encoder.lineLimit) }
        segments.append(current)
        return OutboundCommand(tag: tag, segments: segments)
    }

    private mutating func endLine() {
        append("\r\n".utf8)
        longest = max(longest, line)
        line = 0
    }

    private mutating func append(_ bytes: some Collection<UInt8>) {
        current.bytes.append(contentsOf: bytes)
        line += bytes.count
    }

    // MARK: What the grammar itself says

    /// Words and punctuation of ours.
    mutating func raw(_ text: StaticString) { text.withUTF8Buffer { append($0) } }

    /// What has been put together of words and numbers of ours.
    mutating func octets(_ bytes: [UInt8]) { append(bytes) }

    mutating func number(_ value: UInt64) {
        var digits: [UInt8] = []
        digits.appendDecimal(value)
        append(digits)
    }

    /// `(a b c)`, each written by `body`.
    mutating func list<Element>(
        _ elements: some Collection<Element>, _ body: (inout FrameWriter, Element) throws(EncodingError) -> Void
    ) throws(EncodingError) {
        raw("(")
        try spaced(elements, body)
        raw(")")
    }

    /// `a b c`.
    mutating func spaced<Element>(
        _ elements: some Collection<Element>, _ body: (inout FrameWriter, Element) throws(EncodingError) -> Void
    ) throws(EncodingError) {
        var isFirst = true
        for element in elements {
            if !isFirst { raw(" ") }
            isFirst = false
            try body(&self, element)
        }
    }

    // MARK: Arguments

    /// A word that can only be an atom: a capability, a mechanism, a keyword.
    mutating func atom(_ text: String, in field: String) throws(EncodingError) {
        guard !text.isEmpty else { throw .empty(field) }
        guard text.utf8.allSatisfy(ASCII.atom.contains) else { throw .forbiddenByte(in: field) }
        append(text.utf8)
    }

    /// `\Seen` or `$Forwarded`. Source: RFC 9051, section 9 (`flag`).
    mutating func flag(_ flag: Flag) throws(EncodingError) {
        var name = Substring(flag.name)
        if name.first == "\\" {
            raw("\\")
            name = name.dropFirst()
        }
        try atom(String(name), in: "flag")
    }

    /// Atom, quoted string or literal, the shortest that can carry it. Source: RFC 9051, section 9 (`astring`).
    mutating func astring(_ bytes: [UInt8], in field: String, accepting also: [UInt8] = []) throws(EncodingError) {
        let isAtom = !bytes.isEmpty && bytes.allSatisfy { ASCII.astring.contains($0) || also.contains($0) }
        // `NIL` as a name must not look like no name.
        guard isAtom, !(bytes.count == 3 && bytes.map(ASCII.upper) == Array("NIL".utf8)) else {
            return try string(bytes, in: field)
        }
        append(bytes)
    }

    /// Quoted where that can carry it, else a literal. Source: RFC 9051, section 4.3.
    mutating func string(_ bytes: [UInt8], in field: String) throws(EncodingError) {
        if bytes.contains(ASCII.nul) { throw .nulInText(in: field) }
        guard bytes.count <= 1_000, bytes.allSatisfy({ isQuotable($0) }) else {
            announceLiteral(UInt64(bytes.count), isSecret: false)
            current.bytes.append(contentsOf: bytes)
            return
        }
        raw("\"")
        for byte in bytes {
            if byte == ASCII.quote || byte == ASCII.backslash { append(CollectionOfOne(ASCII.backslash)) }
            append(CollectionOfOne(byte))
        }
        raw("\"")
    }

    private func isQuotable(_ byte: UInt8) -> Bool {
        byte >= 0x80 ? encoder.utf8Accepted : byte != ASCII.cr && byte != ASCII.lf && byte != ASCII.nul
    }

    /// A password: the same choice, straight from its buffer, marked as secret. Its length is not shown either.
    mutating func secret(_ secret: any SecretBytes, in field: String) throws(EncodingError) {
        let problem = secret.withBytes { bytes -> EncodingError? in
            if bytes.contains(ASCII.nul) { return .nulInText(in: field) }
            // Enough room that the buffer does not move any more: no copy stays behind in freed memory.
            current.bytes.reserveCapacity(current.bytes.count + 2 * bytes.count + 64)
            guard bytes.count <= 1_000, bytes.allSatisfy({ isQuotable($0) }) else {
                announceLiteral(UInt64(bytes.count), isSecret: true)
                current.bytes.reserveCapacity(current.bytes.count + bytes.count + 64)
                let start = current.bytes.count
                current.bytes.append(contentsOf: bytes)
                current.secretRanges.append(start..<current.bytes.count)
                return nil
            }
            raw("\"")
            let start = current.bytes.count
            for byte in bytes {
                if byte == ASCII.quote || byte == ASCII.backslash { append(CollectionOfOne(ASCII.backslash)) }
                append(CollectionOfOne(byte))
            }
            current.secretRanges.append(start..<current.bytes.count)
            raw("\"")
            return nil
        }
        if let problem { throw problem }
    }

    /// An initial response as base64; `=` for an empty one. Source: RFC 4959, section 3.
    mutating func initialResponse(_ response: any SecretBytes) {
        let before = current.bytes.count
        current.appendBase64(of: response)
        if current.bytes.count == before { current.bytes.append(ASCII.equals) }
        line += current.bytes.count - before
    }

    /// `{5}` and a pause, or `{5+}` and none. Source: RFC 7888.
    private mutating func announceLiteral(_ count: UInt64, isSecret: Bool) {
        let waits: Bool
        switch encoder.literals {
        case .synchronising: waits = true
        case .minus: waits = count > 4_096
        case .plus: waits = false
        }
        raw("{")
        let start = current.bytes.count
        number(count)
        if isSecret { current.secretRanges.append(start..<current.bytes.count) }
        raw(waits ? "}" : "+}")
        endLine()
        guard waits else { return }
        segments.append(current)
        current = OutboundSegment(waits: true)
    }

    /// The octets of a message as a literal: `{n}`, or `~{n}` where any octet may stand in it (RFC 3516).
    ///
    /// What is streamed ends its segment; what follows it does not wait for the server.
    mutating func literal(_ source: MessageSource, is8: Bool) throws(EncodingError) {
        // A literal of no octets would give the whole APPEND up (RFC 3502, section 4).
        guard source.size > 0 else { throw .empty("message") }
        if is8 { raw("~") }
        if case .octets(let bytes) = source, !is8, bytes.contains(ASCII.nul) { throw .nulInText(in: "message") }
        announceLiteral(source.size, isSecret: false)
        switch source {
        case .octets(let bytes): current.bytes.append(contentsOf: bytes)
        case .streamed(let literal):
            current.literal = literal
            segments.append(current)
            current = OutboundSegment()
        }
    }

    /// A text between quotes or as a literal, whatever it holds: the value of a metadata entry, with NUL as literal8.
    mutating func value(_ bytes: [UInt8], in field: String) throws(EncodingError) {
        guard bytes.contains(ASCII.nul) else { return try string(bytes, in: field) }
        raw("~")
        announceLiteral(UInt64(bytes.count), isSecret: false)
        current.bytes.append(contentsOf: bytes)
    }

    // MARK: Names and sets

    /// A mailbox name in the encoding of the day.
    mutating func mailbox(_ path: MailboxPath) throws(EncodingError) {
        guard let wire = path.wireForm else { return try astring(encoded(path.name), in: "mailbox name") }
        guard wire.contains(where: { $0 >= 0x80 }) else { return try astring(wire, in: "mailbox name") }
        // Octets of no charset that quotes could carry.
        announceLiteral(UInt64(wire.count), isSecret: false)
        current.bytes.append(contentsOf: wire)
    }

    /// The reference of LIST: a name, which may be empty. Source: RFC 9051, section 9 (`list`).
    mutating func reference(_ reference: String) throws(EncodingError) {
        try astring(encoded(reference), in: "mailbox reference")
    }

    /// A pattern of LIST: a name in which wildcards stand. Source: RFC 9051, section 9 (`list-mailbox`).
    mutating func pattern(_ pattern: String) throws(EncodingError) {
        try astring(encoded(pattern), in: "mailbox pattern", accepting: [ASCII.star, ASCII.percent])
    }

    private func encoded(_ name: String) -> [UInt8] {
        encoder.utf8Accepted ? Array(name.utf8) : ModifiedUTF7.encode(name)
    }

    /// `UID ` before the name of a command, where it speaks of UIDs.
    mutating func uidPrefix(_ selection: MessageSelection) {
        switch selection {
        case .sequence, .sequenceFrom: break
        case .uids, .uidsFrom, .savedResult: raw("UID ")
        }
    }

    mutating func messages(_ selection: MessageSelection) throws(EncodingError) {
        switch selection {
        case .uids(let set): try uids(set)
        case .uidsFrom(let uid):
            number(UInt64(uid.rawValue))
            raw(":*")
        case .sequence(let range):
            number(UInt64(range.lowerBound.rawValue))
            guard range.lowerBound != range.upperBound else { return }
            raw(":")
            number(UInt64(range.upperBound.rawValue))
        case .sequenceFrom(let first):
            number(UInt64(first.rawValue))
            raw(":*")
        case .savedResult: raw("$")
        }
    }

    mutating func uids(_ set: UIDSet) throws(EncodingError) {
        guard !set.isEmpty else { throw .empty("UID set") }
        append(set.wireForm.utf8)
    }

    mutating func partial(_ range: PartialRange) {
        signed(range.from)
        raw(":")
        signed(range.to)
    }

    private mutating func signed(_ value: Int64) {
        if value < 0 { raw("-") }
        number(value.magnitude)
    }
}

extension OutboundSegment {
    /// Appends a secret as base64 and remembers where it stands.
    mutating func appendBase64(of secret: any SecretBytes) {
        let start = bytes.count
        var target = bytes
        bytes = []
        secret.withBytes { raw in
            target.reserveCapacity(start + Base64.encodedCount(raw.count) + 64)
            Base64.append(raw, to: &target)
        }
        bytes = target
        if bytes.count > start { secretRanges.append(start..<bytes.count) }
    }
}
