import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("The text of a winmail.dat")
struct PackedTextTests {
    typealias Sample = TNEFSample
    private static let charsets = IconvCharsets()

    private static func properties(_ list: [UInt8]...) -> [UInt8] {
        Sample.stream([Sample.attribute(1, 0x0006_9003, Sample.properties(list))])
    }

    static let bodies: [(name: String, octets: [UInt8], text: String, isMarked: Bool)] = [
        (
            "plain before HTML and RTF",
            properties(
                Sample.wide(0x1000, "Grüße\r\nAnna"), Sample.binary(0x1013, Array("<p>page</p>".utf8)),
                Sample.binary(0x1009, Sample.compressed)), "Grüße\nAnna", false
        ),
        (
            "HTML before RTF",
            properties(
                Sample.wide(0x1000, "\r\n "), Sample.binary(0x1013, Array("<p>a <b>page</b></p>".utf8)),
                Sample.binary(0x1009, Sample.compressed)), "a page", true
        ),
        ("RTF", properties(Sample.binary(0x1009, Sample.compressed)), "hello world", false),
        ("nothing", properties(Sample.wide(0x0037, "Subject")), "", false), ("no TNEF", Array("hello".utf8), "", false),
        ("empty", [], "", false),
    ]

    private func message(_ octets: [UInt8], type: String = "application/ms-tnef") throws -> FileMessage {
        let head = "Subject: x\nContent-Type: \(type)\nContent-Transfer-Encoding: base64\n\n"
        return try FileMessage(HeldOctets(Array(head.utf8) + Base64.encode(octets)), charsets: Self.charsets)
    }

    @Test(
        "plain, else HTML, else the words of RTF; by type or by name",
        arguments: bodies.indices, ["application/ms-tnef", "application/octet-stream; name=\"Winmail.dat\""])
    func forms(index: Int, type: String) throws {
        let body = Self.bodies[index]
        var reading = FileReading(try message(body.octets, type: type), charsets: Self.charsets)
        let window = try #require(try reading.next())
        #expect(try reading.next() == nil)
        #expect(window.isMarked == body.isMarked)
        let text = body.isMarked ? TextMark.plain(window.text) : window.text
        #expect(text.split(separator: "\n").joined(separator: "\n") == body.text)
        #expect(window.notes == [body.text.isEmpty ? .noText : .outlookPackage])
    }

    @Test("windows cut anywhere give the same text, the last one gives it", arguments: [1, 7, 64, 1000])
    func windows(size: Int) throws {
        let body = Self.bodies[0]
        let octets = Base64.encode(body.octets)
        let node = PartNode(
            section: "1", depth: 0, mediaType: "application", subtype: "ms-tnef", encoding: .base64,
            size: ByteSize(UInt64(octets.count)))
        var shown = ShownText(node: node, charsets: Self.charsets)
        var rest = octets[...]
        var texts: [String] = []
        while !rest.isEmpty {
            let window = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            texts.append(shown.text(of: window, remaining: ByteSize(UInt64(rest.count))).text)
        }
        #expect(texts.last == body.text)
        #expect(!texts.dropLast().contains { !$0.isEmpty })
    }

    @Test("a long one in a file comes in one window, and links are warned of")
    func long() throws {
        let page = "<a href='https://evil.example/'>www.bank.example</a>"
        let octets = Sample.stream([
            Sample.attribute(1, 0x0006_9003, Sample.properties([Sample.binary(0x1013, Array(page.utf8))])),
            Sample.attribute(1, 0x0006_9999, [UInt8](repeating: 0, count: 900_000)),
        ])
        var reading = FileReading(try message(octets), charsets: Self.charsets)
        let window = try #require(try reading.next())
        #expect(window.links.map(\.target) == ["https://evil.example/"])
        #expect(window.warnings.map(\.code) == [.linkElsewhere])
        #expect(try reading.next() == nil)
    }

    @Test("a text in the message goes before it, an empty one does not")
    func beside() throws {
        func shown(_ text: String) throws -> [String] {
            let encoded = String(decoding: Base64.encode(Self.bodies[0].octets), as: UTF8.self)
            let mail =
                "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n\(text)--b\nContent-Type: application/ms-tnef\n"
                + "Content-Transfer-Encoding: base64\n\n\(encoded)\n--b--\n"
            var reading = FileReading(
                try FileMessage(HeldOctets(Array(mail.utf8)), charsets: Self.charsets), charsets: Self.charsets)
            return try [reading.next()].compactMap { $0?.text }
        }
        #expect(try shown("text\n") == ["text"])
        #expect(try shown("") == [Self.bodies[0].text])
    }
}
