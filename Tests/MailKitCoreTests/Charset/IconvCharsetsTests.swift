import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Charsets by iconv")
struct IconvCharsetsTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let label: String
        let bytes: [UInt8]
        let text: String
        var testDescription: String { label }

        init(_ label: String, _ bytes: [UInt8], _ text: String) {
            self.label = label
            self.bytes = bytes
            self.text = text
        }
    }

    static let japanese: [UInt8] = [
        0x41, 0x1B, 0x24, 0x42, 0x32, 0x71, 0x35, 0x44, 0x1B, 0x28, 0x42, 0x21, 0x1B, 0x24, 0x42, 0x24, 0x22, 0x1B,
        0x28, 0x4A,
    ]

    static let cases: [Case] = [
        Case("iso-2022-jp", japanese, "A会議!あ"),
        Case("shift_jis", [0x89, 0xEF, 0x8B, 0x63, 0x87, 0x40], "会議①"),
        Case("x-sjis", [0x89, 0xEF], "会"),
        Case("euc-jp", [0xB2, 0xF1, 0xB5, 0xC4], "会議"),
        Case("gb2312", [0xBB, 0xE1, 0xD2, 0xE9, 0x81, 0x40], "会议丂"),
        Case("gb18030", [0x81, 0x30, 0x84, 0x36], "¥"),
        Case("big5", [0xB7, 0x7C, 0xC4, 0xB3], "會議"),
        Case("ks_c_5601-1987", [0xC8, 0xB8, 0xC0, 0xC7], "회의"),
        Case("koi8-r", [0xF0, 0xD2], "Пр"),
        Case("cp1251", [0xCF, 0xF0], "Пр"),
        Case("windows-1250", [0x9A, 0xEC], "šě"),
        Case("iso-8859-2", [0xB1, 0xE6], "ąć"),
        Case("ISO8859-2", [0xB1], "ą"),
        Case("iso_8859-2:1987", [0xB1], "ą"),
        Case("iso-8859-8-i", [0xE0, 0xE1], "אב"),
        Case("iso-8859-9", [0xFE, 0x80], "ş€"),
        Case("tis-620", [0xA1, 0xA2], "กข"),
        Case("macintosh", [0x8A, 0x9F], "äü"),
        Case("utf-7", Array("Gr+APwA3w-e".utf8), "Grüße"),
        Case("unicode-1-1-utf-7", Array("+APw-".utf8), "ü"),
        Case("utf-16", [0xFE, 0xFF, 0x00, 0x41, 0xD8, 0x3D, 0xDC, 0xF7], "A📷"),
        Case("utf-16", [0xFF, 0xFE, 0x41, 0x00, 0x3D, 0xD8, 0xF7, 0xDC], "A📷"),
        Case("utf-16", [0x00, 0x41, 0x00, 0xFC], "Aü"),
        Case("utf-16le", [0x41, 0x00, 0xFC, 0x00], "Aü"),
    ]

    @Test("decodes in windows, cut at every place", arguments: cases)
    func windows(row: Case) throws {
        for split in 0...row.bytes.count {
            let converter = try #require(IconvCharsets().converter(for: row.label))
            var text = ""
            var hadErrors = converter.convert(row.bytes[..<split], isLast: false, into: &text)
            if converter.convert(row.bytes[split...], isLast: true, into: &text) { hadErrors = true }
            #expect(text == row.text, "split at \(split)")
            #expect(!hadErrors, "split at \(split)")
        }
        let converter = try #require(IconvCharsets().converter(for: row.label))
        var text = ""
        for byte in row.bytes { _ = converter.convert([byte], isLast: false, into: &text) }
        _ = converter.convert([], isLast: true, into: &text)
        #expect(text == row.text)
    }

    @Test("a text in ISO-2022-JP through a text part, cut at every place")
    func textPart() {
        let bytes = Self.japanese + [0x0D, 0x0A]
        for split in 0...bytes.count {
            var part = TextPartStream(encoding: .identity, charset: "ISO-2022-JP", charsets: IconvCharsets())
            let text = part.decode(bytes[..<split], isLast: false) + part.decode(bytes[split...], isLast: true)
            #expect(text == "A会議!あ\n", "split at \(split)")
            #expect(part.guessedCharset == nil && !part.hadErrors)
        }
    }

    @Test(
        "labels that must not open anything",
        arguments: [
            "", "x-unknown", "unknown-8bit", "iso-2022-cn-ext", "utf-8//TRANSLIT", "iso-8859-2//IGNORE",
            "../../etc/passwd",
            "EBCDIC-DE", "ibm1364", "utf-7-imap", "/", "ISO-8859-2\u{0}",
        ])
    func unlisted(label: String) {
        #expect(IconvCharsets().converter(for: label) == nil)
    }

    @Test("bytes that mean nothing become U+FFFD, and nothing else goes")
    func invalid() throws {
        let result = try #require(IconvCharsets().decode([0x41, 0x89, 0xEF, 0xFF, 0x42, 0x81], charset: "shift_jis"))
        #expect(result.hadErrors)
        #expect(result.text == "A会\u{FFFD}B\u{FFFD}")
        let cut = try #require(IconvCharsets().decode([0xBB], charset: "gb2312"))
        #expect(cut.hadErrors && cut.text == "\u{FFFD}")
    }

    @Test("every listed charset opens here and takes random octets", arguments: 1...2 as ClosedRange<UInt64>)
    func random(seed: UInt64) throws {
        print("iconv, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for label in Self.listed {
            for _ in 0..<20 {
                let converter = try #require(IconvCharsets().converter(for: label), "\(label)")
                var text = ""
                var count = 0
                for _ in 0..<3 {
                    let size = Int.random(in: 0...100, using: &generator)
                    let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
                    count += size
                    _ = converter.convert(bytes[...], isLast: false, into: &text)
                }
                _ = converter.convert([], isLast: true, into: &text)
                #expect(text.unicodeScalars.count <= 3 * count + 1, "\(label), seed \(seed)")
            }
        }
    }

    static let listed = [
        "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-9",
        "iso-8859-10", "iso-8859-11", "iso-8859-13", "iso-8859-14", "iso-8859-16", "windows-1250", "windows-1251",
        "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "koi8-r",
        "koi8-u",
        "koi8-t", "cp437", "cp850", "cp852", "cp855", "cp857", "cp858", "cp866", "macintosh", "mac-cyrillic", "mac-ce",
        "gb18030", "big5", "cp950", "euc-tw", "shift_jis", "euc-jp", "iso-2022-jp", "iso-2022-jp-2", "euc-kr",
        "iso-2022-kr",
        "johab", "utf-7", "utf-16le", "utf-16be", "utf-32le", "utf-32be", "utf-16", "viscii", "tcvn", "armscii-8",
        "georgian-ps",
    ]
}
