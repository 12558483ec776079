/// Turns one frame into a `Response`. A value that carries its limits; lenient as `IMAPQuirk` lists.
package struct ResponseParser: Sendable {
    package let limits: IMAPLimits

    /// The same limits as the framer's.
    package init(limits: IMAPLimits = IMAPLimits()) { self.limits = limits }

    /// Parses a frame into the batch. When it throws, the batch is as before and the next frame can be parsed.
    package func parse(
        _ frame: IMAPFrame, from framer: IMAPFramer, into batch: inout ResponseBatch
    ) throws(IMAPParseError) -> Response {
        try framer.withBytes(of: frame) { (bytes) throws(IMAPParseError) -> Response in
            try parse(bytes, streamed: frame.streamed, into: &batch)
        }
    }

    /// Parses the bytes of one frame.
    package func parse(
        _ bytes: UnsafeRawBufferPointer, streamed: [StreamedLiteral] = [], into batch: inout ResponseBatch
    ) throws(IMAPParseError) -> Response {
        throw IMAPParseError(kind: .unexpected, offset: 0)
    }

    /// What a large literal that begins is: the FETCH row as far as the prefix of its frame tells.
    package func streamTarget(of prefix: IMAPFrame, from framer: IMAPFramer) -> StreamTarget? { nil }
}

/// What a streamed literal is a part of.
package struct StreamTarget: Hashable, Sendable {
    package let sequence: SequenceNumber
    /// `nil` where the server says the UID only behind the literal.
    package let uid: UID?
    package let kind: FetchedSection.Kind
    /// As in the brackets: `1.2`, `HEADER`; empty for the whole message.
    package let section: [UInt8]
    /// The first octet of a partial fetch.
    package let origin: UInt64?
}
