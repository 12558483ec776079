import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Header text")
struct HeaderDecoderTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let raw: [UInt8]
        let text: String
        var testDescription: String { name }

        init(_ name: String, _ raw: String, _ text: String) {
            self.init(name, Array(raw.utf8), text)
        }

        init(_ name: String, _ raw: [UInt8], _ text: String) {
            self.name = name
            self.raw = raw
            self.text = text
        }
    }

    static let cases: [Case] = [
        Case("empty", "", ""),
        Case("ASCII", "Re: hello", "Re: hello"),
        Case("Q", "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        Case("q, underscore", "=?iso-8859-1?q?a_b=5F=fc?=", "a b_ü"),
        Case("B", "=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
        Case("b", "=?utf-8?b?R3LDvMOfZQ==?=", "Grüße"),
        Case("in text", "Re: =?utf-8?Q?=C3=BC?= end", "Re: ü end"),
        Case("neighbours join", "=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        Case("neighbours over a fold join", "=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=", "ab"),
        Case("neighbours of other charsets join", "=?utf-8?Q?=C3=BC?= =?iso-8859-1?Q?=FC?=", "üü"),
        Case("space between word and text stays", "=?utf-8?Q?a?=  x  =?utf-8?Q?b?=", "a  x  b"),
        Case("character split between words", "=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
        Case("character split between B words", "=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=", "Grüße"),
        Case("character split, B then Q", "=?utf-8?B?R3LD?= =?UTF-8?Q?=BC?=", "Grü"),
        Case("B group split between words", "=?utf-8?B?R3LDvM?= =?utf-8?B?OfZQ==?=", "Grüße"),
        Case("B without padding", "=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
        Case("B without padding, then another", "=?utf-8?B?YQ?= =?utf-8?B?Yg?=", "ab"),
        Case("language", "=?utf-8*de?Q?Gr=C3=BC?=", "Grü"),
        Case("space inside", "=?utf-8?Q?a b c?=", "a b c"),
        Case("question mark inside", "=?utf-8?Q?what?now?=", "what?now"),
        Case("in quotes", "\"=?utf-8?Q?J=C3=BCrgen?=\"", "\"Jürgen\""),
        Case("glued to text", "x=?utf-8?Q?=C3=BC?=y", "xüy"),
        Case("glued to each other", "=?utf-8?Q?=C3=BC?==?utf-8?Q?=C3=A4?=", "üä"),
        Case("empty word", "a =?utf-8?Q??= b", "a  b"),
        Case("not hex", "=?utf-8?Q?50=%_=4?=", "50=% =4"),
        Case("Latin-9", "=?ISO-8859-15?Q?5_=A4?=", "5 €"),
        Case("Windows-1252", "=?windows-1252?Q?=84a=93?=", "„a“"),
        Case("B with too much padding", "=?utf-8?B?w7w====?=", "ü"),
        Case("B with padding in the middle", "=?utf-8?B?w7w=w6Q=?=", "üä"),
        Case("B with spaces", "=?utf-8?B?R3LD vMOf ZQ==?=", "Grüße"),
        Case("B folded inside", "=?utf-8?B?R3LD\r\n vMOfZQ==?=", "Grüße"),
        Case("Q folded inside", "=?utf-8?Q?Gr=C3=BC\r\n =C3=9Fe?=", "Grü ße"),
        Case("language of another kind", "=?iso-8859-1*en-GB?Q?=A3?=", "£"),
        Case("charset in quotes", "=?\"utf-8\"?Q?=C3=BC?=", "ü"),
        Case("comma behind", "=?utf-8?Q?=C3=BC?=, =?utf-8?Q?=C3=A4?=", "ü, ä"),
        Case("unknown charset", "=?x-nothing?Q?=C3=BC?=", "ü"),
        Case("charset lies", "=?utf-8?Q?M=FCller?=", "Müller"),
        Case("GB2312 with a character of GBK", "=?gb2312?B?zve5+oFA?=", "西国丂"),
        Case("GB18030", "=?GB18030?B?u+HS6Q==?=", "会议"),
        Case("Big5", "=?big5?B?t3zEsw==?=", "會議"),
        Case("Shift_JIS", "=?Shift_JIS?B?ie+LYw==?=", "会議"),
        Case("ISO-2022-JP", "=?ISO-2022-JP?B?GyRCMnE1RBsoQg==?=", "会議"),
        Case("two ISO-2022-JP words", "=?ISO-2022-JP?B?GyRCMnEbKEI=?= =?ISO-2022-JP?B?GyRCNUQbKEI=?=", "会議"),
        Case("EUC-KR", "=?ks_c_5601-1987?B?yLjAxw==?=", "회의"),
        Case("KOI8-R", "=?koi8-r?B?8NLJ18XU?=", "Привет"),
        Case("Windows-1251", "=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет"),
        Case("UTF-7", "=?utf-7?Q?Gr+APwA3w-e?=", "Grüße"),
        Case("raw UTF-8", "Grüße: =?utf-8?Q?=C3=BC?=", "Grüße: ü"),
        Case("raw Latin-1", [0x47, 0x72, 0xFC, 0xDF, 0x65], "Grüße"),
        Case("raw ISO-2022-JP", Array("Re: \u{1B}$B2q5D\u{1B}(B!".utf8), "Re: 会議!"),
        Case("folded", "a\r\n b\r\n\tc\n d", "a b\tc d"),
        Case("line end without fold", "a\r\nb\rc\nd", "a b c d"),
        Case("line end at the end", "abc\r\n", "abc"),
        Case("no end", "=?utf-8?Q?abc", "=?utf-8?Q?abc"),
        Case("no text", "=?utf-8?Q?", "=?utf-8?Q?"),
        Case("no encoding", "=?utf-8?=", "=?utf-8?="),
        Case("other encoding", "=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        Case("no charset", "=??Q?abc?=", "=??Q?abc?="),
        Case("space in the charset", "=?utf 8?Q?abc?=", "=?utf 8?Q?abc?="),
        Case("opening in front", "=?=?utf-8?Q?a?=", "=?a"),
        Case("lone signs", "a = b ?= c =? d", "a = b ?= c =? d"),
    ]

    let decoder = HeaderDecoder(charsets: IconvCharsets())

    @Test("decodes", arguments: cases)
    func decodes(row: Case) {
        #expect(Array(decoder.decode(row.raw[...]).unicodeScalars) == Array(row.text.unicodeScalars))
    }

    @Test("Dovecot's own cases")
    func dovecot() throws {
        guard Corpus.isPresent, let table = Corpus.bytes("tables/rfc2047-dovecot.json").flatMap({ JSON($0) }) else {
            return
        }
        // Dovecot keeps the claim that octets are UTF-8 and shows one U+FFFD for all three; a reader is better served by
        // the guess that a label which fits nothing at all is a lie.
        let differences = ["a =?utf-8?b?////?= b": "a ÿÿÿ b"]
        let rows = table["rows"]?.array ?? []
        #expect(rows.count == 4)
        for row in rows {
            let input = try #require(row["input"]?.string)
            let output = try #require(row["output"]?.string)
            #expect(decoder.decode(Array(input.utf8)[...]) == differences[input] ?? output)
        }
    }

    @Test("openings without an end stay linear", arguments: ["=?a?q?", "=?", "=?utf-8?B?", "=?utf-8?Q?a?=", "=", "?="])
    func hostile(piece: String) {
        let raw = Array(String(repeating: piece, count: 100_000).utf8)
        #expect(decoder.decode(raw[...]).utf8.count <= HeaderDecoder.limit)
    }

    @Test("mutated headers never trap", arguments: 1...4 as ClosedRange<UInt64>)
    func mutated(seed: UInt64) {
        print("header text, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            var bytes = Self.cases.randomElement(using: &generator)?.raw ?? []
            bytes += Self.cases.randomElement(using: &generator)?.raw ?? []
            for _ in 0..<Int.random(in: 1...5, using: &generator) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: at)
                default: bytes.remove(at: at)
                }
            }
            let text = decoder.decode(bytes[...])
            #expect(text.unicodeScalars.count <= 2 * bytes.count, "seed \(seed)")
        }
    }
}
