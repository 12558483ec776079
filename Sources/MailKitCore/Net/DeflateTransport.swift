import Glibc

/// Another transport with compression on top (RFC 4978, COMPRESS=DEFLATE).
///
/// It holds at most one buffer of what came and one of what goes, besides zlib's own 72 KB: what a little input unfolds to is
/// handed on in pieces of the reader's buffer, and never gathered. Passwords never come here: compression begins behind the
/// login, so that no length on the wire tells of one.
@NetActor
final class DeflateTransport: Transport {
    private let below: any Transport
    private let deflater: Deflater
    private let inflater: Inflater
    /// What came and is not unfolded yet.
    private var input: [UInt8]
    private var unread: Range<Int>
    /// The inflater may have more to give without more input.
    private var hasMore = false
    private var end: Inflater.End?
    /// Compressed and not written yet, from `written` on; it stands for `taken` octets of the caller's.
    private var output: [UInt8] = []
    private var written = 0
    private var taken = 0
    /// Octets that went through the transport below, without those it was made with.
    private(set) var wire = LineOctets()

    private static let inputSize = 16_384
    /// Octets that are compressed in one go.
    private static let outputStep = 32_768
    /// Octets of input that may come to nothing before others have their turn: empty blocks unfold to nothing for ever.
    private static let fairShare = 1 << 16

    /// - Parameter received: what came behind the server's OK, compressed already.
    init(on below: any Transport, received: [UInt8]) throws(TransportError) {
        guard let deflater = Deflater(), let inflater = Inflater() else { throw .broken(errno: ENOMEM) }
        self.below = below
        self.deflater = deflater
        self.inflater = inflater
        input = received
        unread = 0..<received.count
    }

    func readSome(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> TransportStep {
        var used = 0
        while true {
            if let end { throw Self.error(end) }
            if unread.isEmpty, !hasMore {
                switch try refill() {
                case .moved: continue
                case let other: return other
                }
            }
            let step = input.withUnsafeBytes { bytes in
                inflater.inflate(UnsafeRawBufferPointer(rebasing: bytes[unread]), into: buffer)
            }
            unread = unread.lowerBound + step.consumed..<unread.upperBound
            used += step.consumed
            end = step.end
            hasMore = step.produced == buffer.count
            if step.produced > 0 { return .moved(step.produced) }
            if step.consumed == 0, !unread.isEmpty, end == nil { end = .corrupt("it does not go on") }
            if used >= Self.fairShare { return .again }
        }
    }

    private func refill() throws(TransportError) -> TransportStep {
        if input.count != Self.inputSize { input = [UInt8](repeating: 0, count: Self.inputSize) }
        let result: Result<TransportStep, TransportError> = input.withUnsafeMutableBytes { room in
            do throws(TransportError) {
                return .success(try below.readSome(into: room))
            } catch {
                return .failure(error)
            }
        }
        let step = try result.get()
        if case .moved(let count) = step {
            unread = 0..<count
            wire.received &+= UInt64(clamping: count)
        }
        return step
    }

    /// Compresses the bytes, and says that they were moved when the last octet of what became of them has been taken below.
    /// Where it has to wait it must be called with the same bytes again, as `ByteStream` does.
    func writeSome(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> TransportStep {
        if taken == 0 {
            taken = min(bytes.count, Self.outputStep)
            output.removeAll(keepingCapacity: true)
            written = 0
            deflater.deflate(
                UnsafeRawBufferPointer(rebasing: bytes[..<taken]), isLast: taken == bytes.count, into: &output)
        }
        while written < output.count {
            let result: Result<TransportStep, TransportError> = output.withUnsafeBytes { all in
                do throws(TransportError) {
                    return .success(try below.writeSome(UnsafeRawBufferPointer(rebasing: all[written...])))
                } catch {
                    return .failure(error)
                }
            }
            let step = try result.get()
            guard case .moved(let count) = step else { return step }
            written += count
            wire.sent &+= UInt64(clamping: count)
        }
        defer { taken = 0 }
        return .moved(taken)
    }

    func close() { below.close() }

    private static func error(_ end: Inflater.End) -> TransportError {
        switch end {
        case .finished: .compression("the server has ended the compressed stream")
        case .corrupt(let words): .compression(words)
        }
    }
}
