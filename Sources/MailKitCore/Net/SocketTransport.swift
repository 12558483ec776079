import Glibc

/// Bytes over a connected, non-blocking socket or a pair of pipes, in clear.
///
/// A pair of pipes is how a pre-authenticated server runs as a child process.
@NetActor
final class SocketTransport: Transport {
    private var input: Int32
    private var output: Int32

    /// Takes the descriptor over; it is closed with the transport.
    init(socket: Int32) {
        input = socket
        output = socket
    }

    /// Takes both descriptors over.
    init(input: Int32, output: Int32) {
        self.input = input
        self.output = output
    }

    deinit { Self.close(input, output) }

    /// The socket, given up by this transport: STARTTLS puts TLS on the same one.
    func release() -> Int32 {
        defer {
            input = -1
            output = -1
        }
        return input
    }

    func readSome(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> TransportStep {
        while true {
            let count = Glibc.read(input, buffer.baseAddress, buffer.count)
            if count > 0 { return .moved(count) }
            if count == 0 { return .end }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: return .wait(input, .read)
            default: throw .broken(errno: errno)
            }
        }
    }

    func writeSome(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> TransportStep {
        while true {
            let count = Glibc.write(output, bytes.baseAddress, bytes.count)
            if count > 0 { return .moved(count) }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: return .wait(output, .write)
            default: throw .broken(errno: errno)
            }
        }
    }

    func close() {
        Self.close(input, output)
        input = -1
        output = -1
    }

    private nonisolated static func close(_ input: Int32, _ output: Int32) {
        if input >= 0 { _ = Glibc.close(input) }
        if output >= 0 && output != input { _ = Glibc.close(output) }
    }
}
