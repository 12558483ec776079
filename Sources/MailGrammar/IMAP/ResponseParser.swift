/// Turns one frame into a `Response`. A value that carries its limits; lenient as `IMAPQuirk` lists.
///
/// One pass, no recursion, no trial: the first byte or the first word decides by table what is read.
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
        guard bytes.count <= limits.batch, batch.bytes.count <= limits.batch - bytes.count else {
            throw IMAPParseError(kind: .batchFull, offset: 0)
        }
        let before = ResponseBatch.Sizes(batch)
        var reader = ResponseReader(bytes, arena: batch.bytes.count, streamed: streamed, limits: limits)
        reader.cursor.trimLineEnd()
        // The batch moves into the reader and back: one owner at a time, so that no array is ever copied.
        swap(&reader.batch, &batch)
        defer { swap(&reader.batch, &batch) }
        reader.batch.bytes.append(contentsOf: bytes)
        if !streamed.isEmpty { reader.batch.streamed += streamed }
        do throws(IMAPParseError) {
            return try reader.response()
        } catch {
            reader.batch.truncate(to: before)
            throw error
        }
    }

    /// What a large literal that begins is: the FETCH row as far as the prefix of its frame tells. `nil` where it is no
    /// section of a message (a very long subject, say).
    package func streamTarget(of prefix: IMAPFrame, from framer: IMAPFramer) -> StreamTarget? {
        guard let literal = prefix.streamed.last else { return nil }
        return framer.withBytes(of: prefix) { bytes -> StreamTarget? in
            var reader = ResponseReader(bytes, arena: 0, streamed: prefix.streamed, limits: limits)
            reader.batch.bytes.append(contentsOf: bytes)
            // The prefix ends inside the list of items, so reading it ends in an error behind what is wanted.
            _ = try? reader.response()
            guard let row = reader.unfinishedRow,
                let section = reader.batch.sections.last(where: { $0.data.streamedID == literal.id })
            else { return nil }
            return StreamTarget(
                sequence: row.sequence, uid: row.uid, kind: section.kind, section: reader.batch.array(section.section),
                origin: section.origin)
        }
    }
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

extension ResponseBatch {
    /// How much was in a batch, to put it back to that. The quirks stay: they were seen.
    struct Sizes {
        let bytes: Int
        let rows: Int
        let envelopes: Int
        let addresses: Int
        let parts: Int
        let parameters: Int
        let sections: Int
        let extras: Int
        let slices: Int
        let numbers: Int
        let streamed: Int
        let threads: Int
        let quotas: Int
        let binarySizes: Int

        init(_ batch: ResponseBatch) {
            bytes = batch.bytes.count
            rows = batch.rows.count
            envelopes = batch.envelopes.count
            addresses = batch.addresses.count
            parts = batch.parts.count
            parameters = batch.parameters.count
            sections = batch.sections.count
            extras = batch.extras.count
            slices = batch.slices.count
            numbers = batch.numbers.count
            streamed = batch.streamed.count
            threads = batch.threads.count
            quotas = batch.quotas.count
            binarySizes = batch.binarySizes.count
        }
    }

    mutating func truncate(to sizes: Sizes) {
        bytes.shorten(to: sizes.bytes)
        rows.shorten(to: sizes.rows)
        envelopes.shorten(to: sizes.envelopes)
        addresses.shorten(to: sizes.addresses)
        parts.shorten(to: sizes.parts)
        parameters.shorten(to: sizes.parameters)
        sections.shorten(to: sizes.sections)
        extras.shorten(to: sizes.extras)
        slices.shorten(to: sizes.slices)
        numbers.shorten(to: sizes.numbers)
        streamed.shorten(to: sizes.streamed)
        threads.shorten(to: sizes.threads)
        quotas.shorten(to: sizes.quotas)
        binarySizes.shorten(to: sizes.binarySizes)
    }
}

extension Array {
    /// Takes elements off the end; longer than it is it never becomes.
    mutating func shorten(to wanted: Int) {
        if wanted < count { removeLast(count - Swift.max(0, wanted)) }
    }
}
