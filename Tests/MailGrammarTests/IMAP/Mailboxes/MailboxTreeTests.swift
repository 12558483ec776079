import Testing

@testable import MailGrammar

@Suite("The account's mailboxes")
struct MailboxTreeTests {
    /// A tree of LIST lines: attributes and name.
    private func tree(
        _ lines: [(String, String)], delimiter: Character? = "/", namespaces: [MailboxNamespace] = []
    ) throws -> MailboxTree {
        var tree = MailboxTree()
        tree.namespaces = namespaces
        for (attributes, name) in lines {
            tree.list(
                try #require(MailboxPath(name)), delimiter: delimiter,
                attributes: attributes.split(separator: " ").map(String.init))
        }
        return tree
    }

    private func uses(_ lines: [(String, String)]) throws -> [String: MailboxUse] {
        var uses: [String: MailboxUse] = [:]
        for mailbox in try tree(lines).mailboxes() { uses[mailbox.path.name] = mailbox.use }
        return uses
    }

    @Test(
        "what a mailbox is for, by the server's word",
        arguments: [
            ("\\Sent", MailboxUse.sent), ("\\sent", .sent), ("\\DRAFTS", .drafts), ("\\Trash", .trash),
            ("\\Junk", .junk),
            ("\\Archive", .archive), ("\\All", .all), ("\\Flagged", .flagged), ("\\Important", .important),
            // XLIST's own names.
            ("\\AllMail", .all), ("\\Starred", .flagged), ("\\Spam", .junk),
        ])
    func attribute(attribute: String, use: MailboxUse) throws {
        #expect(try uses([("\\HasNoChildren \(attribute)", "x")]) == ["x": use])
    }

    @Test(
        "where the server says nothing, by its name in English or German, the likelier one first",
        arguments: [
            ("Drafts", MailboxUse.drafts), ("Entwürfe", .drafts), ("SENT ITEMS", .sent), ("Gesendete Objekte", .sent),
            ("Papierkorb", .trash), ("Deleted Items", .trash), ("Spam", .junk), ("Junk E-Mail", .junk),
            ("Archiv", .archive),
        ])
    func name(name: String, use: MailboxUse) throws {
        #expect(try uses([("", name), ("", "INBOX")]) == [name: use, "INBOX": .inbox])
    }

    @Test("a name is never believed against the server's word, nor below another mailbox, nor where nothing can lie")
    func nameIsLastResort() throws {
        #expect(try uses([("\\Sent", "Ausgang"), ("", "Sent")]) == ["Ausgang": .sent])
        #expect(try uses([("", "Kunden/Sent"), ("", "Kunden")]) == [:])
        #expect(try uses([("\\Noselect", "Sent")]) == [:])
        #expect(try uses([("", "Sent Items"), ("", "Sent")]) == ["Sent": .sent])
        #expect(try uses([("\\Archive", "Trash")]) == ["Trash": .archive])
    }

    @Test("XLIST names the inbox in the person's language; it is the inbox all the same, and comes first")
    func xlistInbox() throws {
        let mailboxes = try tree([("\\HasNoChildren", "Alt"), ("\\HasChildren \\Inbox", "Posteingang")]).mailboxes()
        #expect(mailboxes.map(\.path.name) == ["INBOX", "Alt"])
        #expect(mailboxes.map(\.use) == [.inbox, nil])
    }

    @Test("the prefix of one's own namespace is no level: Courier and Cyrus", arguments: ["INBOX.", "inbox."])
    func prefix(prefix: String) throws {
        let mailboxes = try tree(
            [
                ("\\HasChildren", "INBOX"), ("", "INBOX.Sent"), ("\\HasChildren", "INBOX.Kunden"),
                ("", "INBOX.Kunden.2026"),
            ],
            delimiter: ".", namespaces: [MailboxNamespace(owner: .personal, prefix: prefix, delimiter: ".")]
        ).mailboxes()
        #expect(mailboxes.map(\.levels) == [["INBOX"], ["Sent"], ["Kunden"], ["Kunden", "2026"]])
        #expect(mailboxes.map(\.use) == [.inbox, .sent, nil, nil])
        #expect(mailboxes.map(\.hasChildren) == [true, false, true, false])
    }

    @Test("whose a mailbox is comes from the narrowest namespace, and the root of one belongs to it")
    func owners() throws {
        let namespaces = [
            MailboxNamespace(owner: .personal, prefix: "", delimiter: "/"),
            MailboxNamespace(owner: .otherUser, prefix: "user/", delimiter: "/"),
            MailboxNamespace(owner: .shared, prefix: "user/all/", delimiter: "/"),
        ]
        let mailboxes = try tree(
            [("", "INBOX"), ("\\Noselect", "user"), ("", "user/berta/x"), ("", "user/all/x"), ("", "users")],
            namespaces: namespaces
        ).mailboxes()
        #expect(mailboxes.map(\.owner) == [.personal, .otherUser, .otherUser, .shared, .personal, .otherUser])
        #expect(mailboxes.last?.path.name == "user/berta")
    }

    @Test("a flat name space has no levels, whatever the names look like")
    func flat() throws {
        let mailboxes = try tree([("", "INBOX"), ("", "a/b.c")], delimiter: nil).mailboxes()
        #expect(mailboxes.map(\.levels) == [["INBOX"], ["a/b.c"]])
        #expect(mailboxes.allSatisfy { !$0.takesChildren && !$0.hasChildren })
    }

    @Test("levels that the server leaves out are there and cannot be selected")
    func missingParents() throws {
        let mailboxes = try tree([("", "a/b/c"), ("\\NonExistent", "d"), ("\\Noselect \\NoInferiors", "e")]).mailboxes()
        #expect(mailboxes.map(\.path.name) == ["a/b/c", "d", "e", "a/b", "a"])
        #expect(mailboxes.map(\.isSelectable) == [true, false, false, false, false])
        #expect(mailboxes.map(\.hasChildren) == [false, false, false, true, true])
        #expect(mailboxes.map(\.takesChildren) == [true, true, false, true, true])
    }

    @Test("an accent behind a delimiter hides no level")
    func combining() throws {
        let mailboxes = try tree([("", "a/\u{301}b")]).mailboxes()
        #expect(mailboxes.first?.levels == ["a", "\u{301}b"])
        #expect(mailboxes.map(\.path.name) == ["a/\u{301}b", "a"])
    }

    @Test("two names that only Unicode calls equal are two mailboxes")
    func composed() throws {
        #expect(try tree([("", "caf\u{E9}"), ("", "cafe\u{301}")]).mailboxes().count == 2)
    }

    @Test("subscriptions come from the list or from LSUB, and are unknown without either")
    func subscriptions() throws {
        var tree = try tree([("\\Subscribed", "a"), ("", "b")])
        #expect(tree.mailboxes().map(\.isSubscribed) == [true, nil])
        tree.expectSubscriptions()
        #expect(tree.mailboxes().map(\.isSubscribed) == [true, false])
        tree.subscription(try #require(MailboxPath("b")), attributes: [])
        // Only something below it is.
        tree.subscription(try #require(MailboxPath("c")), attributes: ["\\Noselect"])
        #expect(tree.mailboxes().map(\.isSubscribed) == [true, true])
    }

    @Test("a line that comes twice adds what it knows, and names without end are cut off")
    func bounded() throws {
        var tree = try tree([("\\HasNoChildren", "a"), ("\\Trash", "a")])
        #expect(tree.mailboxes().map(\.use) == [.trash])
        for number in 0..<MailboxTree.limit + 10 {
            if let path = MailboxPath("b\(number)") { tree.list(path, delimiter: "/", attributes: []) }
        }
        #expect(tree.count == MailboxTree.limit)
    }

    @Test("names as deep as they can be do not grow without bound")
    func deep() throws {
        var tree = MailboxTree()
        for number in 0..<100 {
            let name = "\(number)" + String(repeating: "/x", count: 400)
            if let path = MailboxPath(name) { tree.list(path, delimiter: "/", attributes: []) }
        }
        #expect(tree.mailboxes().count == 100 + MailboxTree.parentLimit)
    }
}

@Suite("A mailbox's name on the wire")
struct MailboxPathTests {
    @Test(
        "a proper name is known by its text, a broken one by its octets",
        arguments: [
            ("Entw&APw-rfe", false, "Entwürfe", true), ("a &- b", false, "a & b", true),
            ("inbox", false, "INBOX", true),
            ("\"\\", false, "\"\\", true), ("&AGE-", false, "a", false), ("Entw\u{FC}rfe", false, "Entwürfe", false),
            ("a&AAo-b&AA0-", false, "a\u{FFFD}b\u{FFFD}", false), ("&AAA-", false, "\u{FFFD}", false),
            ("Entwürfe & mehr", true, "Entwürfe & mehr", true), ("&APw-", true, "&APw-", true),
        ])
    func wire(octets: String, isUTF8: Bool, name: String, isProper: Bool) throws {
        let path = try #require(MailboxPath(wire: Array(octets.utf8), isUTF8: isUTF8))
        #expect(path.name == name)
        #expect(path.wireForm == (isProper ? nil : Array(octets.utf8)))
    }

    @Test("a name in a local charset is asked for as the server said it, in a literal")
    func localCharset() throws {
        let octets: [UInt8] = Array("Entw".utf8) + [0xFC] + Array("rfe".utf8)
        for isUTF8 in [false, true] {
            let path = try #require(MailboxPath(wire: octets, isUTF8: isUTF8))
            #expect(path.name == "Entw\u{FFFD}rfe")
            #expect(path != MailboxPath("Entw\u{FFFD}rfe"))
            var tags = CommandTags()
            var encoder = CommandEncoder()
            encoder.literals = .plus
            encoder.utf8Accepted = isUTF8
            let command = try #require(try encoder.encode(.status(path, [.messages]), tags: &tags).first)
            let bytes = command.segments.flatMap(\.bytes)
            #expect(bytes == Array("A1 STATUS {8+}\r\n".utf8) + octets + Array(" (MESSAGES)\r\n".utf8))
        }
    }

    @Test(
        "what no command can carry is no name",
        arguments: [[], [0x61, 0], [0x61, 13, 10], [0x61, 10]] as [[UInt8]])
    func noName(octets: [UInt8]) { #expect(MailboxPath(wire: octets, isUTF8: false) == nil) }
}
