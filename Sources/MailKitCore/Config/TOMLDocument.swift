import CToml

/// A TOML 1.0 document as a tree in which every key and value knows its place in the file.
///
/// Bounded, so that no file can harm the program that reads it: at most 1 MB, 20,000 values and 32 levels of tables and
/// arrays; what is beyond is a `TOMLSyntaxError` like any other. Reading a good document and writing it back is not offered.
package struct TOMLDocument: Sendable {
    /// The entries outside any `[header]`, tables among them, in the order of the file.
    package let root: TOMLTable

    /// Reads a whole file.
    package init(_ bytes: [UInt8]) throws(TOMLSyntaxError) {
        let document = bytes.withUnsafeBytes { buffer in
            rp_toml_parse(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        guard let document else {
            throw TOMLSyntaxError(position: nil, message: "out of memory")
        }
        defer { rp_toml_free(document) }
        var place = rp_toml_position(line: 0, column: 0)
        if let message = rp_toml_error(document, &place) {
            throw TOMLSyntaxError(position: TextPosition(place), message: String(cString: message))
        }
        self.root = Self.tree(of: document)
    }

    /// Reads a text that is in memory already.
    package init(_ text: String) throws(TOMLSyntaxError) {
        try self.init(Array(text.utf8))
    }

    /// Puts the flat list together from its end: a parent stands before its children, so each value's children are complete
    /// when it is reached. No recursion.
    private static func tree(of document: OpaquePointer) -> TOMLTable {
        let count = rp_toml_node_count(document)
        var children: [[TOMLEntry]] = Array(repeating: [], count: count)
        for index in stride(from: count - 1, through: 0, by: -1) {
            let node = rp_toml_node_at(document, index)
            let inner = children[index]
            children[index] = []
            let content: TOMLValue.Content
            switch node.kind {
            case RP_TOML_TABLE:
                if index == 0 { return TOMLTable(entries: inner.sorted { $0.keyPosition < $1.keyPosition }) }
                content = .table(TOMLTable(entries: inner.sorted { $0.keyPosition < $1.keyPosition }))
            case RP_TOML_ARRAY: content = .array(inner.reversed().map(\.value))
            case RP_TOML_STRING: content = .string(text(node.text, node.text_length))
            case RP_TOML_INTEGER: content = .integer(node.integer)
            case RP_TOML_FLOAT: content = .float(node.floating)
            case RP_TOML_BOOLEAN: content = .boolean(node.integer != 0)
            default: content = .date(text(node.text, node.text_length))
            }
            let position = TextPosition(node.position) ?? .start
            children[Int(node.parent)].append(
                TOMLEntry(
                    key: text(node.key, node.key_length),
                    keyPosition: TextPosition(node.key_position) ?? position,
                    value: TOMLValue(content: content, position: position)))
        }
        return TOMLTable(entries: [])
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        guard let start, length > 0 else { return "" }
        return String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
}

/// A table: entries in the order of the file, keys unique.
package struct TOMLTable: Sendable, Hashable {
    /// The entries in the order in which their keys stand in the file.
    package let entries: [TOMLEntry]

    /// The value of a key, `nil` when the table has none.
    package subscript(key: String) -> TOMLValue? { entries.first { $0.key == key }?.value }
}

/// A key with its value.
package struct TOMLEntry: Sendable, Hashable {
    /// Without quotes, escapes resolved.
    package let key: String
    package let keyPosition: TextPosition
    package let value: TOMLValue
}

/// A value and where it begins.
package struct TOMLValue: Sendable, Hashable {
    /// What TOML knows. Source: TOML 1.0.0, section "Key/Value Pair".
    package enum Content: Sendable, Hashable {
        case table(TOMLTable)
        case array([TOMLValue])
        case string(String)
        case integer(Int64)
        case float(Double)
        case boolean(Bool)
        /// Date, time or both, in RFC 3339 spelling: `1979-05-27T07:32:00Z`.
        case date(String)
    }

    package let content: Content
    package let position: TextPosition
}

/// A place in a text file as editors count: line and column from 1, columns in code points.
public struct TextPosition: Sendable, Hashable, Comparable {
    /// From 1.
    public let line: Int
    /// From 1, in code points.
    public let column: Int

    /// Any place; numbers below 1 become 1.
    public init(line: Int, column: Int) {
        self.line = max(1, line)
        self.column = max(1, column)
    }

    /// The first character.
    public static let start = TextPosition(line: 1, column: 1)

    /// `nil` where the parser knows no place.
    init?(_ position: rp_toml_position) {
        guard position.line > 0 else { return nil }
        self.init(line: Int(position.line), column: Int(position.column))
    }

    /// In reading order.
    public static func < (lhs: TextPosition, rhs: TextPosition) -> Bool {
        (lhs.line, lhs.column) < (rhs.line, rhs.column)
    }
}

/// The first thing in a file that is not TOML.
package struct TOMLSyntaxError: Error, Hashable, Sendable {
    /// `nil` when it concerns the file as a whole.
    package let position: TextPosition?
    /// English, from the parser; free of control characters, but it may quote the file.
    package let message: String
}
