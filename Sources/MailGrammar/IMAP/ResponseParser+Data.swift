extension ResponseReader {
    /// What follows `* `. Source: RFC 9051, section 9 (`response-data`).
    mutating func untagged() throws(IMAPParseError) -> Response {
        if ASCII.isDigit(peek) { return try numbered() }
        let range = wordRange()
        guard !range.isEmpty else { throw failure() }
        let word = word(range, ResponseWord.table)
        if let condition = condition(of: word) { return .untagged(condition, try statusText()) }
        let response: Response
        switch word {
        case .capability: response = .capability(try words())
        case .enabled: response = .enabled(try words())
        case .list: response = .list(try listing())
        case .xlist:
            note(.xlist)
            response = .list(try listing())
        case .lsub: response = .lsub(try listing())
        case .status: response = .status(try mailboxStatus())
        case .flags:
            try space()
            response = .flags(try flagList())
        case .search:
            let (numbers, modSequence) = try searchNumbers()
            response = .search(numbers, modSequence)
        case .sort:
            let (numbers, modSequence) = try searchNumbers()
            response = .sort(numbers, modSequence)
        case .esearch: response = .extendedSearch(try extendedSearch())
        case .vanished: response = try vanished()
        case .id: response = .id(try idParameters())
        case .namespace: response = .namespace(try namespaces())
        case .thread: response = .thread(try threads())
        case .quota: response = .quota(try quota())
        case .quotaRoot: response = try quotaRoot()
        case .accessList: response = try accessList()
        case .listRights: response = .listRights(try listRights())
        case .myRights: response = try myRights()
        case .metadata: response = try metadata()
        default:
            // A name we do not know, or one that needs a number before it.
            guard isAtEnd || peek == ASCII.space else { throw failure() }
            _ = take(ASCII.space)
            return .unknown(name: slice(range.lowerBound, range.upperBound), number: nil, tail: tail())
        }
        finish()
        return response
    }

    /// What follows `* 5 `.
    private mutating func numbered() throws(IMAPParseError) -> Response {
        let number = try number32()
        try space()
        let range = wordRange()
        guard !range.isEmpty else { throw failure() }
        let response: Response
        switch word(range, ResponseWord.table) {
        case .exists: response = .exists(number)
        case .recent: response = .recent(number)
        case .expunge:
            guard let sequence = SequenceNumber(number) else { throw failure() }
            response = .expunge(sequence)
        case .fetch:
            guard let sequence = SequenceNumber(number) else { throw failure() }
            try space()
            response = try fetch(sequence)
        default:
            guard isAtEnd || peek == ASCII.space else { throw failure() }
            _ = take(ASCII.space)
            return .unknown(name: slice(range.lowerBound, range.upperBound), number: number, tail: tail())
        }
        finish()
        return response
    }

    // MARK: Mailboxes

    private mutating func listing() throws(IMAPParseError) -> MailboxListing {
        try space()
        let attributes = try flagList()
        try space()
        let delimiter = try delimiter()
        try space()
        let isBare = peek != ASCII.quote && peek != ASCII.openBrace
        let start = position
        var listing = MailboxListing(attributes: attributes, delimiter: delimiter, name: try astring())
        separator()
        if peek == ASCII.openParen {
            try extendedItems(of: &listing)
        } else if isBare, !isAtEnd {
            // A name with spaces left unquoted: all of the line is its name.
            note(.spaceInBareName)
            position = end
            listing.name = slice(start, end)
        }
        return listing
    }

    /// `("CHILDINFO" ("SUBSCRIBED") "OLDNAME" ("x"))`. Source: RFC 5258, section 6 (`mbox-list-extended`).
    private mutating func extendedItems(of listing: inout MailboxListing) throws(IMAPParseError) {
        position &+= 1
        let start = batch.parameters.count
        while true {
            separator()
            if take(ASCII.closeParen) { break }
            try countElement(batch.parameters.count - start)
            let name = try astring()
            separator()
            let word = batch.withBytes(name) { ListWord.table.word($0) }
            switch word {
            case .childInfo where peek == ASCII.openParen: listing.childInfo = try stringList()
            case .oldName where peek == ASCII.openParen: listing.oldName = try parenthesised()
            default: batch.parameters.append(ParameterSlice(name: name, value: try skipValue()))
            }
        }
        if batch.parameters.count > start {
            listing.extended = IndexRange(start: start, end: batch.parameters.count)
        }
    }

    /// `"/"` or NIL.
    private mutating func delimiter() throws(IMAPParseError) -> UInt8? {
        let value = try nstring()
        if value.isAbsent { return nil }
        guard value.count == 1 else {
            note(.delimiterNotOneByte)
            return nil
        }
        return batch[value].first
    }

    private mutating func mailboxStatus() throws(IMAPParseError) -> MailboxStatus {
        var status = MailboxStatus()
        try space()
        let isBare = peek != ASCII.quote && peek != ASCII.openBrace
        let start = position
        status.name = try astring()
        separator()
        if isBare, peek != ASCII.openParen {
            while !isAtEnd, peek != ASCII.openParen { position &+= 1 }
            guard !isAtEnd else { throw failure() }
            note(.spaceInBareName)
            status.name = slice(start, max(start, position - 1))
        }
        try expect(ASCII.openParen)
        while true {
            separator()
            if take(ASCII.closeParen) { return status }
            try countToken()
            let range = wordRange()
            guard !range.isEmpty else { throw failure() }
            lenientSpace()
            try statusItem(word(range, StatusWord.table), into: &status)
        }
    }

    private mutating func statusItem(_ word: StatusWord?, into status: inout MailboxStatus) throws(IMAPParseError) {
        let highest = UInt64(UInt32.max)
        switch word {
        case .messages: status.messages = try number(upTo: highest).map { UInt32(truncatingIfNeeded: $0) }
        case .recent: status.recent = try number(upTo: highest).map { UInt32(truncatingIfNeeded: $0) }
        case .unseen: status.unseen = try number(upTo: highest).map { UInt32(truncatingIfNeeded: $0) }
        case .deleted: status.deleted = try number(upTo: highest).map { UInt32(truncatingIfNeeded: $0) }
        case .uidNext: status.uidNext = try lenientUID()
        case .uidValidity:
            status.uidValidity = try number(upTo: highest).flatMap { UIDValidity(UInt32(truncatingIfNeeded: $0)) }
        case .size: status.size = try number().map(ByteSize.init)
        case .highestModSequence: status.highestModSequence = try number().map(ModSequence.init)
        case .appendLimit: status.appendLimit = takeNil() ? nil : try number().map(ByteSize.init)
        case .mailboxID: status.mailboxID = try parenthesised()
        case .deletedStorage: status.deletedStorage = try number()
        case nil: _ = try skipValue()
        }
    }

    /// `(id)`, NIL, or the id alone: RFC 8474.
    mutating func parenthesised() throws(IMAPParseError) -> ByteSlice {
        guard take(ASCII.openParen) else { return try nstring() }
        extraSpaces()
        let value = try astring()
        extraSpaces()
        try expect(ASCII.closeParen)
        return value
    }

    private mutating func namespaces() throws(IMAPParseError) -> Namespaces {
        var result = Namespaces()
        try space()
        result.personal = try namespace()
        try space()
        result.otherUsers = try namespace()
        try space()
        result.shared = try namespace()
        return result
    }

    private mutating func namespace() throws(IMAPParseError) -> [Namespaces.Entry] {
        var entries: [Namespaces.Entry] = []
        if takeNil() { return entries }
        try expect(ASCII.openParen)
        while true {
            separator()
            if take(ASCII.closeParen) { return entries }
            try countElement(entries.count)
            try expect(ASCII.openParen)
            extraSpaces()
            let prefix = try nstring()
            separator()
            entries.append(Namespaces.Entry(prefix: prefix, delimiter: try delimiter()))
            while nextField() { _ = try skipValue() }
            try expect(ASCII.closeParen)
        }
    }

    private mutating func idParameters() throws(IMAPParseError) -> IndexRange {
        try space()
        let start = batch.parameters.count
        if takeNil() { return .empty }
        try expect(ASCII.openParen)
        while true {
            separator()
            if take(ASCII.closeParen) { return IndexRange(start: start, end: batch.parameters.count) }
            try countElement(batch.parameters.count - start)
            let name = try nstring()
            separator()
            guard peek != ASCII.closeParen else {
                note(.parametersNotPaired)
                continue
            }
            batch.parameters.append(ParameterSlice(name: name, value: try nstring()))
        }
    }

    // MARK: Searching

    /// Numbers, and `(MODSEQ 5)` behind them.
    private mutating func searchNumbers() throws(IMAPParseError) -> (IndexRange, ModSequence?) {
        let start = batch.numbers.count
        var modSequence: ModSequence?
        while take(ASCII.space) {
            if peek == ASCII.space { extraSpaces() }
            if isAtEnd { break }
            try countToken()
            if take(ASCII.openParen) {
                let isModSequence = word(wordRange(), FetchWord.table) == .modSequence
                separator()
                let value = try number()
                extraSpaces()
                try expect(ASCII.closeParen)
                if isModSequence { modSequence = value.map(ModSequence.init) }
            } else {
                batch.numbers.append(try number32())
            }
        }
        guard isAtEnd else { throw failure() }
        return (IndexRange(start: start, end: batch.numbers.count), modSequence)
    }

    /// Source: RFC 9051, section 7.3.4; RFC 4466, section 2.6.2.
    private mutating func extendedSearch() throws(IMAPParseError) -> ExtendedSearch {
        var result = ExtendedSearch()
        separator()
        if take(ASCII.openParen) {
            // `TAG "A1"`; the other words are of RFC 7377.
            while !take(ASCII.closeParen) {
                let range = wordRange()
                guard !range.isEmpty else { throw failure() }
                try space()
                switch word(range, SearchWord.table) {
                case .tag: result.tag = try astring()
                case .mailbox: result.mailbox = try astring()
                case .uidValidity: result.uidValidity = UIDValidity(try number32())
                default: _ = try skipValue()
                }
                separator()
            }
            if result.tag.isAbsent { note(.missingTag) }
        } else {
            note(.missingTag)
        }
        while true {
            separator()
            if isAtEnd { return result }
            try countToken()
            let range = wordRange()
            guard !range.isEmpty else { throw failure() }
            let word = word(range, SearchWord.table)
            if word == .uid {
                result.isUID = true
                continue
            }
            try space()
            switch word {
            case .min: result.min = try number32()
            case .max: result.max = try number32()
            case .count: result.count = try number32()
            case .all: result.all = takeNil() ? [] : try numberSet()
            case .modSequence: result.modSequence = try number().map(ModSequence.init)
            case .partial: result.partial = try partial()
            case .addTo: try updates(isRemoval: false, &result.updates)
            case .removeFrom: try updates(isRemoval: true, &result.updates)
            case .uid, .tag, .mailbox, .uidValidity, nil: _ = try skipValue()
            }
        }
    }

    /// `(1 5:7 3 9)`: position and numbers by turns. Source: RFC 5267, section 4.3.
    private mutating func updates(
        isRemoval: Bool, _ updates: inout [ExtendedSearch.Update]
    ) throws(IMAPParseError) {
        try expect(ASCII.openParen)
        repeat {
            extraSpaces()
            try countElement(updates.count)
            let position = try number32()
            try space()
            updates.append(
                ExtendedSearch.Update(isRemoval: isRemoval, position: position, numbers: try numberSet()))
            separator()
        } while !take(ASCII.closeParen)
    }

    /// `(1:50 3,7)` or `(-1:-50 NIL)`.
    private mutating func partial() throws(IMAPParseError) -> ExtendedSearch.Partial {
        try expect(ASCII.openParen)
        extraSpaces()
        let lower = try signed()
        try expect(ASCII.colon)
        let upper = try signed()
        try space()
        let numbers = takeNil() ? [] : try numberSet()
        extraSpaces()
        try expect(ASCII.closeParen)
        return ExtendedSearch.Partial(lower: lower, upper: upper, numbers: numbers)
    }

    private mutating func signed() throws(IMAPParseError) -> Int64 {
        let isNegative = take(ASCII.minus)
        let value = Int64(try number32())
        return isNegative ? -value : value
    }

    private mutating func vanished() throws(IMAPParseError) -> Response {
        try space()
        let isEarlier = peek == ASCII.openParen
        if isEarlier {
            _ = try skipValue()
            separator()
        }
        return .vanished(UIDSet(ranges: try uidRanges()), earlier: isEarlier)
    }
}
