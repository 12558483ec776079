import MailGrammar

extension CommandReader {
    /// A whole command with its tag and its line end, and nothing behind it.
    package mutating func commandLine() throws(Rejection) {
        try tag()
        try sp()
        try command()
        try expect("\r\n")
        guard isAtEnd else { throw rejection() }
    }

    /// What stands between the tag and the line end.
    package mutating func command() throws(Rejection) {
        let verb = String(decoding: try atom(), as: UTF8.self).uppercased()
        switch verb {
        case "CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", "IDLE", "NAMESPACE", "CLOSE", "UNSELECT", "EXPUNGE", "CHECK":
            break
        case "COMPRESS": try expect(" DEFLATE")
        case "ENABLE": try enableSuffix()
        case "ID": try idSuffix()
        case "LOGIN": try loginSuffix()
        case "AUTHENTICATE": try authenticateSuffix()
        case "SELECT", "EXAMINE": try selectSuffix()
        case "LIST": try listSuffix()
        case "LSUB", "XLIST": try lsubSuffix()
        case "STATUS": try statusSuffix()
        case "CREATE": try createSuffix()
        case "DELETE", "SUBSCRIBE", "UNSUBSCRIBE", "GETQUOTAROOT", "GETACL", "MYRIGHTS": try mailboxSuffix()
        case "RENAME": try renameSuffix()
        case "COPY", "MOVE": try copySuffix()
        case "FETCH": try fetchSuffix()
        case "STORE": try storeSuffix()
        case "SEARCH": try searchSuffix()
        case "SORT": try sortSuffix()
        case "THREAD": try threadSuffix()
        case "UID": try uidSuffix()
        case "CANCELUPDATE": try cancelUpdateSuffix()
        case "APPEND": try appendSuffix()
        case "NOTIFY": try notifySuffix()
        case "GETQUOTA": try getQuotaSuffix()
        case "SETQUOTA": try setQuotaSuffix()
        case "SETACL":
            try identifierSuffix()
            try sp()
            try astring()
        case "DELETEACL", "LISTRIGHTS": try identifierSuffix()
        case "GETMETADATA": try getMetadataSuffix()
        case "SETMETADATA": try setMetadataSuffix()
        default: throw rejection()
        }
    }

    mutating func uidSuffix() throws(Rejection) {
        try sp()
        switch String(decoding: try atom(), as: UTF8.self).uppercased() {
        case "FETCH": try fetchSuffix()
        case "STORE": try storeSuffix()
        case "COPY", "MOVE": try copySuffix()
        case "SEARCH": try searchSuffix()
        case "SORT": try sortSuffix()
        case "THREAD": try threadSuffix()
        case "EXPUNGE":
            try sp()
            try sequenceSet()
        default: throw rejection()
        }
    }

    // MARK: Logging in

    mutating func enableSuffix() throws(Rejection) {
        repeat {
            try sp()
            _ = try atom()
        } while peek() == ASCII.space
    }

    mutating func idSuffix() throws(Rejection) {
        try sp()
        if takesNil() { return }
        try list(least: 0) { (reader) throws(Rejection) in
            try reader.string()
            try reader.sp()
            try reader.nstring()
        }
    }

    mutating func loginSuffix() throws(Rejection) {
        try sp()
        try astring()
        try sp()
        try astring()
    }

    mutating func authenticateSuffix() throws(Rejection) {
        try sp()
        _ = try atom()
        if take(ASCII.space) { try initialResponse() }
    }

    /// Base64, or `=` for none.
    mutating func initialResponse() throws(Rejection) {
        if take(ASCII.equals) { return }
        let text = try run { ASCII.base64.contains($0) || $0 == ASCII.equals }
        guard Base64.decode(text) != nil else { throw rejection() }
    }

    // MARK: Mailboxes

    mutating func mailboxSuffix() throws(Rejection) {
        try sp()
        try mailbox()
    }

    mutating func renameSuffix() throws(Rejection) {
        try mailboxSuffix()
        try mailboxSuffix()
    }

    mutating func identifierSuffix() throws(Rejection) {
        try mailboxSuffix()
        try sp()
        try astring()
    }

    mutating func createSuffix() throws(Rejection) {
        try mailboxSuffix()
        guard take(ASCII.space) else { return }
        try list { (reader) throws(Rejection) in try reader.createParameter() }
    }

    mutating func createParameter() throws(Rejection) {
        try expect("USE ")
        try list { (reader) throws(Rejection) in try reader.useAttribute() }
    }

    mutating func useAttribute() throws(Rejection) {
        try expect(ASCII.backslash)
        _ = try atom()
    }

    mutating func selectSuffix() throws(Rejection) {
        try mailboxSuffix()
        guard take(ASCII.space) else { return }
        try list { (reader) throws(Rejection) in try reader.selectParameter() }
    }

    mutating func selectParameter() throws(Rejection) {
        guard try oneOf(["CONDSTORE", "QRESYNC"]) == "QRESYNC" else { return }
        try expect(" (")
        try nzNumber()
        try sp()
        try modSequence()
        if take(ASCII.space) {
            if peek() != ASCII.openParen {
                try sequenceSet()
                if take(ASCII.space) { try sequenceMatchData() }
            } else {
                try sequenceMatchData()
            }
        }
        try expect(ASCII.closeParen)
    }

    mutating func sequenceMatchData() throws(Rejection) {
        try expect(ASCII.openParen)
        try sequenceSet()
        try sp()
        try sequenceSet()
        try expect(ASCII.closeParen)
    }

    mutating func modSequence() throws(Rejection) { try number() }

    mutating func statusSuffix() throws(Rejection) {
        try mailboxSuffix()
        try sp()
        try statusItems()
    }

    mutating func statusItems() throws(Rejection) {
        try list { (reader) throws(Rejection) in
            _ = try reader.oneOf([
                "MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "DELETED", "SIZE", "HIGHESTMODSEQ",
                "APPENDLIMIT", "MAILBOXID", "DELETED-STORAGE",
            ])
        }
    }

    mutating func listSuffix() throws(Rejection) {
        try sp()
        if peek() == ASCII.openParen {
            try list(least: 0) { (reader) throws(Rejection) in try reader.listSelectOption() }
            try sp()
        }
        try mailbox()
        try sp()
        if peek() == ASCII.openParen {
            try list { (reader) throws(Rejection) in try reader.pattern() }
        } else {
            try pattern()
        }
        guard take(ASCII.space) else { return }
        try expect("RETURN ")
        try list(least: 0) { (reader) throws(Rejection) in try reader.returnOption() }
    }

    mutating func lsubSuffix() throws(Rejection) {
        try mailboxSuffix()
        try sp()
        try pattern()
    }

    mutating func listSelectOption() throws(Rejection) {
        _ = try oneOf(["SUBSCRIBED", "REMOTE", "RECURSIVEMATCH", "SPECIAL-USE"])
    }

    mutating func returnOption() throws(Rejection) {
        guard try oneOf(["SUBSCRIBED", "CHILDREN", "SPECIAL-USE", "STATUS", "MYRIGHTS"]) == "STATUS" else { return }
        try sp()
        try statusItems()
    }

    // MARK: APPEND

    mutating func appendSuffix() throws(Rejection) {
        try mailboxSuffix()
        repeat { try appendMessage() } while peek() == ASCII.space
    }

    /// ` (\Seen) "date" {5}` with its octets.
    mutating func appendMessage() throws(Rejection) {
        try appendOptions()
        try sp()
        if takes("UTF8 (") {
            words.append(try literal(is8: true))
            try expect(ASCII.closeParen)
        } else {
            words.append(try literal(is8: peek() == ASCII.tilde))
        }
    }

    mutating func appendOptions() throws(Rejection) {
        for opening in [ASCII.openParen, ASCII.quote] {
            let start = position
            guard take(ASCII.space) else { return }
            guard peek() == opening else {
                position = start
                continue
            }
            if opening == ASCII.quote { try dateTime() } else { try flagList() }
        }
    }

    // MARK: NOTIFY

    mutating func notifySuffix() throws(Rejection) {
        try sp()
        guard try oneOf(["NONE", "SET"]) == "SET" else { return }
        try sp()
        if takes("STATUS ") {}
        repeat { try notifyGroup() } while take(ASCII.space)
    }

    private mutating func notifyGroup() throws(Rejection) {
        try expect(ASCII.openParen)
        try filterMailboxes()
        try sp()
        if peek() == ASCII.openParen {
            try list { (reader) throws(Rejection) in try reader.notifyEvent() }
        } else {
            try expect("NONE")
        }
        try expect(ASCII.closeParen)
    }

    mutating func filterMailboxes() throws(Rejection) {
        let word = try oneOf([
            "SELECTED", "SELECTED-DELAYED", "INBOXES", "PERSONAL", "SUBSCRIBED", "SUBTREE", "SUBTREE-ONE", "MAILBOXES",
        ])
        guard ["SUBTREE", "SUBTREE-ONE", "MAILBOXES"].contains(word) else { return }
        try sp()
        try oneOrMoreMailbox()
    }

    mutating func oneOrMoreMailbox() throws(Rejection) {
        guard peek() == ASCII.openParen else { return try mailbox() }
        try list { (reader) throws(Rejection) in try reader.mailbox() }
    }

    private mutating func notifyEvent() throws(Rejection) {
        let event = try oneOf([
            "MessageNew", "MessageExpunge", "FlagChange", "AnnotationChange", "MailboxName", "SubscriptionChange",
            "MailboxMetadataChange", "ServerMetadataChange",
        ])
        guard event == "MessageNew", position + 1 < bytes.count, bytes[position + 1] == ASCII.openParen else { return }
        try sp()
        try list { (reader) throws(Rejection) in try reader.fetchAttribute() }
    }

    // MARK: Quota and metadata

    mutating func getQuotaSuffix() throws(Rejection) {
        try sp()
        try astring()
    }

    mutating func setQuotaSuffix() throws(Rejection) {
        try getQuotaSuffix()
        try sp()
        try quotaLimits()
    }

    mutating func quotaLimits() throws(Rejection) {
        try list(least: 0) { (reader) throws(Rejection) in
            _ = try reader.atom()
            try reader.sp()
            try reader.number()
        }
    }

    /// The options before the mailbox, where RFC 5464 has them by its grammar.
    mutating func getMetadataSuffix() throws(Rejection) {
        try sp()
        if peek() == ASCII.openParen {
            try metadataOptions()
            try sp()
        }
        try mailbox()
        try sp()
        if peek() == ASCII.openParen {
            try list { (reader) throws(Rejection) in try reader.astring() }
        } else {
            try astring()
        }
    }

    mutating func metadataOptions() throws(Rejection) {
        try list { (reader) throws(Rejection) in try reader.metadataOption() }
    }

    mutating func metadataOption() throws(Rejection) {
        guard takes("DEPTH ") else {
            try expect("MAXSIZE ")
            try number32()
            return
        }
        _ = try oneOf(["0", "1", "infinity"])
    }

    mutating func setMetadataSuffix() throws(Rejection) {
        try mailboxSuffix()
        try sp()
        try list { (reader) throws(Rejection) in
            try reader.astring()
            try reader.sp()
            try reader.metadataValue()
        }
    }

    mutating func metadataValue() throws(Rejection) {
        if peek() == ASCII.tilde { words.append(try literal(is8: true)) } else { try nstring() }
    }
}
