import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// What the encoder writes is what Dovecot reads, and what Dovecot says is what the parser reads.
@Suite("Live: the grammar of the extensions", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct GrammarTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    private struct Text: SecretBytes {
        let bytes: [UInt8]
        func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { bytes.withUnsafeBytes(body) }
    }

    private struct Refused: Error { let text: String }

    /// Messages of one thread and one alone.
    private static func message(_ number: Int, _ subject: String, answering: Int? = nil) -> [UInt8] {
        let references = answering.map { "In-Reply-To: <\($0)@x>\r\nReferences: <\($0)@x>\r\n" } ?? ""
        return Array(
            ("From: \(["Cäsar", "Anna", "Berta", "Dora"][number % 4]) <a\(number)@x.example>\r\nTo: b@x.example\r\n"
                + "Date: Sat, \(10 + number) Jan 2026 10:00:00 +0000\r\nMessage-ID: <\(number)@x>\r\n\(references)"
                + "Subject: \(subject)\r\n\r\nBody \(number)\r\n").utf8)
    }

    /// Logs a new user in and fills the inbox with four messages, then does the rest off Swift's pool.
    private func inMailbox(_ body: @escaping @Sendable (WireClient) throws -> Void) async throws {
        let user = try await host.makeUser()
        let port = host.imapPort
        let result: Result<Void, any Error> = await Blocking.run {
            Result {
                let client = try WireClient(port: port)
                let login = try client.run(
                    .login(user: Text(bytes: Array(user.name.utf8)), password: Text(bytes: Array(user.password.utf8))))
                guard login.condition == .ok else { throw Refused(text: login.text) }
                try Self.fill(client)
                try body(client)
            }
        }
        try result.get()
    }

    /// One APPEND with every kind of message and of literal.
    private static func fill(_ client: WireClient) throws {
        let large = message(4, "Alone") + [UInt8](repeating: 0x78, count: 9_000) + Array("\r\n".utf8)
        let date = Timestamp(secondsSince1970: 1_768_000_000, zoneMinutes: 60)
        for (support, first) in [(CommandEncoder.LiteralSupport.synchronising, 1), (.plus, 3)] {
            client.encoder.literals = support
            let streamed = OutboundLiteral(id: 1, size: UInt64(large.count))
            let messages =
                first == 1
                ? [
                    AppendedMessage(.octets(message(1, "Question")), flags: [.seen, .flagged], date: date),
                    AppendedMessage(.octets(message(2, "Re: Question", answering: 1)), form: .binary),
                ]
                : [
                    AppendedMessage(.octets(message(3, "Re: Question", answering: 1)), flags: [Flag("$Own")]),
                    AppendedMessage(.streamed(streamed), date: date),
                ]
            let appended: WireClient.Reading = { response, _ in
                guard case .tagged(_, _, let text) = response, case .appendUID(_, let uids)? = text.code else {
                    return nil
                }
                return uids.wireForm
            }
            let outcome = try client.run(.append(.inbox, messages), appended, literal: { _ in large })
            #expect(outcome.condition == .ok && outcome.values == ["\(first):\(first + 1)"], "\(outcome.text)")
        }
    }

    /// The result of an ESEARCH, an untagged SEARCH or a THREAD, the rows of a FETCH, the name of anything else.
    private static func shown(_ response: Response, _ batch: ResponseBatch) -> String? {
        func wire(_ ranges: [ClosedRange<UInt32>]) -> String {
            ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }.joined(
                separator: ",")
        }
        switch response {
        case .tagged(_, _, let text), .untagged(_, let text):
            guard case .copyUID(_, let source, let target)? = text.code else { return nil }
            return "copied \(UIDSet(ranges: source).wireForm) to \(UIDSet(ranges: target).wireForm)"
        case .thread(let range):
            return batch.threads(range).map { "\($0.number)@\($0.depth)" }.joined(separator: " ")
        case .sort(let range, _), .search(let range, _):
            return batch.numbers(range).map { "\($0)" }.joined(separator: " ")
        case .extendedSearch(let search):
            var text = ["esearch"]
            if let all = search.all { text.append("all " + wire(all)) }
            if let count = search.count { text.append("count \(count)") }
            if let partial = search.partial {
                text.append("partial \(partial.lower):\(partial.upper) " + wire(partial.numbers))
            }
            for update in search.updates {
                text.append((update.isRemoval ? "remove " : "add ") + "\(update.position) " + wire(update.numbers))
            }
            return text.joined(separator: " ")
        case .fetch(let index):
            let row = batch.rows[index]
            var text = ["fetch \(row.uid?.rawValue ?? 0)"]
            if !row.preview.isAbsent { text.append("preview " + batch.string(row.preview)) }
            for size in batch.binarySizes(row) { text.append("size \(size.size.octets)") }
            for section in batch.sections(row) { text.append("\(section.kind) \(batch[section.data].count)") }
            if row.saveDate != nil { text.append("saved") }
            return text.joined(separator: " ")
        case .quota(let quota):
            let resources = batch.quotas(quota.resources).map { batch.string($0.resource) }
            return "quota \(batch.string(quota.root)) \(resources.joined(separator: " "))"
        case .quotaRoot(let mailbox, let roots): return "roots \(batch.string(mailbox)) \(batch.strings(roots))"
        case .accessList(_, let range):
            return "acl "
                + batch.parameters(range).map { "\(batch.string($0.name))=\(batch.string($0.value))" }.sorted().joined(
                    separator: " ")
        case .myRights(_, let rights): return "mine \(batch.string(rights).sorted().map(String.init).joined())"
        case .listRights(let rights):
            return "offered \(batch.string(rights.required))+\(batch.strings(rights.optional).count)"
        case .list(let listing): return "list \(batch.string(listing.name)) \(batch.strings(listing.childInfo))"
        case .status(let status):
            return "status \(batch.string(status.name)) \(status.messages ?? 0) \(status.size == nil ? "" : "size")"
        default: return nil
        }
    }

    @Test("every command of the extensions is understood")
    func understood() async throws {
        try await inMailbox { client in
            let sent = try #require(MailboxPath("Sent")), made = try #require(MailboxPath("Größe \"&\" 1"))
            let uids = UIDSet([UID(2), UID(3)].compactMap { $0 })
            let page = try #require(PartialRange(from: 1, to: 2))
            // Commands, what they answer with (`nil`: whatever), in order.
            let rows: [(IMAPCommand, [String]?)] = [
                (.id([("name", "rohrpost"), ("version", nil)]), nil), (.namespace, nil),
                (.enable(["CONDSTORE", "QRESYNC"]), nil),
                (
                    .list(
                        .init(
                            patterns: ["INBOX", "Sen%"], selection: ["SUBSCRIBED", "RECURSIVEMATCH"],
                            returning: ["CHILDREN", "SUBSCRIBED"])), nil
                ),
                (
                    .list(.init(patterns: ["INBOX"], returning: ["SPECIAL-USE"], status: [.messages, .size])),
                    ["list INBOX []", "status INBOX 4 size"]
                ),
                (.create(made, use: [Flag("\\Archive")]), []),
                (.status(made, [.messages, .size, .highestModSequence]), nil),
                (.select(.inbox, .init(condstore: true)), nil),
                (.thread(.init(.all), .references), ["1@0 2@1 3@1 4@0"]),
                (.thread(.init(.all), .refs), ["1@0 2@1 3@1 4@0"]),
                (.thread(.init(.subject("question")), .orderedSubject), ["1@0 2@1 3@1"]),
                (.sort(.init(.all), [.init(.displayFrom)]), ["1 2 4 3"]),
                (
                    .sort(.init(.all, returning: [.count, .partial(page)]), [.init(.arrival, reverse: true)]),
                    ["esearch count 4 partial 1:2 2:3"]
                ),
                (
                    .search(.init(.and([.younger(3_600), .not(.older(3_600)), .unseen]), returning: [.save, .all])),
                    ["esearch all 2:3"]
                ),
                (.search(.init(.savedResult, returning: [.count])), ["esearch count 2"]),
                (
                    .search(
                        .init(
                            .and([
                                .savedSince(try #require(CalendarDay(year: 2000, month: 1, day: 1))),
                                .keyword(Flag("$Own")),
                            ]))), ["3"]
                ),
                (
                    .fetch(
                        .uids(uids),
                        [
                            .uid, .lazyPreview, .preview, .saveDate, .binarySize(part: [1]),
                            .binary(part: [1], peek: true, window: nil),
                        ], .init()),
                    ["fetch 2 preview Body 2 size 8 binary 8 saved", "fetch 3 preview Body 3 size 8 binary 8 saved"]
                ),
                (.getQuotaRoot(.inbox), ["roots INBOX [\"User quota\"]", "quota User quota STORAGE"]),
                (.getQuota(root: "User quota"), ["quota User quota STORAGE"]),
                (.setACL(made, identifier: "berta", .init(.replace, [.lookup, .read, .keepSeen])), []),
                (.setACL(made, identifier: "berta", .init(.remove, [.keepSeen])), []),
                (.setACL(made, identifier: "berta", .init(.add, [.insert])), []),
                (.getACL(made), nil), (.listRights(made, identifier: "berta"), nil), (.myRights(made), nil),
                (.deleteACL(made, identifier: "berta"), []),
                (
                    .store(.uids(uids), .add, [.answered], .init(unchangedSince: ModSequence(1 << 40), silent: true)),
                    nil
                ),
                (.fetch(.uids(uids), [.flags], .init(changedSince: ModSequence(1), vanished: true)), nil),
                (.copy(.uids(uids), to: made), ["copied 2:3 to 1:2"]),
                (.move(.uids(uids), to: sent), ["copied 2:3 to 1:2"]), (.uidExpunge(uids), []),
                (.examine(sent, .init()), nil), (.unselect, []), (.notify(nil), []),
                (
                    .notify(
                        .init(
                            [
                                .init(.selected, messages: .init(items: [.uid, .flags], flagChanges: true)),
                                .init(.named([sent]), messages: .init(), events: [.names]),
                                .init(.subtree([.inbox]), messages: .init()),
                            ], status: true)), ["status INBOX 2 ", "status Sent 2 "]
                ),
                (.notify(nil), []), (.delete(made), []),
            ]
            for (command, answers) in rows {
                let outcome = try client.run(command, Self.shown)
                #expect(outcome.condition == .ok, "\(command): \(outcome.text)")
                if let answers { #expect(outcome.values.sorted() == answers.sorted(), "\(command)") }
            }
            // What Dovecot refuses, since it is not set up for it, it has understood all the same.
            for command: IMAPCommand in [
                .setQuota(root: "User quota", [.init(.storage, 5)]),
                .getMetadata(nil, .init(["/shared/comment"], maxSize: 10, depth: .children)),
                .setMetadata(.inbox, [.init("/private/comment", Array("x".utf8)), .init("/private/other", nil)]),
            ] {
                let outcome = try client.run(command, Self.shown)
                #expect(outcome.condition != .bad, "\(command): \(outcome.text)")
            }
        }
    }

    @Test("a search that is kept up to date tells what comes and what goes, until it is given up")
    func context() async throws {
        try await inMailbox { client in
            _ = try client.run(.select(.inbox, .init()))
            var tag: String?
            let search = try client.run(.search(.init(.flagged, returning: [.update, .all]))) { response, batch in
                if case .extendedSearch(let result) = response { tag = batch.string(result.tag) }
                return Self.shown(response, batch)
            }
            #expect(search.values == ["esearch all 1"])
            let three = UIDSet([UID(3)].compactMap { $0 })
            let updates = { (values: [String]) in values.filter { $0.hasPrefix("esearch") } }
            let added = try client.run(.store(.uids(three), .add, [.flagged], .init()), Self.shown)
            #expect(updates(added.values) == ["esearch add 0 3"])
            let removed = try client.run(.store(.uids(three), .remove, [.flagged], .init()), Self.shown)
            #expect(updates(removed.values) == ["esearch remove 0 3"])
            #expect(try client.run(.cancelUpdate([try #require(tag)])).condition == .ok)
            let silent = try client.run(.store(.uids(three), .add, [.flagged], .init()), Self.shown)
            #expect(updates(silent.values).isEmpty)
        }
    }

    @Test("what was said with its octets in windows lies there as it was")
    func appended() async throws {
        try await inMailbox { client in
            _ = try client.run(.examine(.inbox, .init()))
            let whole: [FetchItem] = [
                .uid, .size, .flags, .internalDate, .body(section: .init(), peek: true, window: nil),
            ]
            let outcome = try client.run(
                .fetch(.uids(UIDSet([UID(1), UID(2), UID(4)].compactMap { $0 })), whole, .init())
            ) { response, batch in
                guard case .fetch(let index) = response, let section = batch.sections(batch.rows[index]).first else {
                    return nil
                }
                let row = batch.rows[index]
                let flags = (batch.flags(row) ?? []).map(\.name).filter { $0 != "\\Recent" }.sorted()
                let end = batch.string(section.data).hasSuffix("\r\n")
                return
                    "\(row.uid?.rawValue ?? 0) \(batch[section.data].count == Int(row.size?.octets ?? 0)) \(end) \(flags) \((row.internalDate?.secondsSince1970 ?? 0) == 1_768_000_000)"
            }
            #expect(
                outcome.values == [
                    #"1 true true ["\\Flagged", "\\Seen"] true"#, "2 true true [] false", "4 true true [] true",
                ])
        }
    }
}
