/// What a character beyond ASCII is to a rendered text.
enum VisibleScalar {
    case shown
    /// White space that does not collapse.
    case hardSpace
    /// Ends a line; in HTML white space like any other.
    case space
    /// Not to be seen, or not to be let through: formats, directions, marks of our own plane.
    case dropped
    /// A control character that stands for one of Windows-1252.
    case windows

    init(_ value: UInt32) {
        switch value {
        case 0x80...0x9F: self = .windows
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x2800: self = .hardSpace
        case 0x2028, 0x2029: self = .space
        case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180E, 0x200B, 0x200C, 0x200E, 0x200F,
            0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xFFFE, 0xFFFF,
            0xE0000...0xE0FFF, 0xF_FFFE...:
            self = .dropped
        default: self = .shown
        }
    }

    /// The character at the front of UTF-8 and how many octets it has; `nil` as value where they are no character.
    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (value: UInt32?, length: Int) {
        let lead = bytes[start]
        let length: Int
        var value: UInt32
        switch lead {
        case 0xC2...0xDF: (length, value) = (2, UInt32(lead & 0x1F))
        case 0xE0...0xEF: (length, value) = (3, UInt32(lead & 0x0F))
        case 0xF0...0xF4: (length, value) = (4, UInt32(lead & 0x07))
        default: return (nil, 1)
        }
        guard bytes.count &- start >= length else { return (nil, 1) }
        for at in 1..<length {
            let byte = bytes[start &+ at]
            guard byte & 0xC0 == 0x80 else { return (nil, 1) }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard value >= least, Unicode.Scalar(value) != nil else { return (nil, 1) }
        return (value, length)
    }
}
