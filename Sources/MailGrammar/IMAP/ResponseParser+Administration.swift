extension ResponseReader {
    // MARK: Quota

    /// ` "" (STORAGE 10 512)`. Source: RFC 9208, section 7 (`quota-response`).
    mutating func quota() throws(IMAPParseError) -> Quota {
        try space()
        let root = try astring()
        try space()
        try expect(ASCII.openParen)
        let start = batch.quotas.count
        while true {
            separator()
            if take(ASCII.closeParen) {
                return Quota(root: root, resources: IndexRange(start: start, end: batch.quotas.count))
            }
            try countElement(batch.quotas.count - start)
            let resource = try atom()
            try space()
            let usage = try number() ?? 0
            try space()
            // NIL for a limit would be none at all: the highest number.
            batch.quotas.append(QuotaUsage(resource: resource, usage: usage, limit: try number() ?? .max))
        }
    }

    /// ` INBOX "" "x"`; no root at all where the mailbox has none. Source: RFC 9208, section 7 (`quotaroot-response`).
    mutating func quotaRoot() throws(IMAPParseError) -> Response {
        try space()
        let mailbox = try astring()
        return .quotaRoot(mailbox: mailbox, roots: try strings())
    }

    // MARK: Rights

    /// ` INBOX anna lrs berta lr`. Source: RFC 4314, section 7 (`acl-data`).
    mutating func accessList() throws(IMAPParseError) -> Response {
        try space()
        let mailbox = try astring()
        let start = batch.parameters.count
        while let identifier = try nextString(batch.parameters.count - start) {
            try space()
            batch.parameters.append(ParameterSlice(name: identifier, value: try astring()))
        }
        return .accessList(mailbox: mailbox, IndexRange(start: start, end: batch.parameters.count))
    }

    /// ` INBOX smith "" l r s`. Source: RFC 4314, section 7 (`listrights-data`).
    mutating func listRights() throws(IMAPParseError) -> RightsOffered {
        try space()
        let mailbox = try astring()
        try space()
        let identifier = try astring()
        try space()
        let required = try astring()
        return RightsOffered(mailbox: mailbox, identifier: identifier, required: required, optional: try strings())
    }

    /// ` INBOX lrswi`. Source: RFC 4314, section 7 (`myrights-data`).
    mutating func myRights() throws(IMAPParseError) -> Response {
        try space()
        let mailbox = try astring()
        try space()
        return .myRights(mailbox: mailbox, rights: try astring())
    }

    // MARK: Metadata

    /// ` INBOX (/shared/comment "x")`, or ` INBOX /shared/comment` for what was changed.
    /// Source: RFC 5464, section 5 (`metadata-resp`).
    mutating func metadata() throws(IMAPParseError) -> Response {
        try space()
        let mailbox = try astring()
        try space()
        guard take(ASCII.openParen) else {
            let start = batch.slices.count
            batch.slices.append(try astring())
            _ = try strings()
            return .metadataChanged(mailbox: mailbox, IndexRange(start: start, end: batch.slices.count))
        }
        let start = batch.parameters.count
        while true {
            separator()
            if take(ASCII.closeParen) {
                return .metadata(mailbox: mailbox, IndexRange(start: start, end: batch.parameters.count))
            }
            try countElement(batch.parameters.count - start)
            let name = try astring()
            try space()
            batch.parameters.append(ParameterSlice(name: name, value: try nstring()))
        }
    }

    // MARK: Strings up to the end

    private mutating func strings() throws(IMAPParseError) -> IndexRange {
        let start = batch.slices.count
        while let text = try nextString(batch.slices.count - start) { batch.slices.append(text) }
        return IndexRange(start: start, end: batch.slices.count)
    }

    /// The next string behind a space, `nil` at the end.
    private mutating func nextString(_ count: Int) throws(IMAPParseError) -> ByteSlice? {
        guard take(ASCII.space) else { return nil }
        extraSpaces()
        guard !isAtEnd else { return nil }
        try countElement(count)
        return try astring()
    }
}
