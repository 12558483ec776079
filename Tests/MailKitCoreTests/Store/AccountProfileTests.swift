import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Profile of an account's server")
struct AccountProfileTests {
    private static let server = ServerProfile(
        capabilities: IMAPCapabilities(["IMAP4rev1", "SASL-IR", "AUTH=PLAIN", "AUTH=SCRAM-SHA-256"]), mechanism: .plain,
        refused: [.scramSHA256], pipelinesBehindLogin: true)

    private static func newest(_ name: String, _ first: UInt32, _ last: UInt32) throws -> AccountProfile.Newest {
        .init(
            path: try #require(MailboxPath(name)), uidValidity: try #require(UIDValidity(7)),
            uids: try #require(UID(first))...#require(UID(last)))
    }

    private static func account(_ url: String, master: String? = nil) throws -> AccountConfiguration {
        let address = try AccountURL(url)
        return AccountConfiguration(
            id: AccountID("work"), server: address.server, user: address.user, master: master, credential: .prompt)
    }

    @Test("what is written is read again, whatever the names hold")
    func roundTrip() throws {
        var profile = AccountProfile()
        profile.loggedIn(Self.server, byProfile: false)
        profile.offered = .login
        profile.misses = 1
        profile.ticket = .init(binding: "imaps://mail.example.org:993 - -", octets: Array(0...255))
        profile.refusesTickets = true
        for name in ["INBOX", "Entwürfe \"2026\"\\x", "a\u{1}\u{7f}\u{2028}\tb", "日本"] {
            profile.remember(try Self.newest(name, 5, .max))
        }
        profile.mailboxes = MailboxOutline(delimiter: nil, prefixes: [], uses: [:])
        #expect(AccountProfile(text: Array(profile.text.utf8)) == profile)
        profile.mailboxes = MailboxOutline(
            delimiter: "\\", prefixes: ["INBOX\\", ""],
            uses: [.sent: try #require(MailboxPath("INBOX\\Gesendet")), .trash: try #require(MailboxPath("日本\u{1}"))])
        #expect(AccountProfile(text: Array(profile.text.utf8)) == profile)
        #expect(AccountProfile(text: Array(AccountProfile().text.utf8)) == AccountProfile())
    }

    @Test(
        "a file that is none of ours is nothing, and in one that is, what does not fit is left out",
        arguments: ["", "version = 2", "version = \"1\"", "version = 1\n[", "\u{0}", "trusted = \"PLAIN\""])
    func others(_ text: String) { #expect(AccountProfile(text: Array(text.utf8)) == nil) }

    @Test func leftOut() throws {
        let long = String(repeating: "x", count: 1_001)
        let text = """
            version = 1
            trusted = "ROT13"
            offered = 5
            misses = -3
            server = "x"
            tls = { ticket-for = "imaps://mail.example.org:993 - -", ticket = "no base64!" }
            mailboxes = { delimiter = "//", prefixes = [7, "\(long)"], sent = 5, junk = "\(long)", inbox = "x", home = "x", drafts = "Entw" }
            [[mailbox]]
            name = "INBOX"
            uid-validity = 7
            first = 9
            last = 3
            [[mailbox]]
            name = "INBOX"
            uid-validity = 0
            first = 1
            last = 99999999999
            [[mailbox]]
            name = "Sent"
            uid-validity = 7
            first = 1
            last = 3
            """
        let profile = try #require(AccountProfile(text: Array(text.utf8)))
        var expected = AccountProfile()
        expected.remember(try Self.newest("Sent", 1, 3))
        expected.mailboxes = MailboxOutline(
            delimiter: nil, prefixes: [], uses: [.drafts: try #require(MailboxPath("Entw"))])
        #expect(profile == expected)
    }

    @Test("the newest messages are looked for where they were, and a little above")
    func span() throws {
        var profile = AccountProfile()
        profile.remember(try Self.newest("INBOX", 10, 30))
        #expect(profile.newest(in: .inbox) == (try Self.newest("INBOX", 10, 230)).uids)
        #expect(profile.newest(in: try #require(MailboxPath("Sent"))) == nil)
        profile.remember(try Self.newest("INBOX", .max - 20, .max))
        #expect(profile.newest(in: .inbox)?.upperBound == UID(.max))
        profile.remember(try Self.newest("INBOX", 1, 900))
        #expect(profile.newest(in: .inbox) == nil)
    }

    @Test("mailboxes opened long ago are forgotten")
    func limit() throws {
        var profile = AccountProfile()
        for number in 0..<100 { profile.remember(try Self.newest("m\(number)", 1, 2)) }
        profile.remember(try Self.newest("m99", 3, 4))
        #expect(profile.newest.count == AccountProfile.mailboxLimit)
        #expect(profile.newest.first?.uids == (try Self.newest("m99", 3, 4)).uids)
    }

    @Test("only a weaker login that was offered can be accepted, and once")
    func accept() {
        var profile = AccountProfile()
        var wasOffered = profile.acceptOffered()
        #expect(!wasOffered)
        profile.trusted = .scramSHA256
        profile.offered = .plain
        wasOffered = profile.acceptOffered()
        #expect(wasOffered)
        #expect(profile.trusted == .plain)
        wasOffered = profile.acceptOffered()
        #expect(!wasOffered)
    }

    @Test("openings without an answer are given up after a few, and a good one is a new start")
    func misses() {
        var profile = AccountProfile()
        profile.loggedIn(Self.server, byProfile: false)
        #expect(profile.usableServer != nil)
        profile.misses += 1
        profile.loggedIn(Self.server, byProfile: false)
        profile.misses += 1
        #expect(profile.usableServer == nil)
        profile.loggedIn(Self.server, byProfile: true)
        #expect(profile.usableServer != nil)
    }

    // MARK: The folder

    @Test("a file for a login, for nobody else's eyes")
    func files() throws {
        let temporary = try TemporaryFolder()
        let folder = ProfileFolder(path: "\(temporary.path)/state/servers", files: LocalFileSystem())
        let account = try Self.account("imaps://anna@mail.example/")
        #expect(try folder.read(account) == AccountProfile())
        var profile = AccountProfile()
        profile.loggedIn(Self.server, byProfile: false)
        try folder.write(profile, of: account)
        #expect(try folder.read(account) == profile)
        profile.misses = 1
        try folder.write(profile, of: account)
        #expect(try folder.read(account) == profile)
        func mode(_ path: String) -> mode_t {
            var status = stat()
            return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
        }
        #expect(mode(folder.file(of: account)) == 0o600)
        #expect(mode(folder.path) == 0o700)
        let others = try [
            Self.account("imaps://otto@mail.example/"), Self.account("imaps://anna@mail.example:994/"),
            Self.account("imap://anna@mail.example:993/"), Self.account("imaps://anna@mail.example/", master: "m"),
        ]
        #expect(Set((others + [account]).map(folder.file)).count == 5)
        for other in others { #expect(try folder.read(other) == AccountProfile()) }
        withExtendedLifetime(temporary) {}
    }

    @Test("a folder that takes no file says so, and leaves what was there")
    func unwritable() throws {
        let temporary = try TemporaryFolder()
        let blocker = "\(temporary.path)/file"
        try LocalFileSystem().replace(blocker, with: [1])
        let folder = ProfileFolder(path: "\(blocker)/servers", files: LocalFileSystem())
        let account = try Self.account("imaps://anna@mail.example/")
        #expect(throws: FileError.self) { try folder.write(AccountProfile(), of: account) }
        #expect(try LocalFileSystem().read(blocker, limit: 9) == [1])
        withExtendedLifetime(temporary) {}
    }

    @Test func whereItIs() {
        let home = ["HOME": "/home/max"]
        #expect(ProfileFolder.standardPath { home[$0] } == "/home/max/.local/state/rohrpost/servers")
        let state = ["HOME": "/home/max", "XDG_STATE_HOME": "/var/state"]
        #expect(ProfileFolder.standardPath { state[$0] } == "/var/state/rohrpost/servers")
        #expect(ProfileFolder.standardPath { _ in nil } == nil)
    }
}
