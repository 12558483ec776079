import MailGrammar
import Testing

@Suite("Header summary")
struct HeaderSummaryTests {
    static func summary(_ fields: [(String, String)]) -> HeaderSummary {
        HeaderSummary(
            RawHeader(fields: fields.map { RawHeader.Field(name: $0.0, value: Array($0.1.utf8)) }),
            charsets: BuiltInCharsets())
    }

    @Test("every field is where it belongs")
    func fields() {
        let summary = Self.summary([
            ("FROM", " A <a@x.example>"), ("from", " b@y.example"), ("Sender", " s@x.example"),
            ("Reply-To", " r@x.example"), ("To", " t@x.example,\r\n u@x.example"), ("To", "v@x.example"),
            ("Cc", "c@x.example"), ("Bcc", "d@x.example"),
            ("Subject", " Re: =?utf-8?Q?Gr=C3=BC?=\r\n =?utf-8?Q?=C3=9Fe?= "), ("Subject", "another"),
            ("Date", " Fri, 21 Nov 1997 09:55:06 -0600"), ("Message-Id", " <1@x.example>\r\n"),
            ("List-Id", " Dev <Dev.Lists.example>"), ("LIST-POST", " <mailto:dev@lists.example>"), ("X-List-No", "1"),
        ])
        #expect(summary.from.map(\.addressSpec) == ["a@x.example", "b@y.example"] && summary.fromFieldCount == 2)
        #expect(summary.sender.map(\.localPart) == ["s"] && summary.replyTo.map(\.localPart) == ["r"])
        #expect(summary.to.map(\.localPart) == ["t", "u", "v"])
        #expect(summary.cc.map(\.localPart) == ["c"] && summary.bcc.map(\.localPart) == ["d"])
        #expect(summary.subject == "Re: Grüße")
        #expect(summary.date == Timestamp(secondsSince1970: 880_127_706, zoneMinutes: -360))
        #expect(summary.messageID == "1@x.example")
        #expect(summary.listFields.map(\.name) == ["List-Id", "LIST-POST"] && summary.listID == "dev.lists.example")
    }

    @Test("nothing is nothing")
    func empty() {
        let summary = Self.summary([])
        #expect(summary.from.isEmpty && summary.fromFieldCount == 0 && summary.subject.isEmpty)
        #expect(summary.date == nil && summary.messageID.isEmpty && summary.listID == nil)
    }

    @Test("limits hold over many fields")
    func limits() {
        let many = (0..<900).map { "a\($0)@x.example" }.joined(separator: ",")
        let summary = Self.summary((0..<150).map { _ in ("To", many) })
        #expect(summary.to.count == AddressListParser.addressLimit)
    }

    @Test(
        "identifiers",
        arguments: [
            ("<a@b>", "a@b"), (" (x) <a@b> (y)", "a@b"), ("a@b", "a@b"), ("<a@b", "<a@b"), ("", ""),
            ("<a@b><c@d>", "c@d"),
            ("< a\r\n @b >", "a@b"),
        ])
    func identifiers(raw: String, id: String) { #expect(Self.summary([("Message-ID", raw)]).messageID == id) }
}
