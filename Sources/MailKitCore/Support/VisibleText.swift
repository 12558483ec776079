import MailGrammar

/// Bytes from elsewhere as text that is safe to print: no control character, no bidi or invisible character, and every
/// substitution can be undone.
///
/// Printable ASCII and visible characters of valid UTF-8 stand for themselves. A backslash is `\\`, CR, LF and TAB are `\r`,
/// `\n` and `\t`, every other byte is `\xHH`. So is each byte of `•`, which is kept for redaction.
package enum VisibleText {
    /// Appends the visible form of `bytes`.
    package static func append(_ bytes: some Collection<UInt8>, to text: inout String) {
        var octets: [UInt8] = []
        octets.reserveCapacity(bytes.count)
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { append($0, to: &octets) }
        if isDone == nil { Array(bytes).withUnsafeBufferPointer { append($0, to: &octets) } }
        text += String(decoding: octets, as: UTF8.self)
    }

    /// The same as UTF-8.
    static func append(_ bytes: UnsafeBufferPointer<UInt8>, to octets: inout [UInt8]) {
        var position = 0
        while position < bytes.count {
            // Nearly everything a server says stands for itself.
            var end = position
            while end < bytes.count, isPlain(bytes[end]) { end &+= 1 }
            if end > position {
                octets.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[position..<end]))
                position = end
            } else if bytes[position] < 0x80 {
                appendEscaped(bytes[position], to: &octets)
                position &+= 1
            } else {
                position &+= appendScalar(UnsafeBufferPointer(rebasing: bytes[position...]), to: &octets)
            }
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte <= 0x7E && byte != 0x5C
    }

    /// What begins with an octet of 0x80 or more; gives how many octets that took.
    private static func appendScalar(_ bytes: UnsafeBufferPointer<UInt8>, to octets: inout [UInt8]) -> Int {
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        switch decoder.parseScalar(from: &iterator) {
        case .valid(let encoded):
            if isVisible(Unicode.UTF8.decode(encoded)) {
                octets.append(contentsOf: encoded)
            } else {
                for byte in encoded { appendEscaped(byte, to: &octets) }
            }
            return encoded.count
        case .error(let length):
            for byte in bytes.prefix(length) { appendEscaped(byte, to: &octets) }
            return length
        case .emptyInput: return max(1, bytes.count)
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

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0xA1, scalar != "•", !scalar.properties.isDefaultIgnorableCodePoint else { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator, .nonspacingMark, .enclosingMark, .spacingMark:
            false
        default: true
        }
    }

    private static func appendEscaped(_ byte: UInt8, to octets: inout [UInt8]) {
        octets.append(ASCII.backslash)
        switch byte {
        case ASCII.backslash: octets.append(ASCII.backslash)
        case 0x0D: octets.append(UInt8(ascii: "r"))
        case 0x0A: octets.append(UInt8(ascii: "n"))
        case 0x09: octets.append(UInt8(ascii: "t"))
        default:
            octets.append(UInt8(ascii: "x"))
            octets.append(hexadecimal(byte >> 4))
            octets.append(hexadecimal(byte & 15))
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10
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
