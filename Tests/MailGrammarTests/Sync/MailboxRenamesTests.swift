import TestSupport
import Testing

@testable import MailGrammar

@Suite("Sync: renamed mailboxes")
struct MailboxRenamesTests {
    private func traces(_ rows: [Row]) throws -> [MailboxTraces] {
        try rows.map { row in
            MailboxTraces(
                path: try #require(MailboxPath(row.name)), uidValidity: UIDValidity(row.validity),
                uidNext: UID(row.next),
                count: row.count, mailboxID: row.id)
        }
    }

    struct Row {
        let name: String
        let validity: UInt32
        let next: UInt32
        var count: UInt32?
        var id: String?

        init(_ name: String, _ validity: UInt32, _ next: UInt32, _ count: UInt32? = nil, id: String? = nil) {
            self.name = name
            self.validity = validity
            self.next = next
            self.count = count
            self.id = id
        }
    }

    struct Case: CustomTestStringConvertible {
        let name: String
        let known: [Row]
        let now: [Row]
        let renamed: [String]
        var new: [String] = []
        var gone: [String] = []
        var testDescription: String { name }
    }

    private static let cases: [Case] = [
        Case(name: "nothing changed", known: [Row("A", 7, 9)], now: [Row("A", 7, 12)], renamed: []),
        Case(name: "another name, more mail", known: [Row("A", 7, 9, 5)], now: [Row("B", 7, 12, 6)], renamed: ["A>B"]),
        Case(
            name: "UIDNEXT is lower than it was", known: [Row("A", 7, 9)], now: [Row("B", 7, 8)], renamed: [],
            new: ["B"],
            gone: ["A"]),
        Case(
            name: "more messages than UIDs were given out", known: [Row("A", 7, 9, 5)], now: [Row("B", 7, 10, 7)],
            renamed: [],
            new: ["B"], gone: ["A"]),
        Case(
            name: "two that it may have become", known: [Row("A", 7, 9)], now: [Row("B", 7, 9), Row("C", 7, 10)],
            renamed: [],
            new: ["B", "C"], gone: ["A"]),
        Case(
            name: "two that it may have been", known: [Row("A", 7, 9), Row("B", 7, 8)], now: [Row("C", 7, 9)],
            renamed: [],
            new: ["C"], gone: ["A", "B"]),
        Case(
            name: "two of which one fits both", known: [Row("A", 7, 9), Row("B", 7, 80)],
            now: [Row("C", 7, 9), Row("D", 7, 81)], renamed: [], new: ["C", "D"], gone: ["A", "B"]),
        Case(
            name: "one that stayed is no candidate", known: [Row("A", 7, 9), Row("B", 7, 9)],
            now: [Row("A", 7, 9), Row("C", 7, 9)],
            renamed: ["B>C"]),
        Case(
            name: "never a message in it", known: [Row("A", 7, 1)], now: [Row("B", 7, 1)], renamed: [], new: ["B"],
            gone: ["A"]),
        Case(
            name: "made anew under its name", known: [Row("A", 7, 9)], now: [Row("A", 8, 2)], renamed: [], new: ["A"],
            gone: ["A"]),
        Case(
            name: "renamed, and another made under its name", known: [Row("A", 7, 9)],
            now: [Row("A", 8, 2), Row("B", 7, 9)],
            renamed: ["A>B"], new: ["A"]),
        Case(
            name: "two that change names", known: [Row("A", 7, 9), Row("B", 8, 9)],
            now: [Row("A", 8, 9), Row("B", 7, 9)],
            renamed: ["A>B", "B>A"]),
        Case(
            name: "by MAILBOXID whatever else it says", known: [Row("A", 7, 9, id: "x")],
            now: [Row("B", 7, 3, id: "x")],
            renamed: ["A>B"]),
        Case(
            name: "another MAILBOXID is another mailbox", known: [Row("A", 7, 9, id: "x")],
            now: [Row("B", 7, 9, id: "y")],
            renamed: [], new: ["B"], gone: ["A"]),
        Case(
            name: "another MAILBOXID under the same name", known: [Row("A", 7, 9, id: "x")],
            now: [Row("A", 7, 9, id: "y")],
            renamed: [], new: ["A"], gone: ["A"]),
        Case(
            name: "a MAILBOXID given twice means nothing", known: [Row("A", 7, 9, id: "x")],
            now: [Row("B", 7, 9, id: "x"), Row("C", 7, 9, id: "x")], renamed: [], new: ["B", "C"], gone: ["A"]),
        Case(
            name: "names that swap by MAILBOXID", known: [Row("A", 7, 9, id: "x"), Row("B", 7, 9, id: "y")],
            now: [Row("B", 7, 9, id: "x"), Row("A", 7, 9, id: "y")], renamed: ["A>B", "B>A"]),
    ]

    @Test("only what is the same for sure is called renamed", arguments: cases)
    func found(_ one: Case) throws {
        let found = MailboxRenames(known: try traces(one.known), now: try traces(one.now))
        #expect(found.renamed.map { "\($0.old.name)>\($0.new.name)" }.sorted() == one.renamed)
        #expect(found.new.map(\.name).sorted() == one.new)
        #expect(found.gone.map(\.name).sorted() == one.gone)
    }

    @Test(
        "of mailboxes that come, go, grow and change names, none is taken for another",
        arguments: 1...20 as ClosedRange<UInt64>)
    func neverAnother(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            // Which one it is stands in the name.
            var serial = 0
            func make(_ validity: UInt32) -> Row {
                serial += 1
                return Row("a\(serial)", validity, UInt32(1 + random.below(30)), UInt32(random.below(10)))
            }
            let hasIDs = random.below(3) == 0
            let known = (0..<random.below(8)).map { _ in make(UInt32(1 + random.below(3))) }
            var now: [Row] = []
            for row in known where random.below(4) > 0 {
                let more = UInt32(random.below(6))
                let name = random.below(2) == 0 ? row.name : "b" + row.name.dropFirst()
                now.append(
                    Row(name, row.validity, row.next + more, UInt32(random.below(Int((row.count ?? 0) + more) + 1))))
            }
            // A mailbox that is made later has a UIDVALIDITY of its own.
            for _ in 0..<random.below(3) { now.append(make(UInt32(10 + random.below(3)))) }
            func withID(_ row: Row) -> Row {
                Row(row.name, row.validity, row.next, row.count, id: hasIDs ? "id" + row.name.dropFirst() : nil)
            }
            let found = MailboxRenames(known: try traces(known.map(withID)), now: try traces(now.map(withID)))
            for rename in found.renamed {
                #expect(rename.old.name.dropFirst() == rename.new.name.dropFirst(), "seed \(seed)")
            }
            let old = Set(found.renamed.map(\.old)).count
            #expect(old == found.renamed.count && Set(found.renamed.map(\.new)).count == old, "seed \(seed)")
            if hasIDs {
                let moved = now.filter { $0.name.hasPrefix("b") }.count
                #expect(found.renamed.count == moved, "seed \(seed)")
            }
        }
    }
}
