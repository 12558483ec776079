/// The lines of a calendar or of a visiting card, unfolded one after another. Source: RFC 5545, section 3.1.
///
/// Lenient: lines end with CR LF, LF or CR; what is no line of the grammar is passed over.
struct ContentLines: Sendable {
    /// Octets of one line that are kept; the rest of it is passed over.
    static let lineLimit = 65_536
    /// Lines that are read.
    static let countLimit = 50_000

    private let bytes: [UInt8]
    private var at = 0
    private var count = 0
    /// The charset to decode values with: that of the label, or UTF-8 where the whole was converted.
    let charset: String

    /// - Parameters:
    ///   - content: the part, its transfer encoding undone
    ///   - charset: the part's label, perhaps empty
    init(_ content: ArraySlice<UInt8>, charset: String, charsets: any CharsetDecoding) {
        let content = content.prefix(Card.contentLimit)
        // Where a character takes at least two octets, lines can only be found in its text.
        let label = BuiltInCharset.normalised(charset)
        let isWide = label.hasPrefix("utf-16") || label.hasPrefix("utf16") || label.hasPrefix("utf-32")
        let mark = Array(content.prefix(2))
        let wide = isWide ? label : mark == [0xFF, 0xFE] || mark == [0xFE, 0xFF] ? "utf-16" : ""
        if !wide.isEmpty, let decoded = charsets.decode(content, charset: wide) {
            bytes = Array(decoded.text.utf8)
            self.charset = "utf-8"
        } else {
            bytes = Array(content.starts(with: [0xEF, 0xBB, 0xBF]) ? content.dropFirst(3) : content)
            self.charset = charset
        }
    }

    /// The next line; nil at the end.
    mutating func next() -> ContentLine? {
        while let unfolded = unfoldedLine() {
            guard var line = ContentLine(unfolded[...]) else { continue }
            while line.goesOn, let more = physicalLine() { line.join(bytes[more], limit: Self.lineLimit) }
            return line
        }
        return nil
    }

    private mutating func unfoldedLine() -> [UInt8]? {
        guard let first = physicalLine() else { return nil }
        var line = Array(bytes[first].prefix(Self.lineLimit))
        // Behind a soft break of quoted-printable a blank belongs to the text.
        if line.last == ASCII.equals, ContentLine(line[...])?.goesOn == true { return line }
        while at < bytes.count, bytes[at] == ASCII.space || bytes[at] == ASCII.tab {
            at &+= 1
            guard let more = physicalLine() else { break }
            line.append(contentsOf: bytes[more].prefix(max(0, Self.lineLimit &- line.count)))
        }
        return line
    }

    /// Where the next line lies, without its end.
    private mutating func physicalLine() -> Range<Int>? {
        guard at < bytes.count, count < Self.countLimit else { return nil }
        count &+= 1
        let start = at
        while at < bytes.count, bytes[at] != ASCII.lf, bytes[at] != ASCII.cr { at &+= 1 }
        let line = start..<at
        if at < bytes.count {
            at &+= bytes[at] == ASCII.cr && at &+ 1 < bytes.count && bytes[at &+ 1] == ASCII.lf ? 2 : 1
        }
        return line
    }
}
