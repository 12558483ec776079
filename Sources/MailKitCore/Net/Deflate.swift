import CZlib

/// What zlib holds of one stream. It remembers where that lies, so it must not move.
@NetActor
private final class ZlibState {
    let stream: UnsafeMutablePointer<z_stream>
    private let end: (UnsafeMutablePointer<z_stream>) -> Void

    /// `nil` where there is no memory.
    init?(
        begin: (UnsafeMutablePointer<z_stream>) -> Int32, end: @escaping (UnsafeMutablePointer<z_stream>) -> Void
    ) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        self.end = end
        guard begin(stream) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    isolated deinit {
        end(stream)
        stream.deallocate()
    }
}

/// Compresses what is sent: one raw deflate stream (RFC 1951) for the life of a connection. 32 KB of memory.
@NetActor
final class Deflater {
    private let state: ZlibState
    private var stream: UnsafeMutablePointer<z_stream> { state.stream }

    /// `nil` where there is no memory.
    init?() {
        guard let state = ZlibState(begin: rp_deflate_init, end: { deflateEnd($0) }) else { return nil }
        self.state = state
    }

    /// Appends the compressed form of `bytes`. Where `isLast`, the other end can read all that was given so far
    /// (Z_SYNC_FLUSH); else some of it may stay inside until more comes.
    func deflate(_ bytes: UnsafeRawBufferPointer, isLast: Bool, into output: inout [UInt8]) {
        let base = bytes.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.next_in = UnsafeMutablePointer(mutating: base)
        stream.pointee.avail_in = UInt32(clamping: bytes.count)
        repeat {
            let start = output.count
            output.append(contentsOf: repeatElement(0, count: Self.step))
            output.withUnsafeMutableBufferPointer { room in
                stream.pointee.next_out = room.baseAddress.map { $0 + start }
                stream.pointee.avail_out = UInt32(Self.step)
                // Fails only where the state is not one; there is always room, and more input is no error.
                _ = CZlib.deflate(stream, isLast ? Z_SYNC_FLUSH : Z_NO_FLUSH)
            }
            output.removeLast(Int(stream.pointee.avail_out))
        } while stream.pointee.avail_out == 0
        stream.pointee.next_in = nil
        stream.pointee.next_out = nil
    }

    private static let step = 4_096
}

/// Takes what came apart again. About 40 KB of memory, however far a little of it unfolds.
@NetActor
final class Inflater {
    /// What one step came to.
    struct Step {
        /// Octets of the input that are used up.
        var consumed = 0
        /// Octets that were written.
        var produced = 0
        var end: End?
    }

    /// Why nothing more will come.
    enum End: Hashable {
        /// The other end has closed the stream, which RFC 4978 has no place for.
        case finished
        /// zlib's words.
        case corrupt(String)
    }

    private let state: ZlibState
    private var stream: UnsafeMutablePointer<z_stream> { state.stream }

    /// `nil` where there is no memory.
    init?() {
        guard let state = ZlibState(begin: rp_inflate_init, end: { inflateEnd($0) }) else { return nil }
        self.state = state
    }

    /// Unfolds as much of `input` as there is room for in `output`, which is not empty. A step that fills `output` may have more
    /// to give without more input.
    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Step {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(clamping: input.count)
        stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(clamping: output.count)
        let result = CZlib.inflate(stream, Z_SYNC_FLUSH)
        var step = Step()
        step.consumed = input.count - Int(stream.pointee.avail_in)
        step.produced = output.count - Int(stream.pointee.avail_out)
        switch result {
        // Z_BUF_ERROR: neither input nor room to go on with, which is no error.
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: step.end = .finished
        default: step.end = .corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "zlib says \(result)")
        }
        stream.pointee.next_in = nil
        stream.pointee.next_out = nil
        return step
    }
}
