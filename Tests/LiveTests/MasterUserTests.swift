import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Live: master users", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct MasterUserTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    private func environment(_ mechanism: LoginMechanism) -> CoreEnvironment {
        var environment = CoreEnvironment()
        environment.mechanisms = [mechanism]
        return environment
    }

    /// The subjects on the first page.
    private func subjects(_ harness: MailCoreHarness) async throws -> [String] {
        harness.open()
        let rows = try await harness.next("rows") { if case .rows(_, 0, let rows) = $0 { rows } else { nil } }
        await harness.core.close()
        return rows.map(\.subject)
    }

    @Test("a master user opens another one's mailbox", arguments: [LoginMechanism.plain, .scramSHA256, .scramSHA1])
    func master(mechanism: LoginMechanism) async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["of the customer"]), to: user)
        let master = try await host.makeMaster()
        let harness = try MailCoreHarness(
            port: host.imapsPort, user: user.name, master: master.name, password: master.password,
            environment: environment(mechanism))
        #expect(try await subjects(harness) == ["of the customer"])
    }

    @Test(
        "so does one who is written into the name", arguments: [LoginMechanism.plain, .scramSHA256, .login])
    func separator(mechanism: LoginMechanism) async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["of the customer"]), to: user)
        let master = try await host.makeMaster()
        let harness = try MailCoreHarness(
            port: host.imapsPort, user: "\(user.name)*\(master.name)", password: master.password,
            environment: environment(mechanism))
        #expect(try await subjects(harness) == ["of the customer"])
    }

    @Test("a user who is no master is refused", arguments: [LoginMechanism.plain, .scramSHA256, .scramSHA1])
    func noMaster(mechanism: LoginMechanism) async throws {
        let user = try await host.makeUser()
        let other = try await host.makeUser()
        let harness = try MailCoreHarness(
            port: host.imapsPort, user: user.name, master: other.name, password: other.password,
            environment: environment(mechanism))
        harness.open()
        let (error, retry) = try await harness.next("the refusal") { event -> (MailError, Int?)? in
            if case .connection(_, .offline(let error, let retry)) = event { (error, retry) } else { nil }
        }
        #expect(error.kind == .authenticationFailed)
        #expect(retry == nil)
        await harness.core.close()
    }
}
