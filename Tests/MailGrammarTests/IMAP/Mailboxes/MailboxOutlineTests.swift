import Testing

@testable import MailGrammar

@Suite("What is remembered of an account's mailboxes")
struct MailboxOutlineTests {
    /// What Courier lists: all of one's own lies below the inbox.
    private static func listed() throws -> MailboxTree {
        var tree = MailboxTree()
        tree.namespaces = [
            MailboxNamespace(owner: .personal, prefix: "INBOX.", delimiter: "."),
            MailboxNamespace(owner: .shared, prefix: "shared.", delimiter: "."),
        ]
        for (name, attributes) in [
            ("shared.Sent", ["\\Sent"]), ("INBOX", []), ("INBOX.Kunden.2026", []), ("INBOX.Gesendet", ["\\Sent"]),
            ("INBOX.Alt", ["\\Sent"]), ("INBOX.Weg", ["\\Trash", "\\Noselect"]), ("INBOX.Entw", ["\\Drafts"]),
        ] {
            tree.list(try #require(MailboxPath(name)), delimiter: ".", attributes: attributes)
        }
        return tree
    }

    @Test("one's own mailboxes with a use are kept, the first of each, and told again")
    func kept() throws {
        let tree = try Self.listed()
        let outline = MailboxOutline(tree.mailboxes(), namespaces: tree.namespaces)
        #expect(
            outline
                == MailboxOutline(
                    delimiter: ".", prefixes: ["INBOX."],
                    uses: [
                        .sent: try #require(MailboxPath("INBOX.Gesendet")),
                        .drafts: try #require(MailboxPath("INBOX.Entw")),
                    ]))
        let known = outline.mailboxes()
        #expect(known.map(\.use) == [.inbox, .drafts, .sent])
        #expect(known.map(\.levels) == [["INBOX"], ["Entw"], ["Gesendet"]])
        #expect(known.allSatisfy { $0.isSelectable && $0.isSubscribed == nil && $0.counts == nil })
        #expect(MailboxOutline(known, namespaces: tree.namespaces) == outline)
    }

    @Test("what a use lies in is told with it, and cannot be selected")
    func parents() throws {
        let sent = try #require(MailboxPath("[Gmail]/Sent Mail"))
        let known = MailboxOutline(delimiter: "/", prefixes: [""], uses: [.sent: sent]).mailboxes()
        #expect(known.map(\.path.name) == ["INBOX", "[Gmail]/Sent Mail", "[Gmail]"])
        #expect(known.map(\.isSelectable) == [true, true, false])
    }

    @Test("nothing is remembered but the inbox, of which nothing has to be")
    func empty() {
        let outline = MailboxOutline([], namespaces: [])
        #expect(outline == MailboxOutline(delimiter: nil, prefixes: [], uses: [.junk: .inbox]))
        #expect(outline.mailboxes().map(\.path) == [.inbox])
    }

    @Test("it stays small, and holds no name that is not Unicode's")
    func bounded() throws {
        let long = String(repeating: "x", count: 1_001)
        let spaces = (0..<100).map { MailboxNamespace(owner: .personal, prefix: "\($0)/", delimiter: "/") }
        #expect(MailboxOutline([], namespaces: spaces).prefixes.count == MailboxOutline.prefixLimit)
        let outline = MailboxOutline(
            delimiter: "\u{7}", prefixes: [long],
            uses: [
                .sent: try #require(MailboxPath(long)), .inbox: try #require(MailboxPath("x")),
                .junk: try #require(MailboxPath(wire: [0xE4], isUTF8: false)),
            ])
        #expect(outline == MailboxOutline(delimiter: nil, prefixes: [], uses: [:]))
    }
}
