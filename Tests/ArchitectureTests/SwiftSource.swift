/// What a rule looks at: Swift code without its comments and the content of its strings.
enum SwiftSource {
    private enum Place {
        case code
        case lineComment
        case comment(depth: Int)
        case string(closing: [UInt8])
    }

    /// The code with comments and strings left out; line ends stay, so lines keep their numbers.
    static func code(of text: String) -> String {
        let bytes = Array(text.utf8)
        var place = Place.code
        var result: [UInt8] = []
        var index = 0
        func at(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
            bytes[index] == UInt8(ascii: first) && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: second)
        }
        while index < bytes.count {
            var step = 1
            var kept = bytes[index] == UInt8(ascii: "\n") ? bytes[index] : nil
            switch place {
            case .code:
                if at("/", "/") {
                    place = .lineComment
                } else if at("/", "*") {
                    (place, step) = (.comment(depth: 1), 2)
                } else if let closing = closing(ofStringAt: bytes[index...]) {
                    (place, step, kept) = (.string(closing: closing), closing.count, UInt8(ascii: "\""))
                } else {
                    kept = bytes[index]
                }
            case .lineComment:
                if kept != nil { place = .code }
            case .comment(let depth):
                if at("/", "*") {
                    (place, step) = (.comment(depth: depth + 1), 2)
                } else if at("*", "/") {
                    (place, step) = (depth == 1 ? .code : .comment(depth: depth - 1), 2)
                }
            case .string(let closing):
                if bytes[index] == UInt8(ascii: "\\"), closing.last != UInt8(ascii: "#"), index + 1 < bytes.count {
                    step = bytes[index + 1] == UInt8(ascii: "\n") ? 1 : 2
                } else if bytes[index] == closing[0], bytes[index...].starts(with: closing) {
                    (place, step, kept) = (.code, closing.count, UInt8(ascii: "\""))
                }
            }
            if let kept { result.append(kept) }
            index += step
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// What ends the string that begins here: its quotes, then its number signs.
    private static func closing(ofStringAt rest: ArraySlice<UInt8>) -> [UInt8]? {
        guard let first = rest.first, first == UInt8(ascii: "#") || first == UInt8(ascii: "\"") else { return nil }
        let hashes = rest.prefix { $0 == UInt8(ascii: "#") }
        let quotes = rest.dropFirst(hashes.count).prefix(3).prefix { $0 == UInt8(ascii: "\"") }
        guard let quote = quotes.first else { return nil }
        return [UInt8](repeating: quote, count: quotes.count == 3 ? 3 : 1) + hashes
    }

    /// Every word of code (as `code(of:)` gives it) with its line, counted from 1: letters, digits and underscores, with a leading `@` or `#` and a
    /// trailing `!` or `?`.
    static func words(of code: String) -> [(line: Int, word: Substring)] {
        code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
            line.split { !($0.isLetter || $0.isNumber || "_@#!?".contains($0)) }.map { (number + 1, $0) }
        }
    }

    /// The modules that code imports, with the line of each; attributes, access levels and kinds of declaration left out.
    static func imports(of code: String) -> [(line: Int, module: String)] {
        let levels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        return code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            number, line in
            var words = line.split(separator: " ")[...]
            words = words.drop { $0.hasPrefix("@") || levels.contains($0) }
            guard words.popFirst() == "import" else { return nil }
            words = words.drop { kinds.contains($0) }
            return words.first.map { (number + 1, String($0.prefix { $0 != "." })) }
        }
    }
}
