import MailGrammar
import Synchronization
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Rows from the store", .timeLimit(.minutes(2))) @NetActor
struct StoredRowSourceTests {
    typealias Found = StoreReader.Found

    /// A source over a store with INBOX and Sent, with its events on record.
    @NetActor
    private final class Stage {
        let bed: StoreBed
        let sent: MailboxID
        var log: [String] = []
        /// Readings that wait for a word.
        let gate = Gate()
        var isHeld = false
        var seen: Set<UID> = []
        private(set) lazy var source = makeSource()

        private func makeSource() -> StoredRowSource {
            let (reader, gate, isHeld) = (bed.store.reader, gate, isHeld)
            let content: StoredRowSource.Content = { some async throws(StoreError) in
                if isHeld { await gate.wait() }
                return try await reader.rows(some)
            }
            return StoredRowSource(
                content: content,
                id: { [inbox = bed.inbox, sent] found in
                    guard let validity = UIDValidity(7) else { return nil }
                    // The program's numbers are others than the store's.
                    let mailbox: UInt32? = found.mailbox == inbox ? 41 : found.mailbox == sent ? 42 : nil
                    return mailbox.map {
                        MessageID(
                            account: AccountID("a"), mailbox: MailboxID($0), uidValidity: validity, uid: found.uid)
                    }
                }, own: MailboxID(41),
                overlay: { [unowned self] row in
                    var row = row
                    if seen.contains(row.id.uid) { row.flags.insert(.seen) }
                    return row
                }
            ) { [unowned self] event in log.append(event.stored) }
        }

        init(isHeld: Bool = false) async throws {
            bed = try await StoreBed()
            let boxes = [StoredSample.mailbox("INBOX"), StoredSample.mailbox("Sent")]
            sent = try #require(try await bed.store.writer.setMailboxes(boxes, isComplete: true).last)
            self.isHeld = isHeld
            for (mailbox, uids) in [(bed.inbox, 1...200), (sent, 1...5)] as [(MailboxID, ClosedRange<UInt32>)] {
                try await bed.store.writer.write(uids.compactMap { UID($0).map(Self.message) }, to: mailbox)
            }
        }

        static func message(_ uid: UID) -> StoredMessage {
            var header = StoredHeader()
            header.subject = "s\(uid.rawValue)"
            return StoredMessage(uid: uid, flags: .none, date: 5, arrival: 5, header: header)
        }

        func found(_ uids: [UInt32]) -> [Found] {
            uids.compactMap { uid in UID(uid).map { Found(mailbox: bed.inbox, uid: $0) } }
        }

        /// What was told, once all questions to the store are answered.
        func take() async -> [String] {
            while source.readings > 0 { await Task.yield() }
            defer { log = [] }
            return log
        }
    }

    @Test("a list is told once, then its differences; rows come in its order, from several mailboxes")
    func rows() async throws {
        let stage = try await Stage()
        let sent = Found(mailbox: stage.sent, uid: try uid(3))
        stage.source.show(stage.found([3, 1, 2]) + [sent])
        #expect(await stage.take() == ["reset 4"])
        stage.source.load(1..<99)
        #expect(await stage.take() == ["rows 1: 41/s1 41/s2 42/s3"])
        stage.source.show(stage.found([9, 1, 3]) + [sent])
        #expect(await stage.take() == ["inserted 1 at 0", "moved 1 from 2 to 1", "removed 3"])
        #expect(stage.source.place(of: sent) == 3)
        #expect(stage.source.place(of: Found(mailbox: stage.sent, uid: try uid(9))) == nil)
        let validity = try #require(UIDValidity(7))
        let program = MessageID(
            account: AccountID("a"), mailbox: MailboxID(42), uidValidity: validity, uid: try uid(3))
        #expect(stage.source.place(of: program) == 3)
        stage.source.show(stage.found(Array(100...200)))
        stage.source.show(stage.found((100...200).reversed()))
        #expect(await stage.take().last == "reset 101")
    }

    @Test("an answer that comes after the list has changed stands where its messages stand by then")
    func staleAnswers() async throws {
        let stage = try await Stage(isHeld: true)
        stage.source.show(stage.found([1, 2, 3, 4]))
        stage.source.load(0..<3)
        stage.source.show(stage.found([9, 3, 4, 1]))
        stage.log = []
        stage.gate.open()
        #expect(await stage.take() == ["rows 1: 41/s3", "rows 3: 41/s1"])
    }

    @Test("messages that have gone from the store are left out")
    func gone() async throws {
        let stage = try await Stage()
        stage.source.show(stage.found([1, 2, 3]))
        try await stage.bed.store.writer.remove(UIDSet(try uid(2)), from: stage.bed.inbox)
        stage.source.load(0..<3)
        #expect(await stage.take() == ["reset 3", "rows 0: 41/s1", "rows 2: 41/s3"])
    }

    @Test("flags are told of rows that were asked for, those of another mailbox as rows")
    func flags() async throws {
        let stage = try await Stage()
        let sent = Found(mailbox: stage.sent, uid: try uid(1))
        stage.source.show(stage.found([1, 2]) + [sent])
        stage.source.load(0..<1)
        stage.source.load(2..<3)
        _ = await stage.take()
        stage.source.flagsChanged(stage.found([1])[0], [.seen])
        stage.source.flagsChanged(stage.found([1])[0], [.seen])
        stage.source.flagsChanged(stage.found([2])[0], [.seen])
        stage.source.flagsChanged(sent, [.flagged])
        #expect(await stage.take() == ["flags 1 [\"\\\\Seen\"]", "rows 2: 42/s1+\\Flagged"])
        // The store has not got them yet, and rows that come have them all the same.
        stage.source.load(0..<3)
        #expect(await stage.take() == ["rows 0: 41/s1+\\Seen 41/s2+\\Seen 42/s1+\\Flagged"])
    }

    @Test("what a commit has changed is told of the rows at hand, under what is laid over them")
    func refresh() async throws {
        let stage = try await Stage()
        stage.seen = [try uid(2)]
        stage.source.show(stage.found([1, 2, 3]))
        stage.source.load(0..<3)
        #expect(await stage.take() == ["reset 3", "rows 0: 41/s1 41/s2+\\Seen 41/s3"])
        let flagged = StoredFlags([.flagged])
        try await stage.bed.store.writer.setFlags([(uid: try uid(3), flags: flagged)], in: stage.bed.inbox)
        stage.source.refresh()
        #expect(await stage.take() == ["rows 2: 41/s3+\\Flagged"])
        stage.source.refresh()
        #expect(await stage.take() == [])
    }

    @Test("a store that cannot be read fails the rows that were asked for")
    func closed() async throws {
        let stage = try await Stage()
        stage.source.show(stage.found([1]))
        await stage.bed.store.close()
        stage.source.load(0..<1)
        #expect(await stage.take() == ["reset 1", "failed"])
    }
}

extension RowSourceEvent {
    /// Rows with the program's mailbox and their flags: `rows 2: 42/s1+\Flagged`.
    fileprivate var stored: String {
        guard case .rows(let start, let rows) = self else { return short }
        let texts = rows.map { row in
            "\(row.id.mailbox.rawValue)/\(row.subject)" + row.flags.map { "+" + $0.name }.sorted().joined()
        }
        return "rows \(start): " + texts.joined(separator: " ")
    }
}
