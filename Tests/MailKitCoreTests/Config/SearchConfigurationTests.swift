import MailGrammar
import Testing

@testable import MailKitCore

@Suite("Configuration of searches")
struct SearchConfigurationTests {
    private static let account = "[account.work]\nurl = \"imaps://max@imap.example.org/\"\n"

    @Test("Searches are read with their places, also where their accounts follow")
    func whole() throws {
        let text = """
            [[search]]
            name = "unread, 7 days"
            query = "is:unread newer_than:7d"

            [[search]]
            name = "Mahnungen"
            query = "subject:mahnung"
            in = "work/Kunden"
            below = true

            [[search]]
            name = "Petra"
            query = "from:petra"
            in = "work"

            """
        let searches = try Configuration(Array((text + Self.account).utf8), file: "config.toml").searches
        #expect(searches.map(\.name) == ["unread, 7 days", "Mahnungen", "Petra"])
        #expect(searches.map(\.text) == ["is:unread newer_than:7d", "subject:mahnung", "from:petra"])
        #expect(searches[0].place == nil && searches.allSatisfy(\.isConfigured))
        #expect(
            searches[1].place == SavedSearch.Place(account: AccountID("work"), mailbox: MailboxPath("Kunden"))
                && searches[1].isBelow)
        #expect(searches[2].place == SavedSearch.Place(account: AccountID("work")))
    }

    @Test(
        "Mistakes have a place",
        arguments: [
            ("[[search]]\nname = \"x\"", 1, 1, ConfigurationProblem.Reason.missing(key: "query", section: .search)),
            (
                "[[search]]\nname = \"x\"\nquery = \"y\"\nwhere = 1", 4, 1,
                .unknownKey("where", section: .search, suggestion: nil)
            ),
            ("[[search]]\nname = \"x\"\nquery = \"y\"\nin = \"wrk\"", 4, 6, .noSuchAccount("wrk", suggestion: "work")),
            ("[[search]]\nname = \" x\"\nquery = \"y\"", 2, 8, .badSearchName("x")),
            ("[search]\nname = \"x\"", 1, 1, .searchesNotTables(found: .table)),
            (
                "[[search]]\nname = \"x\"\nquery = \"y\"\n[[search]]\nname = \"x\"\nquery = \"z\"", 4, 1,
                .duplicate("x")
            ),
        ] as [(String, Int, Int, ConfigurationProblem.Reason)])
    func mistakes(text: String, line: Int, column: Int, reason: ConfigurationProblem.Reason) {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(Array((text + "\n" + Self.account).utf8), file: "config.toml")
        }
        #expect(error?.problems.map(\.reason) == [reason])
        #expect(error?.problems.first?.position == TextPosition(line: line, column: column))
    }

    @Test("A wrong query is told with its line and what is to blame")
    func query() throws {
        let text = "[[search]]\nname = \"x\"\nquery = \"vor:morgen plan\"\n"
        let error = #expect(throws: ConfigurationError.self) { try Configuration(Array(text.utf8), file: "c") }
        guard case .badQuery(let found)? = error?.problems.first?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.problems.first?.position == TextPosition(line: 3, column: 9))
        #expect(found.blamed == 4..<10)
    }

    @Test("Places are written as they are read, and the longest name of an account counts")
    func places() throws {
        let accounts = [AccountID("a"), AccountID("a/b")]
        for (text, account, mailbox) in [
            ("a", "a", nil), ("a/INBOX", "a", "INBOX"), ("a/b", "a/b", nil), ("a/b/c/d", "a/b", "c/d"),
        ] as [(String, String, String?)] {
            let place = try #require(SavedSearch.Place(text, accounts))
            #expect(place.account.name == account && place.mailbox?.name == mailbox && place.text == text)
        }
        #expect(SavedSearch.Place("b", accounts) == nil && SavedSearch.Place("a/", accounts) == nil)
    }

    @Test("What was saved on the screen is no setting: it neither makes a search of the file nor a problem")
    func chosen() throws {
        var preferences = Preferences()
        preferences.set("search.x.query", to: "is:unread")
        let file = try ConfigurationFile(Array(Self.account.utf8), file: "c", kind: .user)
        let layers = LayeredConfiguration(user: file, preferences: preferences)
        #expect(layers.problems.isEmpty && layers.configuration.searches.isEmpty)
        #expect(layers.configuration.accounts.count == 1)
        let found = preferences.searches(among: [])
        #expect(found.searches.map(\.name) == ["x"] && found.unreadable.isEmpty)
    }
}
