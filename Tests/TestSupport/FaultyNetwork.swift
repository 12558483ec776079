import Glibc
import MailGrammar
import MailKitCore

/// Lines to a real server on loopback, in the clear behind the client's back, with what the server says spoilt on the way:
/// what TLS would catch as a broken record arrives here as broken IMAP.
package struct FaultyNetwork: Connector {
    /// What happens to the octets for the client, counted from 0.
    package enum Fault: Hashable, Sendable {
        /// The line ends before this octet.
        case cut(Int)
        /// From this octet on nothing comes any more, and the line stays up.
        case silence(Int)
        /// These octets are put in before that one.
        case garbage(Int, [UInt8])
        /// So many octets are left out from this one on.
        case truncate(Int, count: Int)
        /// So many octets from this one on come twice.
        case duplicate(Int, count: Int)
        /// Every octet by itself.
        case pieces
    }

    private let port: UInt16
    /// Of the connections to come, in order; then there are none.
    private let faults: Board<[Fault]>

    package nonisolated init(to port: UInt16, _ faults: [Fault]) {
        self.port = port
        self.faults = Board(faults)
    }

    package func open(_ server: ServerAddress, by deadline: Deadline) async throws(TransportError) -> OpenLine {
        let fault = faults.change { $0.isEmpty ? nil : $0.removeFirst() }
        let port = port
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
        Self.pump(here, upstream, fault)
        return OpenLine(clearSocket: client)
    }

    /// Two threads, one for each direction; the last of them closes both ends.
    private nonisolated static func pump(_ client: Int32, _ server: Int32, _ fault: Fault?) {
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
        let ups = startThread {
            var buffer = [UInt8](repeating: 0, count: 16_384)
            while true {
                let got = read(client, &buffer, buffer.count)
                if got <= 0 || !send(buffer[..<got], to: server) { break }
            }
            end()
        }
        let downs = startThread {
            var spoiler = Spoiler(fault: fault)
            var buffer = [UInt8](repeating: 0, count: 16_384)
            while true {
                let got = read(server, &buffer, buffer.count)
                if got <= 0 { break }
                let (octets, isOver) = spoiler.pass(buffer[..<got])
                if fault == .pieces {
                    if !octets.allSatisfy({ send([$0][...], to: client) }) { break }
                } else if !octets.isEmpty, !send(octets[...], to: client) {
                    break
                }
                if isOver { break }
            }
            end()
        }
        for started in [ups, downs] where !started { end() }
    }

    private nonisolated static func send(_ octets: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
        var rest = octets
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Applies a fault to a stream, piece by piece.
    private struct Spoiler {
        let fault: Fault?
        private var passed = 0
        /// Kept to come twice.
        private var kept: [UInt8] = []

        init(fault: Fault?) { self.fault = fault }

        mutating func pass(_ octets: ArraySlice<UInt8>) -> (octets: [UInt8], isOver: Bool) {
            var result: [UInt8] = []
            for octet in octets {
                defer { passed += 1 }
                switch fault {
                case .cut(let place) where passed >= place: return (result, true)
                case .silence(let place) where passed >= place: continue
                case .garbage(let place, let garbage) where passed == place: result += garbage + [octet]
                case .truncate(let place, let count) where passed >= place && passed < place + count: continue
                case .duplicate(let place, let count) where passed >= place && passed < place + count:
                    result.append(octet)
                    kept.append(octet)
                    if kept.count == count { result += kept }
                default: result.append(octet)
                }
            }
            return (result, false)
        }
    }
}
