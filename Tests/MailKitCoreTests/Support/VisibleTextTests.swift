import Testing

@testable import MailKitCore

@Suite("Visible text")
struct VisibleTextTests {
    private func visible(_ bytes: [UInt8]) -> String {
        var text = ""
        VisibleText.append(bytes, to: &text)
        return text
    }

    @Test(
        "What is safe stands for itself, what is not is escaped",
        arguments: [
            ("ASCII", "A1 OK \"x\" {3}", "A1 OK \"x\" {3}"),
            ("umlauts", "Grüße", "Grüße"),
            ("CJK", "日本語", "日本語"),
            ("emoji", "\u{1F600}", "\u{1F600}"),
            ("backslash", "\\Seen", "\\\\Seen"),
            ("line end", "a\r\n", "a\\r\\n"),
            ("tab", "a\tb", "a\\tb"),
            ("escape sequence", "\u{1B}[2J", "\\x1B[2J"),
            ("NUL and DEL", "\0\u{7F}", "\\x00\\x7F"),
            ("C1 control", "\u{9B}2J", "\\xC2\\x9B2J"),
            ("bidi override", "a\u{202E}b", "a\\xE2\\x80\\xAEb"),
            ("zero width", "a\u{200B}b", "a\\xE2\\x80\\x8Bb"),
            ("no-break space", "a\u{A0}b", "a\\xC2\\xA0b"),
            ("the mark of redaction", "•••", "\\xE2\\x80\\xA2\\xE2\\x80\\xA2\\xE2\\x80\\xA2"),
        ])
    func characters(name: String, input: String, expected: String) {
        #expect(visible(Array(input.utf8)) == expected)
        #expect(VisibleText.bytes(of: expected.utf8) == Array(input.utf8))
    }

    @Test(
        "Bytes that are not UTF-8 are escaped one by one",
        arguments: [
            ("lone lead", [0x61, 0xC3] as [UInt8], "a\\xC3"),
            ("lone tail", [0x80, 0x61], "\\x80a"),
            ("overlong", [0xC0, 0xAF], "\\xC0\\xAF"),
            ("surrogate", [0xED, 0xA0, 0x80], "\\xED\\xA0\\x80"),
            ("cut short", [0xE2, 0x82, 0x61], "\\xE2\\x82a"),
            ("above the last", [0xF5, 0x80, 0x80, 0x80], "\\xF5\\x80\\x80\\x80"),
        ])
    func malformed(name: String, input: [UInt8], expected: String) {
        #expect(visible(input) == expected)
        #expect(VisibleText.bytes(of: visible(input).utf8) == input)
    }

    @Test("Any bytes come back, and no control byte is in their text")
    func roundTrip() {
        var state: UInt64 = 20_260_704
        for _ in 0..<500 {
            var bytes: [UInt8] = []
            for _ in 0..<64 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            let text = visible(bytes)
            #expect(!text.utf8.contains { $0 < 0x20 || $0 == 0x7F })
            #expect(VisibleText.bytes(of: text.utf8) == bytes)
        }
    }

    @Test("What the escaping cannot have made is refused", arguments: ["\\", "\\q", "\\x", "\\x1", "\\xZZ"])
    func refused(text: String) {
        #expect(VisibleText.bytes(of: text.utf8) == nil)
    }

    @Test("A line has single blanks and a limit")
    func line() {
        #expect(VisibleText.line(" a\r\n\t b \n".utf8, limit: 100) == "a b")
        #expect(VisibleText.line("abcdef".utf8, limit: 3) == "abc…")
        #expect(VisibleText.line("".utf8, limit: 3) == "")
    }
}
