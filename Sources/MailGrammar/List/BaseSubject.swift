/// A subject without what answering and passing on put around it: `Re: [team] Fwd: Plan (fwd)` is `Plan`.
///
/// Beside `re`, `fw` and `fwd` of the standard also `aw` and `wg`, as German programs write them (quirk `germanReply`).
/// Source: RFC 5256, section 2.1.
package struct BaseSubject: Hashable, Sendable {
    /// What is left, white space made one blank; may be empty.
    package let text: String
    /// Something said that it is an answer or passed on.
    package let isReplyOrForward: Bool

    /// Takes as long as the subject is long.
    package init(_ subject: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(subject.utf8.count)
        for byte in subject.utf8 {
            if byte > ASCII.space {
                bytes.append(byte)
            } else if bytes.last != ASCII.space {
                bytes.append(ASCII.space)
            }
        }
        var rest = bytes[...]
        var isReply = false
        repeat {
            isReply = Self.dropTrailers(&rest) || isReply
            isReply = Self.dropLeaders(&rest) || isReply
        } while Self.unwrap(&rest, &isReply)
        text = String(decoding: rest, as: UTF8.self)
        isReplyOrForward = isReply
    }

    /// `subj-trailer`: `(fwd)` and white space at the end.
    private static func dropTrailers(_ rest: inout ArraySlice<UInt8>) -> Bool {
        var isReply = false
        while true {
            if rest.last == ASCII.space {
                rest.removeLast()
            } else if equals(rest.suffix(5), "(fwd)") {
                rest.removeLast(5)
                isReply = true
            } else {
                return isReply
            }
        }
    }

    /// `subj-leader` and `subj-blob`: `Re:`, `[team] AW[2]:`, and `[team]` where something is left behind it.
    private static func dropLeaders(_ rest: inout ArraySlice<UInt8>) -> Bool {
        var isReply = false
        while true {
            if rest.first == ASCII.space {
                rest.removeFirst()
                continue
            }
            var behind = rest
            while let next = dropBlob(behind) { behind = next }
            if let next = dropReply(behind) {
                rest = next
                isReply = true
                continue
            }
            // All of the blobs go, but for the last where nothing would be left.
            while let next = dropBlob(rest), !next.isEmpty { rest = next }
            return isReply
        }
    }

    /// `subj-blob`: brackets without brackets in them, and the white space behind.
    private static func dropBlob(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard rest.first == ASCII.openBracket else { return nil }
        let inside = rest.dropFirst()
        guard let end = inside.firstIndex(where: { $0 == ASCII.closeBracket || $0 == ASCII.openBracket }),
            inside[end] == ASCII.closeBracket
        else { return nil }
        return inside[(end + 1)...].drop { $0 == ASCII.space }
    }

    /// `subj-refwd`: the word, perhaps a blob, and the colon.
    private static func dropReply(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        for word in ["fwd", "re", "fw", "aw", "wg"] as [StaticString]
        where equals(rest.prefix(word.utf8CodeUnitCount), word) {
            var behind = rest.dropFirst(word.utf8CodeUnitCount).drop { $0 == ASCII.space }
            behind = dropBlob(behind) ?? behind
            if behind.first == ASCII.colon { return behind.dropFirst() }
        }
        return nil
    }

    /// `subj-fwd-hdr` and `subj-fwd-trl`: `[fwd: ...]`.
    private static func unwrap(_ rest: inout ArraySlice<UInt8>, _ isReply: inout Bool) -> Bool {
        guard rest.last == ASCII.closeBracket, equals(rest.prefix(5), "[fwd:") else { return false }
        rest = rest.dropFirst(5).dropLast()
        isReply = true
        return true
    }

    private static func equals(_ bytes: ArraySlice<UInt8>, _ word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { zip(bytes, $0).allSatisfy { ASCII.lower($0) == $1 } }
    }
}
