/// One token of an address list. Source: RFC 5322, section 3.2; section 4.1 for what is obsolete.
struct AddressToken {
    enum Kind: Equatable {
        /// Anything that stands for itself: an atom, a dot, an encoded word.
        case word
        /// Without its quotes and backslashes.
        case quoted
        /// Without its outermost parentheses.
        case comment
        /// `[192.0.2.1]`, brackets and all.
        case literal
        case space
        case at
        case less
        case greater
        case comma
        case semicolon
        case colon
    }

    let kind: Kind
    /// Where it stands in the octets of the field, quotes and parentheses included.
    let range: Range<Int>

    /// White space or a comment.
    var isBlank: Bool { kind == .space || kind == .comment }
    /// What an address is made of.
    var isSpecPiece: Bool { kind == .word || kind == .quoted || kind == .literal || kind == .at }
}

/// Cuts a field's body into tokens; every octet belongs to exactly one.
struct AddressScanner {
    /// Octets of an encoded word's text: RFC 2047, section 2, allows 75 for all of it.
    private static let wordLimit = 1000

    private let bytes: [UInt8]
    private var at = 0
    /// The next `?=`, and the next octet that no encoded word has, from where they were last looked for: each octet is
    /// looked at once however many words are opened.
    private var nextClose = -1
    private var nextBar = -1
    /// Where no closing quote follows any more, so that a field of openings stays linear.
    private var unclosed = Int.max

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func tokens() -> [AddressToken] {
        var result: [AddressToken] = []
        while at < bytes.count {
            let start = at
            let kind = next()
            result.append(AddressToken(kind: kind, range: start..<at))
        }
        return result
    }

    private mutating func next() -> AddressToken.Kind {
        let byte = bytes[at]
        switch byte {
        case ASCII.space, ASCII.tab, ASCII.cr, ASCII.lf:
            while at < bytes.count, Self.isSpace(bytes[at]) { at &+= 1 }
            return .space
        case ASCII.quote: return quoted() ?? word()
        case ASCII.openParen: return comment() ?? word()
        case ASCII.openBracket: return literal() ?? word()
        default: break
        }
        guard let sign = Self.sign(byte) else { return word() }
        at &+= 1
        return sign
    }

    private static func sign(_ byte: UInt8) -> AddressToken.Kind? {
        switch byte {
        case ASCII.at: .at
        case ASCII.less: .less
        case ASCII.greater: .greater
        case ASCII.comma: .comma
        case UInt8(ascii: ";"): .semicolon
        case ASCII.colon: .colon
        default: nil
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == ASCII.space || byte == ASCII.tab || byte == ASCII.cr || byte == ASCII.lf
    }

    /// At least one octet, up to what begins another token; an encoded word is one whatever stands in it.
    private mutating func word() -> AddressToken.Kind {
        repeat {
            if bytes[at] == ASCII.equals, let end = encodedWordEnd() {
                at = end
            } else {
                at &+= 1
            }
        } while at < bytes.count && Self.goesOn(bytes[at])
        return .word
    }

    private static func goesOn(_ byte: UInt8) -> Bool {
        !isSpace(byte) && sign(byte) == nil && byte != ASCII.quote && byte != ASCII.openParen
            && byte != ASCII.openBracket
    }

    /// Brackets and quotes inside are no text of a word: there a word was opened and not closed.
    private mutating func encodedWordEnd() -> Int? {
        guard let opening = EncodedWord.Opening(bytes, at: at) else { return nil }
        if nextClose < opening.end {
            nextClose = opening.end
            while nextClose < bytes.count, !isClose(nextClose) { nextClose &+= 1 }
        }
        if nextBar < opening.end {
            nextBar = opening.end
            while nextBar < bytes.count, !Self.isBar(bytes[nextBar]) { nextBar &+= 1 }
        }
        let isWord =
            nextClose < bytes.count && nextClose < nextBar && nextClose &- opening.end <= Self.wordLimit
        return isWord ? nextClose &+ 2 : nil
    }

    private func isClose(_ place: Int) -> Bool {
        bytes[place] == UInt8(ascii: "?") && place &+ 1 < bytes.count && bytes[place &+ 1] == ASCII.equals
    }

    private static func isBar(_ byte: UInt8) -> Bool {
        byte == ASCII.less || byte == ASCII.greater || byte == ASCII.quote
    }

    /// At most 255 octets; what could be taken for another address is none: `x@[y@z]`.
    private mutating func literal() -> AddressToken.Kind? {
        var end = at + 1
        let limit = min(bytes.count, at + 255)
        while end < limit, Self.isLiteral(bytes[end]) { end += 1 }
        guard end < limit, bytes[end] == ASCII.closeBracket else { return nil }
        at = end + 1
        return .literal
    }

    private static func isLiteral(_ byte: UInt8) -> Bool {
        byte > ASCII.space && byte != ASCII.at && byte != ASCII.less && byte != ASCII.greater && byte != ASCII.quote
            && byte != ASCII.comma && byte != ASCII.openBracket && byte != ASCII.closeBracket
    }

    /// Up to the closing quote, one behind a backslash not counted.
    private mutating func quoted() -> AddressToken.Kind? {
        guard at < unclosed else { return nil }
        var end = at &+ 1
        while end < bytes.count, bytes[end] != ASCII.quote {
            end &+= bytes[end] == ASCII.backslash ? 2 : 1
        }
        guard end < bytes.count else {
            unclosed = at
            return nil
        }
        at = end &+ 1
        return .quoted
    }

    /// Comments nest; one that is not closed goes to the end of the field.
    private mutating func comment() -> AddressToken.Kind? {
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case ASCII.openParen: depth &+= 1
            case ASCII.closeParen: depth &-= 1
            case ASCII.backslash: at &+= 1
            default: break
            }
            at &+= 1
            if depth == 0 { break }
        }
        at = min(at, bytes.count)
        return .comment
    }
}
