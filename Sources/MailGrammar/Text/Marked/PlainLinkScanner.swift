/// Finds the links of a text without marks: words that begin with `http://` or `https://`.
///
/// Takes a text window after window; a link that a window's end cuts comes with the next one.
package struct PlainLinkScanner: Sendable {
    /// Octets of a link; a longer one is none.
    static let limit = 2000

    /// The word at hand; empty while it is too long.
    private var word: [UInt8] = []
    private var isTooLong = false

    /// At the beginning of a text.
    package init() {}

    /// The targets that end in this window, in order, each as often as it stands there.
    package mutating func append(_ window: String, isLast: Bool) -> [String] {
        var targets: [String] = []
        for byte in window.utf8 {
            if byte <= 0x20 || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"") {
                if let target = endWord() { targets.append(target) }
            } else if word.count >= 2 * Self.limit {
                isTooLong = true
            } else {
                word.append(byte)
            }
        }
        if isLast, let target = endWord() { targets.append(target) }
        return targets
    }

    private mutating func endWord() -> String? {
        defer {
            word.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        guard !isTooLong, word.count > 10, let start = Self.start(of: word) else { return nil }
        var end = word.count
        // What ends a sentence or closes a bracket before the link is not of the link.
        while end > start, Self.closes(word[end &- 1], word[start..<end]) { end &-= 1 }
        let hasHost = end &- start > (word[start &+ 4] == UInt8(ascii: "s") ? 8 : 7)
        guard hasHost, end &- start <= Self.limit else { return nil }
        return String(decoding: word[start..<end], as: UTF8.self)
    }

    /// Where `http://` or `https://` begins, not in the middle of other letters.
    private static func start(of word: [UInt8]) -> Int? {
        for at in 0..<max(0, word.count &- 7) {
            guard word[at] | 0x20 == UInt8(ascii: "h"), at == 0 || !isLetter(word[at &- 1]) else { continue }
            for scheme: StaticString in ["http://", "https://"] {
                let length = scheme.utf8CodeUnitCount
                guard at &+ length < word.count else { continue }
                let isIt = scheme.withUTF8Buffer { name in
                    zip(name, word[at..<at &+ length]).allSatisfy { $0 == (isLetter($1) ? $1 | 0x20 : $1) }
                }
                if isIt { return at }
            }
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    private static func closes(_ byte: UInt8, _ link: ArraySlice<UInt8>) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
            UInt8(ascii: "?"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "]"), UInt8(ascii: "}"):
            true
        case UInt8(ascii: ")"): !link.contains(UInt8(ascii: "("))
        default: false
        }
    }
}
