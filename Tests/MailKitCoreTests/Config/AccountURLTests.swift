import MailGrammar
import Testing

@testable import MailKitCore

@Suite("Account URL")
struct AccountURLTests {
    @Test(
        "URLs that are fine",
        arguments: [
            ("plain", "imaps://max@imap.example.org/", "imap.example.org:993", "max", nil),
            ("no slash", "imaps://max@imap.example.org", "imap.example.org:993", "max", nil),
            ("STARTTLS has its own port", "imap://max@imap.example.org", "imap.example.org:143", "max", nil),
            ("port", "imaps://max@imap.example.org:10993/", "imap.example.org:10993", "max", nil),
            ("scheme in capitals", "IMAPS://max@localhost", "localhost:993", "max", nil),
            (
                "encoded @", "imaps://max%40example.org@imap.example.org/", "imap.example.org:993", "max@example.org",
                nil
            ),
            ("encoded umlaut", "imaps://j%C3%BCrgen@localhost", "localhost:993", "jürgen", nil),
            ("umlaut as it is", "imaps://jürgen@localhost", "localhost:993", "jürgen", nil),
            ("encoded colon", "imaps://a%3Ab@localhost", "localhost:993", "a:b", nil),
            ("mailbox", "imaps://max@localhost/Kunden/2026", "localhost:993", "max", "Kunden/2026"),
            ("encoded mailbox", "imaps://max@localhost/Entw%C3%BCrfe%20%3F", "localhost:993", "max", "Entwürfe ?"),
            ("inbox in small letters", "imaps://max@localhost/inbox", "localhost:993", "max", "INBOX"),
            ("IPv6", "imaps://max@[::1]:993/", "[::1]:993", "max", nil),
            ("IPv6 without port", "imap://max@[2001:db8::1]", "[2001:db8::1]:143", "max", nil),
            ("@ in the mailbox", "imaps://max@localhost/a@b", "localhost:993", "max", "a@b"),
        ] as [(String, String, String, String, String?)])
    func fine(name: String, text: String, server: String, user: String, mailbox: String?) throws {
        let url = try AccountURL(text)
        #expect(url.server.description == server)
        #expect(url.server.security == (text.lowercased().hasPrefix("imaps") ? .implicitTLS : .startTLS))
        #expect(url.user == user)
        #expect(url.mailbox?.name == mailbox)
    }

    @Test(
        "Mistakes, with the part that is to blame",
        arguments: [
            ("empty", "", .noScheme, ""),
            ("no scheme", "max@localhost", .noScheme, "m"),
            ("one slash", "imaps:/max@localhost", .noScheme, "i"),
            ("another scheme", "https://max@localhost", .unknownScheme("https"), "https"),
            ("no user", "imaps://localhost:993/", .noUser, "localhost:993"),
            ("empty user", "imaps://@localhost/", .noUser, ""),
            ("password", "imaps://max:geheim@localhost/", .password, ":•••"),
            ("empty password", "imaps://max:@localhost/", .password, ":"),
            ("@ as it is", "imaps://max@example.org@localhost/", .unencodedAt, "@"),
            ("parameter", "imaps://max;AUTH=PLAIN@localhost/", .parameter, ";AUTH=PLAIN"),
            ("half an escape", "imaps://max%4@localhost/", .badPercent, "%4"),
            ("no escape", "imaps://ma%xy@localhost/", .badPercent, "%xy"),
            ("not UTF-8", "imaps://ma%FFx@localhost/", .notUTF8, "ma%FFx"),
            ("control character", "imaps://ma%0Ax@localhost/", .controlCharacter, "ma%0Ax"),
            ("NUL in the mailbox", "imaps://max@localhost/a%00", .controlCharacter, "a%00"),
            ("no host", "imaps://max@/", .noHost, ""),
            ("no host but a port", "imaps://max@:993/", .noHost, ":993"),
            ("bad host", "imaps://max@local host/", .badHost, "local host"),
            ("bare IPv6", "imaps://max@2001:db8::1/", .bareIPv6, "2001:db8::1"),
            ("empty port", "imaps://max@localhost:/", .badPort, ":"),
            ("port 0", "imaps://max@localhost:0/", .badPort, ":0"),
            ("port too large", "imaps://max@localhost:65536", .badPort, ":65536"),
            ("port far too large", "imaps://max@localhost:99999999999999999999", .badPort, ":99999999999999999999"),
            ("port with a sign", "imaps://max@localhost:+993", .badPort, ":+993"),
            ("search", "imaps://max@localhost/INBOX?ALL", .queryOrFragment, "?ALL"),
            ("message", "imaps://max@localhost/INBOX/;UID=20", .queryOrFragment, ";UID=20"),
            ("fragment", "imaps://max@localhost#x", .queryOrFragment, "#x"),
        ] as [(String, String, AccountURLError.Reason, String)])
    func mistakes(name: String, text: String, reason: AccountURLError.Reason, blamed: String) throws {
        let error = try #require(#expect(throws: AccountURLError.self) { try AccountURL(text) })
        #expect(error.reason == reason)
        let characters = Array(error.shown)
        #expect(String(characters[error.blamed]) == blamed)
    }

    @Test(
        "A password is in no error, wherever the mistake is",
        arguments: [
            "imaps://max:canary@localhost/", "imaps://max:canary@", "https://max:canary@localhost",
            "max:canary@localhost",
            "imaps://max:can@ary@localhost", "imaps://max:canary/x@localhost", "imaps://max:canary?@localhost",
            "imaps:max:canary@localhost", "imaps://max:canary@local host:0", "imaps://max:canary",
            "imaps://max:canary@imaps://localhost",
        ])
    func noPassword(text: String) throws {
        let error = try #require(#expect(throws: AccountURLError.self) { try AccountURL(text) })
        #expect(!"\(error)".contains("ary"))
    }

    @Test("What is shown is one short safe line")
    func shown() throws {
        let text = "imaps://max\u{1B}[2J\n@" + String(repeating: "ü", count: 1000)
        let error = try #require(#expect(throws: AccountURLError.self) { try AccountURL(text) })
        #expect(error.shown.count <= 200)
        #expect(!error.shown.utf8.contains { $0 < 0x20 })
        let long = try #require(
            #expect(throws: AccountURLError.self) { try AccountURL("imaps://" + String(repeating: "a", count: 5000)) })
        #expect(long.reason == .tooLong)
    }

    @Test("No cut and no changed byte makes it trap")
    func damage() {
        let good = Array("imaps://max%40example.org:x@[::1]:993/INBOX%20a;UID=1?x#y".utf8)
        for index in good.indices {
            _ = try? AccountURL(String(decoding: good[..<index], as: UTF8.self))
            _ = try? AccountURL(String(decoding: good[index...], as: UTF8.self))
            for byte in ["%", ":", "@", "/", "[", "]", "\0", "é", "?"] {
                var changed = good
                changed.replaceSubrange(index...index, with: Array(byte.utf8))
                _ = try? AccountURL(String(decoding: changed, as: UTF8.self))
            }
        }
    }
}
