/// A complete server response: where it lies in its framer until the next `append` or `next`.
package struct IMAPFrame: Sendable {
    /// Octets in the framer's buffer, with the line end and with inline literals.
    let range: Range<Int>
    /// The literals of this response that went by as chunks, in order.
    package let streamed: [StreamedLiteral]

    /// Octets, line end and inline literals included.
    package var count: Int { range.count }
}

/// A literal above `IMAPLimits.inlineLiteral` octets: its bytes went by as chunks and are not in the frame.
package struct StreamedLiteral: Hashable, Sendable {
    /// Counts up over the life of the framer, from 0.
    package let id: UInt32
    /// Octets announced.
    package let size: UInt64
    /// Where in the frame its bytes would stand: just behind the line end of `{n}`.
    let mark: Int
}

/// Why a byte stream cannot be an IMAP server's. Nothing more can be read from it.
package enum IMAPFramingError: Error, Hashable, Sendable {
    /// A line went on for more than `limit` octets.
    case lineTooLong(limit: Int)
    /// `{n}` says more than `limit` octets, or a number that is none.
    case literalTooLarge(limit: UInt64)
    /// Lines and inline literals of one response together are more than `limit` octets.
    case responseTooLarge(limit: Int)
    /// More than `limit` literals in one response.
    case tooManyLiterals(limit: Int)
}

/// What comes out of the framer, in the order of the stream.
package enum IMAPFramingEvent: Sendable {
    /// One complete response. Valid until the framer is touched again.
    case response(IMAPFrame)
    /// A large literal begins. `prefix` is the response so far, up to and with the line end of `{n}`
    /// (see `ResponseParser.streamTarget(of:from:)`). Next: chunks, then `literalEnd`, then the `response` itself.
    case literalBegin(prefix: IMAPFrame, StreamedLiteral)
    /// The next octets of it. Valid until the framer is touched again. Read with `withBytes(of:)`.
    case literalChunk(ByteChunk)
    /// All its octets have gone by.
    case literalEnd(StreamedLiteral)
}

/// Octets of a streamed literal: where they lie in their framer until the next `append` or `next`.
package struct ByteChunk: Sendable {
    let range: Range<Int>
    package var count: Int { range.count }
}
