import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// The messages of mail-parser with the values that it reads from them. Its offsets say where a field and a body lie, so
/// no parser of whole messages is needed here.
@Suite("Decoding against mail-parser's expectations")
struct StalwartCorpusTests {
    struct Message {
        let name: String
        let raw: [UInt8]
        let parts: [JSON]

        /// Some files of the corpus have other line ends than those that the offsets were counted with.
        var hasFittingOffsets: Bool {
            parts.flatMap { $0["headers"]?.array ?? [] }.allSatisfy { header in
                guard let start = header["offset_start"]?.int, start > 0, start <= raw.count else { return false }
                return raw[start - 1] == UInt8(ascii: ":")
            }
        }
    }

    static func messages() -> [Message] {
        guard Corpus.isPresent else { return [] }
        return Corpus.files(under: "stalwart-mail-parser", suffix: ".json").compactMap { path in
            guard let table = Corpus.bytes(path).flatMap({ JSON($0) }) else { return nil }
            let isCRLF = path.hasSuffix(".crlf.json")
            let source = path.dropLast(isCRLF ? ".crlf.json".count : ".json".count) + ".eml"
            guard var raw = Corpus.bytes(String(source)) else { return nil }
            if isCRLF { raw = raw.filter { $0 != 0x0D }.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } }
            let name = path.split(separator: "/").suffix(2).joined(separator: "/")
            let message = Message(name: name, raw: raw, parts: table["parts"]?.array ?? [])
            return message.hasFittingOffsets ? message : nil
        }
    }

    static func slice(_ message: Message, _ object: JSON, _ from: String, _ to: String) -> ArraySlice<UInt8>? {
        guard let start = object[from]?.int, let end = object[to]?.int, start <= end, end <= message.raw.count else {
            return nil
        }
        return message.raw[start..<end]
    }

    static func header(_ part: JSON, _ name: String) -> JSON? {
        part["headers"]?.array.last { $0["name"]?.string == name }
    }

    static func withLineFeeds(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var last: UInt8 = 0
        for byte in text.utf8 {
            if byte != 0x0A || last != 0x0D { result.append(byte == 0x0D ? 0x0A : byte) }
            last = byte
        }
        return result
    }

    /// mail-parser makes one space of a fold in fields that it knows and keeps the line end in others; here the white space
    /// stays as RFC 5322, section 2.2.3, has it. So white space is left out of the comparison.
    static func withSingleSpaces(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

    @Test("unstructured fields")
    func fields() {
        let decoder = HeaderDecoder(charsets: IconvCharsets())
        var compared = 0
        for message in Self.messages() {
            for header in message.parts.flatMap({ $0["headers"]?.array ?? [] }) {
                guard header["name"]?.string == "subject" || header["name"]?["other"] != nil,
                    let expected = header["value"]?["Text"]?.string,
                    let raw = Self.slice(message, header, "offset_start", "offset_end")
                else { continue }
                compared += 1
                let text = decoder.decode(raw)
                #expect(Self.withSingleSpaces(text) == Self.withSingleSpaces(expected), "\(message.name)")
            }
        }
        #expect(compared >= 62 || !Corpus.isPresent)
    }

    @Test("dates")
    func dates() {
        var compared = 0
        for message in Self.messages() {
            for part in message.parts {
                guard let header = Self.header(part, "date"), let value = header["value"]?["DateTime"],
                    let raw = Self.slice(message, header, "offset_start", "offset_end")
                else { continue }
                func number(_ key: String) -> Int { value[key]?.int ?? -1 }
                let zone = number("tz_hour") * 60 + number("tz_minute")
                let isWest = value["tz_before_gmt"]?.bool ?? false
                let civil = CivilTime(
                    year: Int64(number("year")), month: number("month"), day: number("day"), hour: number("hour"),
                    minute: number("minute"), second: number("second"))
                let expected = civil.map { Timestamp($0, zoneMinutes: Int16(isWest ? -zone : zone)) }
                compared += 1
                #expect(DateParser.parse(raw) == expected, "\(message.name)")
            }
        }
        #expect(compared >= 36 || !Corpus.isPresent)
    }

    @Test("text bodies, in windows of any size", arguments: [1, 7, 1_000_000])
    func bodies(window: Int) {
        var compared = 0
        for message in Self.messages() {
            for part in message.parts {
                guard let body = part["body"], let expected = body["Text"]?.string ?? body["Html"]?.string,
                    let raw = Self.slice(message, part, "offset_body", "offset_end")
                else { continue }
                let attributes = Self.header(part, "content_type")?["value"]?["ContentType"]?["attributes"]?.array ?? []
                let charset = attributes.first { $0["name"]?.string == "charset" }?["value"]?.string ?? ""
                let encoding = Self.header(part, "content_transfer_encoding")?["value"]?["Text"]?.string ?? ""
                var stream = TextPartStream(
                    encoding: TransferEncoding(token: encoding), charset: charset, charsets: IconvCharsets())
                var text = ""
                var at = raw.startIndex
                while at < raw.endIndex {
                    let end = min(at + window, raw.endIndex)
                    text += stream.decode(raw[at..<end], isLast: false)
                    at = end
                }
                text += stream.decode([], isLast: true)
                compared += 1
                #expect(Array(text.utf8) == Self.withLineFeeds(expected), "\(message.name)")
            }
        }
        #expect(compared >= 91 || !Corpus.isPresent)
    }

    @Test("parameters of Content-Type and Content-Disposition")
    func parameters() {
        var compared = 0
        for message in Self.messages() {
            for header in message.parts.flatMap({ $0["headers"]?.array ?? [] }) {
                guard let attributes = header["value"]?["ContentType"]?["attributes"]?.array, !attributes.isEmpty,
                    let raw = Self.slice(message, header, "offset_start", "offset_end")
                else { continue }
                let values = ParameterDecoder(charsets: IconvCharsets()).decode(Self.rawParameters(raw))
                compared += 1
                for attribute in attributes {
                    let name = attribute["name"]?.string ?? ""
                    #expect(values.value(name) == attribute["value"]?.string, "\(message.name) \(name)")
                }
            }
        }
        #expect(compared >= 145 || !Corpus.isPresent)
    }

    /// What a server makes of a field for BODYSTRUCTURE: names and unquoted values, undecoded.
    static func rawParameters(_ field: ArraySlice<UInt8>) -> [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] {
        var pieces: [[UInt8]] = [[]]
        var isQuoted = false
        var isEscaped = false
        for byte in field where byte != 0x0D && byte != 0x0A {
            if isEscaped {
                isEscaped = false
            } else if isQuoted && byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
                continue
            } else if byte == UInt8(ascii: ";") && !isQuoted {
                pieces.append([])
                continue
            }
            pieces[pieces.count - 1].append(byte)
        }
        return pieces.dropFirst().compactMap { piece in
            guard let sign = piece.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = piece[..<sign].filter { $0 > 0x20 }
            let value = piece[(sign + 1)...].drop { $0 <= 0x20 }
            return (name[...], Array(value)[...])
        }
    }
}
