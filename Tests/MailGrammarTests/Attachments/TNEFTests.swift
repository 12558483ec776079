import TestSupport
import Testing

@testable import MailGrammar

@Suite("TNEF")
struct TNEFTests {
    typealias Sample = TNEFSample

    @Test("a message with two files, old names and long names")
    func files() throws {
        let octets = Sample.stream([
            Sample.attribute(1, 0x0006_9007, Sample.little(1252, 4) + Sample.little(0, 4)),
            Sample.attribute(1, 0x0001_8004, Array("Angebot f\u{FC}r Mai\0".unicodeScalars.map { UInt8($0.value) })),
            Sample.attribute(1, 0x0002_800C, Array("Hello,\r\nsee below.\0".utf8)),
            Sample.attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14)),
            Sample.attribute(2, 0x0001_8010, Array("PLAN~1.TXT\0".utf8)),
            Sample.attribute(2, 0x0006_800F, Array("the plan".utf8)),
            Sample.attribute(
                2, 0x0006_9005,
                Sample.properties([
                    Sample.wide(0x3707, "Plan für Mai.txt"), Sample.wide(0x370E, "Text/Plain"),
                    Sample.wide(0x3712, "id@x"), Sample.number(0x3705, 1),
                ])),
            Sample.attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14)),
            Sample.attribute(2, 0x0001_8010, Array("b.exe\0".utf8)),
            Sample.attribute(2, 0x0006_800F, [1, 2, 3]),
        ])
        let message = try #require(TNEFMessage(octets, charsets: BuiltInCharsets()))
        #expect(message.isComplete)
        #expect(message.subject == "Angebot für Mai")
        #expect(message.text == "Hello,\r\nsee below.")
        #expect(message.attachments.map(\.name) == ["Plan für Mai.txt", "b.exe"])
        #expect(message.attachments.map(\.mediaType) == ["text/plain", ""])
        #expect(
            message.attachments.map { String(decoding: octets[$0.octets], as: UTF8.self) } == [
                "the plan", "\u{1}\u{2}\u{3}",
            ])
        #expect(message.attachments.first?.contentID == "id@x")
    }

    @Test("bodies in properties: text, HTML, compressed RTF; named properties are passed over")
    func bodies() throws {
        let named =
            Sample.little(0x8001_001E, 4) + [UInt8](repeating: 7, count: 16) + Sample.little(1, 4)
            + Sample.little(6, 4) + Array("N\0a\0\0\0".utf8) + [0, 0] + Sample.little(1, 4) + Sample.little(3, 4)
            + Array("ab\0".utf8) + [0]
        let many =
            Sample.little(0x8002_1003, 4) + [UInt8](repeating: 7, count: 16) + Sample.little(0, 4)
            + Sample.little(99, 4) + Sample.little(2, 4) + Sample.little(1, 4) + Sample.little(2, 4)
        let octets = Sample.stream([
            Sample.attribute(
                1, 0x0006_9003,
                Sample.properties([
                    named, many, Sample.wide(0x0037, "Betreff"), Sample.wide(0x1000, "Grüße"),
                    Sample.binary(0x1013, Array("<p>Hi</p>\0".utf8)), Sample.binary(0x1009, Sample.compressed),
                ]))
        ])
        let message = try #require(TNEFMessage(octets, charsets: BuiltInCharsets()))
        #expect(message.isComplete)
        #expect(message.subject == "Betreff")
        #expect(message.text == "Grüße")
        #expect(message.html == "<p>Hi</p>")
        #expect(message.richText == "hello world")
        #expect(message.attachments.isEmpty)
    }

    @Test("a message in the message is listed and not entered")
    func inner() throws {
        let inside = Sample.stream([Sample.attribute(1, 0x0002_800C, Array("inner".utf8))])
        let octets = Sample.stream([
            Sample.attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14)),
            Sample.attribute(
                2, 0x0006_9005, Sample.properties([Sample.object(0x3701, [UInt8](repeating: 9, count: 16) + inside)])),
        ])
        let message = try #require(TNEFMessage(octets, charsets: BuiltInCharsets()))
        let attachment = try #require(message.attachments.first)
        #expect(attachment.isMessage)
        #expect(TNEFMessage(Array(octets[attachment.octets]), charsets: BuiltInCharsets())?.text == "inner")
    }

    @Test(
        "cut at every length, and with octets changed: no trap, files within the octets",
        arguments: 1...3 as ClosedRange<UInt64>)
    func damaged(seed: UInt64) {
        print("TNEF, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let octets = Sample.stream([
            Sample.attribute(
                1, 0x0006_9003,
                Sample.properties([Sample.wide(0x0037, "Betreff"), Sample.binary(0x1009, Sample.compressed)])),
            Sample.attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14)),
            Sample.attribute(2, 0x0006_9005, Sample.properties([Sample.wide(0x3707, "x"), Sample.number(0x3705, 1)])),
            Sample.attribute(2, 0x0006_800F, [1, 2, 3]),
        ])
        for length in 0..<octets.count {
            let message = TNEFMessage(Array(octets.prefix(length)), charsets: BuiltInCharsets())
            #expect(message == nil || message?.isComplete == false || length <= octets.count)
        }
        for _ in 0..<2000 {
            var changed = octets
            for _ in 0...generator.below(4) {
                changed[4 + generator.below(changed.count - 4)] = UInt8(truncatingIfNeeded: generator.next())
            }
            guard let message = TNEFMessage(changed, charsets: BuiltInCharsets()) else { continue }
            #expect(message.attachments.allSatisfy { $0.octets.upperBound <= changed.count })
        }
    }

    @Test("not TNEF")
    func other() {
        #expect(TNEFMessage([], charsets: BuiltInCharsets()) == nil)
        #expect(TNEFMessage(Array("hello".utf8), charsets: BuiltInCharsets()) == nil)
    }

    @Test("compressed RTF: the samples of [MS-OXRTFCP], bounded, and cut at every length")
    func compressedRTF() {
        #expect(
            CompressedRTF.unpack(Sample.compressed[...], limit: 1000)
                == Array("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n".utf8))
        #expect(CompressedRTF.unpack(Sample.repeated[...], limit: 1000) == Array("{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}".utf8))
        #expect(CompressedRTF.unpack(Sample.compressed[...], limit: 5) == Array("{\\rtf".utf8))
        let plain =
            Sample.little(16, 4) + Sample.little(3, 4) + Array("MELA".utf8) + Sample.little(0, 4) + Array("abc".utf8)
        #expect(CompressedRTF.unpack(plain[...], limit: 100) == Array("abc".utf8))
        #expect(CompressedRTF.unpack([1, 2, 3], limit: 100) == nil)
        for length in 0..<Sample.compressed.count {
            #expect((CompressedRTF.unpack(Sample.compressed.prefix(length), limit: 1000)?.count ?? 0) <= 43)
        }
    }

    @Test(
        "words of RTF",
        arguments: [
            ("{\\rtf1 a\\par b}", "a\nb"), ("{\\rtf1{\\fonttbl{\\f0 Arial;}}x}", "x"),
            ("{\\rtf1{\\*\\generator Riched}x}", "x"), ("{\\rtf1\\ansicpg1252 Gr\\'fc\\'dfe}", "Grüße"),
            ("{\\rtf1 \\u228?\\u8364 ?x}", "ä€x"), ("{\\rtf1\\uc0 \\u-10179\\u-8704 x}", "😀x"),
            ("{\\rtf1 \\{a\\}\\\\~\\~b}", "{a}\\~\u{A0}b"), ("{\\rtf1 a\r\nb\\tab c\\line d}", "ab\tc\nd"),
            ("{\\rtf1 {\\*\\htmltag <p>}Hi{\\b there}{\\pict 0102{x}}!}", "Hithere!"), ("}}}}{{{", ""), ("\\", ""),
            ("{\\rtf1 a\\bin3 xyzb}", "ab"), ("plain", "plain"),
        ])
    func words(rtf: String, text: String) {
        #expect(RTFText.words(Array(rtf.utf8), charsets: BuiltInCharsets()) == text)
    }

    @Test("deep and broken RTF takes no stack")
    func deepRTF() {
        let deep = Array(String(repeating: "{\\*", count: 200_000).utf8)
        #expect(RTFText.words(deep, charsets: BuiltInCharsets()).isEmpty)
    }
}
