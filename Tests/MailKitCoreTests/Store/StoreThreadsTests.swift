import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Lists that the store makes", .timeLimit(.minutes(2)))
struct StoreThreadsTests {
    private let hasher = ThreadHasher(secret: 1, 2)

    /// A store with INBOX and Sent.
    private struct Bed {
        let folder: TemporaryFolder
        let store: Store
        let inbox: MailboxID
        let sent: MailboxID

        init() async throws {
            folder = try TemporaryFolder()
            store = try await Store.open(folder: "\(folder.path)/cache", name: "x").store
            let boxes = [StoredSample.mailbox("INBOX"), StoredSample.mailbox("Sent")]
            let ids = try await store.writer.setMailboxes(boxes, isComplete: true)
            (inbox, sent) = (try #require(ids.first), try #require(ids.last))
        }

        /// `7 answers 3 Re: Plan`: of Message-ID `7`, a minute later than that before.
        func write(
            _ uid: UInt32, _ id: String, answers: [String] = [], _ subject: String, sent isSent: Bool = false,
            flags: Set<Flag> = [.seen], at: Int64? = nil
        ) async throws {
            var header = StoredHeader()
            header.subject = subject
            header.messageID = "\(id)@a"
            header.references = answers.map { "\($0)@a" }
            header.from = [Address(displayName: id == "x" ? "Zoe" : "Anna", localPart: "f", domain: "a")]
            header.to = [Address(displayName: id == "x" ? "Anna" : "Zoe", localPart: "t", domain: "a")]
            let message = StoredMessage(
                uid: try #require(UID(uid)), flags: StoredFlags(flags), date: at ?? Int64(uid) * 60, arrival: 5,
                size: ByteSize(UInt64(1_000 - uid)), header: header)
            try await store.writer.write([message], to: isSent ? sent : inbox)
        }

        /// `3 5 s2`: messages by UID, those of Sent with an `s`.
        func short(_ list: [StoreReader.Found]?) -> String? {
            list?.map { ($0.mailbox == sent ? "s" : "") + "\($0.uid.rawValue)" }.joined(separator: " ")
        }

        func found(_ uid: UInt32, sent isSent: Bool = false) throws -> StoreReader.Found {
            StoreReader.Found(mailbox: isSent ? sent : inbox, uid: try #require(UID(uid)))
        }

        /// Two threads of INBOX, in one of which an answer of Sent stands, and one of Sent alone.
        func fill() async throws {
            try await write(1, "a", "Plan")
            try await write(2, "b", answers: ["a"], "Re: Plan", flags: [])
            try await write(3, "x", "Rechnung")
            try await write(1, "s1", answers: ["a", "b"], "Re: Plan", sent: true, at: 150)
            try await write(2, "s2", "Allein", sent: true, at: 10_000)
            try await write(4, "c", answers: ["a", "b", "s1"], "Re: Plan", flags: [])
        }

        func threads(_ order: ListOrder = .arrival) -> ListArrangement {
            ListArrangement(mailbox: inbox, order: StoreOrder(order), isThreaded: true, others: [sent])
        }
    }

    @Test("An answer among sent mail stands in its thread, and sent mail alone has none")
    func acrossMailboxes() async throws {
        let bed = try await Bed()
        try await bed.fill()
        let reader = bed.store.reader
        #expect(bed.short(try await reader.arranged(bed.threads(), hasher: hasher)) == "1 2 s1 4 3")
        #expect(
            bed.short(
                try await reader.arranged(
                    ListArrangement(mailbox: bed.inbox, order: .uid), hasher: hasher)) == "4 3 2 1")
        let rows = try await reader.threadRows([try bed.found(1)])
        #expect(rows.first?.line == nil, "without threads there are no lines of them")
    }

    @Test("What comes and goes in either mailbox is taken up; the result is that of all messages at once")
    func incremental() async throws {
        let bed = try await Bed()
        try await bed.fill()
        let reader = bed.store.reader
        _ = try await reader.arranged(bed.threads(), hasher: hasher)
        try await bed.write(9, "d", answers: ["x"], "Re: Rechnung")
        #expect(bed.short(try await reader.arranged(bed.threads(), hasher: hasher)) == "3 9 1 2 s1 4")
        try await bed.write(3, "s3", answers: ["d"], "Re: Rechnung", sent: true, at: 700)
        try await bed.store.writer.remove(UIDSet(try #require(UID(4))), from: bed.inbox)
        #expect(bed.short(try await reader.arranged(bed.threads(), hasher: hasher)) == "3 9 s3 1 2 s1")
        await reader.forgetThreads()
        #expect(bed.short(try await reader.arranged(bed.threads(), hasher: hasher)) == "3 9 s3 1 2 s1")
        // The same message in both mailboxes stands once, as that of the mailbox that is shown.
        try await bed.write(4, "d", answers: ["x"], "Re: Rechnung", sent: true, at: 540)
        #expect(bed.short(try await reader.arranged(bed.threads(), hasher: hasher)) == "3 9 s3 1 2 s1")
    }

    @Test("A message whose header comes later finds its thread then")
    func headerLater() async throws {
        let bed = try await Bed()
        try await bed.write(1, "a", "Plan")
        let late = try #require(UID(2))
        try await bed.store.writer.write(
            [StoredMessage(uid: late, flags: .none, date: 200, header: nil)], to: bed.inbox)
        let reader = bed.store.reader
        #expect(bed.short(try await reader.arranged(bed.threads(), hasher: hasher)) == "2 1")
        try await bed.write(2, "b", answers: ["a"], "Re: Plan")
        #expect(bed.short(try await reader.arranged(bed.threads(), hasher: hasher)) == "1 2")
    }

    @Test("More than is read at once comes between what is there, then behind it")
    func manyBetween() async throws {
        let bed = try await Bed()
        let validity = try #require(UIDValidity(1))
        func list(_ uids: ClosedRange<UInt32>) async throws {
            let (first, last) = (try #require(UID(uids.lowerBound)), try #require(UID(uids.upperBound)))
            try await bed.store.writer.apply(
                [.listed(UIDSet(first...last)), .settled(SyncMark(uidValidity: validity))], to: bed.inbox
            ) { _, _ in nil }
        }
        let reader = bed.store.reader
        try await list(1...1)
        try await list(50_000...50_000)
        #expect(bed.short(try await reader.arranged(bed.threads(), hasher: hasher)) == "50000 1")
        try await list(2...30_000)
        #expect(try await reader.arranged(bed.threads(), hasher: hasher)?.count == 30_001)
        try await list(50_001...50_003)
        #expect(try await reader.arranged(bed.threads(), hasher: hasher)?.count == 30_004)
    }

    @Test(
        "Threads stand in every order, both ways",
        arguments: [
            (ListOrder(.arrival), "1 2 s1 4 3"), (ListOrder(.arrival, isReversed: true), "3 1 2 s1 4"),
            (ListOrder(.subject), "1 2 s1 4 3"), (ListOrder(.subject, isReversed: true), "3 1 2 s1 4"),
            // The largest is the first message.
            (ListOrder(.size), "1 2 s1 4 3"), (ListOrder(.size, isReversed: true), "1 2 s1 4 3"),
            (ListOrder(.flags), "1 2 s1 4 3"), (ListOrder(.flags, isReversed: true), "3 1 2 s1 4"),
            // The newest message of each.
            (ListOrder(.date), "1 2 s1 4 3"), (ListOrder(.date, isReversed: true), "3 1 2 s1 4"),
            // Of a thread its first message counts.
            (ListOrder(.from), "1 2 s1 4 3"), (ListOrder(.from, isReversed: true), "3 1 2 s1 4"),
            (ListOrder(.to), "3 1 2 s1 4"), (ListOrder(.to, isReversed: true), "1 2 s1 4 3"),
            (ListOrder(.cc), "3 1 2 s1 4"), (ListOrder(.cc, isReversed: true), "3 1 2 s1 4"),
        ])
    func orders(_ order: ListOrder, _ expected: String) async throws {
        let bed = try await Bed()
        try await bed.fill()
        let list = try await bed.store.reader.arranged(bed.threads(order), hasher: hasher)
        #expect(bed.short(list) == expected)
    }

    @Test("A folded thread is one line that counts what it hides; the mark goes to it")
    func folding() async throws {
        let bed = try await Bed()
        try await bed.fill()
        let reader = bed.store.reader
        _ = try await reader.arranged(bed.threads(), hasher: hasher)
        let folded = try #require(try await reader.fold(try bed.found(4)))
        #expect(bed.short(folded.list) == "1 3")
        #expect(folded.kept == (try bed.found(1)))
        let line = try #require(try await reader.threadRows([try bed.found(1)]).first?.line)
        #expect(line.count == 4 && line.unread == 2)
        // What is hidden has no line, and what comes to it is counted.
        #expect(try await reader.threadRows([try bed.found(4)]).first?.line == nil)
        try await bed.write(8, "e", answers: ["c"], "Re: Plan", flags: [])
        #expect(bed.short(try await reader.arranged(bed.threads(), hasher: hasher)) == "1 3")
        #expect(try await reader.threadRows([try bed.found(1)]).first?.line?.unread == 3)
        #expect(bed.short(try await reader.fold(try bed.found(1))?.list) == "1 2 s1 4 8 3")
        #expect(bed.short(try await reader.fold(nil)?.list) == "1 3")
        #expect(bed.short(try await reader.fold(nil)?.list) == "1 2 s1 4 8 3")
        let lines = try await reader.threadRows([try bed.found(1), try bed.found(2), try bed.found(1, sent: true)])
        #expect(lines.map { $0.line?.depth } == [0, 1, 2])
        #expect(lines.map { $0.line?.showsSubject } == [true, false, false])
        await reader.forgetThreads()
        #expect(try await reader.fold(nil) == nil)
    }

    @Test(
        "Other questions are answered while a large mailbox is threaded, and whoever goes on gets a whole list or none")
    func large() async throws {
        let bed = try await Bed()
        for start in stride(from: UInt32(1), to: 30_000, by: 10_000) {
            try await bed.store.writer.write(StoreBed.messages(start...start + 9_999), to: bed.inbox)
        }
        let reader = bed.store.reader
        let arrangement = bed.threads()
        let hasher = hasher
        async let threads = reader.arranged(arrangement, hasher: hasher)
        let other = ListArrangement(mailbox: bed.sent, order: .uid)
        var isOver = false
        while !isOver {
            // The first thing that is asked for may come before the threads, the next one stands between their pieces.
            if await reader.threaded != nil {
                _ = try await reader.arranged(other, hasher: hasher)
                isOver = true
            }
        }
        // On a machine with more to do the other question may come behind the last piece.
        let given = try await threads
        #expect(given == nil || given?.count == 30_000)
        #expect(try await reader.arranged(arrangement, hasher: hasher)?.count == 30_000)
    }
}
