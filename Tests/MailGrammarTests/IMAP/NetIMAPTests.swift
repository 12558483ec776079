import TestSupport
import Testing

@testable import MailGrammar

/// The responses of ruby/net-imap's tests with the values they parse to.
@Suite struct NetIMAPTests {
    /// Where this parser answers otherwise, by the name of the row.
    static let differences: [String: String] = [
        "test_invalid_fetch_msg_att_unknown_fails":
            "an item of unknown name is kept as it stands: new ones come every year"
    ]

    static let rows: [JSON] = Corpus.bytes("tables/net-imap-responses.json").flatMap { JSON($0) }?["rows"]?.array ?? []

    @Test(.enabled(if: Corpus.isPresent)) func `every row gives the same values`() throws {
        try #require(Self.rows.count > 100)
        var compared = 0
        for row in Self.rows {
            let name = row["name"]?.string ?? ""
            let response = try #require(row["response"]?.string)
            var framer = IMAPFramer()
            framer.append(response.utf8)
            guard case .response(let frame)? = try framer.next() else {
                Issue.record("\(name): no response")
                continue
            }
            #expect(!framer.hasBufferedBytes, "\(name)")
            var batch = ResponseBatch()
            if row["expect"]?.string == "failure" {
                #expect(Self.differences[name] != nil, "\(name)")
                continue
            }
            let parsed = try ResponseParser().parse(frame, from: framer, into: &batch)
            compared += compare(parsed, batch, try #require(row["value"]), name)
        }
        print("\(compared) values compared")
        #expect(compared > 350)
    }

    /// Compares what the row tells and gives how many values that were.
    private func compare(_ response: Response, _ batch: ResponseBatch, _ value: JSON, _ name: String) -> Int {
        let data = value["data"] ?? .null
        switch response {
        case .tagged(let tag, let condition, let text):
            #expect(batch.string(tag) == value["tag"]?.string, "\(name)")
            #expect("\(condition)".uppercased() == value["name"]?.string, "\(name)")
            return 2 + compare(text, batch, data, name)
        case .untagged(let condition, let text):
            #expect("\(condition)".uppercased() == value["name"]?.string, "\(name)")
            return 1 + compare(text, batch, data, name)
        case .continuation(let text):
            #expect(batch.string(text) == data["text"]?.string, "\(name)")
            return 1
        case .capability(let range), .enabled(let range):
            #expect(batch.strings(range).map { $0.uppercased() } == data.array.compactMap(\.string), "\(name)")
            return range.isEmpty ? 0 : Int(range.count)
        case .flags(let range):
            #expect(spelt(batch.strings(range)) == data.array.compactMap(\.string), "\(name)")
            return Int(range.count)
        case .list(let listing), .lsub(let listing):
            #expect(spelt(batch.strings(listing.attributes)) == data["attr"]?.array.compactMap(\.string), "\(name)")
            #expect(listing.delimiter.map { String(UnicodeScalar($0)) } == data["delim"]?.string, "\(name)")
            #expect(batch.string(listing.name) == data["name"]?.string, "\(name)")
            return 3
        case .status(let status):
            #expect(batch.string(status.name) == data["mailbox"]?.string, "\(name)")
            let known: [String: UInt64?] = [
                "DELETED-STORAGE": status.deletedStorage,
                "MESSAGES": status.messages.map(UInt64.init), "UIDNEXT": (status.uidNext?.rawValue).map(UInt64.init),
                "UIDVALIDITY": (status.uidValidity?.rawValue).map(UInt64.init),
                "HIGHESTMODSEQ": status.highestModSequence?.rawValue, "DELETED": status.deleted.map(UInt64.init),
            ]
            for (key, value) in data["attr"]?.members ?? [] {
                if let mine = known[key] { #expect(mine == value.int.map { UInt64($0) }, "\(name) \(key)") }
                if key == "MAILBOXID" { #expect(batch.string(status.mailboxID) == value.string) }
            }
            return 1 + (data["attr"]?.members.count ?? 0)
        case .search(let range, let sequence):
            #expect(batch.numbers(range).map(Int.init) == data["internal"]?.array.compactMap(\.int), "\(name)")
            #expect((sequence?.rawValue).map(Int.init) == data["ivars"]?["@modseq"]?.int, "\(name)")
            return 2
        case .extendedSearch(let search): return compare(search, batch, data, name)
        case .exists(let count), .recent(let count):
            #expect(Int(count) == data.int, "\(name)")
            return 1
        case .expunge(let sequence):
            #expect(Int(sequence.rawValue) == data.int, "\(name)")
            return 1
        case .vanished(let set, let earlier):
            #expect(set.wireForm == data["uids"]?["string"]?.string && earlier == data["earlier"]?.bool, "\(name)")
            return 2
        case .id(let range):
            for (pair, expected) in zip(batch.parameters(range), data.members) {
                #expect(batch.string(pair.name) == expected.key && batch.string(pair.value) == expected.value.string)
            }
            #expect(Int(range.count) == data.members.count, "\(name)")
            return Int(range.count)
        case .namespace(let namespaces):
            let pairs = [
                ("personal", namespaces.personal), ("other", namespaces.otherUsers), ("shared", namespaces.shared),
            ]
            for (key, mine) in pairs {
                let expected = data[key]?.array ?? []
                #expect(mine.map { batch.string($0.prefix) } == expected.compactMap { $0["prefix"]?.string }, "\(name)")
                #expect(
                    mine.map { $0.delimiter.map { String(UnicodeScalar($0)) } } == expected.map { $0["delim"]?.string })
            }
            return 6
        case .fetch(let index): return compare(batch.rows[index], batch, data, name)
        case .thread(let range):
            #expect(render(threads: range, batch) == data.array.map(threadText).joined(separator: ","), "\(name)")
            return Int(range.count)
        case .quota(let quota):
            // Its parser knows one resource only.
            let storage = batch.quotas(quota.resources).first
            #expect(batch.string(quota.root) == data["mailbox"]?.string, "\(name)")
            #expect((storage?.usage).map(String.init) == data["usage"]?.string, "\(name)")
            #expect((storage?.limit).map(String.init) == data["quota"]?.string, "\(name)")
            return 3
        case .quotaRoot(let mailbox, let roots):
            #expect(batch.string(mailbox) == data["mailbox"]?.string, "\(name)")
            #expect(batch.strings(roots) == data["quotaroots"]?.array.compactMap(\.string), "\(name)")
            return 2
        case .unknown(let word, let number, let tail):
            // What neither knows: the name, the number and the rest as they stand.
            #expect(batch.string(word) == value["name"]?.string, "\(name)")
            #expect(number.map(Int.init) == data["number"]?.int, "\(name)")
            #expect(batch.string(tail) == data["unparsed_data"]?.string, "\(name)")
            return 3
        case .sort, .accessList, .listRights, .myRights, .metadata, .metadataChanged:
            Issue.record("\(name): the table has none of these")
            return 0
        }
    }

    private func compare(_ text: StatusText, _ batch: ResponseBatch, _ data: JSON, _ name: String) -> Int {
        #expect(batch.string(text.text) == data["text"]?.string, "\(name)")
        let code = data["code"] ?? .null
        guard let expected = code["name"]?.string else {
            #expect(text.code == nil, "\(name)")
            return 2
        }
        let value = code["data"] ?? .null
        switch text.code {
        case .capability(let range)?:
            #expect(batch.strings(range).map { $0.uppercased() } == value.array.compactMap(\.string), "\(name)")
        case .permanentFlags(let range)?: #expect(spelt(batch.strings(range)) == value.array.compactMap(\.string))
        case .badCharset(let range)?: #expect(batch.strings(range) == value.array.compactMap(\.string), "\(name)")
        case .uidValidity(let validity)?: #expect(Int(validity.rawValue) == value.int, "\(name)")
        case .uidNext(let uid)?: #expect((uid?.rawValue).map(Int.init) == value.int, "\(name)")
        case .unseen(let sequence)?: #expect(Int(sequence.rawValue) == value.int, "\(name)")
        case .modified(let ranges)?:
            let wire = ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }
            #expect(wire.joined(separator: ",") == value["string"]?.string, "\(name)")
        case .copyUID(let validity, let source, let target)?:
            #expect(Int(validity.rawValue) == value["uidvalidity"]?.int, "\(name)")
            #expect(
                source.map { "\($0.upperBound.rawValue):\($0.lowerBound.rawValue)" }.joined(separator: ",")
                    == value["source_uids"]?["string"]?.string, "\(name)")
            #expect(target.count == 2, "\(name)")
        case .mailboxID(let id)?: #expect(batch.string(id) == value.string, "\(name)")
        case .unknown(let word, _)?: #expect(batch.string(word).uppercased() == expected, "\(name)")
        case let code?:
            let mine = "\(code)".filter(\.isLetter).uppercased()
            #expect(mine == expected.filter(\.isLetter), "\(name)")
        case nil: Issue.record("\(name): no code")
        }
        return 2
    }

    private func compare(_ search: ExtendedSearch, _ batch: ResponseBatch, _ data: JSON, _ name: String) -> Int {
        #expect((search.tag.isAbsent ? nil : batch.string(search.tag)) == data["tag"]?.string, "\(name)")
        #expect(search.isUID == data["uid"]?.bool, "\(name)")
        let wire = { (ranges: [ClosedRange<UInt32>]) in
            ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }.joined(
                separator: ",")
        }
        for pair in data["data"]?.array ?? [] {
            let value = pair.array[1]
            switch pair.array[0].string {
            case "MIN": #expect(search.min.map(Int.init) == value.int, "\(name)")
            case "MAX": #expect(search.max.map(Int.init) == value.int, "\(name)")
            case "COUNT": #expect(search.count.map(Int.init) == value.int, "\(name)")
            case "ALL": #expect(search.all.map(wire) == value["string"]?.string, "\(name)")
            case "PARTIAL":
                let ends = [search.partial?.lower, search.partial?.upper].compactMap { $0.map(Int.init) }.sorted()
                #expect(
                    ends == [value["range"]?["begin"]?.int, value["range"]?["end"]?.int].compactMap { $0 }, "\(name)")
                #expect((search.partial?.numbers).map(wire) == value["results"]?["string"]?.string, "\(name)")
            default: Issue.record("\(name): \(pair)")
            }
        }
        return 2 + (data["data"]?.array.count ?? 0)
    }

    private func compare(_ row: FetchRow, _ batch: ResponseBatch, _ data: JSON, _ name: String) -> Int {
        #expect(Int(row.sequence.rawValue) == data["seqno"]?.int, "\(name)")
        var compared = 1
        for (key, value) in data["attr"]?.members ?? [] {
            compared += 1
            switch key {
            case "UID": #expect((row.uid?.rawValue).map(Int.init) == value.int, "\(name)")
            case "RFC822.SIZE": #expect((row.size?.octets).map(Int.init) == value.int, "\(name)")
            case "FLAGS":
                #expect(row.flags.map { spelt(batch.strings($0)) } == value.array.compactMap(\.string), "\(name)")
            case "X-GM-LABELS":
                #expect(row.gmailLabels.map { spelt(batch.strings($0)) } == value.array.compactMap(\.string), "\(name)")
            // The number is beyond what the table's reader holds exactly.
            case "X-GM-THRID": #expect(row.gmailThreadID == 1_266_894_439_832_287_888, "\(name)")
            case "INTERNALDATE": #expect(row.internalDate == IMAPDate.timestamp((value.string ?? "").utf8), "\(name)")
            case "ENVELOPE":
                guard let envelope = batch.envelope(row) else {
                    Issue.record("\(name): no envelope")
                    continue
                }
                compared += compare(envelope, batch, value, name)
            case "BODYSTRUCTURE", "BODY":
                var next = 0
                compared += compare(part: &next, row, batch, value, name)
                #expect(next == batch.parts(row).count, "\(name): parts left over")
            default:
                let section = batch.sections(row).first
                #expect(section.map { batch.string($0.data) } == value.string, "\(name) \(key)")
            }
        }
        return compared
    }

    private func compare(_ envelope: Envelope, _ batch: ResponseBatch, _ value: JSON, _ name: String) -> Int {
        let text = { (slice: ByteSlice) in slice.isAbsent ? nil : batch.string(slice) }
        #expect(text(envelope.date) == value["date"]?.string, "\(name)")
        #expect(text(envelope.subject) == value["subject"]?.string, "\(name)")
        #expect(text(envelope.inReplyTo) == value["in_reply_to"]?.string, "\(name)")
        #expect(text(envelope.messageID) == value["message_id"]?.string, "\(name)")
        let lists = [
            ("from", envelope.from), ("sender", envelope.sender), ("reply_to", envelope.replyTo), ("to", envelope.to),
            ("cc", envelope.cc), ("bcc", envelope.bcc),
        ]
        for (key, range) in lists {
            let expected = value[key]?.array ?? []
            #expect(batch.addresses(range).count == expected.count, "\(name) \(key)")
            for (mine, theirs) in zip(batch.addresses(range), expected) {
                #expect(text(mine.name) == theirs["name"]?.string, "\(name) \(key)")
                #expect(text(mine.route) == theirs["route"]?.string, "\(name) \(key)")
                #expect(text(mine.mailbox) == theirs["mailbox"]?.string, "\(name) \(key)")
                #expect(text(mine.host) == theirs["host"]?.string, "\(name) \(key)")
            }
        }
        return 10
    }

    /// The part at `next` and those inside it.
    private func compare(part next: inout Int, _ row: FetchRow, _ batch: ResponseBatch, _ value: JSON, _ name: String)
        -> Int
    {
        let parts = batch.parts(row)
        guard next < parts.count else {
            Issue.record("\(name): a part is missing")
            return 0
        }
        let part = parts[parts.startIndex + next]
        next += 1
        let text = { (slice: ByteSlice) in slice.isAbsent ? nil : batch.string(slice) }
        #expect(text(part.subtype)?.uppercased() == value["subtype"]?.string, "\(name)")
        compare(parameters: part.parameters, batch, value["param"] ?? .null, name)
        if let disposition = value["disposition"], !disposition.isNull {
            #expect(text(part.disposition)?.uppercased() == disposition["dsp_type"]?.string, "\(name)")
            compare(parameters: part.dispositionParameters, batch, disposition["param"] ?? .null, name)
        }
        var compared = 4
        if part.kind == .multipart {
            #expect(value["media_type"]?.string == "MULTIPART", "\(name)")
            #expect(Int(part.children) == value["parts"]?.array.count, "\(name)")
            for child in value["parts"]?.array ?? [] { compared += compare(part: &next, row, batch, child, name) }
            return compared
        }
        #expect(text(part.type)?.uppercased() == value["media_type"]?.string, "\(name)")
        #expect(text(part.encoding)?.uppercased() == value["encoding"]?.string, "\(name)")
        #expect(Int(part.size) == value["size"]?.int, "\(name)")
        #expect(text(part.id) == value["content_id"]?.string, "\(name)")
        #expect(text(part.description) == value["description"]?.string, "\(name)")
        #expect(text(part.md5) == value["md5"]?.string, "\(name)")
        #expect(part.lines.map(Int.init) == value["lines"]?.int, "\(name)")
        compared += 7
        if part.kind == .message, let body = value["body"], !body.isNull {
            if let index = part.envelope, let envelope = value["envelope"] {
                compared += compare(batch.envelopes[index], batch, envelope, name)
            }
            compared += compare(part: &next, row, batch, body, name)
        }
        return compared
    }

    private func compare(parameters range: IndexRange, _ batch: ResponseBatch, _ expected: JSON, _ name: String) {
        #expect(Int(range.count) == expected.members.count, "\(name)")
        for (mine, theirs) in zip(batch.parameters(range), expected.members) {
            #expect(
                batch.string(mine.name).uppercased() == theirs.key && batch.string(mine.value) == theirs.value.string)
        }
    }

    /// As `render(threads:)` shows it.
    private func threadText(_ node: JSON) -> String {
        let children = node["children"]?.array.map(threadText).joined(separator: ",") ?? ""
        return (node["seqno"]?.int.map(String.init) ?? "-") + (children.isEmpty ? "" : "(\(children))")
    }

    /// Ruby's symbols: `\seen` is `:Seen`.
    private func spelt(_ flags: [String]) -> [String] {
        flags.map { flag in
            guard flag.hasPrefix("\\") else { return flag }
            let name = flag.dropFirst()
            return ":" + name.prefix(1).uppercased() + name.dropFirst().lowercased()
        }
    }
}
