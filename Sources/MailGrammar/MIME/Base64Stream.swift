/// Decodes a base64 body as it comes in. Source: RFC 2045, section 6.8.
///
/// What is not of the alphabet is passed over. A `=` ends the group; what follows begins a new one, because some
/// senders pad every line. Missing padding at the end is forgiven.
struct Base64Stream: Sendable {
    private var group: UInt32 = 0
    private var sextets = 0
    /// Something other than the alphabet, padding and white space was passed over, or a group was one digit long.
    private(set) var hadErrors = false

    /// Digits of a group that is not complete, 0 to 3.
    var openDigits: Int { sextets }

    /// The bits of an incomplete group that a sender which only left the padding out would have set to zero.
    var hasLooseBits: Bool {
        switch sextets {
        case 1: true
        case 2: group & 0xF != 0
        case 3: group & 0x3 != 0
        default: false
        }
    }

    /// Decodes a window and appends the result.
    mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
        output.reserveCapacity(output.count &+ bytes.count / 4 &* 3 &+ 3)
        for byte in bytes {
            let digit = Self.digits[Int(byte)]
            if digit < 64 {
                group = group << 6 | UInt32(digit)
                sextets &+= 1
                if sextets == 4 {
                    output.append(UInt8(truncatingIfNeeded: group >> 16))
                    output.append(UInt8(truncatingIfNeeded: group >> 8))
                    output.append(UInt8(truncatingIfNeeded: group))
                    group = 0
                    sextets = 0
                }
            } else if digit == Self.padding {
                finish(into: &output)
            } else if digit == Self.foreign {
                hadErrors = true
            }
        }
    }

    /// Ends a group.
    mutating func finish(into output: inout [UInt8]) {
        switch sextets {
        case 1: hadErrors = true
        case 2: output.append(UInt8(truncatingIfNeeded: group >> 4))
        case 3:
            output.append(UInt8(truncatingIfNeeded: group >> 10))
            output.append(UInt8(truncatingIfNeeded: group >> 2))
        default: break
        }
        group = 0
        sextets = 0
    }

    private static let padding: UInt8 = 64
    private static let space: UInt8 = 65
    private static let foreign: UInt8 = 66

    private static let digits: [UInt8] = {
        var table = [UInt8](repeating: foreign, count: 256)
        for (offset, byte) in (UInt8(ascii: "A")...UInt8(ascii: "Z")).enumerated() { table[Int(byte)] = UInt8(offset) }
        for (offset, byte) in (UInt8(ascii: "a")...UInt8(ascii: "z")).enumerated() {
            table[Int(byte)] = UInt8(26 + offset)
        }
        for (offset, byte) in (UInt8(ascii: "0")...UInt8(ascii: "9")).enumerated() {
            table[Int(byte)] = UInt8(52 + offset)
        }
        table[Int(UInt8(ascii: "+"))] = 62
        table[Int(UInt8(ascii: "/"))] = 63
        table[Int(UInt8(ascii: "="))] = padding
        for byte in [0x09, 0x0A, 0x0D, 0x20] { table[byte] = space }
        return table
    }()
}
