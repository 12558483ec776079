extension IMAPCommand {
    /// Whether the limit of a line is meant for it: tokens in AUTHENTICATE may be longer (RFC 4959, section 3).
    var isLimited: Bool {
        if case .authenticate = self { false } else { true }
    }
}

extension FrameWriter {
    /// Everything between the tag and the line end. Source: RFC 9051, section 9 (`command`).
    mutating func write(_ command: IMAPCommand) throws(EncodingError) {
        switch command {
        case .capability: raw("CAPABILITY")
        case .noop: raw("NOOP")
        case .logout: raw("LOGOUT")
        case .startTLS: raw("STARTTLS")
        case .compressDeflate: raw("COMPRESS DEFLATE")
        case .idle: raw("IDLE")
        case .namespace: raw("NAMESPACE")
        case .close: raw("CLOSE")
        case .unselect: raw("UNSELECT")
        case .expunge: raw("EXPUNGE")
        case .login(let user, let password): try login(user, password)
        case .authenticate(let mechanism, let response): try authenticate(mechanism, response)
        case .enable(let names):
            guard !names.isEmpty else { throw .empty("ENABLE") }
            raw("ENABLE ")
            try spaced(names) { (frame, name) throws(EncodingError) in try frame.atom(name, in: "capability") }
        case .id(let pairs): try id(pairs)
        case .select(let path, let options): try select("SELECT ", path, options)
        case .examine(let path, let options): try select("EXAMINE ", path, options)
        case .list(let request): try list(request)
        case .status(let path, let items):
            raw("STATUS ")
            try mailbox(path)
            raw(" ")
            try statusItems(items)
        case .create(let path, let uses): try create(path, uses)
        case .delete(let path): try named("DELETE ", path)
        case .subscribe(let path): try named("SUBSCRIBE ", path)
        case .unsubscribe(let path): try named("UNSUBSCRIBE ", path)
        case .rename(let path, let target):
            try named("RENAME ", path)
            raw(" ")
            try mailbox(target)
        case .fetch(let messages, let items, let modifiers): try fetch(messages, items, modifiers)
        case .store(let messages, let action, let flags, let modifiers): try store(messages, action, flags, modifiers)
        case .copy(let messages, let path): try transfer("COPY ", messages, path)
        case .move(let messages, let path): try transfer("MOVE ", messages, path)
        case .uidExpunge(let set):
            raw("UID EXPUNGE ")
            try uids(set)
        case .search(let request): try search(request)
        case .sort(let request, let criteria): try sort(request, criteria)
        case .thread(let request, let algorithm): try thread(request, algorithm)
        case .cancelUpdate(let tags): try cancelUpdate(tags)
        case .append(let path, let messages): try append(path, messages)
        case .notify(let request): try notify(request)
        case .getQuota(let root): try getQuota(root)
        case .getQuotaRoot(let path): try named("GETQUOTAROOT ", path)
        case .setQuota(let root, let limits): try setQuota(root, limits)
        case .getACL(let path): try named("GETACL ", path)
        case .setACL(let path, let identifier, let change): try setACL(path, identifier, change)
        case .deleteACL(let path, let identifier): try named("DELETEACL ", path, identifier)
        case .listRights(let path, let identifier): try named("LISTRIGHTS ", path, identifier)
        case .myRights(let path): try named("MYRIGHTS ", path)
        case .getMetadata(let path, let request): try getMetadata(path, request)
        case .setMetadata(let path, let entries): try setMetadata(path, entries)
        }
    }

    mutating func named(_ verb: StaticString, _ path: MailboxPath) throws(EncodingError) {
        raw(verb)
        try mailbox(path)
    }

    /// `CREATE x (USE (\Sent))`. Source: RFC 6154, section 5 (`create-param`).
    private mutating func create(_ path: MailboxPath, _ uses: [Flag]) throws(EncodingError) {
        try named("CREATE ", path)
        guard !uses.isEmpty else { return }
        raw(" (USE ")
        try list(uses) { (frame, use) throws(EncodingError) in
            guard use.name.utf8.first == ASCII.backslash else { throw .forbiddenByte(in: "special use") }
            try frame.flag(use)
        }
        raw(")")
    }

    // MARK: Logging in

    private mutating func login(_ user: any SecretBytes, _ password: any SecretBytes) throws(EncodingError) {
        raw("LOGIN ")
        try astring(user.withBytes { Array($0) }, in: "user name")
        raw(" ")
        try secret(password, in: "password")
    }

    private mutating func authenticate(_ mechanism: String, _ response: (any SecretBytes)?) throws(EncodingError) {
        raw("AUTHENTICATE ")
        try atom(mechanism, in: "mechanism")
        guard encoder.saslInitialResponse, let response else { return }
        raw(" ")
        initialResponse(response)
    }

    /// At most 30 pairs (RFC 2971, section 3.3).
    private mutating func id(_ pairs: [(name: String, value: String?)]?) throws(EncodingError) {
        guard let pairs, !pairs.isEmpty else { return raw("ID NIL") }
        raw("ID ")
        try list(pairs.prefix(30)) { (frame, pair) throws(EncodingError) in
            try frame.string(Array(pair.name.utf8), in: "ID")
            frame.raw(" ")
            if let value = pair.value {
                try frame.string(Array(value.utf8), in: "ID")
            } else {
                frame.raw("NIL")
            }
        }
    }

    // MARK: Mailboxes

    private mutating func select(
        _ verb: StaticString, _ path: MailboxPath, _ options: SelectOptions
    ) throws(EncodingError) {
        try named(verb, path)
        guard let resync = options.qresync else {
            if options.condstore { raw(" (CONDSTORE)") }
            return
        }
        raw(" (QRESYNC (")
        number(UInt64(resync.uidValidity.rawValue))
        raw(" ")
        number(resync.modSequence.rawValue)
        var places: [UInt8] = []
        if let first = resync.places.first {
            places += " (".utf8
            places.appendDecimal(UInt64(first.sequence))
            for place in resync.places.dropFirst() {
                places.append(ASCII.comma)
                places.appendDecimal(UInt64(place.sequence))
            }
            places.append(ASCII.space)
            places.appendDecimal(UInt64(first.uid.rawValue))
            for place in resync.places.dropFirst() {
                places.append(ASCII.comma)
                places.appendDecimal(UInt64(place.uid.rawValue))
            }
            places += ")".utf8
        }
        if let known = resync.knownUIDs, !known.isEmpty {
            // Without it the server says more than it must, and nothing wrong.
            let wire = known.wireForm
            if wire.utf8.count <= encoder.lineLimit - longestLineWhenFinished - 8 - places.count {
                raw(" ")
                try uids(known)
            }
        }
        if longestLineWhenFinished + places.count + 8 <= encoder.lineLimit { octets(places) }
        raw("))")
    }

    private mutating func list(_ request: ListRequest) throws(EncodingError) {
        switch request.verb {
        case .list: raw("LIST ")
        case .lsub: raw("LSUB ")
        case .xlist: raw("XLIST ")
        }
        if !request.selection.isEmpty {
            // It says how the others apply, and means nothing by itself (RFC 5258, section 3.1).
            if request.selection.allSatisfy({ ["RECURSIVEMATCH", "REMOTE"].contains($0) }),
                request.selection.contains("RECURSIVEMATCH")
            {
                throw .empty("LIST option")
            }
            try list(request.selection) { (frame, word) throws(EncodingError) in
                try frame.atom(word, in: "LIST option")
            }
            raw(" ")
        }
        try reference(request.reference)
        raw(" ")
        guard let first = request.patterns.first else { throw .empty("LIST pattern") }
        if request.patterns.count == 1 {
            try pattern(first)
        } else {
            try list(request.patterns) { (frame, pattern) throws(EncodingError) in try frame.pattern(pattern) }
        }
        guard !request.returning.isEmpty || !request.status.isEmpty else { return }
        raw(" RETURN (")
        try spaced(request.returning) { (frame, word) throws(EncodingError) in
            try frame.atom(word, in: "LIST option")
        }
        if !request.status.isEmpty {
            if !request.returning.isEmpty { raw(" ") }
            raw("STATUS ")
            try statusItems(request.status)
        }
        raw(")")
    }

    private mutating func statusItems(_ items: [StatusItem]) throws(EncodingError) {
        guard !items.isEmpty else { throw .empty("STATUS") }
        try list(items) { (frame, item) throws(EncodingError) in try frame.atom(item.rawValue, in: "STATUS") }
    }

    // MARK: Messages

    private mutating func transfer(
        _ verb: StaticString, _ selection: MessageSelection, _ path: MailboxPath
    ) throws(EncodingError) {
        uidPrefix(selection)
        raw(verb)
        try messages(selection)
        raw(" ")
        try mailbox(path)
    }

    private mutating func store(
        _ selection: MessageSelection, _ action: StoreAction, _ flags: [Flag], _ modifiers: StoreModifiers
    ) throws(EncodingError) {
        uidPrefix(selection)
        raw("STORE ")
        try messages(selection)
        if let sequence = modifiers.unchangedSince {
            raw(" (UNCHANGEDSINCE ")
            number(sequence.rawValue)
            raw(")")
        }
        switch action {
        case .replace: raw(" FLAGS")
        case .add: raw(" +FLAGS")
        case .remove: raw(" -FLAGS")
        }
        raw(modifiers.silent ? ".SILENT " : " ")
        // No flag at all takes every flag away; adding none is a mistake.
        guard action == .replace || !flags.isEmpty else { throw .empty("flags") }
        try list(flags) { (frame, flag) throws(EncodingError) in try frame.flag(flag) }
    }

    private mutating func fetch(
        _ selection: MessageSelection, _ items: [FetchItem], _ modifiers: FetchModifiers
    ) throws(EncodingError) {
        guard let first = items.first else { throw .empty("FETCH items") }
        uidPrefix(selection)
        raw("FETCH ")
        try messages(selection)
        raw(" ")
        if items.count == 1 {
            try item(first)
        } else {
            try list(items) { (frame, item) throws(EncodingError) in try frame.item(item) }
        }
        guard modifiers.changedSince != nil || modifiers.partial != nil else { return }
        raw(" (")
        if let sequence = modifiers.changedSince {
            raw("CHANGEDSINCE ")
            number(sequence.rawValue)
            if modifiers.vanished { raw(" VANISHED") }
        }
        if let range = modifiers.partial {
            raw(modifiers.changedSince == nil ? "PARTIAL " : " PARTIAL ")
            partial(range)
        }
        raw(")")
    }

    mutating func item(_ item: FetchItem) throws(EncodingError) {
        switch item {
        case .uid: raw("UID")
        case .flags: raw("FLAGS")
        case .internalDate: raw("INTERNALDATE")
        case .size: raw("RFC822.SIZE")
        case .envelope: raw("ENVELOPE")
        case .bodyStructure: raw("BODYSTRUCTURE")
        case .modSequence: raw("MODSEQ")
        case .emailID: raw("EMAILID")
        case .threadID: raw("THREADID")
        case .saveDate: raw("SAVEDATE")
        case .preview: raw("PREVIEW")
        case .lazyPreview: raw("PREVIEW (LAZY)")
        case .gmailLabels: raw("X-GM-LABELS")
        case .gmailMessageID: raw("X-GM-MSGID")
        case .gmailThreadID: raw("X-GM-THRID")
        case .body(let section, let peek, let window):
            raw(peek ? "BODY.PEEK[" : "BODY[")
            try self.section(section)
            raw("]")
            try self.window(window)
        case .binary(let part, let peek, let window):
            raw(peek ? "BINARY.PEEK[" : "BINARY[")
            try partNumber(part)
            raw("]")
            try self.window(window)
        case .binarySize(let part):
            raw("BINARY.SIZE[")
            try partNumber(part)
            raw("]")
        }
    }

    private mutating func partNumber(_ part: [UInt32]) throws(EncodingError) {
        for (index, number) in part.enumerated() {
            guard number > 0 else { throw .forbiddenByte(in: "part number") }
            if index > 0 { raw(".") }
            self.number(UInt64(number))
        }
    }

    private mutating func section(_ section: FetchSection) throws(EncodingError) {
        try partNumber(section.part)
        if !section.part.isEmpty, section.text != .whole { raw(".") }
        switch section.text {
        case .whole: break
        case .header: raw("HEADER")
        case .text: raw("TEXT")
        case .mime:
            guard !section.part.isEmpty else { throw .empty("part number") }
            raw("MIME")
        case .headerFields(let names):
            raw("HEADER.FIELDS ")
            try fieldNames(names)
        case .headerFieldsNot(let names):
            raw("HEADER.FIELDS.NOT ")
            try fieldNames(names)
        }
    }

    private mutating func fieldNames(_ names: [String]) throws(EncodingError) {
        guard !names.isEmpty else { throw .empty("header fields") }
        try list(names) { (frame, name) throws(EncodingError) in
            // RFC 5322 field names: printable, no colon. Nothing else can name a field, so nothing else is sent.
            guard !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != ASCII.colon }) else {
                throw .forbiddenByte(in: "header field")
            }
            try frame.astring(Array(name.utf8), in: "header field")
        }
    }

    private mutating func window(_ window: FetchItem.Window?) throws(EncodingError) {
        guard let window else { return }
        guard window.count > 0 else { throw .empty("partial fetch") }
        raw("<")
        number(UInt64(window.start))
        raw(".")
        number(UInt64(window.count))
        raw(">")
    }
}
