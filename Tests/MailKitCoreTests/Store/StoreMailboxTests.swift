import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Mailboxes of a store", .timeLimit(.minutes(2)))
struct StoreMailboxTests {
    @Test("What the server listed comes back, whatever the names hold")
    func names() async throws {
        let bed = try await StoreBed()
        let broken = try #require(MailboxPath(wire: Array("&AP-x/\u{7f}".utf8) + [0xFF], isUTF8: false))
        let paths =
            [broken]
            + [
                "a\u{202E}b\u{2066}c", "a\u{2028}b\tc\u{85}", "'; DROP TABLE mailbox; --", "e\u{301}", "é", "📷/会議",
                "%_*?", "x\u{1}",
            ]
            .compactMap { MailboxPath($0) }
        var list = paths.map { StoredSample.mailbox($0) }
        list.append(
            MailboxInfo(
                path: try #require(MailboxPath("INBOX.Kunden.2026")), delimiter: ".", levels: ["Kunden", "2026"],
                owner: .otherUser, use: .archive, isSelectable: false, isSubscribed: nil, hasChildren: true,
                takesChildren: false))
        list[0].counts = MailboxCounts()
        list[0].counts?.messages = 7
        list[0].counts?.unseen = .max
        #expect(MailboxPath("a\nb") == nil, "a line end is in no name")
        let ids = try await bed.store.writer.setMailboxes(list, isComplete: false)
        let read = try await bed.store.reader.mailboxes().dropFirst()
        #expect(read.map(\.info) == list)
        #expect(read.map(\.id) == ids)
        for (info, id) in zip(list, ids) { #expect(try await bed.store.reader.mailbox(info.path)?.id == id) }
        #expect(try await bed.store.writer.setMailboxes(list, isComplete: true) == ids)
        #expect(try await bed.store.reader.mailbox(.inbox) == nil)
    }

    @Test("A rename changes one row, and the messages are where they were")
    func rename() async throws {
        let bed = try await StoreBed(messages: 1...20)
        let ids = try await bed.store.writer.setMailboxes(
            [StoredSample.mailbox("Alt"), StoredSample.mailbox("Ziel")], isComplete: false)
        try await bed.store.writer.write(StoreBed.messages(1...5), to: ids[0])
        let target = try #require(MailboxPath("Ziel"))
        #expect(try await bed.store.writer.rename(ids[0], to: target, levels: ["Ziel"]))
        let renamed = try await bed.store.reader.mailbox(target)
        #expect(renamed?.id == ids[0])
        #expect(renamed?.total == 5)
        #expect(renamed?.info.levels == ["Ziel"])
        #expect(try await bed.store.reader.newest(9, in: ids[0]).count == 5)
        #expect(try await bed.store.writer.rename(ids[1], to: target, levels: ["Ziel"]) == false)
    }

    @Test("Another UIDVALIDITY gives another id without messages, and the old ones go by and by")
    func uidValidity() async throws {
        let bed = try await StoreBed(messages: 1...50)
        var sync = StoredSync()
        sync.uidValidity = UIDValidity(5)
        sync.uidNext = UID(51)
        sync.modSequence = ModSequence(1 << 62)
        sync.completeFrom = UID(1)
        #expect(try await bed.store.writer.setSync(sync, of: bed.inbox) == bed.inbox)
        #expect(try await bed.store.reader.mailbox(.inbox)?.sync == sync)
        #expect(try await bed.store.reader.mailbox(.inbox)?.total == 50)
        sync.uidValidity = UIDValidity(6)
        sync.completeFrom = nil
        let id = try #require(try await bed.store.writer.setSync(sync, of: bed.inbox))
        #expect(id != bed.inbox)
        let mailbox = try await bed.store.reader.mailbox(.inbox)
        #expect(mailbox?.id == id)
        #expect(mailbox?.total == 0)
        #expect(mailbox?.sync == sync)
        #expect(mailbox?.info == StoredSample.mailbox("INBOX"))
        #expect(try await bed.store.writer.write(StoreBed.messages(60...60), to: bed.inbox) == false)
        try await bed.store.writer.write(StoreBed.messages(1...3), to: id)
        #expect(try await bed.search("exa", limit: 99).count == 3)
        while try await bed.store.writer.tidy(7) {}
        #expect(try await bed.store.writer.number("SELECT count(*) FROM message") == 3)
        #expect(try await bed.store.writer.number("SELECT count(*) FROM header") == 3)
        #expect(try await bed.store.writer.number("SELECT count(*) FROM mailbox") == 1)
        #expect(try await bed.search("exa", limit: 99).count == 3)
    }

    @Test("Ten thousand mailboxes are listed, found and searched")
    func many() async throws {
        let bed = try await StoreBed()
        let list = (0..<10_000).map { StoredSample.mailbox("Ordner \($0)") }
        let ids = try await bed.store.writer.setMailboxes(list, isComplete: true)
        #expect(try await bed.store.reader.mailboxes().map(\.info) == list)
        for index in stride(from: 0, to: ids.count, by: 500) {
            try await bed.store.writer.write(StoreBed.messages(1...2), to: ids[index])
        }
        #expect(try await bed.search("exa", limit: 100).count == 40)
        #expect(try await bed.store.reader.mailbox(list[9_500].path)?.total == 2)
        #expect(try await bed.store.writer.setMailboxes(Array(list.prefix(10)), isComplete: true).count == 10)
        #expect(try await bed.store.reader.mailboxes().count == 10)
        #expect(try await bed.search("exa", limit: 100).count == 2)
    }
}
