import Glibc
import Testing

@testable import MailKitCore

@Suite("Dialer")
struct DialerTests {
    private struct TableResolver: Resolver {
        let table: [SocketAddress]
        func addresses(of host: String, port: UInt16) async throws(TransportError) -> [SocketAddress] { table }
    }

    private static func loopback(port: UInt16, host: UInt32 = 0x7F00_0001) -> SocketAddress {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = host.bigEndian
        return SocketAddress(family: AF_INET, bytes: withUnsafeBytes(of: address) { Array($0) })
    }

    /// A listening socket on a free port.
    private static func listener(backlog: Int32? = 8) -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                if let backlog { _ = listen(descriptor, backlog) }
                _ = getsockname(descriptor, $0, &length)
            }
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    private static func peerPort(_ descriptor: Int32) -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// A port that is taken and refuses: bound, not listened on.
    private static func refusing() -> (descriptor: Int32, port: UInt16) { listener(backlog: nil) }

    @Test("takes families in turn, the resolver's first family first")
    func order() {
        let four = (1...3).map { SocketAddress(family: AF_INET, bytes: [UInt8($0)]) }
        let six = (4...5).map { SocketAddress(family: AF_INET6, bytes: [UInt8($0)]) }
        let order = Dialer.interleaved(six + four)
        #expect(order == [six[0], four[0], six[1], four[1], four[2]])
        #expect(Dialer.interleaved([]).isEmpty)
    }

    @Test("goes on at once where an address refuses")
    func refusedFirst() async throws {
        let open = Self.listener()
        let closed = Self.refusing()
        defer { for descriptor in [open.descriptor, closed.descriptor] { close(descriptor) } }
        let resolver = TableResolver(table: [Self.loopback(port: closed.port), Self.loopback(port: open.port)])
        // The delay between attempts is for addresses that are silent: if it were waited for here, the deadline would pass.
        let dialer = Dialer(resolver: resolver, attemptDelayMilliseconds: 3_600_000)
        close(try await dialer.connect(host: "two.example", port: 1, by: .after(seconds: 30)))
    }

    @Test("the next address gets its chance while the first is silent")
    func silentFirst() async throws {
        // A backlog that is full answers nothing.
        let silent = Self.listener(backlog: 0)
        let open = Self.listener()
        var fillers: [Int32] = []
        defer { for descriptor in fillers + [silent.descriptor, open.descriptor] { close(descriptor) } }
        for _ in 0..<3 {
            let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            fillers.append(filler)
            Self.loopback(port: silent.port).bytes.withUnsafeBytes { raw in
                guard let address = raw.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return }
                _ = Glibc.connect(filler, address, socklen_t(raw.count))
            }
        }
        let resolver = TableResolver(table: [Self.loopback(port: silent.port), Self.loopback(port: open.port)])
        let dialer = Dialer(resolver: resolver, attemptDelayMilliseconds: 1)
        let descriptor = try await dialer.connect(host: "two.example", port: 1, by: .after(seconds: 30))
        #expect(Self.peerPort(descriptor) == open.port)
        close(descriptor)
    }

    @Test("names the errno and how many addresses were tried")
    func allRefuse() async {
        let closed = Self.refusing()
        defer { close(closed.descriptor) }
        let address = Self.loopback(port: closed.port)
        let resolver = TableResolver(table: [address, Self.loopback(port: closed.port, host: 0x7F00_0002)])
        await #expect(throws: TransportError.connect(errno: ECONNREFUSED, addresses: 2)) {
            try await Dialer(resolver: resolver).connect(host: "none.example", port: 1, by: .after(seconds: 10))
        }
    }

    @Test("ends by the deadline when the resolver does not answer")
    func resolverHangs() async {
        struct SilentResolver: Resolver {
            func addresses(of host: String, port: UInt16) async throws(TransportError) -> [SocketAddress] {
                await OneAnswer<[SocketAddress]>().wait()
            }
        }
        await #expect(throws: TransportError.timedOut) {
            try await Dialer(resolver: SilentResolver()).connect(
                host: "silent.example", port: 1, by: .after(milliseconds: 20))
        }
    }

    @Test("ends when its task is cancelled")
    func cancelled() async {
        struct SilentResolver: Resolver {
            let asked: OneAnswer<Void>
            func addresses(of host: String, port: UInt16) async throws(TransportError) -> [SocketAddress] {
                asked.give(())
                return await OneAnswer<[SocketAddress]>().wait()
            }
        }
        let asked = OneAnswer<Void>()
        let task = Task {
            try await Dialer(resolver: SilentResolver(asked: asked)).connect(
                host: "silent.example", port: 1, by: .after(seconds: 60))
        }
        await asked.wait()
        task.cancel()
        await #expect(throws: TransportError.cancelled) { try await task.value }
    }

    @Test("the system's resolver knows numeric addresses and says why a name has none")
    func system() async throws {
        let found = try await SystemResolver().addresses(of: "127.0.0.1", port: 993)
        #expect(found == [Self.loopback(port: 993)])
        await #expect(throws: TransportError.self) {
            try await SystemResolver().addresses(of: "no-such-host.invalid", port: 993)
        }
    }
}
