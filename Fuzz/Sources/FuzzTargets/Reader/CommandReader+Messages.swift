import MailGrammar

extension CommandReader {
    mutating func copySuffix() throws(Rejection) {
        try sp()
        try sequenceSet()
        try mailboxSuffix()
    }

    // MARK: FETCH

    mutating func fetchSuffix() throws(Rejection) {
        try sp()
        try sequenceSet()
        try sp()
        if peek() == ASCII.openParen {
            try list { (reader) throws(Rejection) in try reader.fetchAttribute() }
        } else if !takes("ALL"), !takes("FULL"), !takes("FAST") {
            try fetchAttribute()
        }
        guard take(ASCII.space) else { return }
        try list { (reader) throws(Rejection) in try reader.fetchModifier() }
    }

    mutating func fetchModifier() throws(Rejection) {
        switch try oneOf(["CHANGEDSINCE", "VANISHED", "PARTIAL"]) {
        case "CHANGEDSINCE":
            try sp()
            try modSequence()
        case "PARTIAL":
            try sp()
            try partialRange()
        default: break
        }
    }

    mutating func fetchAttribute() throws(Rejection) {
        let name = try oneOf([
            "UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "RFC822.HEADER", "RFC822.TEXT", "RFC822", "ENVELOPE",
            "BODYSTRUCTURE", "BODY", "BODY.PEEK", "BINARY", "BINARY.PEEK", "BINARY.SIZE", "MODSEQ", "EMAILID",
            "THREADID", "SAVEDATE", "PREVIEW", "X-GM-LABELS", "X-GM-MSGID", "X-GM-THRID",
        ])
        switch name {
        case "BODY.PEEK": try section()
        case "BODY":
            if peek() == ASCII.openBracket { try section() } else { return }
        case "BINARY", "BINARY.PEEK", "BINARY.SIZE": try sectionBinary()
        case "PREVIEW":
            if position + 1 < bytes.count, bytes[position + 1] == ASCII.openParen { try expect(" (LAZY)") }
            return
        default: return
        }
        if name != "BINARY.SIZE", peek() == ASCII.less { try partial() }
    }

    mutating func section() throws(Rejection) {
        try expect(ASCII.openBracket)
        if peek() != ASCII.closeBracket { try sectionSpecifier() }
        try expect(ASCII.closeBracket)
    }

    mutating func sectionBinary() throws(Rejection) {
        try expect(ASCII.openBracket)
        if peek() != ASCII.closeBracket { try sectionPart() }
        try expect(ASCII.closeBracket)
    }

    mutating func sectionPart() throws(Rejection) {
        try nzNumber()
        while take(ASCII.dot) { try nzNumber() }
    }

    mutating func sectionSpecifier() throws(Rejection) {
        var hasPart = false
        while let byte = peek(), ASCII.isDigit(byte) {
            try nzNumber()
            hasPart = true
            guard take(ASCII.dot) else { return }
        }
        if hasPart, takes("MIME") { return }
        try sectionKind()
    }

    mutating func sectionKind() throws(Rejection) {
        switch try oneOf(["HEADER", "TEXT", "HEADER.FIELDS", "HEADER.FIELDS.NOT"]) {
        case "HEADER", "TEXT": break
        default:
            try sp()
            try list { (reader) throws(Rejection) in try reader.astring() }
        }
    }

    /// `<0.512>`: the second is not 0.
    mutating func partial() throws(Rejection) {
        try expect(ASCII.less)
        let start = try number32()
        try expect(ASCII.dot)
        let count = try nzNumber()
        guard start + count <= UInt64(UInt32.max) + 1 else { throw rejection() }
        try expect(ASCII.greater)
    }

    // MARK: STORE

    mutating func storeSuffix() throws(Rejection) {
        try sp()
        try sequenceSet()
        try sp()
        if peek() == ASCII.openParen {
            try list { (reader) throws(Rejection) in try reader.storeModifier() }
            try sp()
        }
        try storeFlags()
    }

    mutating func storeModifier() throws(Rejection) {
        try expect("UNCHANGEDSINCE ")
        try modSequence()
    }

    mutating func storeFlags() throws(Rejection) {
        if !take(ASCII.plus) { _ = take(ASCII.minus) }
        try expect("FLAGS")
        _ = takes(".SILENT")
        try sp()
        if peek() == ASCII.openParen { return try flagList() }
        repeat { try flag() } while take(ASCII.space)
    }

    // MARK: SEARCH, SORT, THREAD

    mutating func searchSuffix() throws(Rejection) {
        if takes(" RETURN ") {
            try searchReturnOptions()
        }
        if takes(" CHARSET ") { try charset() }
        try searchCriteria()
    }

    /// At least one key, each behind a space.
    private mutating func searchCriteria() throws(Rejection) {
        repeat {
            try sp()
            try searchKey()
        } while peek() == ASCII.space
    }

    mutating func charset() throws(Rejection) {
        if peek() == ASCII.quote { _ = try quoted() } else { _ = try atom() }
    }

    mutating func searchReturnOptions() throws(Rejection) {
        try list(least: 0) { (reader) throws(Rejection) in try reader.searchReturnOption() }
    }

    mutating func searchReturnOption() throws(Rejection) {
        guard try oneOf(["MIN", "MAX", "ALL", "COUNT", "SAVE", "PARTIAL", "UPDATE", "CONTEXT"]) == "PARTIAL" else {
            return
        }
        try sp()
        try partialRange()
    }

    mutating func sortSuffix() throws(Rejection) {
        if takes(" RETURN ") { try searchReturnOptions() }
        try sp()
        try sortCriteria()
        try sp()
        try charset()
        try searchCriteria()
    }

    mutating func sortCriteria() throws(Rejection) {
        try list { (reader) throws(Rejection) in try reader.sortCriterion() }
    }

    mutating func sortCriterion() throws(Rejection) {
        _ = takes("REVERSE ")
        _ = try oneOf(["ARRIVAL", "CC", "DATE", "FROM", "SIZE", "SUBJECT", "TO", "DISPLAYFROM", "DISPLAYTO"])
    }

    mutating func threadSuffix() throws(Rejection) {
        try sp()
        _ = try oneOf(["ORDEREDSUBJECT", "REFERENCES", "REFS"])
        try sp()
        try charset()
        try searchCriteria()
    }

    mutating func cancelUpdateSuffix() throws(Rejection) {
        repeat {
            try sp()
            words.append(try quoted())
        } while peek() == ASCII.space
    }

    /// One key, those in parentheses included.
    mutating func searchKey() throws(Rejection) {
        try nested { (reader) throws(Rejection) in
            if reader.peek() == ASCII.openParen {
                return try reader.list { (inner) throws(Rejection) in try inner.searchKey() }
            }
            if let byte = reader.peek(), ASCII.isDigit(byte) || byte == ASCII.star || byte == ASCII.dollar {
                return try reader.sequenceSet()
            }
            try reader.namedKey()
        }
    }

    private mutating func namedKey() throws(Rejection) {
        switch String(decoding: try atom(), as: UTF8.self).uppercased() {
        case "ALL", "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN", "UNANSWERED", "UNDELETED", "UNDRAFT",
            "UNFLAGGED",
            "UNSEEN", "NEW", "OLD", "RECENT", "SAVEDATESUPPORTED":
            break
        case "KEYWORD", "UNKEYWORD", "EMAILID", "THREADID":
            try sp()
            _ = try atom()
        case "FROM", "TO", "CC", "BCC", "SUBJECT", "BODY", "TEXT", "X-GM-RAW":
            try sp()
            try astring()
        case "HEADER":
            try sp()
            try astring()
            try sp()
            try astring()
        case "BEFORE", "ON", "SINCE", "SENTBEFORE", "SENTON", "SENTSINCE", "SAVEDBEFORE", "SAVEDON", "SAVEDSINCE":
            try sp()
            try date()
        case "LARGER", "SMALLER", "MODSEQ":
            try sp()
            try number()
        case "YOUNGER", "OLDER":
            try sp()
            try nzNumber()
        case "UID":
            try sp()
            try sequenceSet()
        case "NOT", "FUZZY":
            try sp()
            try searchKey()
        case "OR":
            try sp()
            try searchKey()
            try sp()
            try searchKey()
        default: throw rejection()
        }
    }
}
