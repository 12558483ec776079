/// From the octets of a text part as transferred to text with LF line ends, window by window.
///
/// Transfer encoding, charset and line ends in one: what a reader feeds with the windows of `BODY[1]<o.n>`.
public struct TextPartStream {
    private var transfer: TransferDecoder
    private var charset: CharsetStream
    private var endsWithCR = false

    /// A stream at the start of a part.
    public init(encoding: TransferEncoding, charset: String, charsets: any CharsetDecoding) {
        transfer = TransferDecoder(encoding)
        self.charset = CharsetStream(label: charset, charsets: charsets)
    }

    /// The charset that was used though the label named another or none.
    public var guessedCharset: String? { charset.guessedCharset }
    /// Bytes that mean nothing in the charset stand as U+FFFD.
    public var hadErrors: Bool { charset.hadErrors }

    /// The text of a window. Control characters are still in it; CRLF and CR are LF.
    public mutating func decode(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> String {
        var octets: [UInt8] = []
        transfer.decode(bytes, into: &octets)
        if isLast { transfer.finish(into: &octets) }
        return withLineFeeds(charset.decode(octets[...], isLast: isLast))
    }

    private mutating func withLineFeeds(_ text: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if byte == 0x0A && endsWithCR {
                endsWithCR = false
                continue
            }
            endsWithCR = byte == 0x0D
            result.append(endsWithCR ? 0x0A : byte)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
