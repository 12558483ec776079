/// Modified UTF-7, in which mailbox names travel before UTF8=ACCEPT: `Entw&APw-rfe` is `Entwürfe`.
/// Source: RFC 9051, appendix A.1 (RFC 3501, section 5.1.3).
package enum ModifiedUTF7 {
    /// A decoded name.
    package struct Decoded: Hashable, Sendable {
        package let text: String
        /// `false` where the name is not what `encode` gives for `text`: bad base64, a lone surrogate, eight-bit bytes,
        /// an encoded printable character. Such a mailbox must be named to the server by its wire form.
        package let isValid: Bool
    }

    /// Never fails: what cannot be decoded is kept as it stands, as UTF-8 where it is, else as U+FFFD.
    package static func decode(_ bytes: some Collection<UInt8>) -> Decoded {
        var text = String.UnicodeScalarView()
        var isValid = true
        let bytes = Array(bytes)
        var index = 0
        var plainStart = 0
        func flush(upTo end: Int) {
            guard plainStart < end else { return }
            text.append(contentsOf: String(decoding: bytes[plainStart..<end], as: UTF8.self).unicodeScalars)
        }
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == ASCII.ampersand else {
                if byte < 0x20 || byte >= 0x7F { isValid = false }
                index += 1
                continue
            }
            var end = index + 1
            while end < bytes.count, digit(bytes[end]) != nil { end += 1 }
            guard end < bytes.count, bytes[end] == ASCII.minus else {
                isValid = false
                index += 1
                continue
            }
            if end == index + 1 {
                flush(upTo: index)
                text.append("&")
            } else if let units = units(bytes[(index + 1)..<end]) {
                flush(upTo: index)
                var decoder = UTF16()
                var iterator = units.makeIterator()
                loop: while true {
                    switch decoder.decode(&iterator) {
                    case .scalarValue(let scalar):
                        if (0x20..<0x7F).contains(scalar.value) { isValid = false }
                        text.append(scalar)
                    case .emptyInput: break loop
                    case .error:
                        isValid = false
                        text.append("\u{FFFD}")
                    }
                }
                // Two shifted runs side by side should have been one.
                if end + 2 < bytes.count, bytes[end + 1] == ASCII.ampersand, bytes[end + 2] != ASCII.minus {
                    isValid = false
                }
            } else {
                isValid = false
                index = end + 1
                continue
            }
            index = end + 1
            plainStart = index
        }
        flush(upTo: bytes.count)
        return Decoded(text: String(text), isValid: isValid)
    }

    /// The wire form of a name.
    package static func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        var pending: [UInt8] = []
        func shift() {
            guard !pending.isEmpty else { return }
            output.append(ASCII.ampersand)
            for byte in Base64.encode(pending) where byte != ASCII.equals {
                output.append(byte == ASCII.slash ? ASCII.comma : byte)
            }
            output.append(ASCII.minus)
            pending.removeAll(keepingCapacity: true)
        }
        for scalar in text.unicodeScalars {
            if (0x20..<0x7F).contains(scalar.value) {
                shift()
                output.append(UInt8(truncatingIfNeeded: scalar.value))
                if scalar == "&" { output.append(ASCII.minus) }
            } else {
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    pending.append(UInt8(truncatingIfNeeded: unit >> 8))
                    pending.append(UInt8(truncatingIfNeeded: unit))
                }
            }
        }
        shift()
        return output
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case ASCII.comma: 63
        case ASCII.slash: nil
        default: Base64.value(byte)
        }
    }

    /// UTF-16 units, or `nil` where the bits do not come out even.
    private static func units(_ text: ArraySlice<UInt8>) -> [UInt16]? {
        var units: [UInt16] = []
        var word: UInt32 = 0
        var bits = 0
        for byte in text {
            guard let value = digit(byte) else { return nil }
            word = word << 6 | UInt32(value)
            bits += 6
            if bits >= 16 {
                bits -= 16
                units.append(UInt16(truncatingIfNeeded: word >> UInt32(bits)))
                word &= (1 << UInt32(bits)) - 1
            }
        }
        guard bits < 6, word == 0, !units.isEmpty else { return nil }
        return units
    }
}
