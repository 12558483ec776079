import MailGrammar
import TestSupport
import Testing

@Suite("Charset stream, built-in charsets")
struct CharsetStreamTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let label: String
        let bytes: [UInt8]
        let text: String
        var guess: String?
        var hadErrors = false
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "UTF-8", label: "UTF-8", bytes: Array("Grüße 会議 📷".utf8), text: "Grüße 会議 📷"),
        Case(name: "utf8", label: "\"utf8\"", bytes: Array("ü".utf8), text: "ü"),
        Case(name: "language", label: "utf-8*de", bytes: Array("ü".utf8), text: "ü"),
        Case(name: "ASCII", label: "us-ascii", bytes: Array("abc".utf8), text: "abc"),
        Case(name: "Latin-1", label: "iso-8859-1", bytes: [0x47, 0xFC, 0xDF], text: "Güß"),
        Case(name: "Latin-1 means Windows-1252", label: "ISO_8859-1", bytes: [0x84, 0x80, 0x94], text: "„€”"),
        Case(name: "Windows-1252", label: "windows-1252", bytes: [0x93, 0x41, 0x94], text: "“A”"),
        Case(name: "Latin-9", label: "ISO-8859-15", bytes: [0xA4, 0xA6, 0xBE, 0xE4], text: "€ŠŸä"),
        Case(name: "no label, ASCII", label: "", bytes: Array("abc".utf8), text: "abc"),
        Case(name: "no label, UTF-8", label: "", bytes: Array("Grüße".utf8), text: "Grüße", guess: "utf-8"),
        Case(name: "no label, Latin-1", label: "", bytes: [0x47, 0xFC, 0xDF], text: "Güß", guess: "windows-1252"),
        Case(name: "unknown label", label: "x-unknown", bytes: [0x47, 0xFC], text: "Gü", guess: "windows-1252"),
        Case(name: "ASCII that is UTF-8", label: "us-ascii", bytes: Array("ü".utf8), text: "ü", guess: "utf-8"),
        Case(name: "ASCII that is Latin-1", label: "us-ascii", bytes: [0xFC, 0x21], text: "ü!", guess: "windows-1252"),
        Case(
            name: "UTF-8 that is Latin-1", label: "utf-8", bytes: [0x4D, 0xFC, 0x6C], text: "Mül", guess: "windows-1252"
        ),
        Case(
            name: "UTF-8 with one bad octet", label: "utf-8", bytes: Array("äöü".utf8) + [0xFF, 0x61],
            text: "äöü\u{FFFD}a", hadErrors: true),
        Case(
            name: "UTF-8 cut at the end", label: "utf-8", bytes: Array("äöü".utf8) + [0xE2, 0x82],
            text: "äöü\u{FFFD}", hadErrors: true),
        Case(name: "U+FFFD itself", label: "utf-8", bytes: Array("\u{FFFD}".utf8), text: "\u{FFFD}"),
        Case(
            name: "surrogate", label: "utf-8", bytes: Array("äöü…".utf8) + [0xED, 0xA0, 0x80],
            text: "äöü…\u{FFFD}\u{FFFD}\u{FFFD}", hadErrors: true),
        Case(name: "empty", label: "utf-8", bytes: [], text: ""),
    ]

    @Test("decodes in two windows, cut at every place", arguments: cases)
    func windows(row: Case) {
        for split in 0...row.bytes.count {
            var stream = CharsetStream(label: row.label, charsets: BuiltInCharsets())
            var text = stream.decode(row.bytes[..<split], isLast: false)
            text += stream.decode(row.bytes[split...], isLast: true)
            #expect(text == row.text, "split at \(split)")
            #expect(stream.guessedCharset == row.guess, "split at \(split)")
            #expect(stream.hadErrors == row.hadErrors, "split at \(split)")
        }
    }

    @Test("random octets never trap, and what is UTF-8 comes out whole", arguments: 1...4 as ClosedRange<UInt64>)
    func random(seed: UInt64) {
        print("charset stream, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for label in ["utf-8", "us-ascii", "", "iso-8859-1", "iso-8859-15", "x"] {
            for _ in 0..<100 {
                let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
                var stream = CharsetStream(label: label, charsets: BuiltInCharsets())
                let split = Int.random(in: 0...bytes.count, using: &generator)
                let text = stream.decode(bytes[..<split], isLast: false) + stream.decode(bytes[split...], isLast: true)
                #expect(text.unicodeScalars.count <= bytes.count)
            }
        }
        let scalars = (0..<300).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0x80...0x1FFFF, using: &generator)) }
        let sent = String(String.UnicodeScalarView(scalars))
        var stream = CharsetStream(label: "utf-8", charsets: BuiltInCharsets())
        var text = ""
        for byte in sent.utf8 { text += stream.decode([byte], isLast: false) }
        text += stream.decode([], isLast: true)
        #expect(Array(text.utf8) == Array(sent.utf8), "seed \(seed)")
    }

    @Test("a text part: encoding, charset and line ends, cut at every place")
    func textPart() {
        let bytes = Array("Gr=C3=BC=\r\n=C3=9Fe,\r\n\rAnna=0D=0A=\r\n".utf8)
        for split in 0...bytes.count {
            var part = TextPartStream(encoding: .quotedPrintable, charset: "utf-8", charsets: BuiltInCharsets())
            var text = part.decode(bytes[..<split], isLast: false)
            text += part.decode(bytes[split...], isLast: true)
            #expect(Array(text.utf8) == Array("Grüße,\n\nAnna\n".utf8), "split at \(split)")
            #expect(part.guessedCharset == nil && !part.hadErrors)
        }
    }
}
