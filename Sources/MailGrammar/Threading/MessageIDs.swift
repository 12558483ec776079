/// The message identifiers in a field: Message-ID, References, In-Reply-To.
///
///     References: <1@a.example> <"2"@b.example>    1@a.example, 2@b.example
///
/// Source: RFC 5322, section 3.6.4; that quoting makes no difference, RFC 5256, section 3 (REFERENCES). Lenient: an identifier
/// needs no `@`, blanks and line ends inside of it are dropped (fields broken in two by length), and `<` begins anew.
package enum MessageIDs {
    /// What else counts as one.
    package enum Bare: Sendable {
        /// Only what stands between `<` and `>`.
        case never
        /// Words with an `@`, where there is no `<` in the field.
        case words
        /// The field's only word, where there is no `<` in it.
        case whole
    }

    /// Gives each identifier in order, without brackets and quotes; never an empty one.
    ///
    /// - Parameter field: the field's body as it stands, folded or not
    package static func each(in field: ArraySlice<UInt8>, bare: Bare = .never, _ give: (ArraySlice<UInt8>) -> Void) {
        guard field.contains(ASCII.less) else { return eachBare(in: field, bare, give) }
        // What is never closed is no comment and no quoted string: the search for the end is not made twice.
        var (closesQuote, closesComment) = (true, true)
        var at = field.startIndex
        while at < field.endIndex {
            switch field[at] {
            case ASCII.quote where closesQuote:
                if let end = field[(at + 1)...].firstIndex(of: ASCII.quote) { at = end } else { closesQuote = false }
            case ASCII.openParen where closesComment:
                if let end = field[(at + 1)...].firstIndex(of: ASCII.closeParen) {
                    at = end
                } else {
                    closesComment = false
                }
            case ASCII.less: at = inside(field, from: at + 1, give)
            default: break
            }
            at += 1
        }
    }

    /// Gives the place of the `>`, or of the end.
    private static func inside(_ field: ArraySlice<UInt8>, from start: Int, _ give: (ArraySlice<UInt8>) -> Void) -> Int
    {
        var (at, isPlain) = (start, true)
        var begin = start
        while at < field.endIndex, field[at] != ASCII.greater {
            if field[at] == ASCII.less {
                begin = at + 1
                isPlain = true
            } else if isLeftOut(field[at]) {
                isPlain = false
            }
            at += 1
        }
        guard at < field.endIndex else { return at }
        let id = isPlain ? field[begin..<at] : cleaned(field[begin..<at])
        if !id.isEmpty { give(id) }
        return at
    }

    private static func cleaned(_ id: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var result: [UInt8] = []
        for byte in id where !isLeftOut(byte) { result.append(byte) }
        return result[...]
    }

    /// What makes no difference within an identifier.
    static func isLeftOut(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == ASCII.quote || byte == ASCII.backslash
    }

    private static func eachBare(in field: ArraySlice<UInt8>, _ bare: Bare, _ give: (ArraySlice<UInt8>) -> Void) {
        if bare == .never { return }
        let words = field.split(whereSeparator: isBlank)
        if bare == .whole && words.count > 1 { return }
        for word in words where bare == .whole || word.contains(ASCII.at) { give(word) }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == ASCII.space || (ASCII.tab...ASCII.cr).contains(byte) }
}
