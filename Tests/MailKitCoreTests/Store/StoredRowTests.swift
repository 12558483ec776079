import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("From FETCH into the store and back")
struct StoredRowTests {
    @Test("A message that was listed comes back as the same row, with what conversations and opening need")
    func row() async throws {
        let references =
            "References: <a@example.org>\r\n <b@example.org>\r\nX-Priority: 1\r\nList-Id: Dev <dev.example.org>\r\n\r\n"
        let structure =
            "((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"7bit\" 12 1 NIL NIL NIL NIL)"
            + "(\"application\" \"pdf\" (\"name\" \"x.pdf\") NIL NIL \"base64\" 9000 NIL (\"attachment\" NIL) NIL NIL) "
            + "\"mixed\" (\"boundary\" \"b\") NIL NIL NIL)"
        let address = "((\"=?utf-8?Q?J=C3=B6rg?=\" NIL \"joerg\" \"example.org\"))"
        let response =
            "* 7 FETCH (UID 42 FLAGS (\\Seen $Forwarded Kunde) INTERNALDATE \"01-Nov-2026 10:00:00 +0100\" RFC822.SIZE 9999 "
            + "ENVELOPE (\"Sun, 1 Nov 2026 09:59:00 -0500\" \"Re: Plan\" \(address) ((NIL NIL \"list\" \"example.org\")) \(address) "
            + "\(address) NIL NIL \"<b@example.org>\" \"<c@example.org>\") BODYSTRUCTURE \(structure) "
            + "BODY[HEADER.FIELDS (References X-Priority List-Id)] {\(references.utf8.count)}\r\n\(references))\r\n"
        var framer = IMAPFramer()
        framer.append(response.utf8)
        var batch = ResponseBatch()
        guard case .response(let frame) = try framer.next() else {
            Issue.record("no response")
            return
        }
        _ = try ResponseParser().parse(frame, from: framer, into: &batch)
        let fetched = try #require(batch.rows.first)
        let maker = RowMaker(charsets: BuiltInCharsets())
        let bed = try await StoreBed()
        let validity = try #require(UIDValidity(3))
        let id = MessageID(account: AccountID("work"), mailbox: bed.inbox, uidValidity: validity, uid: try uid(42))
        try await bed.store.writer.write([maker.stored(fetched, in: batch, id: id)], to: bed.inbox)

        let stored = try #require(try await bed.store.reader.newest(1, in: bed.inbox, fields: .all).first)
        #expect(
            stored.row(account: id.account, mailbox: id.mailbox, uidValidity: validity)
                == maker.row(fetched, in: batch, id: id))
        #expect(stored.attachments == 1)
        let header = try #require(stored.header)
        #expect(header.references == ["a@example.org", "b@example.org"])
        #expect(header.inReplyTo == "b@example.org")
        #expect(header.messageID == "c@example.org")
        #expect(header.sender.map(\.localPart) == ["list"])
        #expect(header.replyTo.isEmpty)
        #expect(header.priority == .high)
        #expect(header.structure?.nodes.map(\.section) == maker.tree(fetched, in: batch).nodes.map(\.section))
        #expect(try await bed.found("\"jor\" pla") == [])
        #expect(try await bed.found("jor pla") == [42])
    }

    @Test("Many small pieces of the index are joined in idle moments, and what is found stays the same")
    func pieces() async throws {
        let bed = try await StoreBed()
        for first in stride(from: 1, to: 40, by: 2) as StrideTo<UInt32> {
            try await bed.store.writer.write(StoreBed.messages(first...(first + 1)), to: bed.inbox)
        }
        let before = try await bed.found("exa")
        #expect(before.count == 40)
        var turns = 0
        while try await bed.store.writer.tidy() { turns += 1 }
        #expect(turns > 0 && turns < 100)
        #expect(try await bed.found("exa") == before)
        try await bed.store.writer.run("INSERT INTO words(words) VALUES('integrity-check')")
    }
}
