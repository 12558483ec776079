import MailGrammar
import Testing
import TestSupport

@Suite("Reports")
struct ReportTests {
    private func delivery(_ text: String) -> DeliveryReport? { delivery(Array(text.utf8)) }

    private func delivery(_ bytes: [UInt8]) -> DeliveryReport? {
        let part = InvitationTests.part("message/delivery-status")
        guard case .delivery(let report)? = Card.read(part, content: bytes[...], charsets: BuiltInCharsets()) else {
            return nil
        }
        return report
    }

    @Test func `a report with all that it can tell`() throws {
        let report = try #require(
            delivery(
                """
                Reporting-MTA: dns; mx.example.org\r
                Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0100\r
                \r
                Original-Recipient: rfc822; kai@old.example\r
                Final-Recipient: rfc822; <kai@new.example>\r
                Action: failed\r
                Status: 5.0.0\r
                Remote-MTA: dns; mx.old.example\r
                Diagnostic-Code: smtp; 550 5.1.1 <kai@old.example>:\r
                  no such user\r
                \r
                Final-Recipient: rfc822; eva@slow.example\r
                Action: Delayed\r
                Status: 4.4.1\r
                Will-Retry-Until: Wed, 25 Nov 2026 10:00:00 +0100\r
                """))
        #expect(report.reportingServer == "mx.example.org")
        #expect(report.arrival?.secondsSince1970 == 1_795_510_800)
        #expect(report.recipientCount == 2)
        let first = report.recipients[0]
        #expect(first.address == "kai@old.example")
        #expect(first.action == .failed)
        #expect(first.status == DeliveryReport.Status(category: 5, subject: 1, detail: 1))
        #expect(first.replyCode == 550)
        #expect(first.diagnostic == "<kai@old.example>: no such user")
        #expect(first.remoteServer == "mx.old.example")
        let second = report.recipients[1]
        #expect(second.action == .delayed)
        #expect(second.status?.code == "4.4.1")
        #expect(second.retriedUntil?.secondsSince1970 == 1_795_597_200)
    }

    @Test(
        "Deviations that are sent",
        arguments: [
            (
                "no empty line between",
                "Reporting-MTA: dns;a\nFinal-Recipient: rfc822;a@x.example\nAction: failed\nFinal-Recipient: rfc822;b@x.example\nAction: relayed\n",
                "a@x.example failed, b@x.example relayed"
            ),
            ("the action first", "Action: failed\nFinal-Recipient: rfc822;a@x.example", "a@x.example failed"),
            ("no type", "Final-Recipient: a@x.example\nAction: expanded", "a@x.example expanded"),
            ("no action, a status", "Final-Recipient: rfc822;a@x.example\nStatus: 4.2.2", "a@x.example delayed"),
            ("nothing but a recipient", "\n\n\nFinal-Recipient: rfc822;a@x.example", "a@x.example failed"),
            ("UTF-8 in escapes", "Final-Recipient: utf-8;j\\x{F6}rg@x.example", "jörg@x.example failed"),
            (
                "escapes that are none", "Final-Recipient: utf-8;j\\x{110000}\\x{@x.example",
                "j\\x{110000}\\x{@x.example failed"
            ),
            ("brackets", "Final-Recipient: rfc822;<a@x.example>\nAction: delivered", "a@x.example delivered"),
            (
                "an original that is no address", "Original-Recipient: rfc822;a\nFinal-Recipient: rfc822;a@x.example",
                "a@x.example failed"
            ),
        ])
    func deviations(name: String, text: String, expected: String) throws {
        let report = try #require(delivery(text))
        #expect(report.recipients.map { "\($0.address) \($0.action)" }.joined(separator: ", ") == expected)
    }

    @Test(
        "Codes at the beginning of a diagnostic are told apart from its words",
        arguments: [
            ("550 5.1.1 no such user", 550, "no such user"),
            ("550-5.1.1 does not 550-5.1.1 exist", 550, "does not exist"),
            ("550 no such user", 550, "no such user"),
            ("5.1.1 no such user", nil, "no such user"),
            ("no such user", nil, "no such user"),
            ("550 5.1.1", 550, "550 5.1.1"),
            ("550 421 both", 550, "421 both"),
            ("99999999999999999999999 x", nil, "99999999999999999999999 x"),
        ] as [(String, Int?, String)])
    func diagnostics(text: String, code: Int?, words: String) throws {
        let report = try #require(delivery("Final-Recipient: rfc822;a@x.example\nDiagnostic-Code: smtp; \(text)"))
        #expect(report.recipients[0].replyCode == code)
        #expect(report.recipients[0].diagnostic == words)
    }

    @Test func `of many recipients the first are kept and all are counted`() throws {
        let report = try #require(
            delivery(String(repeating: "Final-Recipient: rfc822;a@x.example\n\n", count: 900)))
        #expect(report.recipientCount == 900)
        #expect(report.recipients.count == DeliveryReport.recipientLimit)
    }

    @Test func `no recipient, no report`() {
        #expect(delivery("Reporting-MTA: dns; a\n") == nil)
        #expect(delivery("") == nil)
        #expect(delivery([UInt8](repeating: 0x3A, count: 3_000)) == nil)
    }

    @Test(
        "Dispositions",
        arguments: [
            ("manual-action/MDN-sent-manually; displayed", DispositionReport.Kind.displayed, false),
            ("automatic-action/MDN-sent-automatically; Deleted/error", .deleted, true),
            ("manual-action/MDN-sent-manually;denied", .denied, false),
            ("displayed", .displayed, false),
            ("x; y", .other, false),
        ])
    func dispositions(field: String, kind: DispositionReport.Kind, isAutomatic: Bool) throws {
        let text = "Final-Recipient: rfc822;a@x.example\nOriginal-Message-ID: <1@x>\nDisposition: \(field)\n"
        let part = InvitationTests.part("message/disposition-notification")
        guard
            case .disposition(let report)? = Card.read(
                part, content: Array(text.utf8)[...], charsets: BuiltInCharsets())
        else {
            Issue.record("no report")
            return
        }
        #expect(report.kind == kind)
        #expect(report.isAutomatic == isAutomatic)
        #expect(report.recipient == "a@x.example")
        #expect(report.messageID == "<1@x>")
    }

    @Test(
        "Characters of an address that are written by their number are read, and none breaks the line",
        arguments: [
            ("j\\x{F6}rg@x.example", "jörg@x.example"), ("j\\x{6}xF@x.example", "j xF@x.example"),
            ("a\\x{A}b\\x{9B}c\\x{2028}d@x.example", "a b c d@x.example"),
            ("a\\x{D800}@x.example", "a\\x{D800}@x.example"),
        ])
    func numbered(written: String, address: String) throws {
        let text = "Reporting-MTA: dns; a\n\nFinal-Recipient: utf-8; \(written)\nAction: failed\nStatus: 5.1.1\n"
        let card = Card.read(
            InvitationTests.part("message/delivery-status"), content: Array(text.utf8)[...], charsets: BuiltInCharsets()
        )
        guard case .delivery(let report)? = card else { return _ = Issue.record("no report") }
        #expect(report.recipients.first?.address == address)
    }

    @Test(
        "Reports of the corpus", .enabled(if: Corpus.isPresent),
        arguments: [
            ("enmime/dsn/testdata/simple_dsn.raw", "louisl@larry.slip.umd.edu failed 4.0.0 426 connection timed out"),
            (
                "enmime/dsn/testdata/dsn_with_multipart_alternative.raw",
                "non-existing@example.com failed 5.1.10 550 RESOLVER.ADR.RecipientNotFound"
            ),
            (
                "enmime/dsn/testdata/multi_recipient_dsn.raw",
                """
                arathib@vnet.ibm.com failed 5.0.0 550 'arathib@vnet.IBM.COM' is not a registered gateway user
                johnh@hpnjld.njd.hp.com delayed 4.0.0 - hpnjld.njd.jp.com: host name lookup failure
                wsnell@sdcc13.ucsd.edu failed 5.0.0 550 user unknown
                """
            ),
            ("mimekit/UnitTests/TestData/messages/delivery-status2.txt", "source@domain.com failed 5.0.0 - "),
            ("python-email/data/msg_16.txt", "jangel1@cougar.noc.ucla.edu failed 5.0.0 - recipient reached disk quota"),
            ("python-email/data/msg_25.txt", "scoffman@wellpartner.com failed 5.4.6 - "),
        ])
    func corpus(path: String, expected: String) throws {
        let bytes = try #require(Corpus.bytes(path))
        let body = try #require(CorpusSlice.body(after: "content-type: message/delivery-status", in: bytes))
        let report = try #require(delivery(body))
        let told = report.recipients.map {
            "\($0.address) \($0.action) \($0.status?.code ?? "-") \($0.replyCode.map(String.init) ?? "-") \($0.diagnostic)"
        }
        #expect(told.joined(separator: "\n") == expected)
    }

    @Test(
        "Read receipts of the corpus", .enabled(if: Corpus.isPresent),
        arguments: [
            "flanker/tests/fixtures/messages/disposition-notification.eml",
            "muacrypt/test_muacrypt/data/multipart_report.eml",
        ])
    func receipts(path: String) throws {
        let bytes = try #require(Corpus.bytes(path))
        let header = "content-type: message/disposition-notification"
        let body = try #require(CorpusSlice.body(after: header, in: bytes))
        let report = try #require(DispositionReport.read(body[...], charsets: BuiltInCharsets()))
        #expect(report.kind == .displayed)
        #expect(report.recipient == "Joe_Recipient@example.com")
        #expect(report.originalRecipient == "")
        #expect(report.messageID == "<199509192301.23456@example.org>")
    }
}
