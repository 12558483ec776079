/// A subject without what replying, forwarding and mailing lists have put around it.
///
///     Re: [team] AW: Plan (fwd)     Plan, a reply
///     [Fwd: Re: Plan]               Plan, a reply
///     [team]                        [team]: a blob that is all there is stays
///
/// Source: RFC 5256, section 2.1. The time it takes grows with the length of the subject and with nothing else.
package struct BaseSubject: Hashable, Sendable {
    /// As it was spelt, with one blank for each stretch of them; may be empty.
    package let text: String
    /// Something was taken off that says "reply" or "forward".
    package let isReply: Bool

    /// - Parameters:
    ///   - subject: decoded (RFC 2047) and unfolded
    ///   - takesForeign: `AW:`, `WG:`, `Antw:`, `SV:` and `VS:` count as `Re:` and `Fwd:` do; not of the standard
    package init(_ subject: String, takesForeign: Bool = true) {
        var subject = subject
        let cutter = subject.withUTF8 { SubjectCutter($0, takesForeign: takesForeign) }
        text = String(decoding: cutter.base, as: UTF8.self)
        isReply = cutter.isReply
    }
}

/// The steps of RFC 5256, section 2.1, over octets between two ends that only come nearer.
struct SubjectCutter {
    private let octets: [UInt8]
    private var low = 0
    private var high = 0
    private let takesForeign: Bool
    /// As in ``BaseSubject/isReply``.
    private(set) var isReply = false

    /// The base subject of one in UTF-8.
    init(_ subject: UnsafeBufferPointer<UInt8>, takesForeign: Bool) {
        // Step 1: tabs, line ends and stretches of blanks become a blank.
        self.takesForeign = takesForeign
        octets = [UInt8](unsafeUninitializedCapacity: subject.count) { octets, count in
            var isBlank = false
            for byte in subject {
                let wasBlank = isBlank
                isBlank = byte == ASCII.space || (ASCII.tab...ASCII.cr).contains(byte)
                if isBlank, wasBlank { continue }
                octets[count] = isBlank ? ASCII.space : byte
                count &+= 1
            }
        }
        high = octets.count
        cut()
    }

    /// What is left.
    var base: ArraySlice<UInt8> { octets[low..<high] }

    private mutating func cut() {
        repeat {
            cutTrailers()
            while cutLeader() {}
            cutBlobs()
        } while cutForward()
    }

    /// Step 2: `subj-trailer`.
    private mutating func cutTrailers() {
        while low < high {
            if octets[high - 1] == ASCII.space {
                high -= 1
            } else if high - low >= 5, matches("(fwd)", at: high - 5) {
                high -= 5
                isReply = true
            } else {
                return
            }
        }
    }

    /// Step 3: `subj-leader`.
    private mutating func cutLeader() -> Bool {
        if low < high, octets[low] == ASCII.space {
            low += 1
            return true
        }
        var at = low
        while let end = blobEnd(at) { at = end }
        guard let end = prefixEnd(at) else { return false }
        low = end
        isReply = true
        return true
    }

    /// Step 4, as often as it can be: behind the blobs stands no `subj-refwd`, step 3 has looked.
    private mutating func cutBlobs() {
        while let end = blobEnd(low), end < high { low = end }
    }

    /// Step 6: `[fwd: ... ]`.
    private mutating func cutForward() -> Bool {
        guard high - low >= 6, matches("[fwd:", at: low), octets[high - 1] == ASCII.closeBracket else { return false }
        low += 5
        high -= 1
        isReply = true
        return true
    }

    /// The end of `"[" *BLOBCHAR "]" *WSP`; `nil` where none begins.
    private func blobEnd(_ start: Int) -> Int? {
        guard start < high, octets[start] == ASCII.openBracket else { return nil }
        var at = start + 1
        while at < high, octets[at] != ASCII.closeBracket {
            if octets[at] == ASCII.openBracket { return nil }
            at += 1
        }
        return at < high ? afterBlanks(at + 1) : nil
    }

    /// The end of `("re" / ("fw" ["d"])) *WSP [subj-blob] ":"`.
    private func prefixEnd(_ start: Int) -> Int? {
        guard let word = words(takesForeign).first(where: { matches($0, at: start) }) else { return nil }
        var at = afterBlanks(start + word.utf8CodeUnitCount)
        if let end = blobEnd(at) { at = end }
        return at < high && octets[at] == ASCII.colon ? at + 1 : nil
    }

    /// The longer ones first, where one begins with another.
    private func words(_ takesForeign: Bool) -> ArraySlice<StaticString> {
        takesForeign ? Self.words[...] : Self.words[..<3]
    }

    private static let words: [StaticString] = ["re", "fwd", "fw", "aw", "wg", "antw", "sv", "vs"]

    private func afterBlanks(_ start: Int) -> Int {
        var at = start
        while at < high, octets[at] == ASCII.space { at += 1 }
        return at
    }

    private func matches(_ word: StaticString, at start: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard start >= low, count <= high - start else { return false }
        for offset in 0..<count where ASCII.lower(octets[start + offset]) != word.utf8Start[offset] { return false }
        return true
    }
}
