/// Base64. Source: RFC 4648, section 4.
package enum Base64 {
    /// Appends the encoded form, padded, without line breaks. Secrets go through here straight into a frame.
    package static func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        output.reserveCapacity(output.count + encodedCount(bytes.count))
        var index = 0
        while index + 2 < bytes.count {
            let word = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            output.append(digit(word >> 18))
            output.append(digit(word >> 12))
            output.append(digit(word >> 6))
            output.append(digit(word))
            index += 3
        }
        switch bytes.count - index {
        case 1:
            let word = UInt32(bytes[index]) << 16
            output.append(digit(word >> 18))
            output.append(digit(word >> 12))
            output.append(ASCII.equals)
            output.append(ASCII.equals)
        case 2:
            let word = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8
            output.append(digit(word >> 18))
            output.append(digit(word >> 12))
            output.append(digit(word >> 6))
            output.append(ASCII.equals)
        default: break
        }
    }

    /// Octets of the encoded form.
    package static func encodedCount(_ count: Int) -> Int { (count + 2) / 3 * 4 }

    /// The encoded form.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        bytes.withUnsafeBytes { append($0, to: &output) }
        return output
    }

    /// Strict: whole groups, padding where it belongs, no foreign byte, no bits set behind the data. Else `nil`.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var decoder = Decoder()
        var output: [UInt8] = []
        output.reserveCapacity(text.count / 4 * 3)
        decoder.decode(text, into: &output)
        guard decoder.isClean, !decoder.sawSpace, decoder.finish() else { return nil }
        return output
    }

    /// Lenient, for mail: foreign bytes and line breaks are skipped, padding may be missing or stand in the middle.
    /// `isClean` tells whether anything had to be forgiven beyond line breaks.
    package static func decodeLenient(_ text: some Sequence<UInt8>) -> (bytes: [UInt8], isClean: Bool) {
        var decoder = Decoder()
        var output: [UInt8] = []
        decoder.decode(text, into: &output)
        let isWhole = decoder.finish()
        return (output, decoder.isClean && isWhole)
    }

    /// Decodes in pieces of any size.
    package struct Decoder: Sendable {
        private var word: UInt32 = 0
        /// Digits in `word`, 0 to 3.
        private var digits = 0
        private var padding = 0
        /// No foreign byte so far, except line breaks, spaces and tabs.
        package private(set) var isClean = true
        package private(set) var sawSpace = false

        package init() {}

        /// Appends what the next piece decodes to.
        package mutating func decode(_ text: some Sequence<UInt8>, into output: inout [UInt8]) {
            for byte in text {
                guard let value = Base64.value(byte) else {
                    switch byte {
                    case ASCII.equals: pad()
                    case ASCII.cr, ASCII.lf, ASCII.space, ASCII.tab: sawSpace = true
                    default: isClean = false
                    }
                    continue
                }
                if padding > 0 {
                    // Two encoded texts one behind the other: the second begins anew.
                    isClean = false
                    _ = finish()
                }
                word = word << 6 | UInt32(value)
                digits += 1
                guard digits == 4 else {
                    // Octets leave as soon as they are whole, so that padding needs no looking back.
                    if digits == 2 { output.append(UInt8(truncatingIfNeeded: word >> 4)) }
                    if digits == 3 { output.append(UInt8(truncatingIfNeeded: word >> 2)) }
                    continue
                }
                output.append(UInt8(truncatingIfNeeded: word))
                word = 0
                digits = 0
            }
        }

        private mutating func pad() {
            padding += 1
            if digits < 2 || digits + padding > 4 { isClean = false }
        }

        /// At the end: whether the last group was whole and padded as it must be. Begins anew.
        package mutating func finish() -> Bool {
            defer {
                word = 0
                digits = 0
                padding = 0
            }
            switch digits {
            case 0: return padding == 0
            case 2: return padding == 2 && word & 0xF == 0
            case 3: return padding == 1 && word & 0x3 == 0
            default: return false
            }
        }
    }

    @inline(__always)
    static func digit(_ value: UInt32) -> UInt8 {
        // Arithmetic in place of a table: no index can be out of bounds, and nothing of a secret goes through the cache.
        let low = UInt8(truncatingIfNeeded: value & 63)
        switch low {
        case 0..<26: return low &+ 65
        case 26..<52: return low &+ 71
        case 52..<62: return low &- 4
        case 62: return ASCII.plus
        default: return ASCII.slash
        }
    }

    @inline(__always)
    static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 65...90: byte &- 65
        case 97...122: byte &- 71
        case 48...57: byte &+ 4
        case ASCII.plus: 62
        case ASCII.slash: 63
        default: nil
        }
    }
}
