import CPlatform
import MailGrammar

/// Opens the line to a server. A seam: tests answer with a script on the other end of a pair of sockets.
@NetActor
package protocol Connector: Sendable {
    /// A line on which the server is about to speak first: with TLS on, or in clear where STARTTLS is to follow.
    func open(_ server: ServerAddress, by deadline: Deadline) async throws(TransportError) -> OpenLine
}

/// A line that is up.
@NetActor
package struct OpenLine {
    let stream: ByteStream
    /// The socket under a line in clear, for STARTTLS; `nil` where TLS is on, or cannot be put on.
    let plain: SocketTransport?
    /// Round trips that it took.
    let turns: Int
    /// What binds a login to this line; `nil` in clear.
    let channelBinding: ChannelBinding?
    /// The TLS session is one of before, taken up again.
    let isResumed: Bool
    /// Microseconds to the server and back, as the kernel has measured it; `nil` where it has not.
    let roundTrip: Int?

    init(
        stream: ByteStream, plain: SocketTransport?, turns: Int, channelBinding: ChannelBinding? = nil,
        isResumed: Bool = false, roundTrip: Int? = nil
    ) {
        self.stream = stream
        self.plain = plain
        self.turns = turns
        self.channelBinding = channelBinding
        self.isResumed = isResumed
        self.roundTrip = roundTrip
    }

    /// A connected, non-blocking socket in clear, which is taken over.
    /// - Parameter channelBinding: of a TLS connection that a test pretends.
    package init(clearSocket socket: Int32, channelBinding: ChannelBinding? = nil) {
        let transport = SocketTransport(socket: socket)
        self.init(stream: ByteStream(transport), plain: transport, turns: 1, channelBinding: channelBinding)
    }
}

/// Name, TCP and TLS, for real.
struct NetworkConnector: Connector {
    let resolver: any Resolver
    let tls: TLSSettings

    nonisolated init(resolver: any Resolver, tls: TLSSettings = TLSSettings()) {
        self.resolver = resolver
        self.tls = tls
    }

    func open(_ server: ServerAddress, by deadline: Deadline) async throws(TransportError) -> OpenLine {
        let socket = try await Dialer(resolver: resolver).connect(host: server.host, port: server.port, by: deadline)
        switch server.security {
        case .implicitTLS:
            let line = try await Self.startTLS(on: socket, server, tls, by: deadline)
            return OpenLine(
                stream: line.stream, plain: nil, turns: line.turns + 1, channelBinding: line.channelBinding,
                isResumed: line.isResumed, roundTrip: line.roundTrip)
        case .startTLS:
            return OpenLine(clearSocket: socket)
        }
    }

    /// Puts TLS on a connected socket, which is taken over whatever comes of it.
    static func startTLS(
        on socket: Int32, _ server: ServerAddress, _ tls: TLSSettings, by deadline: Deadline
    ) async throws(TransportError) -> OpenLine {
        let transport = try TLSTransport(socket: socket, host: server.host, settings: tls)
        do throws(TransportError) {
            try await transport.handshake(by: deadline)
        } catch {
            transport.close()
            throw error
        }
        let roundTrip = rp_tcp_round_trip(socket)
        return OpenLine(
            stream: ByteStream(transport), plain: nil, turns: transport.handshakeTurns,
            channelBinding: transport.channelBinding, isResumed: transport.isResumed,
            roundTrip: roundTrip < 0 ? nil : Int(roundTrip))
    }
}
