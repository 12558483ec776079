/// Turns the raw bytes of an unstructured header field, a phrase or a file name into text.
///
/// Unfolds (RFC 5322, section 2.2.3), decodes encoded words (RFC 2047) and raw octets above 127 (RFC 6532, or what old
/// senders leave there). Encoded words are taken wherever they stand: inside quotes, glued to text, with spaces in them.
/// White space between two of them goes; neighbours of one charset are put together before they are decoded, so that
/// a character may be split between them.
///
/// ```
/// Re: =?UTF-8?Q?Gr=C3?= =?UTF-8?Q?=BC=C3=9Fe?=      -> Re: Grüße
/// ```
///
/// Control characters are still in the result: it is cleaned where it is drawn.
public struct HeaderDecoder: Sendable {
    /// Octets of a field that are read; the rest is left out.
    public static let limit = 65536

    private let charsets: any CharsetDecoding

    /// With the charsets that are not built in.
    public init(charsets: any CharsetDecoding) { self.charsets = charsets }

    /// The text of a field's body.
    public func decode(_ raw: ArraySlice<UInt8>) -> String {
        if Self.isPlain(raw) { return String(decoding: raw, as: UTF8.self) }
        let bytes = Self.unfolded(raw.prefix(Self.limit))
        var run = WordRun(charsets: charsets)
        var result = ""
        var textStart = 0
        var at = 0
        var afterWord = false
        var closeLimit = bytes.count
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "="), let word = EncodedWord(bytes, at: at, closeLimit: &closeLimit) else {
                at &+= 1
                continue
            }
            let between = bytes[textStart..<at]
            if !afterWord || between.contains(where: { !Self.isSpace($0) }) {
                run.flush(into: &result)
                result += text(between)
            }
            run.add(word, of: bytes, into: &result)
            at = word.end
            textStart = at
            afterWord = true
        }
        run.flush(into: &result)
        result += text(bytes[textStart...])
        return result
    }

    /// Whether it stands for itself, as most fields do: printable ASCII, no encoded word, no space at an end.
    private static func isPlain(_ raw: ArraySlice<UInt8>) -> Bool {
        guard raw.count <= limit, raw.first != 0x20, raw.last != 0x20 else { return false }
        return raw.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != ASCII.equals }
    }

    /// Raw octets: ASCII, UTF-8, ISO-2022-JP by its escapes, else Windows-1252.
    func text(_ bytes: ArraySlice<UInt8>) -> String {
        var isPlain = true
        for byte in bytes where byte >= 0x80 || byte == 0x1B {
            isPlain = false
            break
        }
        if isPlain { return String(decoding: bytes, as: UTF8.self) }
        if Self.hasJapaneseEscape(bytes), let japanese = charsets.decode(bytes, charset: "iso-2022-jp"),
            !japanese.hadErrors
        {
            return japanese.text
        }
        var stream = CharsetStream(label: "", charsets: charsets)
        return stream.decode(bytes, isLast: true)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// `ESC $ B`, `ESC $ @`, as in mails that were never encoded.
    private static func hasJapaneseEscape(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count > 3 else { return false }
        for at in bytes.startIndex..<bytes.endIndex &- 2 where bytes[at] == 0x1B && bytes[at &+ 1] == UInt8(ascii: "$")
        {
            if bytes[at &+ 2] == UInt8(ascii: "B") || bytes[at &+ 2] == UInt8(ascii: "@") { return true }
        }
        return false
    }

    /// Line ends before white space go; any other becomes a space; none is left at either end.
    private static func unfolded(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(raw.count)
        var isAtBreak = false
        for byte in raw {
            if byte == 0x0D || byte == 0x0A {
                isAtBreak = true
                continue
            }
            if isAtBreak && !isSpace(byte) && !result.isEmpty { result.append(0x20) }
            isAtBreak = false
            result.append(byte)
        }
        return result
    }
}

/// Encoded words of one charset that stand next to each other: their bytes are decoded together.
private struct WordRun {
    let charsets: any CharsetDecoding
    private var charset = ""
    private var bytes: [UInt8] = []
    private var base64 = Base64Stream()

    init(charsets: any CharsetDecoding) { self.charsets = charsets }

    mutating func add(_ word: EncodedWord, of header: [UInt8], into result: inout String) {
        if word.charset != charset { flush(into: &result) }
        charset = word.charset
        if word.isBase64 {
            // A word that was cut inside a group of four goes on in the next; one that only lacks its padding does not.
            if !base64.hasLooseBits { base64.finish(into: &bytes) }
            base64.decode(header[word.text], into: &bytes)
        } else {
            base64.finish(into: &bytes)
            EncodedWord.appendQ(header[word.text], to: &bytes)
        }
    }

    mutating func flush(into result: inout String) {
        base64.finish(into: &bytes)
        if bytes.isEmpty { return }
        var stream = CharsetStream(label: charset, charsets: charsets)
        result += stream.decode(bytes[...], isLast: true)
        bytes.removeAll()
    }
}
