import TestSupport
import Testing

@testable import MailGrammar

/// What REFERENCES and ORDEREDSUBJECT make of messages, rule by rule. Source: RFC 5256, section 3.
@Suite("Threads of messages")
struct ThreadsTests {
    /// `2 b <a b "Re: x" @5`: key, identifier or `-`, references, subject, date; the key's where there is none.
    static func messages(_ lines: String) -> [ThreadMessage] {
        let hasher = ThreadHasher(secret: 1, 2)
        return lines.split(separator: "\n").map { line in
            let quoted = line.split(separator: "\"", omittingEmptySubsequences: false)
            let words = quoted[0].split(separator: " ")
            let key = UInt64(words[0]) ?? 0
            let base = BaseSubject(quoted.count > 1 ? String(quoted[1]) : "")
            let date = (quoted.count > 2 ? quoted[2] : quoted[0]).split(separator: "@").last { !$0.contains("<") }
            func hash(_ word: Substring) -> ThreadHash { hasher.identifier(Array(word.utf8)[...]) }
            return ThreadMessage(
                key: key, id: words.count > 1 && words[1] != "-" ? hash(words[1]) : .none,
                references: words.dropFirst(2).filter { !$0.hasPrefix("@") }.map { hash($0.drop { $0 == "<" }) },
                subject: hasher.subject(base), isReply: base.isReply,
                date: date.flatMap { Int64($0.drop { $0 == " " }) } ?? Int64(key))
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let lines: String
        let threads: String
        var rules = ThreadRules.standard

        init(_ name: String, _ lines: String, _ threads: String, rules: ThreadRules = .standard) {
            self.name = name
            self.lines = lines
            self.threads = threads
            self.rules = rules
        }

        var testDescription: String { name }
    }

    static let replies = ThreadRules(
        algorithm: .references, joining: .replies, order: ThreadOrder(.begin), joinsCopies: false)
    static let copies = ThreadRules(
        algorithm: .references, joining: .all, order: ThreadOrder(.begin), joinsCopies: true)
    static let refs = ThreadRules(algorithm: .refs, joining: .all, order: ThreadOrder(.begin), joinsCopies: false)
    static let subjects = ThreadRules(
        algorithm: .orderedSubject, joining: .all, order: ThreadOrder(.begin), joinsCopies: false)

    static let cases = [
        Case("nothing", "", ""),
        Case("messages without anything", "1 -\n2 -", "1,2"),
        Case("an answer", "1 a\n2 b <a", "1(2)"),
        Case("an answer that came before what it answers", "1 b <a @5\n2 a @3", "2(1)"),
        Case("siblings stand by date", "1 a\n2 b <a @9\n3 c <a @8\n4 d <a @8", "1(3,4,2)"),
        Case("References name the whole way", "1 a\n2 d <a <b <c\n3 c <a <b", "1(3(2))"),
        Case("a missing message with one child goes", "1 b <a", "1"),
        Case("a missing message with several stays", "1 b <a\n2 c <a", "-(1,2)"),
        Case("a missing message inside a thread goes", "1 a\n2 c <a <b\n3 d <a <b", "1(2,3)"),
        Case("missing ones above missing ones", "1 d <a <b <c\n2 e <a <x", "-(1,2)"),
        Case("a reference to itself", "1 a <a\n2 b <b <a", "1(2)"),
        Case("its own identifier last among its references", "1 a\n2 b <a <b", "1(2)"),
        Case("an identifier twice among the references", "1 a\n2 b <a <a", "1(2)"),
        Case("two messages that answer one another", "1 a <b\n2 b <a", "2(1)"),
        Case("a loop of three", "1 a <c\n2 b <a\n3 c <b", "3(1(2))"),
        Case(
            "a truncated References field is put right by the message itself", "1 c <a\n2 x <a <b <c\n3 b <a\n4 a",
            "4(1(2),3)"),
        Case("the message's own fields win over those of others", "1 x <a <c\n2 c <b\n3 a\n4 b", "3,4(2(1))"),
        Case("one without references is taken from under others", "1 x <a <c\n2 c\n3 a", "2(1),3"),
        Case("an identifier that two messages have", "1 a\n2 a\n3 b <a", "1(3),2"),
        Case("the second of two with one identifier may answer the first", "1 a\n2 a <a", "1(2)"),
        Case("a reply joins by its subject", "1 a \"Plan\"\n2 b \"Re: plan\"", "1(2)"),
        Case("a reply joins what was written later, too", "1 b \"Re: Plan\"\n2 a \"Plan\"", "2(1)"),
        Case("two of one subject, neither a reply", "1 a \"Plan\"\n2 b \"Plan\"", "-(1,2)"),
        Case("a third one joins the two", "1 a \"Plan\"\n2 b \"Plan\"\n3 c \"Re: Plan\"", "-(1,2,3)"),
        Case("a reply before the second", "1 a \"Plan\"\n2 b \"Re: Plan\"\n3 c \"Plan\"", "-(1(2),3)"),
        Case("two replies without what they answer", "1 a \"Re: Plan\"\n2 b \"Re: Plan\"", "-(1,2)"),
        Case("messages without a subject stay apart", "1 a \"\"\n2 b \"Re: \"", "1,2"),
        Case(
            "a thread whose first message is missing takes others in",
            "1 b <a \"Re: Plan\"\n2 c <a \"Re: Plan\"\n3 d \"Plan\"", "-(1,2,3)"),
        Case(
            "two threads whose first messages are missing become one",
            "1 b <a \"Re: x\"\n2 c <a \"Re: x\"\n3 d <e \"Re: x\"\n4 f <e \"Re: x\"", "-(1,2,3,4)"),
        Case("whole threads join", "1 a \"x\"\n2 b <a \"Re: x\"\n3 c \"Re: x\"\n4 d <c \"Re: x\"", "1(2,3(4))"),
        Case("another subject below does not count", "1 a \"x\"\n2 b <a \"y\"\n3 c \"Re: y\"", "1(2),3"),
        Case("threads stand by their first message", "1 a @5\n2 b @3\n3 c <b @9", "2(3),1"),
        Case("a missing first message counts by its first child", "1 b <a @7\n2 c <a @4\n3 d @5", "-(2,1),3"),
        Case("REFS does not look at subjects", "1 a \"x\"\n2 b \"Re: x\"", "1,2", rules: refs),
        Case("only replies join", "1 a \"x\"\n2 b \"x\"\n3 c \"Re: x\"", "1(3),2", rules: replies),
        Case("replies join without what they answer", "1 a \"Re: x\"\n2 b \"Re: x\"", "-(1,2)", rules: replies),
        Case(
            "what is no reply stays outside of a headless thread", "1 b <a \"Re: x\"\n2 c <a \"Re: x\"\n3 d \"x\"",
            "-(1,2),3", rules: replies),
        Case("a copy stands once", "1 a @5\n2 a @5\n3 b <a @6", "1(3)", rules: copies),
        Case("another message with its identifier is no copy", "1 a @5\n2 a @6", "1,2", rules: copies),
        Case(
            "ORDEREDSUBJECT: all below the first", "1 - \"x\" @4\n2 - \"Re: x\" @2\n3 - \"y\" @3\n4 - \"x\" @9",
            "2(1,4),3", rules: subjects),
        Case(
            "ORDEREDSUBJECT: those without a subject are one thread", "1 -\n2 -\n3 a <b \"x\"", "1(2),3",
            rules: subjects),
    ]

    @Test(arguments: cases) func `a rule`(_ test: Case) {
        let messages = Self.messages(test.lines)
        let threads = Threads.of(messages, test.rules)
        #expect(threads.forest.text == test.threads)
        #expect(threads.forest.problem == nil)
        #expect(TextbookThreads(messages, rules: test.rules).text == test.threads)
    }

    @Test func `the order in which messages come makes no difference`() {
        for test in Self.cases {
            let messages = Self.messages(test.lines)
            var generator = SeededGenerator(seed: 5)
            for _ in 0..<10 {
                let threads = Threads.of(messages.shuffled(using: &generator), test.rules)
                #expect(threads.forest.text == test.threads, "\(test.name)")
            }
        }
    }

    @Test(arguments: [
        (ThreadOrder(.begin), "1(4),2,3"), (ThreadOrder(.begin, isReversed: true), "3,2,1(4)"),
        (ThreadOrder(.latest), "2,3,1(4)"), (ThreadOrder(.latest, isReversed: true), "1(4),3,2"),
    ]) func `threads in an order`(order: ThreadOrder, expected: String) {
        let rules = ThreadRules(algorithm: .references, joining: .all, order: order, joinsCopies: false)
        #expect(Threads.of(Self.messages("1 a\n2 b\n3 c\n4 d <a"), rules).forest.text == expected)
    }

    @Test func `copies are known at the row where they stand`() {
        var threads = Threads.of(Self.messages("1 a @5\n2 a @5\n3 a @6\n7 a @5"), Self.copies)
        #expect(threads.forest.rows.map(\.key) == [1, 3])
        #expect(threads.places(of: 1) == [1, 2, 7] && threads.places(of: 7) == [1, 2, 7])
        #expect(threads.places(of: 3) == [3] && threads.places(of: 4).isEmpty)
        threads.remove(1)
        let changes = threads.update()
        #expect(!changes.isEmpty && threads.forest.rows.map(\.key) == [2, 3])
        #expect(threads.places(of: 7) == [2, 7])
    }

    @Test func `a message with the same key takes the place of the old one`() {
        var threads = Threads.of(Self.messages("1 a\n2 b <a\n3 c"), .standard)
        for message in Self.messages("2 b <c") { threads.insert(message) }
        #expect(threads.count == 3)
        _ = threads.update()
        #expect(threads.forest.text == "1,3(2)")
    }

    @Test func `nothing to take up is nothing to tell`() {
        var threads = Threads.of(Self.messages("1 a"), .standard)
        let first = threads.update()
        let isRemoved = threads.remove(9)
        let second = threads.update()
        #expect(first.isEmpty && !isRemoved && second.isEmpty)
    }

    @Test func `a row tells its thread, and a key its row`() {
        let forest = Threads.of(Self.messages("1 a\n2 b <a\n3 c"), .standard).forest
        #expect((0..<4).map(forest.thread(ofRow:)) == [0, 0, 1, nil])
        #expect(forest.row(of: 3) == 2 && forest.row(of: 4) == nil)
    }

    @Test func `of too many references the first and the last are taken`() {
        let names = (0..<400).map { "m\($0)" }
        let lines = "1 m0\n2 m399\n3 m100\n4 z " + names.map { "<" + $0 }.joined(separator: " ")
        #expect(Threads.of(Self.messages(lines), .standard).forest.text == "1(2(4)),3")
    }
}
