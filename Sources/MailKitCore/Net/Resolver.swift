import Glibc

/// One address to connect to, as the system's calls take it.
package struct SocketAddress: Hashable, Sendable {
    package let family: Int32
    /// The bytes of a `sockaddr_in` or `sockaddr_in6`.
    package let bytes: [UInt8]
}

/// Turns names into addresses. A seam: tests answer by table.
package protocol Resolver: Sendable {
    /// The addresses of `host` in the order to try them; throws `.nameNotFound` with the reason.
    func addresses(of host: String, port: UInt16) async throws(TransportError) -> [SocketAddress]
}

/// The system's resolver, `getaddrinfo`, on the lane for calls that block.
package struct SystemResolver: Resolver {
    package init() {}

    package func addresses(of host: String, port: UInt16) async throws(TransportError) -> [SocketAddress] {
        try await Blocking.run { Self.lookUp(host, port) }.get()
    }

    private static func lookUp(_ host: String, _ port: UInt16) -> Result<[SocketAddress], TransportError> {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        var status = getaddrinfo(host, String(port), &hints, &list)
        if status != 0 && status != EAI_AGAIN {
            // AI_ADDRCONFIG hides loopback addresses on a machine whose only interface is loopback.
            hints.ai_flags = AI_NUMERICSERV
            status = getaddrinfo(host, String(port), &hints, &list)
        }
        guard status == 0 else { return .failure(.nameNotFound(String(cString: gai_strerror(status)))) }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = list
        while let entry = next {
            if let address = entry.pointee.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: address, count: Int(entry.pointee.ai_addrlen))
                let candidate = SocketAddress(family: entry.pointee.ai_family, bytes: Array(bytes))
                if !found.contains(candidate) { found.append(candidate) }
            }
            next = entry.pointee.ai_next
        }
        guard !found.isEmpty else { return .failure(.nameNotFound("the name has no address")) }
        return .success(found)
    }
}
