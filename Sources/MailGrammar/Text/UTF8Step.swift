/// Reads and writes UTF-8 scalar by scalar (RFC 3629).
enum UTF8Step {
    /// Octets of the character that a first octet begins; 0 where it begins none.
    static func needs(_ lead: UInt8) -> Int {
        switch lead {
        case 0..<0x80: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }

    /// The scalar at an octet and its length; U+FFFD and the length of the ill-formed piece where it is none.
    ///
    /// `at` must be less than `end`, and `end` at most the buffer's count.
    static func decode<Octets: RandomAccessCollection>(
        _ bytes: Octets, at: Int, end: Int
    ) -> (Unicode.Scalar, Int) where Octets.Element == UInt8, Octets.Index == Int {
        let lead = bytes[at]
        if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
        let length: Int
        var value: UInt32
        var least: UInt8 = 0x80
        var most: UInt8 = 0xBF
        switch lead {
        case 0xC2...0xDF:
            length = 2
            value = UInt32(lead & 0x1F)
        case 0xE0...0xEF:
            length = 3
            value = UInt32(lead & 0x0F)
            if lead == 0xE0 { least = 0xA0 }
            if lead == 0xED { most = 0x9F }
        case 0xF0...0xF4:
            length = 4
            value = UInt32(lead & 0x07)
            if lead == 0xF0 { least = 0x90 }
            if lead == 0xF4 { most = 0x8F }
        default:
            return ("\u{FFFD}", 1)
        }
        var used = 1
        while used < length {
            guard at &+ used < end else { return ("\u{FFFD}", used) }
            let next = bytes[at &+ used]
            guard next >= least, next <= most else { return ("\u{FFFD}", used) }
            value = value << 6 | UInt32(next & 0x3F)
            least = 0x80
            most = 0xBF
            used &+= 1
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    /// Adds a scalar.
    static func encode(_ value: UInt32, into octets: inout [UInt8]) {
        switch value {
        case 0..<0x80: octets.append(UInt8(truncatingIfNeeded: value))
        case 0x80..<0x800:
            octets.append(0xC0 | UInt8(truncatingIfNeeded: value >> 6))
            octets.append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
        case 0x800..<0x10000:
            octets.append(0xE0 | UInt8(truncatingIfNeeded: value >> 12))
            octets.append(0x80 | UInt8(truncatingIfNeeded: value >> 6 & 0x3F))
            octets.append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
        default:
            octets.append(0xF0 | UInt8(truncatingIfNeeded: value >> 18 & 7))
            octets.append(0x80 | UInt8(truncatingIfNeeded: value >> 12 & 0x3F))
            octets.append(0x80 | UInt8(truncatingIfNeeded: value >> 6 & 0x3F))
            octets.append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
        }
    }
}
