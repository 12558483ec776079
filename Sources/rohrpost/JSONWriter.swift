/// Writes one JSON value, indented, in ASCII-safe UTF-8. Source: RFC 8259.
///
/// Characters that a terminal must not see, or that change the direction of writing, are written as `\u` escapes: the output
/// can be looked at, and nothing of the value is lost.
struct JSONWriter {
    /// What has been written.
    private(set) var bytes: [UInt8] = []
    private var depth = 0
    private var isFirst = true

    /// An object; `body` writes its members with `member`.
    mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows { try nested("{", "}", body) }

    /// A list; `body` writes its elements with `element`.
    mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows { try nested("[", "]", body) }

    /// The name of a member; its value has to follow.
    mutating func key(_ name: String) {
        separate()
        write(string: name)
        raw(": ")
    }

    /// A member with a text, or null.
    mutating func member(_ name: String, _ value: String?) {
        key(name)
        if let value { write(string: value) } else { raw("null") }
    }

    /// A member with a number, or null.
    mutating func member(_ name: String, _ value: UInt64?) {
        key(name)
        raw(value.map { "\($0)" } ?? "null")
    }

    /// A member that is true or false.
    mutating func member(_ name: String, _ value: Bool) {
        key(name)
        raw(value ? "true" : "false")
    }

    /// A member with a list of texts.
    mutating func member(_ name: String, _ values: [String]) {
        key(name)
        array { list in
            for value in values {
                list.separate()
                list.write(string: value)
            }
        }
    }

    /// A member with a list of objects.
    mutating func member<Value>(
        _ name: String, _ values: [Value], _ body: (inout JSONWriter, Value) -> Void
    ) {
        key(name)
        array { list in
            for value in values {
                list.separate()
                list.object { body(&$0, value) }
            }
        }
    }

    /// Takes what has been written so far, so that a long value need not be held.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func nested(
        _ begin: String, _ end: String, _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        raw(begin)
        depth += 1
        isFirst = true
        try body(&self)
        depth -= 1
        if !isFirst { newLine() }
        isFirst = false
        raw(end)
    }

    private mutating func separate() {
        if !isFirst { raw(",") }
        isFirst = false
        newLine()
    }

    private mutating func newLine() {
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func write(string: String) {
        bytes.append(0x22)
        for scalar in string.unicodeScalars {
            switch scalar.value {
            case 0x22: raw("\\\"")
            case 0x5C: raw("\\\\")
            case 0x0A: raw("\\n")
            case 0x0D: raw("\\r")
            case 0x09: raw("\\t")
            case 0x20..<0x7F: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            case _ where Self.isEscaped(scalar):
                for unit in String(scalar).utf16 { escape(unit) }
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        bytes.append(0x22)
    }

    /// Controls, marks of direction, separators of lines, and what shows nothing at all.
    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE007F, 0xF0000...0x10FFFF:
            true
        default: false
        }
    }

    private mutating func escape(_ unit: UInt16) {
        raw("\\u")
        for shift in [12, 8, 4, 0] {
            let digit = UInt8(truncatingIfNeeded: unit >> UInt16(shift) & 0xF)
            bytes.append(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
        }
    }
}
