/// Bytes from elsewhere as text that is safe to print: no control character, no bidi or invisible character, and every
/// substitution can be undone.
///
/// Printable ASCII and visible characters of valid UTF-8 stand for themselves. A backslash is `\\`, CR, LF and TAB are `\r`,
/// `\n` and `\t`, every other byte is `\xHH`. So is each byte of `•`, which is kept for redaction.
package enum VisibleText {
    /// Appends the visible form of `bytes`.
    package static func append(_ bytes: some Collection<UInt8>, to text: inout String) {
        // Nearly everything a server says; a tenth of the time.
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) {
            text += String(decoding: bytes, as: UTF8.self)
            return
        }
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        // The parser consumes what it rejects; the bytes are needed, so the input is walked beside it.
        var position = bytes.startIndex
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let encoded):
                let end = bytes.index(position, offsetBy: encoded.count)
                append(Unicode.UTF8.decode(encoded), bytes[position..<end], to: &text)
                position = end
            case .error(let length):
                let end = bytes.index(position, offsetBy: length)
                for byte in bytes[position..<end] { appendEscaped(byte, to: &text) }
                position = end
            case .emptyInput: return
            }
        }
    }

    /// One line for an error: white space and line ends become single blanks, the rest as above. What is beyond `limit` octets
    /// of input is left out and marked `…`.
    package static func line(_ bytes: some Collection<UInt8>, limit: Int) -> String {
        var words: [UInt8] = []
        for byte in bytes.prefix(max(0, limit)) {
            if byte == 0x20 || (0x09...0x0D).contains(byte) {
                if let last = words.last, last != 0x20 { words.append(0x20) }
            } else {
                words.append(byte)
            }
        }
        if words.last == 0x20 { words.removeLast() }
        var text = ""
        append(words, to: &text)
        return bytes.count > limit ? text + "…" : text
    }

    private static func append(_ scalar: Unicode.Scalar, _ bytes: some Collection<UInt8>, to text: inout String) {
        switch scalar {
        case "\\": text += "\\\\"
        case "\r": text += "\\r"
        case "\n": text += "\\n"
        case "\t": text += "\\t"
        case " "..."~": text.unicodeScalars.append(scalar)
        default:
            if isVisible(scalar) {
                text.unicodeScalars.append(scalar)
            } else {
                for byte in bytes { appendEscaped(byte, to: &text) }
            }
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0xA1, scalar != "•", !scalar.properties.isDefaultIgnorableCodePoint else { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator, .nonspacingMark, .enclosingMark, .spacingMark:
            false
        default: true
        }
    }

    private static func appendEscaped(_ byte: UInt8, to text: inout String) {
        text += "\\x"
        text += String(byte >> 4, radix: 16, uppercase: true)
        text += String(byte & 15, radix: 16, uppercase: true)
    }

    /// The bytes that `append` made `text` of; `nil` where it could not have.
    package static func bytes(of text: some Collection<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            switch iterator.next() {
            case UInt8(ascii: "\\"): result.append(byte)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "x"):
                guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit) else {
                    return nil
                }
                result.append(high << 4 | low)
            default: return nil
            }
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
