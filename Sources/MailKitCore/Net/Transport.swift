import Glibc
import MailGrammar

/// Moves bytes to and from one peer, without waiting: the waiting is `ByteStream`'s, the same for every transport.
@NetActor
protocol Transport: AnyObject {
    /// Takes what has come into `buffer`.
    func readSome(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> TransportStep
    /// Hands over what can be taken of `bytes`, which are not empty.
    func writeSome(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> TransportStep
    /// Frees descriptors and keys. Calling it again does nothing.
    func close()
}

/// What one step of a transport came to.
enum TransportStep {
    /// So many bytes were moved, at least one.
    case moved(Int)
    /// Nothing moves before the descriptor is ready in that direction.
    case wait(Int32, Reactor.Direction)
    /// The peer has ended the stream.
    case end
    /// Nothing was moved, and more is there: the same again, when others have had their turn.
    case again
}

/// Octets that a line has carried.
package struct LineOctets: Hashable, Sendable {
    package var received: UInt64 = 0
    package var sent: UInt64 = 0

    package init(received: UInt64 = 0, sent: UInt64 = 0) {
        self.received = received
        self.sent = sent
    }

    static func + (lhs: LineOctets, rhs: LineOctets) -> LineOctets {
        LineOctets(received: lhs.received &+ rhs.received, sent: lhs.sent &+ rhs.sent)
    }
}

/// Why a connection failed, before it is known which account it was for.
package enum TransportError: Error, Hashable, Sendable {
    /// The resolver's words.
    case nameNotFound(String)
    /// Every address refused or failed: the last errno, and how many addresses were tried.
    case connect(errno: Int32, addresses: Int)
    /// TLS was not agreed; the reason in OpenSSL's words or ours.
    case tls(String)
    /// The certificate is not good for this server.
    case certificate(CertificateReport)
    /// The server broke off when it was shown a ticket of its own; without one it may let us in. None is shown any more.
    case ticketRefused
    /// A system call failed on an open connection.
    case broken(errno: Int32)
    /// The peer ended the stream.
    case closed
    /// What came is not the compressed stream that was agreed on: why, in zlib's words or ours.
    case compression(String)
    case timedOut
    case cancelled
    /// `ByteStream.interruptRead()` was called: nothing is wrong, and nothing was read.
    case interrupted
}

/// A transport with the waiting added: reads and writes that end by their deadline or when their task is cancelled.
@NetActor
final class ByteStream {
    private var transport: any Transport
    private let interrupt = Reactor.Interrupt()
    private let buffer: UnsafeMutableRawBufferPointer
    /// Octets as the machines see them.
    private(set) var shown = LineOctets()
    /// Octets before compression began, and the layer that does it.
    private var compression: (before: LineOctets, transport: DeflateTransport)?
    /// Read since the lane was last given to others.
    private var readInARow = 0

    /// One TLS record holds 16 KiB.
    private static let bufferSize = 16_384 * 2
    /// A peer that never pauses must not have the lane for itself: after so many octets everybody else has a turn.
    private static let fairShare = 1 << 15

    init(_ transport: any Transport) {
        self.transport = transport
        self.buffer = .allocate(byteCount: Self.bufferSize, alignment: 16)
    }

    isolated deinit { buffer.deallocate() }

    /// Waits for bytes and lends them to `body`.
    func read<R>(by deadline: Deadline, _ body: (UnsafeRawBufferPointer) -> R) async throws(TransportError) -> R {
        while true {
            if readInARow >= Self.fairShare {
                readInARow = 0
                _ = await NetActor.shared.reactor.wait(-1, nil, until: .now)
            }
            if Task.isCancelled { throw .cancelled }
            switch try transport.readSome(into: buffer) {
            case .moved(let count):
                readInARow += count
                shown.received &+= UInt64(clamping: count)
                return body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            case .wait(let descriptor, let direction):
                readInARow = 0
                try await wait(descriptor, direction, deadline, interrupt)
            case .again:
                if deadline <= .now { throw .timedOut }
                readInARow = Self.fairShare
            case .end:
                throw .closed
            }
        }
    }

    /// Octets below the machines and above TLS: fewer than `shown` where the line is compressed.
    var wire: LineOctets { compression.map { $0.before + $0.transport.wire } ?? shown }

    /// Compresses everything from here on, both ways (RFC 4978). `received` was read already and stands behind the server's OK.
    func startCompression(received: [UInt8]) throws(TransportError) {
        guard compression == nil else { throw .compression("it is on already") }
        let layer = try DeflateTransport(on: transport, received: received)
        compression = (shown, layer)
        shown.received &-= min(shown.received, UInt64(clamping: received.count))
        transport = layer
    }

    /// Makes a read that is waiting throw `.interrupted`, so that its owner can wait with another deadline.
    func interruptRead() { interrupt() }

    /// Writes all of `bytes`.
    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(TransportError) {
        var written = 0
        while written < bytes.count {
            let step: Result<TransportStep, TransportError> = bytes.withUnsafeBytes { raw in
                do throws(TransportError) {
                    return .success(try transport.writeSome(UnsafeRawBufferPointer(rebasing: raw[written...])))
                } catch {
                    return .failure(error)
                }
            }
            switch try step.get() {
            case .moved(let count):
                written += count
                shown.sent &+= UInt64(clamping: count)
            case .wait(let descriptor, let direction):
                try await wait(descriptor, direction, deadline)
            case .again: continue
            case .end:
                throw .closed
            }
        }
    }

    func close() { transport.close() }

    private func wait(
        _ descriptor: Int32, _ direction: Reactor.Direction, _ deadline: Deadline,
        _ interrupt: Reactor.Interrupt? = nil
    ) async throws(TransportError) {
        let outcome = await NetActor.shared.reactor.wait(
            descriptor, direction, until: deadline, interruptible: interrupt)
        switch outcome {
        case .ready: return
        case .timedOut: throw .timedOut
        case .cancelled: throw .cancelled
        case .interrupted: throw .interrupted
        }
    }
}
