import TestSupport
import Testing

@testable import MailGrammar

/// imaptest's mailboxes with the threads that a server must give, jwz's messages, a THREAD response of Dovecot.
@Suite("Threads of others", .enabled(if: Corpus.isPresent))
struct ThreadCorpusTests {
    static let folder = "imaptest/src/tests"

    struct Mail {
        let header: RawHeader
        let arrival: Int64

        var subject: String {
            header.first("Subject").map { HeaderDecoder(charsets: BuiltInCharsets()).decode($0[...]) } ?? ""
        }

        func message(_ key: UInt64) -> ThreadMessage {
            func field(_ name: String) -> ArraySlice<UInt8> { (header.first(name) ?? [])[...] }
            let date = DateParser.parse(field("Date"))?.secondsSince1970 ?? arrival
            return ThreadHasher(secret: 3, 4).message(
                key: key, messageID: field("Message-ID"), references: field("References"),
                inReplyTo: field("In-Reply-To"),
                subject: subject, date: date, takesForeign: false)
        }
    }

    /// The messages of a file in mbox form.
    static func mailbox(_ path: String) throws -> [Mail] {
        try #require(Corpus.mails(path)).map { mail in
            let date = mail.separator.split(separator: ASCII.space, maxSplits: 2).last ?? []
            return Mail(
                header: RawHeader(parsing: mail.octets), arrival: DateParser.parse(date)?.secondsSince1970 ?? 0)
        }
    }

    /// The answers of a script that begin with a word, in order.
    static func answers(_ script: String, _ word: String) throws -> [String] {
        try #require(Corpus.text("\(folder)/\(script)")).split(separator: "\n").map(String.init)
            .filter { $0.lowercased().hasPrefix("* \(word)") }
    }

    /// The nodes of a THREAD response.
    static func nodes(_ line: String) throws -> [ThreadNode] {
        var batch = ResponseBatch()
        let response = try Array((line + "\r\n").utf8).withUnsafeBytes { try ResponseParser().parse($0, into: &batch) }
        guard case .thread(let range) = response else {
            Issue.record("no threads: \(line)")
            return []
        }
        return Array(batch.threads(range))
    }

    @Test(arguments: [
        ("thread", ThreadRules.standard), ("thread3", .standard), ("thread6", .standard),
        ("thread-orderedsubject", ThreadsTests.subjects),
    ]) func `threads are those that imaptest wants`(script: String, rules: ThreadRules) throws {
        let mails = try Self.mailbox("\(Self.folder)/\(script).mbox")
        let answers = try Self.answers(script, "thread")
        var messages = mails.enumerated().map { $1.message(UInt64($0 + 1)) }
        #expect(!answers.isEmpty)
        for answer in answers {
            let threads = Threads.of(messages, rules)
            #expect(threads.forest.nodes == (try Self.nodes(answer)), "\(answer)")
            #expect(TextbookThreads(messages, rules: rules).text == threads.forest.text)
            // What the scripts do between two answers: they expunge the first message.
            messages.removeFirst()
            for index in messages.indices { messages[index].key = UInt64(index + 1) }
        }
    }

    @Test func `jwz's messages become the threads that a textbook makes of them`() throws {
        let files = try Corpus.files(under: "libetpan/unittest/mime-parser/data/input/mbox/jwz")
            .map { try #require(Corpus.bytes($0)) }
        // Of the messages that lie in others, too.
        let headers = files.flatMap { $0.split(separator: [ASCII.lf, ASCII.lf]) }.map { RawHeader(parsing: Array($0)) }
            .filter { $0.first("Message-ID") != nil }
        let messages = headers.enumerated().map {
            Mail(header: $1, arrival: 0).message(UInt64($0 + 1))
        }
        #expect(messages.count > 50 && messages.contains { $0.references.count > 2 })
        for rules in ThreadsModelTests.rules {
            let threads = Threads.of(messages, rules)
            let textbook = TextbookThreads(messages, rules: rules)
            #expect(threads.forest.text == textbook.text && threads.forest.problem == nil)
        }
        let replies = Threads.of(messages, .conversations).forest.threads.count { $0.rows.count > 1 }
        print("jwz: \(messages.count) messages, \(replies) threads of several")
        #expect(replies > 0)
    }

    @Test func `messages made for Dovecot's threads become the same threads`() throws {
        let recorded = "mailkit/UnitTests/Net/Imap/Resources/dovecot/thread-references.txt"
        let line = try #require(Corpus.text(recorded)?.split(separator: "\n").first).filter { $0 != "\r" }
        let nodes = try Self.nodes(String(line))
        // Each message refers to the one that is above it in the response.
        let messages = nodes.filter { $0.number > 0 }.map { node in
            let above = node.parent < 0 ? [] : [ThreadHash(rawValue: UInt64(nodes[Int(node.parent)].number) + 100)]
            return ThreadMessage(
                key: UInt64(node.number), id: ThreadHash(rawValue: UInt64(node.number) + 100), references: above,
                date: Int64(node.number))
        }
        #expect(messages.count == 7)
        #expect(Threads.of(messages, .standard).forest.nodes == nodes)
    }
}
