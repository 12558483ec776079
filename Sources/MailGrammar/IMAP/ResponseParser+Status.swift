extension ResponseReader {
    /// Reads the frame. Source: RFC 9051, section 9 (`response`).
    mutating func response() throws(IMAPParseError) -> Response {
        extraSpaces()
        switch peek {
        case ASCII.plus:
            position &+= 1
            if !isAtEnd { lenientSpaceBeforeText() }
            return .continuation(tail())
        case ASCII.star where peek(1) == ASCII.space:
            position &+= 1
            try space()
            return try untagged()
        case ASCII.openBracket:
            // `[COPYUID 124 10 233]` where `* OK [COPYUID 124 10 233]` was meant; no other code is taken so, lest something
            // that is no IMAP server be greeted.
            guard let code = try responseCode(), case .copyUID = code else { throw failure() }
            note(.codeWithoutStatus)
            return .untagged(.ok, StatusText(code: code, text: tail()))
        default: return try tagged()
        }
    }

    /// One space belongs to the grammar, what follows is text.
    private mutating func lenientSpaceBeforeText() {
        if !take(ASCII.space) { note(.missingSpace) }
    }

    private mutating func tagged() throws(IMAPParseError) -> Response {
        let range = cursor.skip(ASCII.tag)
        guard !range.isEmpty else { throw failure() }
        let tag = slice(range.lowerBound, range.upperBound)
        try space()
        guard let condition = condition(of: word(wordRange(), ResponseWord.table)) else { throw failure() }
        return .tagged(tag: tag, condition, try statusText())
    }

    func condition(of word: ResponseWord?) -> StatusCondition? {
        switch word {
        case .ok: .ok
        case .no: .no
        case .bad: .bad
        case .bye: .bye
        case .preauth: .preauth
        default: nil
        }
    }

    /// ` [CODE] text`, any of it missing. Source: RFC 9051, section 9 (`resp-text`).
    mutating func statusText() throws(IMAPParseError) -> StatusText {
        guard !isAtEnd else {
            note(.missingText)
            return StatusText(code: nil, text: slice(end, end))
        }
        guard take(ASCII.space) else { throw failure() }
        if peek == ASCII.space { extraSpaces() }
        var code: ResponseCode?
        if peek == ASCII.openBracket {
            let start = position
            code = try responseCode()
            if code == nil {
                note(.unterminatedCode)
                position = start
            } else {
                _ = take(ASCII.space)
            }
        }
        if isAtEnd { note(.missingText) }
        return StatusText(code: code, text: tail())
    }

    /// What stands in brackets; `nil` where they do not close or hold no name.
    private mutating func responseCode() throws(IMAPParseError) -> ResponseCode? {
        position &+= 1
        let name = wordRange()
        guard !name.isEmpty, peek == ASCII.closeBracket || peek == ASCII.space else { return nil }
        let before = ResponseBatch.Sizes(batch)
        let arguments = position
        if let word = word(name, CodeWord.table) {
            // A code whose arguments are not what its RFC says is kept as they are: texts are written by people.
            do throws(IMAPParseError) {
                let code = try knownCode(word)
                extraSpaces()
                if let code, take(ASCII.closeBracket) { return code }
            } catch {
                guard error.kind == .unexpected || error.kind == .truncated else { throw error }
            }
            note(.unknownTail)
            batch.truncate(to: before)
            position = arguments
        }
        _ = take(ASCII.space)
        let start = position
        while !isAtEnd, peek != ASCII.closeBracket {
            if peek == ASCII.quote {
                // A quote that does not close is a character like any other.
                let quote = position
                do throws(IMAPParseError) { try skipQuoted() } catch { position = quote + 1 }
            } else {
                position &+= 1
            }
        }
        let stop = position
        guard take(ASCII.closeBracket) else { return nil }
        return .unknown(name: slice(name.lowerBound, name.upperBound), arguments: slice(start, stop))
    }

    private mutating func knownCode(_ word: CodeWord) throws(IMAPParseError) -> ResponseCode? {
        switch word {
        case .alert: return .alert
        case .readOnly: return .readOnly
        case .readWrite: return .readWrite
        case .noModSequence: return .noModSequence
        case .tryCreate: return .tryCreate
        case .authenticationFailed: return .authenticationFailed
        case .authorizationFailed: return .authorizationFailed
        case .expired: return .expired
        case .unavailable: return .unavailable
        case .inUse: return .inUse
        case .limit: return .limit
        case .overQuota: return .overQuota
        case .nonexistent: return .nonexistent
        case .alreadyExists: return .alreadyExists
        case .cannot: return .cannot
        case .closed: return .closed
        case .notSaved: return .notSaved
        case .parse: return .parse
        case .privacyRequired: return .privacyRequired
        case .contactAdmin: return .contactAdmin
        case .noPermission: return .noPermission
        case .expungeIssued: return .expungeIssued
        case .corruption: return .corruption
        case .serverBug: return .serverBug
        case .clientBug: return .clientBug
        case .compressionActive: return .compressionActive
        case .uidNotSticky: return .uidNotSticky
        case .hasChildren: return .hasChildren
        case .tooBig: return .tooBig
        case .unknownCTE: return .unknownCTE
        case .useAttribute: return .useAttribute
        case .notificationOverflow: return .notificationOverflow
        case .uidRequired: return .uidRequired
        case .metadata: return try metadataCode()
        case .mailboxID:
            try space()
            return .mailboxID(try parenthesised())
        case .noUpdate:
            try space()
            return .noUpdate(tag: try astring())
        case .badEvent:
            try space()
            return .badEvent(try stringList())
        case .badURL:
            try space()
            return .badURL(try astring())
        case .inProgress: return try inProgressCode()
        case .messageLimit:
            try space()
            let limit = try number32()
            return .messageLimit(limit, take(ASCII.space) ? try lenientUID() : nil)
        case .capability: return .capability(try words())
        case .permanentFlags:
            try space()
            return .permanentFlags(try flagList())
        case .uidNext:
            try space()
            return .uidNext(try lenientUID())
        case .uidValidity:
            try space()
            return UIDValidity(try number32()).map { .uidValidity($0) }
        case .unseen:
            try space()
            return SequenceNumber(try number32()).map { .unseen($0) }
        case .highestModSequence:
            try space()
            return .highestModSequence(ModSequence(try number() ?? 0))
        case .appendUID:
            try space()
            guard let validity = UIDValidity(try number32()) else { return nil }
            try space()
            return .appendUID(validity, UIDSet(ranges: try uidRanges()))
        case .copyUID:
            try space()
            guard let validity = UIDValidity(try number32()) else { return nil }
            try space()
            let source = try uidRanges()
            try space()
            return .copyUID(validity, source: source, destination: try uidRanges())
        case .modified:
            try space()
            return .modified(try numberSet())
        case .badCharset:
            guard take(ASCII.space) else { return .badCharset(.empty) }
            return .badCharset(try stringList())
        case .referral:
            try space()
            let start = position
            while !isAtEnd, peek != ASCII.closeBracket, peek != ASCII.space { position &+= 1 }
            return .referral(slice(start, position))
        }
    }

    /// `LONGENTRIES 2199`, `MAXSIZE 1024`, `TOOMANY`, `NOPRIVATE`. Source: RFC 5464, section 5.
    private mutating func metadataCode() throws(IMAPParseError) -> ResponseCode? {
        try space()
        switch word(wordRange(), MetadataWord.table) {
        case .longEntries:
            try space()
            return .metadataLongEntries(octets: try number32())
        case .maxSize:
            try space()
            return .metadataMaxSize(octets: try number32())
        case .tooMany: return .metadataTooMany
        case .noPrivate: return .metadataNoPrivate
        case nil: return nil
        }
    }

    /// Nothing, or `("A1" 454 1000)` with NIL for any of the three. Source: RFC 9585, section 4.
    private mutating func inProgressCode() throws(IMAPParseError) -> ResponseCode {
        guard take(ASCII.space) else { return .inProgress(tag: .absent, done: nil, goal: nil) }
        try expect(ASCII.openParen)
        let tag = try nstring()
        try space()
        let done = takeNil() ? nil : try number32()
        try space()
        let goal = takeNil() ? nil : try number32()
        try expect(ASCII.closeParen)
        return .inProgress(tag: tag, done: done, goal: goal)
    }

    /// Words up to the end or a closing bracket: capabilities.
    mutating func words() throws(IMAPParseError) -> IndexRange {
        let start = batch.slices.count
        while take(ASCII.space) {
            extraSpaces()
            let first = position
            while position < end, bytes[position] > ASCII.space, bytes[position] != ASCII.closeBracket {
                position &+= 1
            }
            guard position > first else { continue }
            try countElement(batch.slices.count - start)
            batch.slices.append(slice(first, position))
        }
        return IndexRange(start: start, end: batch.slices.count)
    }

    /// `(astring astring)`, or NIL.
    mutating func stringList() throws(IMAPParseError) -> IndexRange {
        let start = batch.slices.count
        guard take(ASCII.openParen) else {
            if takeNil() { return .empty }
            throw failure()
        }
        while true {
            separator()
            if take(ASCII.closeParen) { return IndexRange(start: start, end: batch.slices.count) }
            try countElement(batch.slices.count - start)
            batch.slices.append(try astring())
        }
    }
}
