import TestSupport
import Testing

@testable import MailGrammar

/// Orders that need no server.
@Suite("Sort keys")
struct SortKeyTests {
    private static func order(_ rows: [SortRow], _ order: SortOrder) -> [UInt32] {
        var table = SortTable()
        for row in rows { table.append(order.key(row)) }
        return table.sorted()
    }

    private static func sorted(_ texts: [String], isReversed: Bool = false) -> [String] {
        order(texts.map { SortRow(from: $0) }, SortOrder(.from, isReversed: isReversed)).map { texts[Int($0)] }
    }

    @Test(arguments: [
        ["Anna", "Ärger", "Beate"], ["Aal", "Adler", "Ägypten"], ["Łódź", "Zoe", "Ω", "会議"],
        ["Muller", "Müllers"], ["mueller", "Müller"], ["Strasse", "Straßen"], ["", "1", "A", "[x]", "_"],
        ["a", "a b", "ab"], ["10", "9"], ["Cote", "Côtes", "coteses"], ["A", "a\u{308}b", "Äc"],
    ]) func `names stand as a German reader looks for them`(names: [String]) {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<10 { #expect(Self.sorted(names.shuffled(using: &generator)) == names) }
        #expect(Self.sorted(names, isReversed: true) == names.reversed())
    }

    @Test func `letters that differ in case or accents alone are the same, and the newest comes first`() {
        let rows = [
            SortRow(arrival: 1, from: "Ärger"), SortRow(arrival: 3, from: "ARGER"), SortRow(arrival: 2, from: "arger"),
            SortRow(arrival: 3, from: "argER"),
        ]
        #expect(Self.order(rows, SortOrder(.from)) == [1, 3, 2, 0])
        #expect(Self.order(rows, SortOrder(.from, isReversed: true)) == [1, 3, 2, 0])
    }

    static let rows = [
        SortRow(date: 5, arrival: 1, from: "B", to: "X", subject: "Re: zeta", size: 10, isUnread: true),
        SortRow(date: 4, arrival: 2, from: "A", to: "Y", subject: "[team] alpha", size: 30, isStarred: true),
        SortRow(date: 3, arrival: 3, from: "C", to: "", subject: "AW: beta", size: 20),
        SortRow(date: -9, arrival: 4, from: "a", to: "Z", subject: "Alpha", size: 30, isUnread: true, isStarred: true),
    ]

    @Test(
        arguments: [
            (.arrival, [3, 2, 1, 0]), (.date, [0, 1, 2, 3]), (.from, [3, 1, 0, 2]), (.to, [2, 0, 1, 3]),
            (.subject, [3, 1, 2, 0]), (.size, [3, 1, 2, 0]), (.flags, [3, 0, 1, 2]), (.cc, [3, 2, 1, 0]),
        ] as [(SortOrder.Field, [UInt32])]) func `an order`(field: SortOrder.Field, expected: [UInt32])
    {
        #expect(Self.order(Self.rows, SortOrder(field)) == expected)
    }

    @Test(
        arguments: [
            (.arrival, [0, 1, 2, 3]), (.date, [3, 2, 1, 0]), (.from, [2, 0, 3, 1]), (.to, [3, 1, 0, 2]),
            (.subject, [0, 2, 3, 1]), (.size, [0, 2, 3, 1]), (.flags, [2, 1, 0, 3]), (.cc, [3, 2, 1, 0]),
        ] as [(SortOrder.Field, [UInt32])]) func `an order from its other end`(
            field: SortOrder.Field, expected: [UInt32]
        )
    {
        #expect(Self.order(Self.rows, SortOrder(field, isReversed: true)) == expected)
    }

    @Test func `what a person has chosen is an order`() {
        for order in ListOrder.all { #expect(SortOrder(order).isReversed == order.isReversed) }
        #expect(SortOrder(ListOrder(.fromto), sent: true).field == .to && SortOrder(ListOrder(.fromto)).field == .from)
        #expect(SortOrder(.subject).decider == .first && SortOrder(.flags).decider == .foremost)
    }

    @Test func `keys compare as their octets do, whatever they hold`() {
        var generator = SeededGenerator(seed: 9)
        let letters = ["a", "B", "ä", "\u{0}", "z", " ", "\u{10FFFF}", "ß", "é"]
        for isReversed in [false, true] {
            var keys: [SortKey] = []
            var table = SortTable()
            for _ in 0..<500 {
                var key = SortKey()
                key.add(
                    (0..<generator.below(12)).map { _ in letters[generator.below(letters.count)] }.joined(),
                    isReversed: isReversed)
                key.add(Int64(generator.below(5)) - 2, isReversed: !isReversed)
                keys.append(key)
                table.append(key)
            }
            let expected = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
            #expect(table.sorted() == expected.map { UInt32($0) })
            #expect(table.ranks().enumerated().allSatisfy { expected[Int($1)] == $0 })
        }
    }

    @Test func `numbers stand in order, the negative ones first`() {
        let numbers: [Int64] = [.min, -256, -1, 0, 1, 255, 256, .max]
        let keys = numbers.map { number in
            var key = SortKey()
            key.add(number)
            return key
        }
        #expect(keys == keys.sorted() && Set(keys).count == numbers.count)
    }

    @Test func `of a long text so much counts`() {
        var key = SortKey()
        key.add(String(repeating: "ä", count: 1_000_000))
        #expect(key.octets.count == SortKey.textLimit + 1)
    }

    @Test(arguments: [
        (#"(("Foo Bar" NIL "a" "b.c"))"#, "Foo Bar"), (#"((NIL NIL "b" "c.d"))"#, "b"),
        (#"(("=?utf-8?q?J=C3=BCrgen?=" NIL "a" "b"))"#, "Jürgen"), ("NIL", ""),
        (#"((NIL NIL "d" NIL)(NIL NIL NIL NIL))"#, "d"),
        (#"((NIL NIL "Team" NIL)(NIL NIL "x" "y")(NIL NIL NIL NIL))"#, "Team"),
    ]) func `an address of an ENVELOPE is sorted by its name`(addresses: String, name: String) throws {
        let line = "* 1 FETCH (UID 1 ENVELOPE (NIL NIL NIL NIL NIL \(addresses) NIL NIL NIL NIL))\r\n"
        var batch = ResponseBatch()
        _ = try Array(line.utf8).withUnsafeBytes { try ResponseParser().parse($0, into: &batch) }
        let envelope = try #require(batch.envelopes.first)
        #expect(batch.sortName(envelope.to, headers: HeaderDecoder(charsets: BuiltInCharsets())) == name)
    }
}
