import Glibc
import MailGrammar
import MailKitCore
import Synchronization

/// An IMAP server that says what a test has written down, on the other end of a pair of sockets.
///
///     let server = ScriptedServer(
///         Script { line in
///             try line.say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready")
///             let login = try line.expect("AUTHENTICATE PLAIN")
///             try line.say("\(login.tag) NO wrong")
///         })
///
/// Each connection plays the next script on a thread of its own; where there is none left it is refused. A script that has
/// come to its end keeps the line up and listens, until the client goes.
package final class ScriptedServer: Sendable {
    /// What is known of it.
    struct State {
        var scripts: [Script]
        /// What the client said, line by line, by connection.
        var said: [[String]] = []
        /// Connections asked for, the refused ones among them.
        var connections = 0
        var running = 0
        /// Where the client did something else than the script expected.
        var mismatches: [String] = []
    }

    let board: Board<State>

    /// What its lines pretend of a TLS connection below.
    private let channelBinding: ChannelBinding?

    package init(_ scripts: Script..., channelBinding: ChannelBinding? = nil) {
        board = Board(State(scripts: scripts))
        self.channelBinding = channelBinding
    }

    package init(scripts: [Script]) {
        board = Board(State(scripts: scripts))
        channelBinding = nil
    }

    /// What the client has said on connection number `index`, without line ends.
    package func said(_ index: Int) -> [String] {
        board.change { $0.said.indices.contains(index) ? $0.said[index] : [] }
    }

    /// Connections asked for so far, the refused ones among them.
    package var connections: Int { board.change { $0.connections } }

    /// Waits until so many connections have been asked for.
    @discardableResult
    package func connected(_ count: Int) async -> Bool {
        await board.wait { $0.connections >= count ? true : nil } ?? false
    }

    /// Waits until a line that ends so has come on connection number `index`.
    package func hears(_ ending: String, _ index: Int = 0) async -> Bool {
        await board.wait { state in
            guard state.said.indices.contains(index) else { return nil }
            return state.said[index].contains { $0.hasSuffix(ending) } ? true : nil
        } ?? false
    }

    /// Waits until so many lines are up.
    package func runs(_ count: Int) async -> Bool {
        await board.wait { $0.running == count ? true : nil } ?? false
    }

    /// Waits until every line is down, and tells where the client did something else than the scripts expected.
    package func finish() async -> [String] {
        await board.wait { $0.running == 0 ? $0.mismatches : nil } ?? ["a line that stays up"]
    }

    // MARK: A connection

    /// The client's end of a new line, or why there is none.
    @NetActor
    func open() async throws(TransportError) -> OpenLine {
        let (script, number) = board.change { state in
            state.connections += 1
            return (state.scripts.isEmpty ? nil : state.scripts.removeFirst(), state.connections)
        }
        switch script?.kind {
        case nil: throw .connect(errno: ECONNREFUSED, addresses: 1)
        case .refuses(let error): throw error
        case .plays(let play):
            var ends: [Int32] = [-1, -1]
            guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
                throw .broken(errno: errno)
            }
            _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
            let index = board.change { state in
                state.said.append([])
                state.running += 1
                return state.said.count - 1
            }
            let socket = ends[1]
            let started = startThread { [self] in
                let line = ScriptedLine(socket: socket, index: index, board: board)
                do {
                    try play(line)
                    try line.untilGone()
                } catch let mismatch as ScriptedLine.Mismatch {
                    board.change { $0.mismatches.append("connection \(number): \(mismatch.description)") }
                } catch {
                    // The client has gone, as it may at any time.
                }
                line.close()
                board.change { $0.running -= 1 }
            }
            guard started else {
                close(socket)
                board.change { $0.running -= 1 }
                throw .broken(errno: EAGAIN)
            }
            return OpenLine(clearSocket: ends[0], channelBinding: channelBinding)
        }
    }
}

/// What happens on one connection.
package struct Script: Sendable {
    enum Kind: Sendable {
        case refuses(TransportError)
        case plays(@Sendable (ScriptedLine) throws -> Void)
    }

    let kind: Kind

    /// Played from the moment in which the line is up, on a thread of its own: it may wait.
    package init(_ play: @escaping @Sendable (ScriptedLine) throws -> Void) { kind = .plays(play) }

    private init(kind: Kind) { self.kind = kind }

    /// There is no line, for this reason.
    package static func refuse(_ error: TransportError) -> Script { Script(kind: .refuses(error)) }
}

/// Scripted servers by the name of their host: the connector of a core.
package struct ScriptedNetwork: Connector {
    private let servers: [String: ScriptedServer]

    package nonisolated init(_ servers: [String: ScriptedServer]) { self.servers = servers }

    package func open(_ server: ServerAddress, by deadline: Deadline) async throws(TransportError) -> OpenLine {
        guard let known = servers[server.host] else { throw .nameNotFound("no such server in this test") }
        return try await known.open()
    }
}

/// Runs `body` on a new thread; false where there is none to be had.
func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    let box = Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let result = pthread_create(
        &thread, nil,
        { argument in
            if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
            return nil
        }, box.toOpaque())
    guard result == 0 else {
        box.release()
        return false
    }
    pthread_detach(thread)
    return true
}
