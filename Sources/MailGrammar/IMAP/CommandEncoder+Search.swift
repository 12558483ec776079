extension FrameWriter {
    /// `UID SEARCH RETURN (MIN COUNT) CHARSET UTF-8 SUBJECT {6}`. Source: RFC 9051, section 6.4.4.
    mutating func search(_ request: SearchRequest) throws(EncodingError) {
        raw("UID SEARCH ")
        try returning(request.returning)
        // Under UTF8=ACCEPT the charset must not be named (RFC 6855, section 3).
        if request.key.needsUTF8(depth: encoder.nesting), !encoder.utf8Accepted { raw("CHARSET UTF-8 ") }
        try keys(request.key)
    }

    /// `UID SORT (REVERSE ARRIVAL) UTF-8 ALL`; the charset is not optional. Source: RFC 5256, section 3.
    mutating func sort(_ request: SearchRequest, _ criteria: [SortCriterion]) throws(EncodingError) {
        guard !criteria.isEmpty else { throw .empty("SORT criteria") }
        raw("UID SORT ")
        try returning(request.returning)
        try list(criteria) { (frame, criterion) throws(EncodingError) in
            if criterion.reverse { frame.raw("REVERSE ") }
            try frame.atom(criterion.key.rawValue, in: "SORT")
        }
        raw(" UTF-8 ")
        try keys(request.key)
    }

    /// `UID THREAD REFERENCES UTF-8 ALL`; the charset is not optional. Source: RFC 5256, section 3.
    mutating func thread(_ request: SearchRequest, _ algorithm: ThreadAlgorithm) throws(EncodingError) {
        raw("UID THREAD ")
        // There is no RETURN for threads.
        guard request.returning == nil else { throw .conflict("THREAD with RETURN") }
        try atom(algorithm.rawValue, in: "THREAD")
        raw(" UTF-8 ")
        try keys(request.key)
    }

    /// `CANCELUPDATE "A1" "A2"`. Source: RFC 5267, section 5.
    mutating func cancelUpdate(_ tags: [String]) throws(EncodingError) {
        guard !tags.isEmpty else { throw .empty("CANCELUPDATE") }
        raw("CANCELUPDATE ")
        try spaced(tags) { (frame, tag) throws(EncodingError) in
            guard !tag.isEmpty, tag.utf8.allSatisfy(ASCII.tag.contains) else { throw .forbiddenByte(in: "tag") }
            try frame.string(Array(tag.utf8), in: "tag")
        }
    }

    private mutating func returning(_ options: [SearchReturn]?) throws(EncodingError) {
        guard let options else { return }
        var isPartial = false
        for case .partial in options { isPartial = true }
        guard !isPartial || !options.contains(.all) else { throw .conflict("PARTIAL with ALL") }
        raw("RETURN ")
        try list(options) { (frame, option) throws(EncodingError) in
            switch option {
            case .min: frame.raw("MIN")
            case .max: frame.raw("MAX")
            case .all: frame.raw("ALL")
            case .count: frame.raw("COUNT")
            case .save: frame.raw("SAVE")
            case .partial(let range):
                frame.raw("PARTIAL ")
                frame.partial(range)
            case .update: frame.raw("UPDATE")
            case .context: frame.raw("CONTEXT")
            }
        }
        raw(" ")
    }

    /// At the top several keys stand side by side without parentheses.
    private mutating func keys(_ key: SearchKey) throws(EncodingError) {
        guard case .and(let parts) = key, !parts.isEmpty else { return try self.key(key, depth: encoder.nesting) }
        try spaced(parts) { (frame, part) throws(EncodingError) in
            try frame.key(part, depth: frame.encoder.nesting - 1)
        }
    }

    private mutating func key(_ key: SearchKey, depth: Int) throws(EncodingError) {
        guard depth > 0 else { throw .tooDeep(limit: encoder.nesting) }
        switch key {
        case .all: raw("ALL")
        case .answered: raw("ANSWERED")
        case .deleted: raw("DELETED")
        case .draft: raw("DRAFT")
        case .flagged: raw("FLAGGED")
        case .seen: raw("SEEN")
        case .unanswered: raw("UNANSWERED")
        case .undeleted: raw("UNDELETED")
        case .undraft: raw("UNDRAFT")
        case .unflagged: raw("UNFLAGGED")
        case .unseen: raw("UNSEEN")
        case .new: raw("NEW")
        case .old: raw("OLD")
        case .recent: raw("RECENT")
        case .savedResult: raw("$")
        case .keyword(let flag): try keyword("KEYWORD ", flag)
        case .unkeyword(let flag): try keyword("UNKEYWORD ", flag)
        case .from(let text): try words("FROM ", text)
        case .to(let text): try words("TO ", text)
        case .cc(let text): try words("CC ", text)
        case .bcc(let text): try words("BCC ", text)
        case .subject(let text): try words("SUBJECT ", text)
        case .body(let text): try words("BODY ", text)
        case .text(let text): try words("TEXT ", text)
        case .header(let name, let value):
            try words("HEADER ", name)
            try words(" ", value)
        case .before(let day): date("BEFORE ", day)
        case .on(let day): date("ON ", day)
        case .since(let day): date("SINCE ", day)
        case .sentBefore(let day): date("SENTBEFORE ", day)
        case .sentOn(let day): date("SENTON ", day)
        case .sentSince(let day): date("SENTSINCE ", day)
        case .savedBefore(let day): date("SAVEDBEFORE ", day)
        case .savedOn(let day): date("SAVEDON ", day)
        case .savedSince(let day): date("SAVEDSINCE ", day)
        case .saveDateSupported: raw("SAVEDATESUPPORTED")
        case .emailID(let id): try objectID("EMAILID ", id)
        case .threadID(let id): try objectID("THREADID ", id)
        case .gmailRaw(let text): try words("X-GM-RAW ", text)
        case .larger(let size): count("LARGER ", UInt64(size))
        case .smaller(let size): count("SMALLER ", UInt64(size))
        case .younger(let seconds): count("YOUNGER ", UInt64(max(1, seconds)))
        case .older(let seconds): count("OLDER ", UInt64(max(1, seconds)))
        case .modSequence(let sequence): count("MODSEQ ", sequence.rawValue)
        case .uid(let set):
            raw("UID ")
            try uids(set)
        case .not(let inner):
            raw("NOT ")
            try self.key(inner, depth: depth - 1)
        case .fuzzy(let inner):
            raw("FUZZY ")
            try self.key(inner, depth: depth - 1)
        case .or(let left, let right):
            raw("OR ")
            try self.key(left, depth: depth - 1)
            raw(" ")
            try self.key(right, depth: depth - 1)
        case .and(let parts):
            guard !parts.isEmpty else { return raw("ALL") }
            try list(parts) { (frame, part) throws(EncodingError) in try frame.key(part, depth: depth - 1) }
        }
    }

    private mutating func keyword(_ name: StaticString, _ flag: Flag) throws(EncodingError) {
        raw(name)
        // A system flag is no keyword: `KEYWORD \Seen` is BAD.
        try atom(flag.name, in: "keyword")
    }

    private mutating func words(_ name: StaticString, _ text: String) throws(EncodingError) {
        raw(name)
        try string(Array(text.utf8), in: "search text")
    }

    /// Letters, digits, `_` and `-`, at most 255 (RFC 8474, section 7).
    private mutating func objectID(_ name: StaticString, _ id: String) throws(EncodingError) {
        raw(name)
        guard id.utf8.count <= 255,
            id.utf8.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x5F || $0 == 0x2D })
        else { throw .forbiddenByte(in: "object id") }
        try atom(id, in: "object id")
    }

    private mutating func count(_ name: StaticString, _ value: UInt64) {
        raw(name)
        number(value)
    }

    /// `7-Feb-2026`. Source: RFC 9051, section 9 (`date-text`).
    private mutating func date(_ name: StaticString, _ day: CalendarDay) {
        raw(name)
        number(UInt64(day.day))
        raw(IMAPDate.monthSuffix(day.month))
        if day.year < 1000 { raw("0") }
        if day.year < 100 { raw("0") }
        if day.year < 10 { raw("0") }
        number(UInt64(day.year))
    }
}

extension SearchKey {
    /// Whether any text in it is more than ASCII. What lies deeper than `depth` is not looked at: writing it is an error.
    func needsUTF8(depth: Int) -> Bool {
        guard depth > 0 else { return false }
        func isMore(_ text: String) -> Bool { !text.utf8.allSatisfy { $0 < 0x80 } }
        switch self {
        case .from(let text), .to(let text), .cc(let text), .bcc(let text), .subject(let text), .body(let text),
            .text(let text), .gmailRaw(let text):
            return isMore(text)
        case .header(let name, let value): return isMore(name) || isMore(value)
        case .not(let inner), .fuzzy(let inner): return inner.needsUTF8(depth: depth - 1)
        case .or(let left, let right): return left.needsUTF8(depth: depth - 1) || right.needsUTF8(depth: depth - 1)
        case .and(let parts): return parts.contains { $0.needsUTF8(depth: depth - 1) }
        default: return false
        }
    }
}
