/// What a scripted server has to offer, and how it says so.
package struct ScriptedMailbox: Sendable {
    /// One message with a single text part, unless `structure` says otherwise.
    package struct Message: Sendable {
        package var uid: Int
        package var subject: String
        package var flags = ""
        /// The text part as transferred, section 1.
        package var body: [UInt8]
        /// BODYSTRUCTURE.
        package var structure: String
        /// ENVELOPE; `nil` for a proper one.
        package var envelope: String?
        /// What `BODY[HEADER]` gives; `nil` for a server that leaves it out.
        package var header: [UInt8]?
        /// RFC822.SIZE; `nil` for a size that is about right.
        package var sizeTold: Int?
        /// Other sections, by their names: `2`, `3.HEADER`.
        package var sections: [String: [UInt8]] = [:]

        package init(
            uid: Int, subject: String? = nil, body: [UInt8]? = nil, subtype: String = "PLAIN",
            charset: String = "UTF-8", encoding: String = "8BIT", size: Int? = nil
        ) {
            self.uid = uid
            self.subject = subject ?? "s\(uid)"
            self.body = body ?? Array("Body of \(uid).\r\n".utf8)
            structure =
                "(\"TEXT\" \"\(subtype)\" (\"CHARSET\" \"\(charset)\") NIL NIL \"\(encoding)\" \(size ?? self.body.count) 1)"
            header = Array(
                """
                Date: Sat, 21 Nov 2026 10:00:00 +0000\r
                From: Petra <petra@x.example>\r
                Subject: \(self.subject)\r
                Message-ID: <\(uid)@x.example>\r
                \r

                """.utf8)
        }
    }

    package var validity = 7
    /// In the order of arrival.
    package var messages: [Message]
    /// Whether the rows of a list carry BODYSTRUCTURE.
    package var listsStructures = true
    /// What the server says it can do.
    package var capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN"

    package init(_ messages: [Message], validity: Int = 7) {
        self.messages = messages
        self.validity = validity
    }

    /// Messages with these UIDs.
    package init(uids: some Sequence<Int>, validity: Int = 7) {
        self.init(uids.map { Message(uid: $0) }, validity: validity)
    }

    /// A row as FETCH gives it, with the window `BODY[1]<o.n>` where one is asked for.
    package func row(_ index: Int, items: String, isList: Bool) -> [UInt8] {
        let message = messages[index]
        var parts = ["UID \(message.uid)"]
        if items.contains("FLAGS") { parts.append("FLAGS (\(message.flags))") }
        if items.contains("ENVELOPE") {
            parts.append(
                "INTERNALDATE \"21-Nov-2026 10:00:00 +0000\" RFC822.SIZE \(message.sizeTold ?? message.body.count + 200)"
            )
            let envelope =
                "(\"Sat, 21 Nov 2026 10:00:00 +0000\" \"\(message.subject)\" "
                + "((\"Petra\" NIL \"petra\" \"x.example\")) NIL NIL NIL NIL NIL NIL \"<\(message.uid)@x.example>\")"
            parts.append("ENVELOPE \(message.envelope ?? envelope)")
        }
        if items.contains("BODYSTRUCTURE"), listsStructures || !isList {
            parts.append("BODYSTRUCTURE \(message.structure)")
        }
        var line = Array("* \(index + 1) FETCH (\(parts.joined(separator: " "))".utf8)
        for (section, start, count) in Self.windows(items) {
            let whole = section == "HEADER" ? message.header : message.sections[section] ?? message.body
            guard let whole else { continue }
            let octets = whole.dropFirst(start).prefix(count)
            line += Array(" BODY[\(section)]<\(start)> {\(octets.count)}\r\n".utf8) + octets
        }
        if items.contains("BODY.PEEK[])"), let whole = message.sections[""] ?? message.header.map({ $0 + message.body })
        {
            line += Array(" BODY[] {\(whole.count)}\r\n".utf8) + whole
        }
        return line + Array(")\r\n".utf8)
    }

    /// Section, first octet and count of each `BODY.PEEK[1]<0.49152>`.
    private static func windows(_ items: String) -> [(section: String, start: Int, count: Int)] {
        items.split { " ()".contains($0) }.filter { $0.hasPrefix("BODY.PEEK[") }.compactMap { item in
            let pieces = item.dropFirst(10).split { "]<.>".contains($0) }
            guard pieces.count >= 2, let start = Int(pieces[pieces.count - 2]),
                let count = Int(pieces[pieces.count - 1])
            else { return nil }
            return (pieces.dropLast(2).joined(separator: "."), start, count)
        }
    }
}

extension ScriptedLine {
    /// A greeting that makes the client send its opening in one flight.
    package static let flightGreeting = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Dovecot ready."
    /// A greeting that does not.
    package static let carefulGreeting = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Other ready."

    /// Greets and answers as a server would, up to a command that begins with `stop`, which is left to the script.
    @discardableResult
    package func open(
        _ mailbox: ScriptedMailbox, greeting: String = flightGreeting, until stop: String = "FETCH"
    ) throws -> Command {
        try say(greeting)
        return try serve(mailbox, until: stop)
    }

    /// Greets, and answers until the client has its first page.
    package func openAll(_ mailbox: ScriptedMailbox, greeting: String = flightGreeting) throws {
        let page = try open(mailbox, greeting: greeting)
        try answer(page, mailbox)
        // Asked for by UIDs, and not all there.
        let words = page.text.split(separator: " ", maxSplits: 3)
        let ends = words[0] == "UID" ? words[2].split(separator: ":").compactMap { Int($0) } : []
        guard ends.count == 2, mailbox.messages.suffix(3).contains(where: { !(ends[0]...ends[1]).contains($0.uid) })
        else { return }
        try answer(try serve(mailbox, until: "FETCH "), mailbox)
    }

    /// Opens the mailbox, answers as a server would, and takes the change that begins so.
    package func takeChange(_ change: String, _ mailbox: ScriptedMailbox) throws {
        try openAll(mailbox)
        try say("\(try serve(mailbox, until: change).tag) OK done")
        try untilGone()
    }

    /// Answers as a server would, up to a command that begins with `stop`, which is left to the script.
    @discardableResult
    package func serve(_ mailbox: ScriptedMailbox, until stop: String) throws -> Command {
        while true {
            let command = try next()
            if command.text.hasPrefix(stop) { return command }
            // The first page of a mailbox that was open before.
            if stop == "FETCH", command.text.hasPrefix("UID FETCH"), command.text.contains("ENVELOPE") {
                return command
            }
            try answer(command, mailbox)
        }
    }

    /// Answers one command as a server would.
    package func answer(_ command: Command, _ mailbox: ScriptedMailbox) throws {
        let words = command.text.split(separator: " ", maxSplits: 3).map(String.init)
        switch words.first {
        case "CAPABILITY": try say("* CAPABILITY \(mailbox.capabilities)")
        case "LIST": try say("* LIST () \"/\" INBOX")
        case "SELECT", "EXAMINE":
            try say(
                "* FLAGS (\\Seen)", "* \(mailbox.messages.count) EXISTS", "* OK [UIDVALIDITY \(mailbox.validity)] x",
                "\(command.tag) OK [READ-\(words[0] == "SELECT" ? "WRITE" : "ONLY")] selected")
            return
        case "FETCH":
            let ends = words[1].split(separator: ":").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first >= 1, last <= mailbox.messages.count else {
                try say("\(command.tag) BAD no such messages")
                return
            }
            let items = words[2...].joined(separator: " ")
            for number in first...last { try send(mailbox.row(number - 1, items: items, isList: true)) }
        case "UID":
            guard words[1] == "FETCH" else { break }
            let ends = words[2].split(separator: ":").compactMap { Int($0) }
            if ends.count == 2 {
                for (index, message) in mailbox.messages.enumerated() where (ends[0]...ends[1]).contains(message.uid) {
                    try send(mailbox.row(index, items: words[3], isList: true))
                }
                break
            }
            guard let index = mailbox.messages.firstIndex(where: { "\($0.uid)" == words[2] }) else { break }
            try send(mailbox.row(index, items: words[3], isList: false))
        default: break
        }
        try say("\(command.tag) OK done")
    }
}

extension Script {
    /// Opens the mailbox, and ends the line instead of changing flags of message `uid`: when the gate is open, or at once.
    package static func byeAtStore(of uid: Int, in mailbox: ScriptedMailbox, when gate: Gate? = nil) -> Script {
        Script { line in
            try line.openAll(mailbox)
            try line.expect("UID STORE \(uid) +FLAGS")
            if let gate { try line.wait(gate) }
            try line.say("* BYE")
        }
    }
}
