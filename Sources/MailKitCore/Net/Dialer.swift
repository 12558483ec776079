import Glibc

/// Connects to a name: IPv6 and IPv4 race, the first that answers wins (RFC 8305).
@NetActor
package struct Dialer {
    let resolver: any Resolver
    /// RFC 8305, section 5: the next address gets its chance after this long.
    let attemptDelayMilliseconds: Int
    /// More addresses than this are not tried.
    nonisolated static let maximumAddresses = 12

    package nonisolated init(resolver: any Resolver, attemptDelayMilliseconds: Int = 250) {
        self.resolver = resolver
        self.attemptDelayMilliseconds = attemptDelayMilliseconds
    }

    /// A connected, non-blocking socket, owned by the caller.
    package func connect(host: String, port: UInt16, by deadline: Deadline) async throws(TransportError) -> Int32 {
        let addresses = try await resolve(host, port, deadline)
        let order = Array(Self.interleaved(addresses).prefix(Self.maximumAddresses))
        guard !order.isEmpty else { throw .nameNotFound("the name has no address") }
        return try await race(order, deadline)
    }

    private func resolve(_ host: String, _ port: UInt16, _ deadline: Deadline)
        async throws(TransportError) -> [SocketAddress]
    {
        let resolver = resolver
        // getaddrinfo cannot be stopped: it is left behind on its own thread when the deadline passes.
        let outcome = await withTaskGroup(of: Result<[SocketAddress], TransportError>.self) { group in
            let answer = OneAnswer<Result<[SocketAddress], TransportError>>()
            Task {
                do throws(TransportError) {
                    answer.give(.success(try await resolver.addresses(of: host, port: port)))
                } catch {
                    answer.give(.failure(error))
                }
            }
            group.addTask { await answer.wait() }
            group.addTask {
                await Self.pause(until: deadline) == .cancelled ? .failure(.cancelled) : .failure(.timedOut)
            }
            let first = await group.next() ?? .failure(.cancelled)
            answer.give(.failure(.cancelled))
            group.cancelAll()
            return first
        }
        return try outcome.get()
    }

    /// Families in turn, each in the resolver's order, the resolver's first family first. RFC 8305, section 4.
    nonisolated static func interleaved(_ addresses: [SocketAddress]) -> [SocketAddress] {
        guard let leading = addresses.first?.family else { return [] }
        let first = addresses.filter { $0.family == leading }
        let second = addresses.filter { $0.family != leading }
        var order: [SocketAddress] = []
        for index in 0..<max(first.count, second.count) {
            if index < first.count { order.append(first[index]) }
            if index < second.count { order.append(second[index]) }
        }
        return order
    }

    private enum Step {
        case attempt(Result<Int32, TransportError>)
        case delayOver(attempt: Int)
    }

    /// Starts with the first address; the next one starts when the last has failed or has had its delay. RFC 8305, section 5.
    private func race(_ addresses: [SocketAddress], _ deadline: Deadline) async throws(TransportError) -> Int32 {
        let outcome = await withTaskGroup(of: Step.self) { group in
            var started = 0
            var running = 0
            var failure = TransportError.connect(errno: 0, addresses: addresses.count)
            var winner: Int32?
            func startNext() {
                guard started < addresses.count, winner == nil else { return }
                let address = addresses[started]
                started += 1
                running += 1
                let number = started
                group.addTask { .attempt(await Self.attempt(address, deadline)) }
                guard started < addresses.count else { return }
                let delay = Deadline.after(milliseconds: attemptDelayMilliseconds)
                group.addTask {
                    _ = await Self.pause(until: min(delay, deadline))
                    return .delayOver(attempt: number)
                }
            }
            startNext()
            for await step in group {
                switch step {
                case .delayOver(let attempt):
                    if attempt == started { startNext() }
                    continue
                case .attempt(.success(let socket)) where winner == nil:
                    winner = socket
                case .attempt(.success(let socket)):
                    Glibc.close(socket)
                case .attempt(.failure(let error)):
                    if winner == nil, error != .cancelled { failure = error }
                    startNext()
                }
                running -= 1
                if winner != nil || running == 0 { group.cancelAll() }
            }
            if let winner { return Result<Int32, TransportError>.success(winner) }
            if Task.isCancelled { return .failure(.cancelled) }
            if case .connect(let errno, _) = failure {
                return .failure(.connect(errno: errno, addresses: addresses.count))
            }
            return .failure(failure)
        }
        return try outcome.get()
    }

    private static func pause(until deadline: Deadline) async -> Reactor.Outcome {
        await NetActor.shared.reactor.wait(-1, nil, until: deadline)
    }

    private static func attempt(_ address: SocketAddress, _ deadline: Deadline)
        async -> Result<Int32, TransportError>
    {
        let descriptor = socket(
            address.family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue),
            0)
        guard descriptor >= 0 else { return .failure(.connect(errno: errno, addresses: 1)) }
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
        setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &yes, size)
        // A router that has forgotten the line does not say so: after two minutes without a sign of life it is down.
        for (option, value) in [(TCP_KEEPIDLE, 60), (TCP_KEEPINTVL, 15), (TCP_KEEPCNT, 4)] as [(Int32, Int32)] {
            var value = value
            setsockopt(descriptor, Int32(IPPROTO_TCP), option, &value, size)
        }
        var unanswered = UInt32(120_000)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &unanswered, size)
        let started = address.bytes.withUnsafeBytes { raw in
            raw.baseAddress.map {
                Glibc.connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
            } ?? -1
        }
        if started == 0 { return .success(descriptor) }
        guard errno == EINPROGRESS else {
            let reason = errno
            Glibc.close(descriptor)
            return .failure(.connect(errno: reason, addresses: 1))
        }
        let outcome = await NetActor.shared.reactor.wait(descriptor, .write, until: deadline)
        var reason: Int32 = 0
        var length = size
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &reason, &length)
        if outcome == .ready && reason == 0 { return .success(descriptor) }
        Glibc.close(descriptor)
        switch outcome {
        case .ready: return .failure(.connect(errno: reason, addresses: 1))
        case .timedOut: return .failure(.timedOut)
        case .cancelled, .interrupted: return .failure(.cancelled)
        }
    }
}
