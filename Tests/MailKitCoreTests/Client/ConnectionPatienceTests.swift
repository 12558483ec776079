import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// On the network's own lane: what is tested happens between two turns of it.
@Suite("Connection: how long it waits", .timeLimit(.minutes(2))) @NetActor
struct ConnectionPatienceTests {
    private final class Told {
        var isIn = false
        var isSelected = false
    }

    @Test("a question that is asked in the moment in which another wait is over has its own time")
    func questionAtTheEndOfAWait() async throws {
        let mailbox = ScriptedMailbox(uids: [10, 20, 30])
        let server = ScriptedServer(
            Script { line in
                try line.say(ScriptedLine.flightGreeting)
                try line.serve(mailbox, until: "no such command")
            })
        var environment = CoreEnvironment()
        environment.mechanisms = [.plain]
        environment.openingMilliseconds = ScriptedMail.never
        environment.connector = ScriptedNetwork(["a": server])
        environment.patience = { $0 == .poll || $0 == .quiet ? 40 : ScriptedMail.never }
        let settings = Connection.Settings(
            server: try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS)), user: "anna",
            isBackground: true, environment: environment, transcript: Transcript(clock: environment.clock))
        let secret = try #require(Array("tube".utf8).withUnsafeBytes { try? Secret(copying: $0) })
        let told = Told()
        let connection = Connection(settings: settings, secret: secret) { event in
            switch event {
            case .authenticated: told.isIn = true
            case .selected: told.isSelected = true
            default: break
            }
        }
        let running = Task { @NetActor in await connection.run() }
        while !told.isIn { await Task.yield() }
        // All of them are over in the same turn of the lane, and some are told of it before the connection is.
        let reactor = NetActor.shared.reactor
        let askers = (1...30).map { number in
            Task { @NetActor in
                _ = await reactor.wait(-1, nil, until: .after(milliseconds: 40))
                guard connection.failure == nil else { return }
                connection.request(.select(.inbox, firstPage: 0), id: SessionRequestID(UInt64(number)))
            }
        }
        for _ in 0..<3 { await Task.yield() }
        usleep(80_000)
        for asker in askers { await asker.value }
        while !told.isSelected, connection.failure == nil {
            _ = await reactor.wait(-1, nil, until: .after(milliseconds: 1))
        }
        #expect(connection.failure == nil)
        #expect(told.isSelected)
        running.cancel()
        _ = await running.value
        #expect(await server.finish() == [])
    }
}
