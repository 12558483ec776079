import MailGrammar
import Testing

@testable import MailKitCore

@Suite("Configuration: what is kept whole")
struct BodyPolicyTests {
    private static let account = "[account.a]\nurl = \"imaps://a@x.example/\"\n"

    private func read(_ text: String) throws(ConfigurationError) -> Configuration {
        try Configuration(Array((text + Self.account).utf8), file: "x")
    }

    @Test(
        "words and numbers of days",
        arguments: [
            ("headers", BodyPolicy.headers), ("opened", .opened), ("all", .all), ("1d", .days(1)),
            ("36500d", .days(36_500)),
            ("0d", nil), ("36501d", nil), ("d", nil), ("30", nil), ("-3d", nil), ("99999999999999999999d", nil),
            ("All", nil),
        ])
    func words(text: String, policy: BodyPolicy?) {
        #expect(BodyPolicy(text) == policy)
        #expect(policy?.fetches ?? false == (policy != .headers && policy != .opened && policy != nil))
    }

    @Test("the name of a mailbox counts more than its use, that more than the account, and that more than the file")
    func order() throws {
        let text = """
            bodies = "30d"
            [folder.inbox]
            bodies = "all"
            [folder.sent]
            bodies = "opened"
            [folder."Kunden/Lindner"]
            bodies = "headers"
            [account.b]
            url = "imaps://b@x.example/"
            bodies = "7d"

            """
        let accounts = try read(text).accounts
        let (b, a) = (try #require(accounts.first).bodies, try #require(accounts.last).bodies)
        func path(_ name: String) throws -> MailboxPath { try #require(MailboxPath(name)) }
        #expect(a.policy(for: .inbox, use: nil) == .all)
        #expect(b.policy(for: .inbox, use: .inbox) == .all)
        #expect(a.policy(for: try path("Gesendet"), use: .sent) == .opened)
        #expect(a.policy(for: try path("Kunden/Lindner"), use: .archive) == .headers)
        #expect(a.policy(for: try path("x"), use: .archive) == .days(30))
        #expect(b.policy(for: try path("x"), use: .archive) == .days(7))
        #expect(BodyPolicies().policy(for: .inbox, use: .inbox) == .opened)
    }

    @Test(
        "what is wrong is told",
        arguments: [
            "bodies = \"30\"\n", "bodies = 30\n", "folder = 3\n", "[folder]\ninbox = \"all\"\n",
            "[folder.inbox]\nbody = \"all\"\n",
            "[folder.inbox]\nbodies = \"some\"\n",
        ])
    func wrong(text: String) {
        #expect(throws: ConfigurationError.self) { try read(text) }
    }
}
