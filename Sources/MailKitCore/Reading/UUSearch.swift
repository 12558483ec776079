import Glibc
import MailGrammar

/// Looks for uuencoded files in a text that most often has none: the decoder, which looks at each line, runs from the first
/// line on that may begin one.
struct UUSearch {
    private static let mark = Array("begin ".utf8)
    /// Octets of a line that is not whole yet that are held back.
    private static let lineLimit = 1024

    private var decoder = UUDecoder()
    private var isDecoding = false
    /// The beginning of a line whose end has not come.
    private var carried: [UInt8] = []

    /// Takes a window; the pieces that are certain.
    mutating func push(_ window: [UInt8]) -> [UUDecoder.Piece] {
        if isDecoding { return decoder.push(window[...]) }
        let bytes = carried.isEmpty ? window : carried + window
        carried = []
        if Self.hasMark(bytes) {
            isDecoding = true
            return decoder.push(bytes[...])
        }
        let lineStart = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        guard bytes.count - lineStart <= Self.lineLimit else { return [.text(bytes)] }
        carried = Array(bytes[lineStart...])
        return lineStart > 0 ? [.text(Array(bytes[..<lineStart]))] : []
    }

    /// Ends the text; the pieces that were held.
    mutating func finish() -> [UUDecoder.Piece] {
        defer { carried = [] }
        return isDecoding ? decoder.finish() : carried.isEmpty ? [] : [.text(carried)]
    }

    private static func hasMark(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { text in
            var rest = UnsafeRawBufferPointer(rebasing: text[...])
            while let base = rest.baseAddress, rest.count >= mark.count,
                let found = memchr(base, Int32(mark[0]), rest.count)
            {
                rest = UnsafeRawBufferPointer(rebasing: rest[(UnsafeRawPointer(found) - base)...])
                if rest.starts(with: mark) { return true }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
            }
            return false
        }
    }
}
