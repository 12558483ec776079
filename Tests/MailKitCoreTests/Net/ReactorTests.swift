import Glibc
import Testing

@testable import MailKitCore

@Suite("Reactor and byte streams")
struct ReactorTests {
    /// The lane is shared with every other test of the run: a deadline that is not what a test is about must never be met.
    static var ample: Deadline { .after(seconds: 3600) }

    /// Two connected, non-blocking sockets.
    static func pair() -> (Int32, Int32) {
        var descriptors: [Int32] = [-1, -1]
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &descriptors)
        return (descriptors[0], descriptors[1])
    }

    @Test("a read ends by its deadline") @NetActor
    func readTimesOut() async {
        let (here, there) = Self.pair()
        let stream = ByteStream(SocketTransport(socket: here))
        await #expect(throws: TransportError.timedOut) {
            try await stream.read(by: .after(milliseconds: 5)) { $0.count }
        }
        stream.close()
        close(there)
    }

    @Test("a read ends when its task is cancelled, before or after it began") @NetActor
    func readIsCancelled() async {
        for _ in 0..<50 {
            let (here, there) = Self.pair()
            let stream = ByteStream(SocketTransport(socket: here))
            let task = Task { @NetActor in try await stream.read(by: Self.ample) { $0.count } }
            await Task.yield()
            task.cancel()
            await #expect(throws: TransportError.cancelled) { try await task.value }
            stream.close()
            close(there)
        }
    }

    @Test("bytes come through in order, however many") @NetActor
    func echo() async throws {
        let (here, there) = Self.pair()
        let writer = ByteStream(SocketTransport(socket: here))
        let reader = ByteStream(SocketTransport(socket: there))
        let sent = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let writing = Task { @NetActor in try await writer.write(sent, by: Self.ample) }
        var received: [UInt8] = []
        while received.count < sent.count {
            try await reader.read(by: Self.ample) { received.append(contentsOf: $0) }
        }
        try await writing.value
        #expect(received == sent)
        #expect(reader.shown.received == 1_000_000)
        #expect(writer.shown.sent == 1_000_000)
        writer.close()
        await #expect(throws: TransportError.closed) { try await reader.read(by: Self.ample) { $0.count } }
        reader.close()
    }

    @Test("a write to a peer that has gone is an error, not a signal") @NetActor
    func brokenPipe() async {
        let (here, there) = Self.pair()
        close(there)
        let stream = ByteStream(SocketTransport(socket: here))
        await #expect(throws: TransportError.broken(errno: EPIPE)) {
            try await stream.write([1, 2, 3], by: .after(seconds: 5))
        }
        stream.close()
    }

    @Test("a deadline far away does not overflow")
    func farDeadline() {
        #expect(Deadline.after(seconds: .max) <= Deadline.never)
        #expect(Deadline.never.millisecondsLeft > 1_000_000_000)
        #expect(Deadline.after(milliseconds: -5).millisecondsLeft == 0)
    }
}

@Suite("Trust")
struct TrustSourcesTests {
    @Test(
        "the environment replaces the system's file and directory, each for itself",
        arguments: [
            (nil, nil, [String](), ["/etc/ssl/certs"]),
            ("/my/ca.pem", nil, ["/my/ca.pem"], ["/etc/ssl/certs"]),
            (nil, "/a:/b", [], ["/a", "/b"]),
            ("/my/ca.pem", "/a", ["/my/ca.pem"], ["/a"]),
        ] as [(String?, String?, [String], [String])])
    func environment(file: String?, directories: String?, files: [String], expected: [String]) {
        let sources = TrustSources.from(file: file, directories: directories) { $0 == "/etc/ssl/certs" }
        #expect(sources.files == files)
        #expect(sources.directories == expected)
    }

    @Test("a bundle is loaded only where there is no directory")
    func bundle() {
        let sources = TrustSources.from(file: nil, directories: nil) { $0 == "/etc/pki/tls/certs/ca-bundle.crt" }
        #expect(sources == TrustSources(files: ["/etc/pki/tls/certs/ca-bundle.crt"]))
    }
}
