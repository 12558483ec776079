import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// Messages that show most of what a reader does, each as it would lie in a file.
private let shownMails = [
    """
    From: Petra Lindner <petra@lindner.example>
    To: anna@rohrpost.example
    Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
    Date: Sat, 21 Nov 2026 10:00:00 +0100
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: multipart/alternative; boundary=c

    --c
    Content-Type: text/plain; charset=iso-8859-1; format=flowed
    Content-Transfer-Encoding: quoted-printable

    Sch=F6ne Gr=FC=DFe,=20
    weiter.
    --c
    Content-Type: text/html

    <p>page</p>
    --c--
    --b
    Content-Type: application/octet-stream; name=tool.pdf.exe
    Content-Disposition: attachment

    MZ
    --b
    Content-Type: message/rfc822

    From: Kai <kai@old.example>
    Subject: Inner

    inner
    --b--

    """,
    """
    From: "service@bank.example" <eve@evil.example>
    To: anna@rohrpost.example
    Subject: page
    Date: Sat, 21 Nov 2026 10:01:00 +0100
    List-Id: <news.example>
    MIME-Version: 1.0
    Content-Type: text/html; charset=utf-8

    <h1>Grüße</h1><p>Go to <a href="https://evil.example/">www.bank.example</a>.<ul><li>one<li>two</ul>

    """,
]

@Suite(
    "Live: a message is the same from a server and from a file", .serialized,
    .enabled(if: MailHost.isRunning, "no mail host runs"))
struct ShownFileTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    @Test("text, headers, warnings and cards agree", arguments: 0..<shownMails.count)
    func agreement(_ index: Int) async throws {
        let mail = shownMails[index]
        let user = try await host.makeUser()
        try await host.deliver("From eve@evil.example Sat Nov 21 10:00:00 2026\n" + mail + "\n", to: user)
        let harness = try MailCoreHarness(host, user)
        harness.open()
        let rows = try await harness.next("rows") { event -> [MessageRow]? in
            if case .rows(_, 0, let rows) = event { rows } else { nil }
        }
        harness.core.send(.openMessage(try #require(rows.first).id, generation: Generation(9)))
        let served = try await harness.next("the message") { event -> MessageContent? in
            if case .message(Generation(9), let content) = event { content } else { nil }
        }
        let charsets = IconvCharsets()
        let file = try FileMessage(HeldOctets(Array(mail.utf8)), charsets: charsets)
        var reading = FileReading(file, charsets: charsets)
        let read = try MessageAssembly(charsets: charsets).content(
            of: file, inner: [], text: try #require(try reading.next()))
        #expect(served.text.text.trimmedEnd == read.text.text.trimmedEnd)
        #expect(served.text.links == read.text.links)
        #expect(served.text.notes == read.text.notes)
        #expect(served.from == read.from)
        #expect(served.subject == read.subject)
        #expect(served.date == read.date)
        #expect(served.parts.map(\.section) == read.parts.map(\.section))
        #expect(served.parts.map(\.mediaType) == read.parts.map(\.mediaType))
        #expect(served.parts.map(\.isAttachment) == read.parts.map(\.isAttachment))
        // What names alone tell is there before anything of an attachment is fetched.
        #expect(Set(served.warnings.map(\.code)).isSubset(of: read.warnings.map(\.code)))
        var cards = served.cards
        if read.cards != cards {
            cards += try await harness.next("cards") { event -> [Card]? in
                if case .details(Generation(9), let details) = event { details.cards } else { nil }
            }
        }
        #expect(cards == read.cards)
        await harness.core.close()
    }
}

extension String {
    /// A delivery may add a line end.
    fileprivate var trimmedEnd: String {
        var text = self
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
