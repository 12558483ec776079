/// What a command has become: bytes to send, with the pauses a synchronising literal needs.
///
///     C: A3 LOGIN {5}          first segment
///     S: + go ahead            pause
///     C: petra {8}             second segment, and so on
///
/// Segment 0 goes out at once; each further one after a continuation of the server where it `waits`.
package struct OutboundCommand: Sendable {
    /// `nil` for what has no tag: DONE, an answer within AUTHENTICATE.
    package let tag: String?
    /// Never empty.
    package internal(set) var segments: [OutboundSegment]

    /// Overwrites every secret with zeros, when the bytes are with the transport.
    package mutating func wipe() {
        for index in segments.indices { segments[index].wipe() }
    }
}

/// Bytes that go out without a pause.
package struct OutboundSegment: Sendable {
    package internal(set) var bytes: [UInt8] = []
    /// Ascending ranges of `bytes` that must not be shown, in the transcript or anywhere.
    package internal(set) var secretRanges: [Range<Int>] = []
    /// Octets that go out directly behind `bytes` and are not in it; the shell has them.
    package internal(set) var literal: OutboundLiteral?
    /// Whether the server must say `+` before it may go out. The first never waits, and what follows a streamed literal
    /// does not.
    package internal(set) var waits = false

    /// Overwrites the secrets with zeros.
    package mutating func wipe() {
        for range in secretRanges {
            for index in range.clamped(to: bytes.indices) { bytes[index] = 0 }
        }
    }

    /// For a transcript: each secret as `•••`, whatever its length.
    package var redacted: [UInt8] {
        var result: [UInt8] = []
        var next = 0
        for range in secretRanges {
            result += bytes[next..<range.lowerBound]
            result += "•••".utf8
            next = range.upperBound
        }
        return result + bytes[next...]
    }
}

/// Hands out tags that no command of the connection had before: `A1`, `A2`.
package struct CommandTags: Sendable {
    private var count: UInt64 = 0
    package init() {}
    package mutating func next() -> String {
        count &+= 1
        return "A\(count)"
    }
}

/// Why a command cannot be said. Our own bug or a person's odd input, never the server's.
package enum EncodingError: Error, Hashable, Sendable {
    /// CR, LF or NUL (or another byte the grammar forbids) in what must be an atom, a flag or a name.
    case forbiddenByte(in: String)
    /// NUL in what would be a literal: only literal8 could carry it.
    case nulInText(in: String)
    /// An empty set or list where the grammar wants at least one.
    case empty(String)
    /// Longer than a line may be and not to be split.
    case lineTooLong(limit: Int)
    /// Keys inside keys inside keys.
    case tooDeep(limit: Int)
    /// Two things that must not stand side by side.
    case conflict(String)
    /// The command would change something, and the encoder may only look.
    case readOnly
}
