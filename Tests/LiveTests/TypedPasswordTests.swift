import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Live: a refused password", .enabled(if: MailHost.isRunning, "no mail host runs"))
struct TypedPasswordTests {
    @Test(
        "another one that is typed logs in, whatever the mechanism",
        arguments: [LoginMechanism.allCases, [.plain]])
    func isTyped(mechanisms: [LoginMechanism]) async throws {
        let host = try #require(MailHost.running)
        let user = try await host.makeUser()
        var environment = CoreEnvironment()
        environment.mechanisms = mechanisms
        let harness = try MailCoreHarness(
            port: host.imapsPort, user: user.name, password: "not this one", environment: environment)
        harness.open()
        func offline() async throws -> MailError {
            try await harness.next("offline") { event -> MailError? in
                if case .connection(_, .offline(let error, nil)) = event { error } else { nil }
            }
        }
        func type(_ text: String) throws {
            let typed = try Array(text.utf8).withUnsafeBytes { try Secret(copying: $0) }
            harness.core.send(.usePassword(account: harness.account.id, typed))
        }
        #expect(try await offline().isPasswordRefused)
        try type("nor this")
        #expect(try await offline().isPasswordRefused)
        try type(user.password)
        _ = try await harness.next("online") { if case .connection(_, .online) = $0 { true } else { nil } }
        let transcript = await harness.core.transcript(of: harness.account.id)
        #expect(!transcript.contains("nor this") && !transcript.contains(user.password))
        await harness.core.close()
    }
}
