extension ResponseReader {
    /// BODYSTRUCTURE or BODY as parts in pre-order. Source: RFC 9051, section 7.5.2 (`body`).
    ///
    ///     ((text)(image) "mixed")       parts 0 mixed, 1 text, 2 image
    ///
    /// Not recursive: the chain of parents in the parts themselves is the stack. `open` is the part whose parenthesis was
    /// opened last, and it is closed where its fields end.
    mutating func bodyStructure() throws(IMAPParseError) -> IndexRange {
        let first = batch.parts.count
        if takeNil() {
            note(.nilForList)
            return .empty
        }
        var open = -1
        repeat {
            // At the beginning of a body.
            if try openPart(parent: &open, first: first) { continue }
            // A message comes to its body next.
            if try !singlePart(first + open) { continue }
            // A part has closed; so may those around it.
            open = Int(batch.parts[first + open].parent)
            while open >= 0 {
                if try !resume(first + open) { break }
                open = Int(batch.parts[first + open].parent)
            }
        } while open >= 0
        return IndexRange(start: first, end: batch.parts.count)
    }

    /// Takes `(` and adds the part. `true` where it is a multipart, whose first child comes next.
    private mutating func openPart(parent open: inout Int, first: Int) throws(IMAPParseError) -> Bool {
        extraSpaces()
        try expect(ASCII.openParen)
        extraSpaces()
        var part = BodyPart(kind: peek == ASCII.openParen ? .multipart : .basic)
        let hasChildren = part.kind == .multipart
        part.parent = Int32(truncatingIfNeeded: open)
        if open >= 0 {
            let depth = batch.parts[first + open].depth
            guard Int(depth) + 1 < min(limits.nesting, Int(UInt16.max)) else { throw failure(.tooDeep) }
            part.depth = depth + 1
            batch.parts[first + open].children &+= 1
        }
        part.number = number(isMultipart: hasChildren, first: first, parent: open)
        try countElement(batch.parts.count - first)
        open = batch.parts.count - first
        batch.parts.append(part)
        return hasChildren
    }

    /// See `BodyPart.number`.
    private func number(isMultipart: Bool, first: Int, parent: Int) -> UInt32 {
        guard parent >= 0 else { return isMultipart ? 0 : 1 }
        let around = batch.parts[first + parent]
        if around.kind == .message { return isMultipart ? 0 : 1 }
        return around.children
    }

    /// Behind a child: whether the part around it is now closed too. If not, another child stands next.
    private mutating func resume(_ index: Int) throws(IMAPParseError) -> Bool {
        if batch.parts[index].kind == .multipart {
            if peek == ASCII.space, peek(1) == ASCII.openParen || peek(1) == ASCII.space {
                note(.spaceBetweenAddresses)
                extraSpaces()
            }
            if peek == ASCII.openParen { return false }
            try multipartTail(index)
            return true
        }
        if nextField() {
            batch.parts[index].lines = try number()
        } else {
            note(.shortBody)
        }
        try singleExtension(index)
        return true
    }

    /// ` "mixed" (params) disposition language location)`: all behind the children.
    private mutating func multipartTail(_ index: Int) throws(IMAPParseError) {
        fields: do {
            guard nextField() else {
                note(.shortBody)
                break fields
            }
            batch.parts[index].subtype = try mediaWord()
            guard nextField() else { break fields }
            batch.parts[index].parameters = try parameterList()
            guard nextField() else { break fields }
            try dispositionAndRest(index)
        }
        extraSpaces()
        try expect(ASCII.closeParen)
    }

    /// The fields of a part without children. `false` where a message/rfc822 comes to its inner body.
    private mutating func singlePart(_ index: Int) throws(IMAPParseError) -> Bool {
        guard peek != ASCII.closeParen else {
            note(.shortBody)
            position &+= 1
            return true
        }
        let type = try mediaWord()
        separator()
        if isEmptyMultipart(type) { return try emptyMultipart(index, type) }
        batch.parts[index].type = type
        fields: do {
            guard nextField() else { break fields }
            batch.parts[index].subtype = try mediaWord()
            guard nextField() else { break fields }
            batch.parts[index].parameters = try parameterList()
            guard nextField() else { break fields }
            batch.parts[index].id = try nstring()
            guard nextField() else { break fields }
            batch.parts[index].description = try nstring()
            guard nextField() else { break fields }
            batch.parts[index].encoding = try nstring()
            if batch.parts[index].encoding.isAbsent { note(.nilForString) }
            guard nextField() else { break fields }
            batch.parts[index].size = try number() ?? 0
            return try kindFields(index)
        }
        note(.shortBody)
        try expect(ASCII.closeParen)
        return true
    }

    /// What text and message parts have behind the size, then the extension fields.
    private mutating func kindFields(_ index: Int) throws(IMAPParseError) -> Bool {
        let part = batch.parts[index]
        if batch.equals(part.type, "text") {
            batch.parts[index].kind = .text
            if nextField() {
                // Without a number of lines the next is the MD5, a string or NIL.
                if ASCII.isDigit(peek) || peek == ASCII.minus || isQuotedNumber {
                    batch.parts[index].lines = try number()
                } else if isNil, isFollowedByParenthesisOrEnd(after: 3) {
                    note(.missingNumber)
                } else if takeNil() {
                    note(.nilForNumber)
                } else {
                    note(.missingNumber)
                }
            } else {
                note(.missingNumber)
            }
        } else if batch.equals(part.type, "message"),
            batch.equals(part.subtype, "rfc822") || batch.equals(part.subtype, "global")
        {
            separator()
            if peek == ASCII.openParen {
                batch.parts[index].kind = .message
                batch.parts[index].envelope = try envelope()
                separator()
                if peek == ASCII.openParen { return false }
                note(.missingMessageBody)
                if takeNil() { separator() }
                if ASCII.isDigit(peek) { batch.parts[index].lines = try number() }
            } else {
                try messageWithoutEnvelope(index)
                if batch.parts[index].kind == .message { return false }
            }
        }
        try singleExtension(index)
        return true
    }

    /// `NIL (body) 5`, `NIL NIL 5`, `5`, or straight on with the MD5.
    private mutating func messageWithoutEnvelope(_ index: Int) throws(IMAPParseError) {
        note(.missingMessageBody)
        if ASCII.isDigit(peek) {
            batch.parts[index].lines = try number()
            return
        }
        guard isNil else { return }
        let start = position
        position &+= 3
        separator()
        if peek == ASCII.openParen, peek(1) == ASCII.openParen {
            // Only a body begins with two: the envelope alone was missing.
            batch.parts[index].kind = .message
            return
        }
        if takeNil() {
            separator()
            if ASCII.isDigit(peek) {
                batch.parts[index].lines = try number()
                return
            }
        }
        // That was the MD5 and what follows it.
        position = start
    }

    /// ` md5 disposition language location ...)`.
    private mutating func singleExtension(_ index: Int) throws(IMAPParseError) {
        if nextField() {
            if peek == ASCII.openParen {
                // No MD5: the disposition stands in its place.
                note(.shortBody)
                try dispositionAndRest(index)
            } else {
                batch.parts[index].md5 = try nstring()
                if nextField() { try dispositionAndRest(index) }
            }
        }
        extraSpaces()
        try expect(ASCII.closeParen)
    }

    private mutating func dispositionAndRest(_ index: Int) throws(IMAPParseError) {
        try disposition(index)
        guard nextField() else { return }
        batch.parts[index].languages = try languages()
        guard nextField() else { return }
        batch.parts[index].location = peek == ASCII.openParen ? try skipValue() : try nstring()
        while nextField() { _ = try skipValue() }
    }

    /// `("attachment" ("filename" "a.pdf"))`, NIL, or a string alone.
    private mutating func disposition(_ index: Int) throws(IMAPParseError) {
        guard take(ASCII.openParen) else {
            let value = try nstring()
            if !value.isAbsent { note(.dispositionAsString) }
            batch.parts[index].disposition = value
            return
        }
        extraSpaces()
        guard !take(ASCII.closeParen) else { return note(.shortBody) }
        batch.parts[index].disposition = try nstring()
        if nextField() { batch.parts[index].dispositionParameters = try parameterList() }
        while nextField() {
            note(.junkAfterData)
            _ = try skipValue()
        }
        try expect(ASCII.closeParen)
    }

    /// A string, a list of strings, or NIL.
    private mutating func languages() throws(IMAPParseError) -> IndexRange {
        if peek == ASCII.openParen { return try stringList() }
        let value = try nstring()
        guard !value.isAbsent else { return .empty }
        batch.slices.append(value)
        return IndexRange(start: batch.slices.count - 1, end: batch.slices.count)
    }

    /// `("charset" "utf-8" "format" "flowed")` or NIL.
    private mutating func parameterList() throws(IMAPParseError) -> IndexRange {
        guard take(ASCII.openParen) else {
            let value = try nstring()
            if !value.isAbsent { note(.stringForList) }
            return .empty
        }
        let start = batch.parameters.count
        while true {
            separator()
            if take(ASCII.closeParen) { return IndexRange(start: start, end: batch.parameters.count) }
            try countElement(batch.parameters.count - start)
            let name = try parameterWord()
            separator()
            if peek == ASCII.closeParen {
                note(.parametersNotPaired)
                batch.parameters.append(ParameterSlice(name: name, value: .absent))
            } else {
                batch.parameters.append(ParameterSlice(name: name, value: try parameterWord()))
            }
        }
    }

    private mutating func parameterWord() throws(IMAPParseError) -> ByteSlice {
        guard peek == ASCII.openParen else { return try nstring() }
        note(.parametersNotPaired)
        return try skipValue()
    }

    /// A media type or subtype; NIL is a quirk.
    private mutating func mediaWord() throws(IMAPParseError) -> ByteSlice {
        let value = try nstring()
        if value.isAbsent { note(.nilForString) }
        return value
    }

    // MARK: Multiparts without parts

    /// `("mixed" ("boundary" "x") NIL NIL)` or `(NIL "mixed" ...)` with nothing that a part would have: a multipart whose
    /// children are missing. A real part has a string (its subtype) in second place and in fourth and fifth NIL or strings.
    private func isEmptyMultipart(_ type: ByteSlice) -> Bool {
        if type.isAbsent { return peek == ASCII.quote }
        if peek == ASCII.openParen || peek == ASCII.closeParen { return true }
        guard isNil else { return false }
        let discrete: [StaticString] = ["text", "application", "image", "message", "audio", "video", "font", "model"]
        return !discrete.contains { batch.equals(type, $0) }
    }

    private mutating func emptyMultipart(_ index: Int, _ type: ByteSlice) throws(IMAPParseError) -> Bool {
        note(.emptyMultipart)
        batch.parts[index].kind = .multipart
        if batch.parts[index].parent < 0 || isBodyOfMessage(index) { batch.parts[index].number = 0 }
        batch.parts[index].subtype = type.isAbsent ? try mediaWord() : type
        fields: do {
            guard nextField() else { break fields }
            batch.parts[index].parameters = try parameterList()
            guard nextField() else { break fields }
            try dispositionAndRest(index)
        }
        extraSpaces()
        try expect(ASCII.closeParen)
        return true
    }

    /// Whether the part is the body of the message that stands before it.
    private func isBodyOfMessage(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        let before = batch.parts[index - 1]
        return before.kind == .message && before.depth + 1 == batch.parts[index].depth
    }

    // MARK: Looking ahead

    private var isQuotedNumber: Bool {
        guard peek == ASCII.quote else { return false }
        var offset = 1
        while offset < 21, ASCII.isDigit(peek(offset)) { offset += 1 }
        return offset > 1 && peek(offset) == ASCII.quote
    }

    /// Whether behind the next `count` bytes the list ends or a list begins.
    private func isFollowedByParenthesisOrEnd(after count: Int) -> Bool {
        var offset = count
        while offset < count + 4, peek(offset) == ASCII.space { offset += 1 }
        return peek(offset) == ASCII.openParen || peek(offset) == ASCII.closeParen
    }
}
