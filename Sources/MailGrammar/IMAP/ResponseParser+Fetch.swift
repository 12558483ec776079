extension ResponseReader {
    /// `(item value item value)` into a row of the batch. Source: RFC 9051, section 7.5.2 (`msg-att`).
    mutating func fetch(_ sequence: SequenceNumber) throws(IMAPParseError) -> Response {
        var row = FetchRow(sequence: sequence)
        let sections = batch.sections.count
        let extras = batch.extras.count
        let binarySizes = batch.binarySizes.count
        if takeNil() {
            note(.nilForList)
        } else {
            try expect(ASCII.openParen)
            var isInParentheses = false
            while true {
                separator()
                if take(ASCII.closeParen) {
                    guard isInParentheses else { break }
                    isInParentheses = false
                    continue
                }
                if peek == ASCII.openParen, !isInParentheses {
                    note(.itemInParentheses)
                    isInParentheses = true
                    position &+= 1
                }
                try countToken()
                do throws(IMAPParseError) {
                    try fetchItem(&row)
                } catch {
                    // What was read so far says what a streamed literal belongs to.
                    unfinishedRow = row
                    throw error
                }
            }
        }
        if batch.sections.count > sections {
            row.sections = IndexRange(start: sections, end: batch.sections.count)
            row.hasContent = batch.sections[sections...].contains { !batch.isOfHeaderFields($0) }
        }
        if batch.binarySizes.count > binarySizes {
            row.binarySizes = IndexRange(start: binarySizes, end: batch.binarySizes.count)
        }
        if batch.extras.count > extras { row.extras = IndexRange(start: extras, end: batch.extras.count) }
        batch.rows.append(row)
        return .fetch(batch.rows.count - 1)
    }

    private mutating func fetchItem(_ row: inout FetchRow) throws(IMAPParseError) {
        let name = wordRange()
        guard !name.isEmpty else { throw failure() }
        let word = word(name, FetchWord.table)
        if peek == ASCII.openBracket { return try bracketed(word, name) }
        lenientSpace()
        switch word {
        case .uid:
            if row.uid != nil { note(.duplicateItem) }
            row.uid = try lenientUID()
        case .flags:
            if row.flags != nil { note(.duplicateItem) }
            row.flags = try flagList()
        case .envelope:
            if row.envelope != nil { note(.duplicateItem) }
            row.envelope = try structure { (reader) throws(IMAPParseError) in try reader.envelope() } ?? nil
        case .body, .bodyStructure:
            if !row.parts.isEmpty { note(.duplicateItem) }
            row.parts = try structure { (reader) throws(IMAPParseError) in try reader.bodyStructure() } ?? .empty
        case .size: row.size = try number().map(ByteSize.init)
        case .internalDate: row.internalDate = try dateTime()
        case .saveDate: row.saveDate = try dateTime()
        case .modSequence:
            let hasParenthesis = take(ASCII.openParen)
            row.modSequence = try number().map(ModSequence.init)
            if hasParenthesis { try expect(ASCII.closeParen) }
        case .rfc822: try section(.rfc822, name.upperBound..<name.upperBound)
        case .rfc822Header: try section(.rfc822Header, name.upperBound..<name.upperBound)
        case .rfc822Text: try section(.rfc822Text, name.upperBound..<name.upperBound)
        case .emailID: row.emailID = try parenthesised()
        case .threadID: row.threadID = try parenthesised()
        case .preview:
            row.preview = try preview()
            row.hasPreview = true
        case .gmailLabels: row.gmailLabels = try flagList()
        case .gmailMessageID: row.gmailMessageID = try number()
        case .gmailThreadID: row.gmailThreadID = try number()
        case .bodyPeek, .binary, .binaryPeek, .binarySize, nil: try extra(name)
        }
    }

    /// ENVELOPE or BODYSTRUCTURE. One that makes no sense but is a list all the same is left out, so that the message keeps
    /// its row and its other items.
    private mutating func structure<Value>(
        _ read: (inout ResponseReader) throws(IMAPParseError) -> Value
    ) throws(IMAPParseError) -> Value? {
        let start = position
        let sizes = (
            batch.envelopes.count, batch.addresses.count, batch.parts.count, batch.parameters.count, batch.slices.count
        )
        do throws(IMAPParseError) {
            return try read(&self)
        } catch {
            guard error.kind == .unexpected, bytes[start] == ASCII.openParen else { throw error }
            rewind(to: start)
            do throws(IMAPParseError) { _ = try skipValue() } catch let again {
                // What cannot be run over either is told where it was first noticed.
                throw again.kind == .unexpected ? error : again
            }
            note(.unreadableStructure)
            batch.envelopes.shorten(to: sizes.0)
            batch.addresses.shorten(to: sizes.1)
            batch.parts.shorten(to: sizes.2)
            batch.parameters.shorten(to: sizes.3)
            batch.slices.shorten(to: sizes.4)
            return nil
        }
    }

    /// An item with `[...]` behind its name, and `<0>` behind that.
    private mutating func bracketed(_ word: FetchWord?, _ name: Range<Int>) throws(IMAPParseError) {
        let inside = try bracketContent()
        var origin: UInt64?
        if take(ASCII.less) {
            origin = try number()
            if take(ASCII.dot) { _ = try number() }
            try expect(ASCII.greater)
        }
        lenientSpace()
        switch word {
        case .body, .bodyPeek: try section(.body, inside, origin)
        case .binary, .binaryPeek: try section(.binary, inside, origin)
        case .binarySize:
            if let size = try number() {
                batch.binarySizes.append(
                    BinarySize(section: slice(inside.lowerBound, inside.upperBound), size: ByteSize(size)))
            }
        default: try extra(name.lowerBound..<(inside.upperBound + 1))
        }
    }

    private mutating func section(
        _ kind: FetchedSection.Kind, _ inside: Range<Int>, _ origin: UInt64? = nil
    ) throws(IMAPParseError) {
        let data = try nstring()
        batch.sections.append(
            FetchedSection(
                kind: kind, section: slice(inside.lowerBound, inside.upperBound), origin: origin, data: data))
    }

    private mutating func extra(_ name: Range<Int>) throws(IMAPParseError) {
        let value = try skipValue()
        batch.extras.append(ParameterSlice(name: slice(name.lowerBound, name.upperBound), value: value))
    }

    /// From `[` to the `]` that closes it, which is neither in a string nor in a list.
    private mutating func bracketContent() throws(IMAPParseError) -> Range<Int> {
        position &+= 1
        let start = position
        while !isAtEnd {
            switch peek {
            case ASCII.closeBracket:
                position &+= 1
                return start..<(position - 1)
            case ASCII.openParen: _ = try skipValue()
            case ASCII.quote: try skipQuoted()
            case ASCII.openBrace: _ = try literal()
            default: position &+= 1
            }
        }
        throw failure(.truncated)
    }

    /// PREVIEW: a string, NIL, or `(FUZZY "text")` of the drafts before RFC 8970.
    private mutating func preview() throws(IMAPParseError) -> ByteSlice {
        guard take(ASCII.openParen) else { return try nstring() }
        _ = try atom()
        separator()
        let text = try nstring()
        extraSpaces()
        try expect(ASCII.closeParen)
        return text
    }

    // MARK: Flags

    /// `(\Seen $Forwarded)`, lenient about everything in it. Also attributes of LIST and labels of Gmail.
    mutating func flagList() throws(IMAPParseError) -> IndexRange {
        guard take(ASCII.openParen) else {
            guard takeNil() else { throw failure() }
            note(.nilForList)
            return .empty
        }
        let start = batch.slices.count
        while true {
            if peek == ASCII.space {
                position &+= 1
                if peek == ASCII.space || peek == ASCII.closeParen { note(.extraSpace) }
                continue
            }
            if take(ASCII.closeParen) { return IndexRange(start: start, end: batch.slices.count) }
            try countElement(batch.slices.count - start)
            let flag = try flag()
            if !flag.isEmpty { batch.slices.append(flag) }
        }
    }

    private mutating func flag() throws(IMAPParseError) -> ByteSlice {
        let start = position
        if peek == ASCII.quote {
            note(.flagOutsideGrammar)
            return try quoted()
        }
        if peek == ASCII.openBrace { return try literal() }
        let isSystem = take(ASCII.backslash)
        if isSystem, take(ASCII.star) { return slice(start, position) }
        let name = position
        while position < end, bytes[position] > ASCII.space, bytes[position] != ASCII.closeParen,
            bytes[position] != ASCII.openParen, bytes[position] != 0x7F
        {
            if !ASCII.atom.contains(bytes[position]) {
                note(bytes[position] >= 0x80 ? .eightBitInAtom : .flagOutsideGrammar)
            }
            position &+= 1
        }
        if position == name {
            guard isSystem else { throw failure() }
            note(.emptyFlagElement)
            return slice(start, start)
        }
        return slice(start, position)
    }

    // MARK: Dates

    /// `"17-Jul-1996 02:44:25 -0700"`, or NIL. Source: RFC 9051, section 9 (`date-time`).
    private mutating func dateTime() throws(IMAPParseError) -> Timestamp? {
        let value = try nstring()
        guard !value.isAbsent else { return nil }
        let date = IMAPDate.timestamp(batch[value])
        if date == nil { note(.badInternalDate) }
        return date
    }
}
