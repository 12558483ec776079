import MailGrammar

extension FuzzTarget {
    /// A server's stream through framer and parser: in one piece, and cut where the input's last bytes say. Both must
    /// give the same events, streamed literals must be as long as announced, and memory must stay within the limits.
    static let imap = FuzzTarget(name: "imap", seeds: imapSeeds, words: imapWords) { input in
        var limits = IMAPLimits()
        // Small enough that the inputs of a fuzzer reach every one of them.
        limits.inlineLiteral = 24
        limits.line = 4_000
        limits.response = 6_000
        limits.literals = 12
        limits.streamedLiterals = 6
        limits.nesting = 12
        limits.threadNesting = 12
        limits.listLength = 40
        limits.tokens = 400
        let whole = IMAPRun(input, pieces: [], limits: limits)
        if let broken = whole.broken { return broken }
        for pieces in [[1], Self.pieces(input)] {
            let cut = IMAPRun(input, pieces: pieces, limits: limits)
            if let broken = cut.broken { return "in pieces of \(pieces): \(broken)" }
            if cut.digest != whole.digest { return "in pieces of \(pieces) the events differ" }
        }
        // The limits for real servers must hold up too.
        return IMAPRun(input, pieces: [], limits: IMAPLimits()).broken
    }

    /// Lengths of pieces, repeated over the input, out of its last bytes.
    private static func pieces(_ input: [UInt8]) -> [Int] { input.suffix(4).map { Int($0 % 29) + 1 } + [3] }

    private static let imapWords = [
        "\r\n", "* ", "A1 OK ", "+ ", "NIL", "{5}\r\n", "{5+}\r\n", "~{5}\r\n", "{30}\r\n", "{0}\r\n", "(", ")", "\"",
        "\\",
        "[", "]", "<0>", " 1 FETCH (", "ENVELOPE (", "BODYSTRUCTURE (", "BODY[", "BODY (", "FLAGS (", "UID ",
        "MODSEQ (",
        "ESEARCH (TAG \"a\") ", "PARTIAL (", "VANISHED ", "STATUS x (", "LIST () ", "NAMESPACE ",
        "\"message\" \"rfc822\" ",
        "\"text\" \"plain\" ", "18446744073709551616", "4294967295", "-1", "[COPYUID 1 2 3]", "[PERMANENTFLAGS (",
    ]

    private static let imapSeeds = [
        "* OK [CAPABILITY IMAP4rev1 SASL-IR IDLE] ready.\r\nA1 OK [READ-WRITE] done\r\n+ idling\r\n* BYE\r\n",
        "* 1 FETCH (UID 7 FLAGS (\\Seen $Forwarded) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 44 MODSEQ (5))\r\n",
        "* 12 FETCH (ENVELOPE (\"Wed\" \"s \\\" t\" ((\"T\" NIL \"g\" \"x.org\")) ((NIL NIL \"s\" \"x\")) NIL ((NIL NIL \"team\" NIL)"
            + "(NIL NIL \"a\" \"b\")(NIL NIL NIL NIL)) NIL NIL \"\" \"<B27@x>\"))\r\n",
        "* 1 FETCH (BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"7bit\" 5 1 NIL (\"inline\" NIL) (\"de\") \"l\")"
            + "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 9 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) (\"text\" \"x\" NIL NIL NIL "
            + "\"8bit\" 7 2) 4)(NIL \"mixed\" (\"boundary\" \"x\")) \"mixed\" (\"boundary\" \"y\") NIL NIL))\r\n",
        "* 1 FETCH (UID 3 BODY[1.2]<10> {40}\r\n0123456789012345678901234567890123456789 BODY[HEADER.FIELDS (A \"B\")] {4}\r\na:b\r\n)\r\n",
        "* 2 FETCH (BINARY[1] ~{3}\r\n\0\u{1}\u{2} X-GM-LABELS (\\Inbox \"Muy\") EMAILID (M1) PREVIEW (FUZZY \"p\") X-NEW (a (b)))\r\n",
        "* LIST (\\HasNoChildren) \"/\" \"a \\\"b\\\"\"\r\n* LSUB () NIL {3}\r\nx y\r\n* STATUS \"x\" (MESSAGES 2 MAILBOXID (F1) X (1 2))\r\n",
        "* SEARCH 1 2 3 (MODSEQ 5)\r\n* SORT 3 2 1\r\n* ESEARCH (TAG \"A1\") UID MIN 1 MAX 9 ALL 1:3,9 PARTIAL (-1:-5 7:9) COUNT 4\r\n",
        "* VANISHED (EARLIER) 1:5,9\r\n* 3 EXPUNGE\r\n* 5 EXISTS\r\n* FLAGS (\\Seen)\r\n* ENABLED CONDSTORE\r\n* THREAD (1)(2 (3))\r\n",
        "* THREAD (1)(2 (3)(4 5))((6)(7))\r\n* QUOTA \"\" (STORAGE 1 2 MESSAGE 3 4)\r\n* QUOTAROOT x \"\" {1}\r\na\r\n",
        "* ACL x anna lrs {1}\r\nb \"\"\r\n* LISTRIGHTS x y \"\" l r\r\n* MYRIGHTS x lrs\r\n* METADATA x (/a NIL /b ~{1}\r\n\0)\r\n"
            + "* METADATA \"\" /a /b\r\n",
        "* ESEARCH (TAG \"A1\" MAILBOX x UIDVALIDITY 3) UID ADDTO (1 2:3 4 5) REMOVEFROM (0 9)\r\n"
            + "* LIST () \"/\" x (OLDNAME (y) CHILDINFO (\"SUBSCRIBED\") X-NEW (1))\r\n",
        "* OK [METADATA LONGENTRIES 5] x\r\nA1 NO [INPROGRESS (\"A1\" 4 NIL)] x\r\n* OK [MAILBOXID (F1)] x\r\n[COPYUID 1 2 3]\r\n"
            + "A1 OK [MESSAGELIMIT 5 6] x\r\n* NO [BADEVENT (a b)] x\r\n* 1 FETCH (BINARY.SIZE[1] 5)\r\n",
        "* NAMESPACE ((\"\" \"/\" \"X\" (\"y\"))) NIL ((\"P/\" \"/\"))\r\n* ID (\"name\" NIL)\r\n* CAPABILITY A B\r\n",
        "* OK [UIDNEXT 5] x\r\n* NO [COPYUID 3 1:2 5:6] x\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] x\r\n* NO [BADCHARSET (A \"b\")] x {5}\r\n",
    ]
}

/// One pass over a stream.
private struct IMAPRun {
    /// Of all events, the same however the stream was cut.
    private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var broken: String?

    init(_ stream: [UInt8], pieces: [Int], limits: IMAPLimits) {
        var framer = IMAPFramer(limits: limits)
        let parser = ResponseParser(limits: limits)
        var batch = ResponseBatch()
        var left: UInt64 = 0
        var from = 0
        var turn = 0
        do throws(IMAPFramingError) {
            while from < stream.count {
                let length = pieces.isEmpty ? stream.count : pieces[turn % pieces.count]
                turn += 1
                let piece = stream[from..<min(stream.count, from + length)]
                from = piece.endIndex
                framer.append(piece)
                while let event = try framer.next() {
                    switch event {
                    case .response(let frame):
                        add(1, UInt64(frame.count), UInt64(frame.streamed.count))
                        do throws(IMAPParseError) {
                            let response = try parser.parse(frame, from: framer, into: &batch)
                            add(2)
                            add(response, batch)
                        } catch {
                            add(3, UInt64(truncatingIfNeeded: error.offset), UInt64(error.kind.hashValueOfName))
                            if error.offset < 0 || error.offset > frame.count { broken = "an error beyond the frame" }
                        }
                        batch.removeAll()
                    case .literalBegin(let prefix, let literal):
                        left = literal.size
                        add(4, literal.size, UInt64(prefix.count))
                        if let target = parser.streamTarget(of: prefix, from: framer) {
                            add(5, UInt64(target.sequence.rawValue), UInt64(target.uid?.rawValue ?? 0))
                            add(bytes: target.section)
                        }
                    case .literalChunk(let chunk):
                        guard UInt64(chunk.count) <= left, chunk.count > 0 else {
                            broken = "a literal longer than announced"
                            return
                        }
                        left -= UInt64(chunk.count)
                        framer.withBytes(of: chunk) { add(bytes: $0) }
                    case .literalEnd(let literal):
                        if left != 0 { broken = "a literal shorter than announced" }
                        add(6, literal.size)
                    }
                }
                if !pieces.isEmpty, framer.heldOctets > 2 * limits.response + 2 * limits.line + 1_000 {
                    broken = "more is held than the limits allow"
                }
            }
            add(7, framer.hasBufferedBytes ? 1 : 0)
        } catch {
            add(8)
        }
    }

    // MARK: Digest

    private mutating func add(_ values: UInt64...) {
        for value in values { digest = (digest ^ value) &* 0x100_0000_01B3 }
    }

    private mutating func add(bytes: some Sequence<UInt8>) {
        for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    private mutating func add(_ slice: ByteSlice, _ batch: ResponseBatch) {
        add(slice.isAbsent ? 1 : 2, UInt64(slice.count), UInt64(slice.streamedID ?? 0))
        add(bytes: batch[slice])
        if batch[slice].count != slice.count { broken = "a slice beyond the batch" }
    }

    private mutating func add(_ range: IndexRange, _ batch: ResponseBatch) {
        for slice in batch.slices(range) { add(slice, batch) }
        _ = batch.flags(range)
    }

    private mutating func add(parameters range: IndexRange, _ batch: ResponseBatch) {
        for pair in batch.parameters(range) {
            add(pair.name, batch)
            add(pair.value, batch)
        }
    }

    private mutating func add(_ response: Response, _ batch: ResponseBatch) {
        switch response {
        case .tagged(let tag, _, let text):
            add(tag, batch)
            add(text, batch)
        case .untagged(_, let text): add(text, batch)
        case .continuation(let text): add(text, batch)
        case .capability(let range), .enabled(let range), .flags(let range): add(range, batch)
        case .list(let listing), .lsub(let listing):
            add(listing.attributes, batch)
            add(listing.name, batch)
            add(listing.oldName, batch)
            add(listing.childInfo, batch)
            add(parameters: listing.extended, batch)
            add(UInt64(listing.delimiter ?? 0))
        case .status(let status):
            add(status.name, batch)
            add(status.mailboxID, batch)
            add(UInt64(status.messages ?? 0), UInt64(status.uidNext?.rawValue ?? 0))
        case .search(let range, let sequence), .sort(let range, let sequence):
            for number in batch.numbers(range) { add(UInt64(number)) }
            add(sequence?.rawValue ?? 0)
        case .extendedSearch(let search):
            add(search.tag, batch)
            add(search.mailbox, batch)
            for range in search.updates.flatMap(\.numbers) + (search.all ?? []) + (search.partial?.numbers ?? []) {
                add(UInt64(range.lowerBound), UInt64(range.upperBound))
            }
        case .exists(let count), .recent(let count): add(UInt64(count))
        case .expunge(let sequence): add(UInt64(sequence.rawValue))
        case .vanished(let set, _): add(bytes: set.wireForm.utf8)
        case .fetch(let index):
            guard batch.rows.indices.contains(index) else {
                broken = "a row that is not there"
                return
            }
            add(batch.rows[index], batch)
        case .id(let range): add(parameters: range, batch)
        case .namespace(let namespaces):
            for entry in namespaces.personal + namespaces.otherUsers + namespaces.shared { add(entry.prefix, batch) }
        case .thread(let range): add(threads: range, batch)
        case .quota(let quota):
            add(quota.root, batch)
            for usage in batch.quotas(quota.resources) {
                add(usage.resource, batch)
                add(usage.usage, usage.limit)
            }
        case .quotaRoot(let mailbox, let range), .metadataChanged(let mailbox, let range):
            add(mailbox, batch)
            add(range, batch)
        case .accessList(let mailbox, let range), .metadata(let mailbox, let range):
            add(mailbox, batch)
            add(parameters: range, batch)
        case .listRights(let rights):
            for slice in [rights.mailbox, rights.identifier, rights.required] { add(slice, batch) }
            add(rights.optional, batch)
        case .myRights(let mailbox, let rights):
            add(mailbox, batch)
            add(rights, batch)
        case .unknown(let name, let number, let tail):
            add(name, batch)
            add(UInt64(number ?? 0))
            add(tail, batch)
        }
    }

    private mutating func add(threads range: IndexRange, _ batch: ResponseBatch) {
        let nodes = batch.threads(range)
        for (index, node) in nodes.enumerated() {
            add(UInt64(node.number), UInt64(node.depth))
            if node.parent < -1 || node.parent >= Int32(index) { broken = "a message before its parent" }
            let above = node.parent < 0 ? nil : nodes[nodes.startIndex + Int(node.parent)].depth
            if node.depth != above.map({ $0 + 1 }) ?? 0 { broken = "a message at the wrong depth" }
        }
    }

    private mutating func add(_ text: StatusText, _ batch: ResponseBatch) {
        add(text.text, batch)
        switch text.code {
        case .capability(let range)?, .permanentFlags(let range)?, .badCharset(let range)?: add(range, batch)
        case .appendUID(_, let set)?: add(bytes: set.wireForm.utf8)
        case .copyUID(_, let source, let target)?: add(UInt64(source.count), UInt64(target.count))
        case .modified(let ranges)?: add(UInt64(ranges.count))
        case .referral(let slice)?, .mailboxID(let slice)?, .noUpdate(let slice)?, .badURL(let slice)?,
            .inProgress(let slice, _, _)?:
            add(slice, batch)
        case .badEvent(let range)?: add(range, batch)
        case .unknown(let name, let arguments)?:
            add(name, batch)
            add(arguments, batch)
        case nil: add(1)
        default: add(2)
        }
    }

    private mutating func add(_ row: FetchRow, _ batch: ResponseBatch) {
        add(UInt64(row.sequence.rawValue), UInt64(row.uid?.rawValue ?? 0), row.size?.octets ?? 0)
        if let flags = row.flags { add(flags, batch) }
        if let labels = row.gmailLabels { add(labels, batch) }
        if let envelope = batch.envelope(row) { add(envelope, batch) }
        for section in batch.sections(row) {
            add(section.section, batch)
            add(section.data, batch)
            if section.data.streamedID != nil, batch.streamedLiteral(section.data) == nil { broken = "a literal lost" }
        }
        for extra in batch.extras(row) {
            add(extra.name, batch)
            add(extra.value, batch)
        }
        for slice in [row.emailID, row.threadID, row.preview] { add(slice, batch) }
        let parts = batch.parts(row)
        for (index, part) in parts.enumerated() {
            if part.parent >= Int32(index) { broken = "a part before its parent" }
            if part.parent >= 0, part.depth != parts[parts.startIndex + Int(part.parent)].depth + 1 {
                broken = "a part at the wrong depth"
            }
            add(bytes: batch.sectionNumber(ofPart: index, in: row).utf8)
            for slice in [part.type, part.subtype, part.id, part.encoding, part.disposition, part.md5, part.location] {
                add(slice, batch)
            }
            add(parameters: part.parameters, batch)
            add(parameters: part.dispositionParameters, batch)
            add(part.languages, batch)
            add(part.size, part.lines ?? 0)
            if let index = part.envelope, batch.envelopes.indices.contains(index) { add(batch.envelopes[index], batch) }
        }
    }

    private mutating func add(_ envelope: Envelope, _ batch: ResponseBatch) {
        for slice in [envelope.date, envelope.subject, envelope.inReplyTo, envelope.messageID] { add(slice, batch) }
        for range in [envelope.from, envelope.sender, envelope.replyTo, envelope.to, envelope.cc, envelope.bcc] {
            for address in batch.addresses(range) {
                for slice in [address.name, address.route, address.mailbox, address.host] { add(slice, batch) }
            }
        }
    }
}

extension IMAPParseError.Kind {
    fileprivate var hashValueOfName: Int {
        switch self {
        case .unexpected: 1
        case .truncated: 2
        case .tooDeep: 3
        case .tooMany: 4
        case .batchFull: 5
        }
    }
}
