import Glibc
import MailKitCore

/// A line in the clear to a real server on loopback, with everything that is said passing through a test's hands.
enum LoopbackRelay {
    /// What becomes of octets that have come, from either side.
    struct Passage: Sendable {
        /// For the server.
        var up: [UInt8] = []
        /// For the client.
        var down: [UInt8] = []
        /// The client gets them one by one.
        var isByOctets = false
        /// The line ends behind them.
        var isOver = false
    }

    /// The client's end of a new line. What the client says goes through `up`, what the server says through `down`, each on a
    /// thread of its own.
    @NetActor
    static func open(
        to port: UInt16, up: @escaping @Sendable ([UInt8]) -> Passage, down: @escaping @Sendable ([UInt8]) -> Passage
    ) async throws(TransportError) -> OpenLine {
        let ends = await Blocking.run { () -> Result<(Int32, Int32, Int32), TransportError> in
            let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            guard upstream >= 0 else { return .failure(.broken(errno: errno)) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let connected = withUnsafeBytes(of: &address) { raw in
                raw.baseAddress.map {
                    connect(upstream, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
                } ?? -1
            }
            var pair: [Int32] = [-1, -1]
            guard connected == 0,
                socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pair) == 0
            else {
                close(upstream)
                return .failure(.connect(errno: errno, addresses: 1))
            }
            _ = fcntl(pair[0], F_SETFL, O_NONBLOCK)
            return .success((pair[0], pair[1], upstream))
        }
        let (client, here, upstream) = try ends.get()
        pump(here, upstream, up, down)
        return OpenLine(clearSocket: client)
    }

    /// The last of the two threads closes both ends.
    private static func pump(
        _ client: Int32, _ server: Int32, _ up: @escaping @Sendable ([UInt8]) -> Passage,
        _ down: @escaping @Sendable ([UInt8]) -> Passage
    ) {
        let running = Board(2)
        @Sendable func end() {
            shutdown(client, Int32(SHUT_RDWR))
            shutdown(server, Int32(SHUT_RDWR))
            guard
                running.change({
                    $0 -= 1; return $0 == 0
                })
            else { return }
            close(client)
            close(server)
        }
        @Sendable func pass(from source: Int32, _ edit: @Sendable ([UInt8]) -> Passage) {
            var buffer = [UInt8](repeating: 0, count: 16_384)
            while true {
                let got = read(source, &buffer, buffer.count)
                if got <= 0 { break }
                let passage = edit(Array(buffer[..<got]))
                let pieces = passage.isByOctets ? passage.down.map { [$0] } : [passage.down]
                guard send(passage.up, to: server), pieces.allSatisfy({ send($0, to: client) }), !passage.isOver else {
                    break
                }
            }
            end()
        }
        let ups = startThread { pass(from: client, up) }
        let downs = startThread { pass(from: server, down) }
        for started in [ups, downs] where !started { end() }
    }

    private static func send(_ octets: [UInt8], to descriptor: Int32) -> Bool {
        var rest = octets[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
