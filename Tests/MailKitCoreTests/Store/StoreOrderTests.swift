import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// Orders that need no server, as lists have them.
@Suite("Orders of the store", .timeLimit(.minutes(2)))
struct StoreOrderTests {
    private static let keys: [StoreOrder.Key] = [.uid, .arrival, .date, .from, .to, .cc, .subject, .size, .flags]

    private static func message(
        _ uid: UInt32, date: Int64 = 0, from: String = "", to: String = "", cc: String = "", subject: String = "",
        size: UInt64 = 0, flags: Set<Flag> = [.seen]
    ) throws -> StoredMessage {
        func addresses(_ name: String) -> [Address] {
            name.isEmpty ? [] : [Address(displayName: name, localPart: "x", domain: "y")]
        }
        var header = StoredHeader()
        header.subject = subject
        (header.from, header.to, header.cc) = (addresses(from), addresses(to), addresses(cc))
        return StoredMessage(
            uid: try #require(UID(uid)), flags: StoredFlags(flags), date: date, arrival: Int64(uid),
            size: ByteSize(size), header: header)
    }

    /// A mailbox in an order.
    private static func order(
        _ messages: [StoredMessage], _ key: StoreOrder.Key, _ isReversed: Bool = false
    ) async throws -> [UInt32] {
        let bed = try await StoreBed()
        try await bed.store.writer.write(messages, to: bed.inbox)
        let page = try await bed.store.reader.page(
            0..<messages.count, of: bed.inbox, order: StoreOrder(key, isReversed: isReversed))
        return page.messages.map(\.uid.rawValue)
    }

    private static func messages() throws -> [StoredMessage] {
        [
            try message(1, date: 5, from: "B", to: "X", cc: "b", subject: "Re: zeta", size: 10, flags: []),
            try message(2, date: 4, from: "A", to: "Y", subject: "[team] alpha", size: 30, flags: [.seen, .flagged]),
            try message(3, date: 3, from: "C", to: "", cc: "A", subject: "AW: beta", size: 20),
            try message(4, date: -9, from: "a", to: "Z", cc: "C", subject: "Alpha", size: 30, flags: [.flagged]),
        ]
    }

    @Test(
        "Each order, and each from its other end",
        arguments: [
            (.uid, [4, 3, 2, 1], [1, 2, 3, 4]), (.arrival, [4, 3, 2, 1], [1, 2, 3, 4]),
            (.date, [1, 2, 3, 4], [4, 3, 2, 1]), (.from, [4, 2, 1, 3], [3, 1, 4, 2]),
            (.to, [3, 1, 2, 4], [4, 2, 1, 3]), (.cc, [2, 3, 1, 4], [4, 1, 3, 2]),
            (.subject, [4, 2, 3, 1], [1, 3, 4, 2]), (.size, [4, 2, 3, 1], [1, 3, 4, 2]),
            (.flags, [4, 2, 1, 3], [3, 1, 2, 4]),
        ] as [(StoreOrder.Key, [UInt32], [UInt32])])
    func orders(_ key: StoreOrder.Key, _ forward: [UInt32], _ backward: [UInt32]) async throws {
        #expect(try await Self.order(try Self.messages(), key) == forward)
        #expect(try await Self.order(try Self.messages(), key, true) == backward)
    }

    @Test(
        "Names stand as a German reader looks for them",
        arguments: [
            ["Anna", "Ärger", "Beate"], ["Aal", "Adler", "Ägypten"], ["Łódź", "Zoe", "Ω", "会議"],
            ["Muller", "Müllers"], ["mueller", "Müller"], ["Strasse", "Straßen"], ["", "1", "A", "[x]", "_"],
            ["a", "a b", "ab"], ["10", "9"], ["Cote", "Côtes", "coteses"], ["A", "a\u{308}b", "Äc"],
        ])
    func names(_ names: [String]) async throws {
        var generator = SeededGenerator(seed: 3)
        for key in [StoreOrder.Key.from, .to, .cc] {
            let shuffled = names.shuffled(using: &generator)
            let messages = try shuffled.enumerated().map { place, name in
                try Self.message(UInt32(place) + 1, from: name, to: name, cc: name)
            }
            for isReversed in [false, true] {
                let sorted = try await Self.order(messages, key, isReversed).map { shuffled[Int($0) - 1] }
                #expect(sorted == (isReversed ? names.reversed() : names), "\(key)")
            }
        }
    }

    @Test("What compares alike stands with the newest first, whichever end is looked from")
    func alike() async throws {
        let names = ["Ärger", "ARGER", "arger", "argER"]
        let messages = try names.enumerated().map { try Self.message(UInt32($0) + 1, from: $1, subject: "Re: \($1)") }
        for key in Self.keys where key != .uid && key != .arrival {
            for isReversed in [false, true] {
                #expect(try await Self.order(messages, key, isReversed) == [4, 3, 2, 1], "\(key)")
            }
        }
    }

    @Test("Any messages stand as a plain comparison of their fields has them")
    func model() async throws {
        var generator = SeededGenerator(seed: 11)
        let names = ["anna", "Anna", "bert", "Cäsar", "caesar", "", "zoë", "Zoe"]
        func name() -> String { names[generator.below(names.count)] }
        let flags: [Set<Flag>] = [[], [.seen], [.flagged], [.seen, .flagged]]
        let messages = try (1...UInt32(200)).map { uid in
            try Self.message(
                uid, date: Int64(generator.below(40)), from: name(), to: name(), cc: name(),
                subject: ["", "Re: ", "[x] "][generator.below(3)] + "q" + name(), size: UInt64(generator.below(9)),
                flags: flags[generator.below(flags.count)])
        }
        func folded(_ text: String?) -> String {
            (text ?? "").lowercased().replacing("ä", with: "a").replacing("ë", with: "e")
        }
        /// The lower one first.
        func rank(_ message: StoredMessage, _ key: StoreOrder.Key) -> (Int64, String) {
            let header = message.header
            return switch key {
            case .uid, .arrival: (-(message.arrival ?? 0), "")
            case .date: (-(message.date ?? 0), "")
            case .from: (0, folded(header?.from.first?.displayName))
            case .to: (0, folded(header?.to.first?.displayName))
            case .cc: (0, folded(header?.cc.first?.displayName))
            case .subject:
                (0, folded(header?.subject.replacing("Re: ", with: "").replacing("[x] ", with: "")))
            case .size: (-Int64(clamping: message.size?.octets ?? 0), "")
            case .flags:
                ((message.flags.set.contains(.flagged) ? 0 : 2) + (message.flags.set.contains(.seen) ? 1 : 0), "")
            }
        }
        for key in Self.keys {
            for isReversed in [false, true] {
                let expected = messages.sorted { one, other in
                    let (left, right) = (rank(one, key), rank(other, key))
                    if left == right { return one.uid > other.uid }
                    return isReversed ? left > right : left < right
                }
                #expect(try await Self.order(messages, key, isReversed) == expected.map(\.uid.rawValue), "\(key)")
            }
        }
    }

    @Test("What a person has chosen is an order")
    func chosen() {
        for order in ListOrder.all { #expect(StoreOrder(order).isReversed == order.isReversed) }
        #expect(StoreOrder(ListOrder(.fromto).among(sent: true)).key == .to)
        #expect(StoreOrder(ListOrder(.fromto).among(sent: false)).key == .from)
    }

    // MARK: imaptest

    private static let folder = "imaptest/src/tests"

    /// Those of a script's mailbox, numbered from 1 as UIDs. Groups with members have no place in the test: they stand by their first
    /// member, which is shown, and not by their name.
    private static func mails(_ script: String) throws -> [StoredMessage] {
        let decoder = HeaderDecoder(charsets: BuiltInCharsets())
        return try #require(Corpus.mails("\(folder)/\(script).mbox")).enumerated().compactMap { place, mail in
            let raw = RawHeader(parsing: mail.octets)
            if String(decoding: raw.first("To") ?? [], as: UTF8.self).contains(", ") { return nil }
            func addresses(_ field: String) -> [Address] {
                AddressListParser(charsets: BuiltInCharsets()).parse((raw.first(field) ?? [])[...])
            }
            var header = StoredHeader()
            header.subject = raw.first("Subject").map { decoder.decode($0[...]) } ?? ""
            (header.from, header.to) = (addresses("From"), addresses("To"))
            return StoredMessage(uid: try #require(UID(UInt32(place) + 1)), date: 0, header: header)
        }
    }

    /// The answers to SORT that a script wants, as far as they are by one field.
    private static func answers(_ script: String) throws -> [[UInt32]] {
        try #require(Corpus.bytes("\(folder)/\(script)").map { String(decoding: $0, as: UTF8.self) }).split(
            separator: "\n"
        ).filter { $0.hasPrefix("* sort") }
            .prefix(2).map { $0.split(separator: " ").compactMap { UInt32($0) } }
    }

    @Test(
        "Orders are those that imaptest wants", .enabled(if: Corpus.isPresent),
        arguments: [("sort-subject", .subject), ("sort-display-from", .from), ("sort-display-to", .to)]
            as [(String, StoreOrder.Key)])
    func imaptest(_ script: String, _ key: StoreOrder.Key) async throws {
        let messages = try Self.mails(script)
        let headers = Dictionary(messages.map { ($0.uid.rawValue, $0.header) }) { first, _ in first }
        func compared(_ uids: [UInt32]) -> [String] {
            uids.map { uid in
                let header = headers[uid] ?? nil
                return switch key {
                case .from: header?.from.first?.shortName ?? ""
                case .to: header?.to.first?.shortName ?? ""
                default: BaseSubject(header?.subject ?? "").text.uppercased()
                }
            }
        }
        let answers = try Self.answers(script)
        #expect(answers.count == 2 && messages.count >= 5)
        for (isReversed, all) in zip([false, true], answers) {
            let answer = all.filter { headers[$0] != nil }
            let sorted = try await Self.order(messages, key, isReversed)
            // Among equals a server has the oldest first.
            #expect(compared(sorted) == compared(answer))
            #expect(sorted.sorted() == answer.sorted())
        }
    }
}
