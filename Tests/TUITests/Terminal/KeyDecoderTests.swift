import TestSupport
import Testing

@testable import TUI

struct DecoderCase: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let inputs: [KeyDecoder.Input]

    init(_ name: String, _ text: String, _ keys: [Key]) {
        self.name = name
        bytes = Array(text.utf8)
        inputs = keys.map { .key($0) }
    }

    init(_ name: String, bytes: [UInt8], _ inputs: [KeyDecoder.Input]) {
        self.name = name
        self.bytes = bytes
        self.inputs = inputs
    }

    var testDescription: String { name }

    static let all: [DecoderCase] = [
        DecoderCase("letters", "jG?", [.char("j"), .char("G"), .char("?")]),
        DecoderCase("umlaut, CJK and emoji", "ü会📷", [.char("ü"), .char("会"), .char("📷")]),
        DecoderCase("control bytes", "\u{03}\u{0C}\u{1A}", [.ctrl("c"), .ctrl("l"), .ctrl("z")]),
        DecoderCase("Ctrl-Space and Ctrl-]", "\u{00}\u{1D}", [.ctrl(" "), .ctrl("]")]),
        DecoderCase(
            "Enter, Tab, Backspace", "\r\t\u{7F}\u{08}", [Key(.enter), Key(.tab), Key(.backspace), Key(.backspace)]),
        DecoderCase(
            "arrows, CSI", "\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [Key(.up), Key(.down), Key(.right), Key(.left)]),
        DecoderCase("arrows, SS3", "\u{1B}OA\u{1B}OB", [Key(.up), Key(.down)]),
        DecoderCase(
            "Home and End of four families", "\u{1B}[H\u{1B}[F\u{1B}OH\u{1B}OF\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~",
            [Key(.home), Key(.end), Key(.home), Key(.end), Key(.home), Key(.end), Key(.home), Key(.end)]),
        DecoderCase("pages", "\u{1B}[5~\u{1B}[6~", [Key(.pageUp), Key(.pageDown)]),
        DecoderCase("Insert and Delete", "\u{1B}[2~\u{1B}[3~", [Key(.insert), Key(.delete)]),
        DecoderCase(
            "function keys", "\u{1B}OP\u{1B}[15~\u{1B}[17~\u{1B}[24~\u{1B}[[A",
            [Key(.function(1)), Key(.function(5)), Key(.function(6)), Key(.function(12)), Key(.function(1))]),
        DecoderCase(
            "modifiers", "\u{1B}[1;5C\u{1B}[1;2A\u{1B}[3;3~",
            [Key(.right, .control), Key(.up, .shift), Key(.delete, .alt)]),
        DecoderCase("Shift-Tab", "\u{1B}[Z", [Key(.tab, .shift)]),
        DecoderCase("Alt and a letter", "\u{1B}x\u{1B}ö", [Key(.character("x"), .alt), Key(.character("ö"), .alt)]),
        DecoderCase("Alt and an arrow", "\u{1B}\u{1B}[A", [Key(.up, .alt)]),
        DecoderCase("CSI u", "\u{1B}[97;5u\u{1B}[27u", [Key(.character("a"), .control), Key(.escape)]),
        DecoderCase("an unknown sequence is dropped whole", "\u{1B}[?62;c\u{1B}[99~j", [.char("j")]),
        DecoderCase(
            "an endless sequence is dropped whole", "\u{1B}[" + String(repeating: "1;", count: 500) + "Aj", [.char("j")]
        ),
        DecoderCase("a sequence broken by Esc", "\u{1B}[1;\u{1B}[A", [Key(.up)]),
        DecoderCase(
            "broken UTF-8", bytes: [0xC3, 0x6A, 0xFF, 0x80, 0xE4, 0xBC, 0x6B], [.key(.char("j")), .key(.char("k"))]),
        DecoderCase("C1 controls are no keys", "\u{80}\u{9B}\u{9F}\u{1B}[155u\u{A0}j", [.char("\u{A0}"), .char("j")]),
        DecoderCase("overlong and surrogate", bytes: [0xE0, 0x80, 0x80, 0xED, 0xA0, 0x80, 0x6A], [.key(.char("j"))]),
        DecoderCase(
            "paste", bytes: Array("j\u{1B}[200~q\u{1B}[A\u{1B}[201 \u{1B}[201~k".utf8),
            [.key(.char("j")), .paste(Array("q\u{1B}[A\u{1B}[201 ".utf8)), .key(.char("k"))]),
        DecoderCase(
            "the mouse: press, move, release, wheel, Shift with the wheel",
            bytes: Array("\u{1B}[<0;12;5M\u{1B}[<32;13;5M\u{1B}[<0;13;5m\u{1B}[<64;1;1M\u{1B}[<69;80;24Mj".utf8),
            [
                .mouse(MouseEvent(.press, CellPosition(row: 4, column: 11))),
                .mouse(MouseEvent(.drag, CellPosition(row: 4, column: 12))),
                .mouse(MouseEvent(.release, CellPosition(row: 4, column: 12))),
                .mouse(MouseEvent(.wheelUp, CellPosition(row: 0, column: 0))),
                .mouse(MouseEvent(.wheelDown, CellPosition(row: 23, column: 79))), .key(.char("j")),
            ]),
        DecoderCase(
            "a mouse that is none",
            "\u{1B}[<0;12M\u{1B}[<0;0;1M\u{1B}[<0;1;1001M\u{1B}[<0;99999999999999999999;1M\u{1B}[<;;M\u{1B}[<35;4;4M"
                + "\u{1B}[<0;1:2;3M\u{1B}[<2;4;4M\u{1B}[<0;1;1;1Mj", [.char("j")]),
        DecoderCase("empty paste", bytes: Array("\u{1B}[200~\u{1B}[201~".utf8), [.paste([])]),
    ]
}

@Suite struct KeyDecoderTests {
    @Test(arguments: DecoderCase.all)
    func decodes(_ row: DecoderCase) {
        var decoder = KeyDecoder()
        #expect(decoder.feed(row.bytes, at: 0) == row.inputs)
        #expect(decoder.expire(at: 1000) == [])
    }

    @Test(arguments: DecoderCase.all)
    func decodesAtEverySplit(_ row: DecoderCase) {
        for split in 0...row.bytes.count {
            var decoder = KeyDecoder()
            var inputs = decoder.feed(row.bytes[..<split], at: 0)
            inputs += decoder.feed(row.bytes[split...], at: KeyDecoder.escapeDelay - 1)
            #expect(inputs == row.inputs, "split at \(split)")
        }
    }

    @Test(arguments: 2...5)
    func escapesThatComeTogetherAreAsManyKeys(_ count: Int) {
        var decoder = KeyDecoder()
        var inputs = decoder.feed(Array(repeating: 0x1B, count: count), at: 100)
        inputs += decoder.expire(at: 100 + KeyDecoder.escapeDelay)
        #expect(inputs == Array(repeating: .key(Key(.escape)), count: count))
        #expect(decoder.feed([0x6A], at: 1000) == [.key(Key(.character("j")))])
    }

    @Test func loneEscapeNeedsTime() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0x1B], at: 100) == [])
        #expect(decoder.deadline == 100 + KeyDecoder.escapeDelay)
        #expect(decoder.expire(at: 100 + KeyDecoder.escapeDelay - 1) == [])
        #expect(decoder.expire(at: 100 + KeyDecoder.escapeDelay) == [.key(Key(.escape))])
        #expect(decoder.deadline == nil)
        #expect(decoder.feed([0x6A], at: 200) == [.key(.char("j"))])
    }

    @Test func openingsOfSequencesAreKeysWhenNothingFollows() {
        for (bytes, key) in [("\u{1B}[", Key(.character("["), .alt)), ("\u{1B}O", Key(.character("O"), .alt))] {
            var decoder = KeyDecoder()
            #expect(decoder.feed(Array(bytes.utf8), at: 0) == [])
            #expect(decoder.expire(at: 50) == [.key(key)])
        }
    }

    @Test func slowSequenceIsWaitedFor() {
        var decoder = KeyDecoder()
        #expect(decoder.feed(Array("\u{1B}[1;".utf8), at: 0) == [])
        #expect(decoder.expire(at: 10_000) == [])
        #expect(decoder.feed(Array("5C".utf8), at: 10_000) == [.key(Key(.right, .control))])
    }

    @Test func pasteIsLimited() {
        var decoder = KeyDecoder()
        var inputs = decoder.feed(Array("\u{1B}[200~".utf8), at: 0)
        let chunk = [UInt8](repeating: 0x61, count: 1 << 18)
        for _ in 0..<8 { inputs += decoder.feed(chunk, at: 0) }
        inputs += decoder.feed(Array("\u{1B}[201~".utf8), at: 0)
        guard case .paste(let bytes) = inputs.first else {
            Issue.record("no paste")
            return
        }
        #expect(bytes.count == KeyDecoder.pasteLimit)
    }

    /// Any bytes: nothing traps, and after a pause the decoder is back at its beginning.
    @Test func anyBytes() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var decoder = KeyDecoder()
            let pool: [UInt8] = [0x1B, 0x5B, 0x4F, 0x3B, 0x31, 0x7E, 0x41, 0xC3, 0xA4, 0xF0, 0x9F, 0x00, 0x75, 0xFF]
            let bytes = (0..<Int(random.next() % 24)).map { _ in pool[Int(random.next() % UInt64(pool.count))] }
            _ = decoder.feed(bytes, at: 0)
            _ = decoder.expire(at: 100)
            _ = decoder.feed(Array("A~\u{1B}[201~".utf8), at: 200)
            #expect(decoder.feed([0x6A], at: 300) == [.key(.char("j"))], "\(bytes)")
        }
    }
}
