/// One line of a calendar or of a visiting card. Source: RFC 5545, section 3.1; RFC 6350, section 3.3; vCard 2.1, section 2.
///
/// ```
/// item1.TEL;TYPE="voice,home":+49 30 1234
/// ```
struct ContentLine: Hashable, Sendable {
    /// Parameters of one line that are kept.
    static let parameterLimit = 32
    /// Octets of a parameter's value that are kept.
    static let parameterSize = 500

    /// Upper case, without the group (`item1.`).
    let name: String
    /// Names in upper case; a word of vCard 2.1 without `=` has no name.
    let parameters: [MIMEParameter]
    /// As it stands, escapes and transfer encoding not undone.
    private(set) var value: [UInt8]

    /// A line after unfolding; nil where it has no name or no colon.
    init?(_ bytes: ArraySlice<UInt8>) {
        var at = bytes.startIndex
        var nameStart = at
        while at < bytes.endIndex, bytes[at] != ASCII.colon, bytes[at] != UInt8(ascii: ";") {
            if bytes[at] == ASCII.dot { nameStart = at &+ 1 }
            at &+= 1
        }
        let name = bytes[nameStart..<at]
        guard at < bytes.endIndex, (1...64).contains(name.count) else { return nil }
        self.name = String(decoding: name, as: UTF8.self).cardLine(limit: 64).asciiUppercased
        var parameters: [MIMEParameter] = []
        while at < bytes.endIndex, bytes[at] == UInt8(ascii: ";") {
            at &+= 1
            let parameter = Self.parameter(bytes, &at)
            if parameters.count < Self.parameterLimit { parameters.append(parameter) }
        }
        guard at < bytes.endIndex else { return nil }
        self.parameters = parameters
        value = Array(bytes[(at &+ 1)...])
    }

    /// Whether the value ends with a soft line break of quoted-printable, so that the next line belongs to it.
    var goesOn: Bool { isQuotedPrintable && value.last == ASCII.equals }

    /// Puts the next line behind a value that goes on.
    mutating func join(_ next: ArraySlice<UInt8>, limit: Int) {
        value.removeLast()
        value.append(contentsOf: next.prefix(max(0, limit &- value.count)))
    }

    /// Whether a parameter of that name, or one without a name, has the word among its values.
    func has(_ word: String, in name: String) -> Bool {
        parameters.contains { parameter in
            (parameter.name == name || parameter.name.isEmpty)
                && parameter.value.asciiUppercased.split(separator: ",").contains { $0 == word }
        }
    }

    private var isQuotedPrintable: Bool { has("QUOTED-PRINTABLE", in: "ENCODING") }

    /// The value as text, its escapes still in it. `charset` is that of the whole; the line's own comes before it.
    func text(charset: String, charsets: any CharsetDecoding) -> String {
        var bytes = value
        if isQuotedPrintable {
            var decoder = QuotedPrintable()
            var decoded: [UInt8] = []
            decoder.decode(bytes[...], into: &decoded)
            decoder.finish(into: &decoded)
            bytes = decoded
        }
        var stream = CharsetStream(label: parameters.value("CHARSET") ?? charset, charsets: charsets)
        return stream.decode(bytes[...], isLast: true)
    }

    /// Reads a parameter; `at` is behind its semicolon and ends at the next one, at the colon or at the end.
    private static func parameter(_ bytes: ArraySlice<UInt8>, _ at: inout Int) -> MIMEParameter {
        let start = at
        while at < bytes.endIndex, bytes[at] != ASCII.equals, bytes[at] != ASCII.colon, bytes[at] != UInt8(ascii: ";") {
            at &+= 1
        }
        let word = String(decoding: bytes[start..<at].prefix(parameterSize), as: UTF8.self).cardLine(limit: 64)
        guard at < bytes.endIndex, bytes[at] == ASCII.equals else { return MIMEParameter(name: "", value: word) }
        at &+= 1
        var value: [UInt8] = []
        while at < bytes.endIndex, bytes[at] != ASCII.colon, bytes[at] != UInt8(ascii: ";") {
            if bytes[at] == ASCII.quote, let close = bytes[(at &+ 1)...].firstIndex(of: ASCII.quote) {
                value.append(contentsOf: bytes[(at &+ 1)..<close])
                at = close &+ 1
            } else {
                value.append(bytes[at])
                at &+= 1
            }
        }
        return MIMEParameter(name: word.asciiUppercased, value: unescaped(value.prefix(parameterSize)))
    }

    /// Undoes the escapes of RFC 6868, section 3: `^n`, `^^`, `^'`.
    private static func unescaped(_ value: ArraySlice<UInt8>) -> String {
        let caret = UInt8(ascii: "^")
        guard value.contains(caret) else { return String(decoding: value, as: UTF8.self) }
        var result: [UInt8] = []
        var at = value.startIndex
        while at < value.endIndex {
            let next = value[at] == caret && at &+ 1 < value.endIndex ? value[at &+ 1] : 0
            switch next {
            case UInt8(ascii: "n"), UInt8(ascii: "N"): result.append(ASCII.lf)
            case UInt8(ascii: "'"): result.append(ASCII.quote)
            case caret: result.append(caret)
            default:
                result.append(value[at])
                at &+= 1
                continue
            }
            at &+= 2
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// The escapes of a value of type TEXT. Source: RFC 5545, section 3.3.11; RFC 6350, section 3.4.
enum ContentText {
    /// Parts of a structured value that are kept.
    static let partLimit = 32

    /// One text: `\n`, `\,`, `\;`, `\\`. Before any other character a backslash stays.
    static func unescaped(_ text: some StringProtocol) -> String {
        parts(text, at: nil).first ?? ""
    }

    /// The parts of a structured value, each without its escapes: `Lindner;Petra;;Dr.;`
    static func parts(_ text: some StringProtocol, at separator: Unicode.Scalar?) -> [String] {
        var parts: [String] = []
        var part = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                isEscaped = false
                switch scalar {
                case "n", "N": part.append("\n")
                case ",", ";", "\\", ":", "\"": part.append(scalar)
                default:
                    part.append("\\")
                    part.append(scalar)
                }
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == separator, parts.count &+ 1 < partLimit {
                parts.append(String(part))
                part = String.UnicodeScalarView()
            } else {
                part.append(scalar)
            }
        }
        if isEscaped { part.append("\\") }
        parts.append(String(part))
        return parts
    }
}
