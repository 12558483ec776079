extension FrameWriter {
    // MARK: Quota

    mutating func getQuota(_ root: String) throws(EncodingError) {
        raw("GETQUOTA ")
        try astring(Array(root.utf8), in: "quota root")
    }

    /// `SETQUOTA "" (STORAGE 512)`. Source: RFC 9208, section 4.1.3.
    mutating func setQuota(_ root: String, _ limits: [QuotaLimit]) throws(EncodingError) {
        raw("SETQUOTA ")
        try astring(Array(root.utf8), in: "quota root")
        raw(" ")
        try list(limits) { (frame, limit) throws(EncodingError) in
            // A number of 63 bits (RFC 9051, `number64`).
            guard limit.limit <= UInt64(Int64.max) else { throw .forbiddenByte(in: "quota") }
            try frame.atom(limit.resource.rawValue, in: "quota")
            frame.raw(" ")
            frame.number(limit.limit)
        }
    }

    // MARK: Rights

    /// A command about a mailbox and somebody.
    mutating func named(_ verb: StaticString, _ path: MailboxPath, _ identifier: String) throws(EncodingError) {
        try named(verb, path)
        raw(" ")
        guard !identifier.isEmpty else { throw .empty("identifier") }
        try astring(Array(identifier.utf8), in: "identifier")
    }

    /// `SETACL Teams anna +lrs`. Source: RFC 4314, section 3.1.
    mutating func setACL(
        _ path: MailboxPath, _ identifier: String, _ change: RightsChange
    ) throws(EncodingError) {
        try named("SETACL ", path, identifier)
        raw(" ")
        var letters = ""
        switch change.action {
        case .replace: break
        case .add: letters = "+"
        case .remove: letters = "-"
        }
        if change.action != .replace, change.rights.isEmpty { throw .empty("rights") }
        for right in change.rights { letters.append(right.rawValue) }
        try astring(Array(letters.utf8), in: "rights")
    }

    // MARK: Metadata

    /// `GETMETADATA (MAXSIZE 1024 DEPTH 1) INBOX (/shared/comment)`. Source: RFC 5464, section 4.2.
    mutating func getMetadata(_ path: MailboxPath?, _ request: MetadataRequest) throws(EncodingError) {
        guard let first = request.entries.first else { throw .empty("metadata entries") }
        raw("GETMETADATA ")
        if request.maxSize != nil || request.depth != nil {
            raw("(")
            if let size = request.maxSize {
                raw("MAXSIZE ")
                number(UInt64(size))
                if request.depth != nil { raw(" ") }
            }
            if let depth = request.depth {
                raw("DEPTH ")
                try atom(depth.rawValue, in: "depth")
            }
            raw(") ")
        }
        try mailboxOrServer(path)
        raw(" ")
        guard request.entries.count > 1 else { return try entry(first) }
        try list(request.entries) { (frame, name) throws(EncodingError) in try frame.entry(name) }
    }

    /// `SETMETADATA INBOX (/shared/comment "x" /private/comment NIL)`. Source: RFC 5464, section 4.3.
    mutating func setMetadata(_ path: MailboxPath?, _ entries: [MetadataEntry]) throws(EncodingError) {
        guard !entries.isEmpty else { throw .empty("metadata entries") }
        raw("SETMETADATA ")
        try mailboxOrServer(path)
        raw(" ")
        try list(entries) { (frame, entry) throws(EncodingError) in
            try frame.entry(entry.name)
            frame.raw(" ")
            if let value = entry.value {
                try frame.value(value, in: "metadata")
            } else {
                frame.raw("NIL")
            }
        }
    }

    private mutating func mailboxOrServer(_ path: MailboxPath?) throws(EncodingError) {
        if let path { try mailbox(path) } else { raw("\"\"") }
    }

    /// Begins with `/`, holds no wildcard, no `//` and no `/` at its end. Source: RFC 5464, section 3.2.
    private mutating func entry(_ name: String) throws(EncodingError) {
        let bytes = Array(name.utf8)
        guard bytes.first == ASCII.slash, bytes.last != ASCII.slash, !name.contains("//"),
            bytes.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != ASCII.star && $0 != ASCII.percent })
        else { throw .forbiddenByte(in: "metadata entry") }
        try astring(bytes, in: "metadata entry")
    }
}
