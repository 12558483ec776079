/// Just enough of a JSON reader for the tables of the corpus, so that no test needs Foundation.
package indirect enum JSON: Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    /// In the order of the file.
    case object([(key: String, value: JSON)])

    /// `nil` where the text is no JSON.
    package init?(_ text: [UInt8]) {
        var reader = Reader(text: text)
        guard let value = reader.value(depth: 0) else { return nil }
        reader.skipSpace()
        guard reader.position == text.count else { return nil }
        self = value
    }

    package subscript(_ key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
    package var array: [JSON] { if case .array(let elements) = self { elements } else { [] } }
    package var members: [(key: String, value: JSON)] { if case .object(let members) = self { members } else { [] } }
    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var int: Int? { if case .number(let value) = self { Int(exactly: value) } else { nil } }
    package var isNull: Bool { if case .null = self { true } else { false } }

    private struct Reader {
        let text: [UInt8]
        var position = 0

        init(text: [UInt8]) { self.text = text }

        var byte: UInt8? { position < text.count ? text[position] : nil }

        mutating func skipSpace() {
            while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
        }

        mutating func take(_ wanted: StaticString) -> Bool {
            let length = wanted.utf8CodeUnitCount
            guard position + length <= text.count,
                wanted.withUTF8Buffer({ $0.elementsEqual(text[position..<(position + length)]) })
            else { return false }
            position += length
            return true
        }

        mutating func value(depth: Int) -> JSON? {
            guard depth < 200 else { return nil }
            skipSpace()
            switch byte {
            case UInt8(ascii: "{"):
                position += 1
                var members: [(key: String, value: JSON)] = []
                skipSpace()
                if take("}") { return .object([]) }
                while true {
                    skipSpace()
                    guard let key = string() else { return nil }
                    skipSpace()
                    guard take(":"), let value = value(depth: depth + 1) else { return nil }
                    members.append((key, value))
                    skipSpace()
                    if take("}") { return .object(members) }
                    guard take(",") else { return nil }
                }
            case UInt8(ascii: "["):
                position += 1
                var elements: [JSON] = []
                skipSpace()
                if take("]") { return .array([]) }
                while true {
                    guard let value = value(depth: depth + 1) else { return nil }
                    elements.append(value)
                    skipSpace()
                    if take("]") { return .array(elements) }
                    guard take(",") else { return nil }
                }
            case UInt8(ascii: "\""): return string().map { .string($0) }
            default:
                if take("null") { return .null }
                if take("true") { return .bool(true) }
                if take("false") { return .bool(false) }
                let start = position
                while let byte, "+-.eE0123456789".utf8.contains(byte) { position += 1 }
                return Double(String(decoding: text[start..<position], as: UTF8.self)).map { .number($0) }
            }
        }

        mutating func string() -> String? {
            guard take("\"") else { return nil }
            var units: [UInt16] = []
            var bytes: [UInt8] = []
            var result = ""
            func flushBytes() {
                result += String(decoding: bytes, as: UTF8.self)
                bytes = []
            }
            func flushUnits() {
                result += String(decoding: units, as: UTF16.self)
                units = []
            }
            while let byte {
                position += 1
                if byte == UInt8(ascii: "\"") {
                    flushUnits()
                    flushBytes()
                    return result
                }
                guard byte == UInt8(ascii: "\\") else {
                    flushUnits()
                    bytes.append(byte)
                    continue
                }
                guard let escape = self.byte else { return nil }
                position += 1
                if escape == UInt8(ascii: "u") {
                    guard position + 4 <= text.count,
                        let unit = UInt16(String(decoding: text[position..<(position + 4)], as: UTF8.self), radix: 16)
                    else { return nil }
                    position += 4
                    flushBytes()
                    units.append(unit)
                    continue
                }
                flushUnits()
                switch escape {
                case UInt8(ascii: "n"): bytes.append(10)
                case UInt8(ascii: "r"): bytes.append(13)
                case UInt8(ascii: "t"): bytes.append(9)
                case UInt8(ascii: "b"): bytes.append(8)
                case UInt8(ascii: "f"): bytes.append(12)
                default: bytes.append(escape)
                }
            }
            return nil
        }
    }
}
