import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// Subjects and dates of libetpan's mailboxes with what it reads from them.
@Suite("Header text and dates against libetpan's expectations")
struct HeaderCorpusTests {
    static let folder = "libetpan/unittest/mime-parser/data"

    /// The first field of a name, its body with folds.
    static func field(_ name: String, of message: [UInt8]) -> ArraySlice<UInt8>? {
        let wanted = Array((name + ":").utf8)
        var start = 0
        var body: Int?
        while start < message.count {
            let end = message[start...].firstIndex(of: 0x0A) ?? message.count
            let isFold = message[start] == 0x20 || message[start] == 0x09
            if let body, !isFold { return message[body..<start] }
            let line = message[start..<end]
            if line.isEmpty || line.elementsEqual([0x0D]) { return nil }
            if line.count >= wanted.count, zip(line, wanted).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) {
                body = start + wanted.count
            }
            start = end + 1
        }
        return body.map { message[$0...] }
    }

    static func cases() -> [(name: String, message: [UInt8], header: JSON)] {
        guard Corpus.isPresent else { return [] }
        return Corpus.files(under: "\(folder)/output").compactMap { path in
            let input = "\(folder)/input" + path.dropFirst("\(folder)/output".count)
            guard let header = Corpus.bytes(path).flatMap({ JSON($0) })?["header"], let message = Corpus.bytes(input)
            else {
                return nil
            }
            return (String(path.dropFirst("\(folder)/output/".count)), message, header)
        }
    }

    static func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

    @Test("subjects")
    func subjects() {
        let decoder = HeaderDecoder(charsets: IconvCharsets())
        var compared = 0
        for (name, message, header) in Self.cases() {
            guard let expected = header["subject"]?.string, let raw = Self.field("Subject", of: message) else {
                continue
            }
            compared += 1
            #expect(Self.words(decoder.decode(raw)) == Self.words(expected), "\(name)")
        }
        #expect(compared == 62 || !Corpus.isPresent)
    }

    @Test("dates")
    func dates() {
        var compared = 0
        for (name, message, header) in Self.cases() {
            guard let expected = header["date"]?.string.flatMap({ Int64($0) }),
                let raw = Self.field("Date", of: message)
            else {
                continue
            }
            compared += 1
            // libetpan takes `92` for 2092, and JST and zones in lower case for UTC; RFC 5322, section 4.3, has 1992, and
            // names in any case.
            let century: Int64 = expected > 3_000_000_000 ? 36525 * 86400 : 0
            let text = String(decoding: raw, as: UTF8.self)
            let zone =
                [" cst": 6, " est": 5, " JST": -9].first { text.contains($0.key) }.map { Int64($0.value) * 3600 } ?? 0
            let corrected = expected - century + zone
            #expect(
                DateParser.parse(raw)?.secondsSince1970 == corrected, "\(name): \(String(decoding: raw, as: UTF8.self))"
            )
        }
        #expect(compared == 61 || !Corpus.isPresent)
    }
}
