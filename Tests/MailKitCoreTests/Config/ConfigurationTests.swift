import MailGrammar
import Testing

@testable import MailKitCore

@Suite("Configuration")
struct ConfigurationTests {
    private func read(_ text: String) throws(ConfigurationError) -> Configuration {
        try Configuration(Array(text.utf8), file: "config.toml")
    }

    @Test("A whole file")
    func whole() throws {
        let configuration = try read(
            """
            language = "de"
            theme = "compact"

            [account.work]
            url = "imaps://max%40example.org@imap.example.org/Kunden"
            password-command = "pass show mail/work"
            master = "support"
            label = "Arbeit"
            read-only = true

            [account.home]
            url = "imap://max@localhost:10143/Privat"
            mailbox = "Entwürfe"
            """)
        #expect(configuration.language == .german)
        #expect(configuration.theme?.name == "compact")
        #expect(configuration.accounts.map(\.id.name) == ["work", "home"])
        let work = try #require(configuration.accounts.first)
        #expect(work.label == "Arbeit")
        #expect(work.user == "max@example.org")
        #expect(work.credential == .command("pass show mail/work"))
        #expect(work.master == "support" && work.passwordOwner == "support")
        #expect(work.mailbox.name == "Kunden")
        #expect(work.server.security == .implicitTLS)
        let home = try #require(configuration.accounts.last)
        #expect(work.isReadOnly && !home.isReadOnly)
        #expect(home.label == "home")
        #expect(home.master == nil && home.passwordOwner == "max")
        #expect(home.credential == .prompt)
        #expect(home.mailbox.name == "Entwürfe")
        #expect(home.server.description == "localhost:10143")
        #expect(home.server.security == .startTLS)
    }

    @Test("A command may give a token instead of a password")
    func token() throws {
        let account = try #require(try read(Self.account + "token-command = \"oauth2l fetch\"").accounts.first)
        #expect(account.credential == .tokenCommand("oauth2l fetch"))
        #expect(account.credential.isToken && !CredentialSource.command("x").isToken)
    }

    @Test("A pin, with or without colons")
    func pin() throws {
        let digits = String(repeating: "0123456789abcdef", count: 4)
        let pin = try #require(CertificateFingerprint("sha256:" + digits))
        for text in [pin.description, "sha256:" + pin.lines(pairs: 32)[0]] {
            #expect(try read(Self.account + "pin = \"\(text)\"").accounts.first?.pin == pin)
        }
        #expect(try read(Self.account).accounts.first?.pin == nil)
    }

    @Test("A client certificate needs no password, and may have one")
    func clientCertificate() throws {
        let one = try #require(try read(Self.account + "client-certificate = \"~/a.pem\"").accounts.first)
        #expect(one.clientCertificate == ClientCertificateFiles(certificate: "~/a.pem"))
        #expect(one.credential == .certificate)
        let keys = "client-certificate = \"a.pem\"\nclient-key = \"a.key\"\npassword-command = \"x\""
        let both = try #require(try read(Self.account + keys).accounts.first)
        #expect(both.clientCertificate == ClientCertificateFiles(certificate: "a.pem", key: "a.key"))
        #expect(both.credential == .command("x"))
        #expect(try read(Self.account).accounts.first?.clientCertificate == nil)
    }

    @Test("What is kept on the disk is said for all accounts or for one; who says nothing keeps a store")
    func store() throws {
        let other = "[account.b]\nurl = \"imaps://b@localhost/\"\nstore = "
        #expect(try read(Self.account).accounts.map(\.store) == [.disk])
        #expect(try read("store = \"none\"\n" + Self.account).accounts.map(\.store) == [.none])
        #expect(try read(Self.account + other + "\"none\"").accounts.map(\.store) == [.disk, .none])
        #expect(
            try read("store = \"none\"\n" + Self.account + other + "\"disk\"").accounts.map(\.store) == [.none, .disk])
    }

    @Test("Nothing has to be there", arguments: ["", "# only this\n", "[account]\n", "language = \"en\"\n"])
    func little(text: String) throws {
        #expect(try read(text).accounts.isEmpty)
    }

    @Test("Keys are kept as they are written, with their places")
    func keys() throws {
        let configuration = try read(
            """
            key-profile = "aerc"
            key-bar = false
            [keys.list]
            "g g" = "first"
            x = ["toggle-star", "next"]
            [macros]
            go-on = "next"
            """)
        let keys = configuration.keys
        #expect(keys.profile == .aerc && configuration.showsKeyBar == false)
        let list = try #require(keys.screens.first)
        #expect(keys.screens.count == 1 && list.name.text == "list")
        #expect(list.lines.map(\.name.text) == ["g g", "x"])
        #expect(list.lines.map { $0.commands.map(\.text) } == [["first"], ["toggle-star", "next"]])
        #expect(list.lines[1].name.position == TextPosition(line: 5, column: 1))
        #expect(list.lines[1].commands[1].position == TextPosition(line: 5, column: 21))
        #expect(keys.macros.map(\.name.text) == ["go-on"])
        #expect(try read("").keys == .empty)
    }

    private static let account = "[account.a]\nurl = \"imaps://max@localhost/\"\n"

    @Test(
        "Mistakes, with their place",
        arguments: [
            ("not TOML", "language = de", .init(line: 1, column: 12), nil),
            (
                "twice", "language = \"de\"\nlanguage = \"en\"", .init(line: 2, column: 12), .duplicate("language")
            ),
            (
                "an account twice", account + account, .init(line: 3, column: 1), .duplicate("account.a")
            ),
            (
                "misspelt", "langauge = \"de\"", .init(line: 1, column: 1),
                .unknownKey("langauge", section: .top, suggestion: "language")
            ),
            (
                "misspelt in an account", account + "password_command = \"x\"", .init(line: 3, column: 1),
                .unknownKey("password_command", section: .account("a"), suggestion: "password-command")
            ),
            (
                "misspelt table", "[acount.a]\n", .init(line: 1, column: 2),
                .unknownKey("acount", section: .top, suggestion: "account")
            ),
            (
                "nothing like it", "colour = \"red\"", .init(line: 1, column: 1),
                .unknownKey("colour", section: .top, suggestion: nil)
            ),
            ("outside an account", "url = \"x\"", .init(line: 1, column: 1), .keyOfAccount("url")),
            ("account without a name", "[account]\nurl = \"x\"", .init(line: 2, column: 1), .keyOfAccount("url")),
            ("password", account + "password = \"canary\"", .init(line: 3, column: 1), .password(key: "password")),
            ("password at the top", "Passwort = \"canary\"", .init(line: 1, column: 1), .password(key: "Passwort")),
            ("password under account", "account.pass = \"canary\"", .init(line: 1, column: 9), .password(key: "pass")),
            (
                "a number", "language = 1", .init(line: 1, column: 12), .notText(key: "language", found: .integer)
            ),
            ("a truth", "theme = true", .init(line: 1, column: 9), .notText(key: "theme", found: .boolean)),
            (
                "a list", account + "label = [\"x\"]", .init(line: 3, column: 9), .notText(key: "label", found: .array)
            ),
            (
                "a table", "[language]\n", .init(line: 1, column: 1), .notText(key: "language", found: .table)
            ),
            (
                "array of accounts", "[[account]]\nname = \"a\"", .init(line: 1, column: 1),
                .accountNotTable(found: .array)
            ),
            (
                "account as text", "account = \"a\"", .init(line: 1, column: 11), .accountNotTable(found: .text)
            ),
            (
                "no URL", "[account.a]\nlabel = \"x\"", .init(line: 1, column: 10),
                .missing(key: "url", section: .account("a"))
            ),
            ("empty", account + "mailbox = \" \"", .init(line: 3, column: 11), .empty(key: "mailbox")),
            (
                "another language", "language = \"fr\"", .init(line: 1, column: 12),
                .notOneOf(key: "language", value: "fr", allowed: ["de", "en"], suggestion: nil)
            ),
            (
                "language in capitals", "language = \"DE\"", .init(line: 1, column: 12),
                .notOneOf(key: "language", value: "DE", allowed: ["de", "en"], suggestion: "de")
            ),
            (
                "a store that is misspelt", "store = \"nome\"", .init(line: 1, column: 9),
                .notOneOf(key: "store", value: "nome", allowed: ["disk", "none"], suggestion: "none")
            ),
            (
                "an account's store", account + "store = \"Disk\"", .init(line: 3, column: 9),
                .notOneOf(key: "store", value: "Disk", allowed: ["disk", "none"], suggestion: "disk")
            ),
            (
                "no domain", "own-domains = \"a b\"", .init(line: 1, column: 15),
                .badDomain(key: "own-domains", value: "a b")
            ),
            (
                "no domain in a list", "own-domains = [\"a.example\", \"@b.example\"]", .init(line: 1, column: 29),
                .badDomain(key: "own-domains", value: "@b.example")
            ),
            (
                "address for a domain", "own-domains = \"192.0.2.1\"", .init(line: 1, column: 15),
                .badDomain(key: "own-domains", value: "192.0.2.1")
            ),
            ("no domains", "own-domains = []", .init(line: 1, column: 15), .empty(key: "own-domains")),
            ("empty domain", "own-domains = \"\"", .init(line: 1, column: 15), .empty(key: "own-domains")),
            (
                "number for a domain", "authentication-results-host = [7]", .init(line: 1, column: 32),
                .notText(key: "authentication-results-host", found: .integer)
            ),
            (
                "no SHA-256", account + "pin = \"sha256:abc\"", .init(line: 3, column: 7),
                .badFingerprint(key: "pin", suggestion: nil)
            ),
            (
                "SHA-256 without its name", account + "pin = \"\(String(repeating: "AB:", count: 31))AB\"",
                .init(line: 3, column: 7),
                .badFingerprint(key: "pin", suggestion: "sha256:" + String(repeating: "ab", count: 32))
            ),
            (
                "no text for a pin", account + "pin = 1", .init(line: 3, column: 7),
                .notText(key: "pin", found: .integer)
            ),
            (
                "key without certificate", account + "client-key = \"a.key\"", .init(line: 3, column: 14),
                .missing(key: "client-certificate", section: .account("a"))
            ),
            (
                "truth in quotes", account + "read-only = \"yes\"", .init(line: 3, column: 13),
                .notTruth(key: "read-only", found: .text)
            ),
            (
                "a number for a truth", account + "read-only = 1", .init(line: 3, column: 13),
                .notTruth(key: "read-only", found: .integer)
            ),
            ("truth at the top", "read-only = true", .init(line: 1, column: 1), .keyOfAccount("read-only")),
            (
                "truth misspelt", account + "readonly = true", .init(line: 3, column: 1),
                .unknownKey("readonly", section: .account("a"), suggestion: "read-only")
            ),
            ("theme with a path", "theme = \"../x\"", .init(line: 1, column: 9), .badThemeName("../x")),
            ("mailbox of lines", account + "mailbox = \"a\\nb\"", .init(line: 3, column: 11), .badMailbox("a b")),
            ("account name of lines", "[account.\"a\\u0007\"]", .init(line: 1, column: 10), .badAccountName("a\\x07")),
            (
                "token and password", account + "password-command = \"a\"\ntoken-command = \"b\"",
                .init(line: 4, column: 17), .exclusive(key: "token-command", other: "password-command")
            ),
            (
                "token command with NUL", account + "token-command = \"a\\u0000b\"", .init(line: 3, column: 17),
                .badCommand(key: "token-command")
            ),
            (
                "master user of lines", account + "master = \"a\\nb\"", .init(line: 3, column: 10),
                .badUser(key: "master")
            ),
            (
                "command with NUL", account + "password-command = \"a\\u0000b\"", .init(line: 3, column: 20),
                .badCommand(key: "password-command")
            ),
        ] as [(String, String, TextPosition, ConfigurationProblem.Reason?)])
    func mistakes(name: String, text: String, position: TextPosition, reason: ConfigurationProblem.Reason?) throws {
        let error = try #require(#expect(throws: ConfigurationError.self) { try read(text) })
        #expect(error.problems.map(\.position) == [position])
        if let reason { #expect(error.problems.map(\.reason) == [reason]) }
        #expect(!"\(error)".contains("canary"))
    }

    @Test("A bad URL carries its own error")
    func badURL() throws {
        let text = "[account.a]\nurl = \"imaps://max:canary@localhost/\""
        let error = try #require(#expect(throws: ConfigurationError.self) { try read(text) })
        guard case .badURL(let inner) = error.problems.first?.reason else {
            Issue.record("no URL error")
            return
        }
        #expect(inner.reason == .password)
        #expect(error.problems.first?.position == TextPosition(line: 2, column: 7))
        #expect(!"\(error)".contains("canary"))
    }

    @Test("All mistakes of a file are told at once, by line")
    func several() throws {
        let error = try #require(
            #expect(throws: ConfigurationError.self) {
                try read(
                    """
                    them = "x"
                    language = 3
                    [account.b]
                    url = "nonsense"
                    pasword-command = "x"
                    [account.a]
                    label = ""
                    """)
            })
        #expect(error.problems.map { $0.position?.line } == [1, 2, 4, 5, 6, 7])
    }

    @Test("Domains stand alone or in a list, else they are the users'")
    func domains() throws {
        let listed = try read(
            """
            own-domains = ["Lindner.example", "bücher.example"]
            authentication-results-host = "MX.lindner.example"
            [account.a]
            url = "imap://x%40elsewhere.test@h.test/"
            """)
        #expect(listed.ownDomains == ["lindner.example", "xn--bcher-kva.example"])
        #expect(listed.authenticationResultsHosts == ["mx.lindner.example"])
        #expect(listed.ownDomains(with: listed.accounts.first) == listed.ownDomains)
        let unlisted = try read("[account.a]\nurl = \"imap://x%40A.test@h.test/\"")
        let account = AccountConfiguration(try AccountURL("imaps://y%40b.test@h.test/"))
        let alone = AccountConfiguration(try AccountURL("imaps://petra@h.test/"))
        #expect(unlisted.ownDomains.isEmpty && unlisted.authenticationResultsHosts.isEmpty)
        #expect(unlisted.ownDomains(with: nil) == ["a.test"])
        let master = AccountConfiguration(try AccountURL("imaps://max%40c.test*support@localhost/"))
        #expect(Configuration.empty.ownDomains(with: master) == ["c.test"])
        #expect(unlisted.ownDomains(with: account) == ["a.test", "b.test"])
        #expect(Configuration.empty.ownDomains(with: alone).isEmpty)
    }

    @Test("Whether the terminal is told of links is left open unless the file says it")
    func hyperlinks() throws {
        #expect(try read(Self.account).showsLinks == nil)
        #expect(try read("hyperlinks = false\n\(Self.account)").showsLinks == false)
        #expect(try read("hyperlinks = true\n\(Self.account)").showsLinks == true)
        #expect(throws: ConfigurationError.self) { try read("hyperlinks = 1\n\(Self.account)") }
    }

    @Test("How pictures are shown is left to the terminal unless the file says it")
    func pictures() throws {
        #expect(try read(Self.account).pictures == nil)
        #expect(try read("pictures = \"auto\"\n\(Self.account)").pictures == nil)
        #expect(try read("pictures = \"sixel\"\n\(Self.account)").pictures == .sixel)
        #expect(throws: ConfigurationError.self) { try read("pictures = \"iterm\"\n\(Self.account)") }
    }

    @Test("The mouse is off unless the file wants it")
    func mouse() throws {
        #expect(try !read(Self.account).watchesMouse)
        #expect(try read("mouse = true\n\(Self.account)").watchesMouse)
        #expect(throws: ConfigurationError.self) { try read("mouse = \"yes\"\n\(Self.account)") }
    }

    @Test("What is read-only stays so, whatever else is changed")
    func readOnly() throws {
        let account = AccountConfiguration(try AccountURL("imaps://petra@h.test/"))
        #expect(!account.isReadOnly && !account.with(mailbox: .inbox).isReadOnly)
        let changed = account.readOnly.with(credential: .command("x")).with(mailbox: try #require(MailboxPath("Sent")))
        #expect(changed.isReadOnly)
        #expect(changed.credential == .command("x") && changed.mailbox.name == "Sent")
        #expect(try read("\(Self.account)read-only = false").accounts.map(\.isReadOnly) == [false])
    }

    @Test("A file that cannot be read says so")
    func unreadable() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(path: "/nowhere/config.toml", files: LocalFileSystem(), mayBeMissing: false)
        }
        #expect(error?.problems.map(\.reason) == [.unreadable("No such file or directory")])
        #expect(error?.file == "/nowhere/config.toml")
        #expect(
            throws: Never.self,
            performing: {
                let missing = try Configuration(
                    path: "/nowhere/config.toml", files: LocalFileSystem(), mayBeMissing: true)
                #expect(missing == nil)
            })
    }

    @Test(
        "Where the file lies",
        arguments: [
            (["XDG_CONFIG_HOME": "/x", "HOME": "/h"], "/x/rohrpost/config.toml"),
            (["XDG_CONFIG_HOME": "", "HOME": "/h"], "/h/.config/rohrpost/config.toml"),
            (["XDG_CONFIG_HOME": "relative", "HOME": "/h"], "/h/.config/rohrpost/config.toml"),
            (["HOME": "/h"], "/h/.config/rohrpost/config.toml"),
            ([:], nil),
        ] as [([String: String], String?)])
    func standardPath(environment: [String: String], expected: String?) {
        #expect(Configuration.standardPath { environment[$0] } == expected)
    }

    @Test(
        "Misspellings find what was meant",
        arguments: [
            ("langauge", "language"), ("Language", "language"), ("lang", nil), ("labl", "label"), ("lable", "label"),
            ("passwordcommand", "password-command"), ("ulr", "url"), ("x", nil), ("", nil), ("mailboxes", "mailbox"),
            (String(repeating: "a", count: 100_000), nil),
        ] as [(String, String?)])
    func spelling(word: String, expected: String?) {
        #expect(Spelling.nearest(to: word, among: ConfigurationOption.all.map(\.name)) == expected)
    }
}
