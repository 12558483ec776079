import MailGrammar
import Testing

@testable import MailKitCore

@Suite("Settings laid over one another")
struct LayeredConfigurationTests {
    private func file(_ text: String, _ kind: ConfigurationKind) throws(ConfigurationError) -> ConfigurationFile {
        try ConfigurationFile(Array(text.utf8), file: "config.toml", kind: kind)
    }

    private func layers(
        user: String = "", chosen: [String: String] = [:], host: String = ""
    ) throws -> LayeredConfiguration {
        var preferences = Preferences()
        for (key, value) in chosen { preferences.set(key, to: value) }
        return LayeredConfiguration(
            user: try file(user, .user), preferences: preferences, host: try file(host, .host))
    }

    @Test(
        "The person's file counts for more than what was chosen, and that for more than the host's",
        arguments: [
            ("theme = \"a\"", "b", "theme = \"c\"", "a"), ("", "b", "theme = \"c\"", "b"),
            ("", nil, "theme = \"c\"", "c"),
            ("", nil, "", nil), ("language = \"de\"", nil, "theme = \"c\"", "c"), ("theme = \"a\"", nil, "", "a"),
        ] as [(String, String?, String, String?)])
    func rank(user: String, chosen: String?, host: String, theme: String?) throws {
        let layers = try layers(user: user, chosen: chosen.map { ["theme": $0] } ?? [:], host: host)
        #expect(layers.configuration.theme?.name == theme)
        #expect(layers.problems.isEmpty)
    }

    @Test("A new default of the host moves those who chose none, and nobody else")
    func moved() throws {
        let people = ["": true, "theme = \"mono\"": false, "language = \"en\"": true]
        for (user, moves) in people {
            let before = try layers(user: user, host: "theme = \"light\"").configuration.theme
            let after = try layers(user: user, host: "theme = \"classic\"").configuration.theme
            #expect((before != after) == moves, "\(user)")
        }
        for host in ["theme = \"light\"", "theme = \"classic\""] {
            #expect(try layers(chosen: ["theme": "mono"], host: host).configuration.theme?.name == "mono")
        }
    }

    @Test("Values fall back one by one, in tables too, lists as a whole")
    func tables() throws {
        func table(_ text: String) throws -> TOMLTable { try TOMLDocument(text).root }
        let merged = try table("a = 1\n[list]\nsort = \"date\"\n[list.x]\ny = [1]").over(
            table(
                "a = 2\nb = 3\n[list]\nsort = \"size\"\ncolumns = \"c\"\n[list.x]\ny = [2, 3]\nz = 4\n[keys]\nq = \"quit\""
            ))
        #expect(merged["a"]?.content == .integer(1))
        #expect(merged["b"]?.content == .integer(3))
        #expect(
            Set(merged.paths) == ["a", "b", "list.sort", "list.columns", "list.x.y", "list.x.z", "keys.q"])
        let kept = try table("a = 1").over(table("[a]\nb = 2"))
        #expect(kept["a"]?.content == .integer(1), "a value is no table, and not to be merged with one")
    }

    @Test("What the person's own file sets is known by its path")
    func fixed() throws {
        let user = "theme = \"a\"\n[account.work]\nurl = \"imaps://max@localhost\""
        #expect(try layers(user: user, host: "language = \"de\"").fixed == ["theme", "account.work.url"])
    }

    @Test("What was chosen for one list counts for that list, unless the person's file says otherwise")
    func lists() throws {
        let dotted = try #require(MailboxPath("Kunden.\"A\""))
        let sent = try #require(MailboxPath("Gesendet"))
        let keys = [
            Preferences.list(.sort, of: .inbox, use: .inbox), Preferences.list(.columns, of: dotted, use: nil),
            Preferences.list(.preview, of: sent, use: .sent), Preferences.list(.dates, of: .inbox, use: .inbox),
        ]
        #expect(keys[0] == "list.inbox.sort" && keys[2] == "list.sent.preview")
        #expect(keys[1] == #"list."Kunden.\"A\"".columns"#)
        let values = ["-size", "flags,date,from", "true", "absolute"]
        let chosen = Dictionary(uniqueKeysWithValues: zip(keys.compactMap { $0 }, values))
        let layers = try layers(
            user: "[list.inbox]\ndates = \"relative\"", chosen: chosen, host: "[list]\nsort = \"date\"\ngroup = \"day\""
        )
        #expect(layers.problems.isEmpty)
        #expect(layers.fixed == ["list.inbox.dates"])
        let lists = layers.configuration.lists
        let inbox = lists.options(for: .inbox, use: .inbox)
        #expect(inbox.order == ListOrder("-size") && inbox.dates == .relative && inbox.grouping == .day)
        let other = lists.options(for: dotted, use: nil)
        #expect(other.columns == [.flags, .date, .from] && other.order == ListOrder("date"))
        #expect(lists.options(for: sent, use: .sent).preview == true)
    }

    @Test("What no table of a file may be called is not remembered", arguments: ["sort", "a\u{202E}b", "columns"])
    func noKey(name: String) throws {
        #expect(Preferences.list(.sort, of: try #require(MailboxPath(name)), use: nil) == nil)
    }

    @Test(
        "Keys with dots and quotes",
        arguments: [
            ("theme", ["theme"]), ("list.sort", ["list", "sort"]), ("a.\"b.c\".d", ["a", "b.c", "d"]), ("", [""]),
            ("a..b", ["a", "", "b"]), ("\"x\\\"y\"", ["x\"y"]), ("a.\"b", nil), ("\"a\"b", nil), ("a\"b\"", nil),
            ("1.2.3.4.5.6.7.8.9", nil), ("a.\"\u{301}b\u{301}\".c", ["a", "\u{301}b\u{301}", "c"]),
            ("\"x\\\"\u{301}\"", ["x\"\u{301}"]),
        ] as [(String, [String]?)])
    func keys(text: String, keys: [String]?) {
        #expect(SettingPath.keys(text) == keys)
        if let keys, !keys.contains("") { #expect(SettingPath.keys(SettingPath.text(keys)) == keys) }
    }

    @Test("Accounts are the person's, brands the host's")
    func misplaced() {
        #expect {
            try file("[account.work]\nurl = \"imaps://max@localhost\"", .host)
        } throws: { error in
            (error as? ConfigurationError)?.problems.map(\.reason) == [.notForHost(key: "account")]
        }
        #expect {
            try file("language = \"de\"\n[brand]\ntitle = \"x\"", .user)
        } throws: { error in
            let problem = (error as? ConfigurationError)?.problems.first
            return problem?.reason == .onlyForHost(key: "brand") && problem?.position?.line == 2
        }
    }

    @Test("Choices that mean nothing are left aside, each by itself")
    func nonsense() throws {
        let chosen = [
            "theme": "../../etc/passwd", "language": "de", "somebody.else": "7", "a..b": "x", "": "x",
            "own-domains": "a b",
            "account.work.password-command": "rm -rf /", "account.work.url": "imaps://max@localhost",
            "brand.title": "Evil", "\u{202E}": "\u{1B}[2J", "theme.dark": "x",
        ]
        let layers = try layers(chosen: chosen)
        #expect(layers.configuration.language == .german)
        #expect(layers.configuration.theme == nil)
        #expect(layers.configuration.accounts.isEmpty)
        #expect(layers.configuration.brands == .none)
        #expect(layers.fixed.isEmpty)
        let reasons = layers.problems.map(\.reason)
        #expect(reasons.contains(.badThemeName("../../etc/passwd")))
        #expect(reasons.contains(.notText(key: "theme", found: .table)))
        #expect(reasons.allSatisfy { if case .unknownKey = $0 { false } else { true } })
    }
}

@Suite("Brands of a host-wide file")
struct BrandConfigurationTests {
    private func brands(_ text: String) throws -> BrandTable {
        try ConfigurationFile(Array(text.utf8), file: "x", kind: .host).configuration.brands
    }

    private static let sample = """
        [brand]
        title = "Hafenpost"
        support = "help@hafen.example"
        logo-file = "/logo"
        [brand."Example.org"]
        title = "Example Mail"
        logo = "(E)"
        [brand."kunden.example.org"]
        support = "kunden@example.org"
        """

    @Test(
        "By domain, by the domain above, else the one for all; value by value",
        arguments: [
            ("hafen.example", "Hafenpost", "help@hafen.example"), ("example.org", "Example Mail", "help@hafen.example"),
            ("EXAMPLE.ORG", "Example Mail", "help@hafen.example"),
            ("kunden.example.org", "Example Mail", "kunden@example.org"),
            ("a.b.example.org", "Example Mail", "help@hafen.example"),
            ("notexample.org", "Hafenpost", "help@hafen.example"), ("", "Hafenpost", "help@hafen.example"),
            ("..", "Hafenpost", "help@hafen.example"),
        ])
    func domain(_ domain: String, title: String, support: String) throws {
        let brand = try brands(Self.sample).brand(for: domain)
        #expect(brand.title == title)
        #expect(brand.support == support)
    }

    @Test("A logo may lie in a file; one that is given nearer takes its place")
    func logo() throws {
        struct Disk: FileSystem {
            func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
                guard path == "/logo" else { throw FileError(path: path, code: 2) }
                return Array("<H>".utf8)
            }
            func openForAppending(_ path: String) throws(FileError) -> any AppendableFile {
                throw FileError(path: path, code: 30)
            }
            func replace(_ path: String, with content: [UInt8]) throws(FileError) {}
        }
        let brands = try brands(Self.sample)
        #expect(brands.brand(for: "x").loaded(from: Disk()).0.logo == "<H>")
        #expect(brands.brand(for: "example.org").loaded(from: Disk()).0.logo == "(E)")
        let lost = try self.brands("[brand]\ntitle = \"x\"\nlogo-file = \"/none\"").brand(for: "x").loaded(from: Disk())
        #expect(lost.0.logo == nil && lost.0.title == "x")
        #expect(lost.1.map(\.file) == ["/none"])
    }

    @Test(
        "Mistakes are told with their place",
        arguments: [
            ("brand = 7", 1), ("[brand]\ntitel = \"x\"", 2), ("[brand]\naccent = \"blue\"", 2),
            ("[brand]\naccent = \"#12345g\"", 2), ("[brand]\ntitle = \" \"", 2), ("[brand.\"a b\"]\ntitle = \"x\"", 1),
            ("[brand]\ntitle = 7", 2), ("[brand.\"a.example\"]\n\n[brand.\"a.example\".b]\nc = \"d\"", 3),
        ])
    func mistakes(text: String, line: Int) {
        #expect {
            try brands(text)
        } throws: { error in
            (error as? ConfigurationError)?.problems.first?.position?.line == line
        }
    }

    @Test("The domain of an account is that of its address, else its server's")
    func accounts() throws {
        for (url, domain) in [
            ("imaps://max%40Example.org@imap.host.example/", "example.org"),
            ("imaps://max@imap.host.example/", "imap.host.example"),
            ("imaps://max%40example.org*support@imap.host.example/", "example.org"),
            ("imaps://max%40@imap.host.example/", "imap.host.example"),
        ] { #expect(AccountConfiguration(try AccountURL(url)).domain == domain) }
    }
}
