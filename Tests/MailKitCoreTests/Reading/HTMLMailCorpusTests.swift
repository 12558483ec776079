import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// The HTML parts of the corpus' messages, the whole way: file, structure, transfer encoding, charset, HTML, lines.
@Suite("HTML in the messages of the corpus", .enabled(if: Corpus.isPresent))
struct HTMLMailCorpusTests {
    private static let folders = [
        "stalwart-mail-parser/resources", "mime4j/core/src/test/resources", "mimekit", "enmime", "flanker", "ruby-mail",
        "python-email", "k9", "libetpan/unittest", "autocrypt", "muacrypt", "mailkit", "cyrus/cassandane/data",
    ]

    /// One part as it is read.
    private struct Read {
        var windows: [MessageText] = []
        /// The octets of the part, decoded.
        var source: [UInt8] = []

        init(_ file: FileMessage, part index: Int) throws {
            var reading = FileReading(
                file, section: file.message.tree.nodes[index].section, charsets: IconvCharsets())
            while let window = try reading.next() { windows.append(window) }
            var source: [UInt8] = []
            try file.decode(index) {
                source += $0
                return true
            }
            self.source = source
        }

        func lines(width: Int) -> [WrappedLine] {
            guard let first = windows.first else { return [] }
            var layout = TextLayout(
                text: first.text, isMarked: first.isMarked, width: width, isLast: windows.count == 1)
            var lines = layout.lines()
            for (index, window) in windows.enumerated().dropFirst() {
                layout.append(window.text, isLast: index == windows.count - 1)
                lines += layout.lines()
            }
            return lines
        }

        var plain: String {
            var plain = PlainText(limit: 4 << 20)
            for window in windows { _ = plain.append(window) }
            return plain.finish()
        }

        var notes: Set<MessageText.Note> { Set(windows.flatMap(\.notes)) }
    }

    /// What must not get from a mail to a terminal, or turn a line around.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F, 0xFEFF, 0x10_0000...: true
        default: false
        }
    }

    /// Letters and digits outside of tags, comments, head and scripts, found in the plainest way.
    private static func visibleLetters(of source: [UInt8]) -> Int {
        var rest = String(decoding: source, as: UTF8.self).lowercased()[...]
        var letters = 0
        while let open = rest.firstIndex(of: "<") {
            letters += rest[..<open].count { $0.isASCII && ($0.isLetter || $0.isNumber) }
            rest = rest[open...]
            let ends = [("<!--", "-->"), ("<style", "</style"), ("<script", "</script"), ("<title", "</title")]
            let end = ends.first { rest.hasPrefix($0.0) }?.1 ?? ">"
            guard let found = place(of: end, in: rest) else { return letters }
            rest = rest[found...].dropFirst(end == ">" ? 1 : 0)
            if end != ">" { rest = rest[(rest.firstIndex(of: ">") ?? rest.startIndex)...].dropFirst() }
        }
        return letters + rest.count { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    private static func place(of words: String, in text: Substring) -> Substring.Index? {
        var at = text.startIndex
        while at < text.endIndex, !text[at...].hasPrefix(words) { at = text.index(after: at) }
        return at < text.endIndex ? at : nil
    }

    private func messages() throws -> [(path: String, file: FileMessage)] {
        try Self.folders.flatMap { Corpus.files(under: $0) }.compactMap { path in
            let isTable = [".json", ".xml", ".html", ".htm"].contains { path.hasSuffix($0) }
            guard !isTable, let octets = Corpus.bytes(path), octets.count < 2_000_000 else { return nil }
            return (path, try FileMessage(HeldOctets(octets), charsets: IconvCharsets()))
        }
    }

    @Test("lines are clean, nothing is stripped, and visible words are shown")
    func invariants() throws {
        var count = 0
        var withWords = 0
        for (path, file) in try messages() {
            for (index, node) in file.message.tree.nodes.enumerated()
            where node.mediaType + "/" + node.subtype == "text/html" {
                let read = try Read(file, part: index)
                count += 1
                #expect(read.windows.allSatisfy(\.isMarked) && !read.windows.isEmpty, "\(path) \(node.section)")
                for width in [40, 80] {
                    for line in read.lines(width: width) {
                        #expect(!line.text.unicodeScalars.contains(where: Self.isForbidden), "\(path): \(line.text)")
                        #expect(TerminalText.width(of: line.text) <= width, "\(path): \(line.text)")
                    }
                }
                let plain = read.plain
                let broken = plain.unicodeScalars.first { Self.isForbidden($0) && $0 != "\n" && $0 != "\t" }
                #expect(broken == nil, "\(path) \(node.section)")
                #expect(!read.notes.contains(.htmlTooBroken), "\(path) \(node.section)")
                guard Self.visibleLetters(of: read.source) > 0 else { continue }
                withWords += 1
                #expect(plain.contains { $0.isLetter || $0.isNumber }, "\(path) \(node.section)")
            }
        }
        print("HTML in the corpus' messages: \(count) parts, \(withWords) with words")
        #expect(count >= 80 && withWords >= 60)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let path: String
        let section: String
        let lines: [String]
        var notes: Set<MessageText.Note> = []
        /// The lines are all there are.
        var isWhole = true
        var testDescription: String { path }
    }

    static let cases: [Case] = [
        Case(path: "enmime/testdata/mail/non-mime-html-charset-header-only.raw", section: "1", lines: ["Test Müller"]),
        Case(path: "flanker/tests/fixtures/messages/8bitmime.eml", section: "2", lines: ["Превел", "", "123"]),
        Case(
            path: "enmime/testdata/mail/html-mime-bad-unknown-charset-inline.raw", section: "2.1",
            lines: ["Test of HTML section"], notes: [.imagesInline(1)]),
        Case(
            path: "stalwart-mail-parser/resources/eml/thirdparty/014.eml", section: "2",
            lines: [
                "Dear all,", "",
                "I am writting my first C application to access the shapefile and retrieve some data. I'm trying to use the "
                    + "shapelib to achieve that unfortunately I'm keeping on having the following errors:",
                "/home/geotema/valatest/src/readshapetest.c:19: undefined reference to `SHPOpen'",
                "/home/geotema/valatest/src/readshapetest.c:21: undefined reference to `SHPGetInfo'", "",
                "I cannot figure out what is missing. could anyone help me to sort out this issue???", "", "Cheers",
            ]),
        Case(
            path: "flanker/tests/fixtures/messages/multi-received-headers.eml", section: "2",
            lines: [
                "---------- Forwarded message ----------", "From: Bob Simple <hello@example.com [1]>",
                "Date: Wed, Feb 9, 2011 at 11:55 AM", "Subject: Fwd: Please forward this email to me",
                "To: Hello <hello@example.com [1]>", "",
            ], isWhole: false),
        Case(
            path: "ruby-mail/spec/fixtures/emails/mime_emails/raw_email_with_illegal_boundary.eml", section: "2",
            lines: ["Hello", "This is an outlook test", "So there.", "Me."]),
        Case(
            path: "libetpan/unittest/mime-parser/data/input/mbox/jwz/84", section: "1",
            lines: [
                "Buy [1], Try [2], Update [3] to Emissary 1.1,", "Or Update to SSL Security Instantly, Free! [4]",
                "[Meet Attachmate!] [5][Emissary User Page!] [6]", "[WOLLONGONG is now ATTACHMATE]",
            ], notes: [.imagesInline(1)], isWhole: false),
        Case(
            path: "libetpan/unittest/mime-parser/data/input/mbox/jwz/75", section: "1",
            lines: [
                ">> >2: your fixed-width text is *larger* than the default size for fixed-",
                ">> > width text, and since the default size of my window is 80 fixed-",
                ">> > width columns wide, I actually lose 2-3 columns off the end of each", ">> > of your lines.",
                ">> >",
                ">> This is really the receivers problem not the senders.", ">", ">Total nonsense.", ">",
                "I do not appreciate your response here!",
            ], notes: [.imagesInline(1)], isWhole: false),
        Case(
            path: "stalwart-mail-parser/resources/eml/rfc/006.eml", section: "2",
            lines: ["This is the HTML Section!", "", "This is what displays in most modern email clients"]),
    ]

    @Test("exact texts", arguments: cases)
    func exact(row: Case) throws {
        let octets = try #require(Corpus.bytes(row.path))
        let file = try FileMessage(HeldOctets(octets), charsets: IconvCharsets())
        let index = try #require(file.index(ofPath: row.section))
        #expect(file.message.tree.nodes[index].subtype == "html")
        let read = try Read(file, part: index)
        // No-break spaces are spaces here.
        let plain = String(read.plain.map { $0 == "\u{A0}" ? " " : $0 })
        let lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect((row.isWhole ? lines : Array(lines.prefix(row.lines.count))) == row.lines)
        #expect(read.notes == row.notes)
    }
}
