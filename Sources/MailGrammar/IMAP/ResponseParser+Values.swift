extension ResponseReader {
    // MARK: Strings

    /// `nstring`: quoted, literal or NIL; an atom is a quirk. Source: RFC 9051, section 4.3.
    mutating func nstring() throws(IMAPParseError) -> ByteSlice {
        switch peek {
        case ASCII.quote: return try quoted()
        case ASCII.openBrace: return try literal()
        case ASCII.tilde where peek(1) == ASCII.openBrace:
            position &+= 1
            return try literal()
        default:
            if takeNil() { return .absent }
            return try bareString()
        }
    }

    /// `astring`: quoted, literal or atom; `NIL` is an atom like any other here. Source: RFC 9051, section 9.
    mutating func astring() throws(IMAPParseError) -> ByteSlice {
        switch peek {
        case ASCII.quote: return try quoted()
        case ASCII.openBrace: return try literal()
        default: return try atom()
        }
    }

    /// Bytes up to a space, parenthesis, brace or quote; at least one.
    mutating func atom() throws(IMAPParseError) -> ByteSlice {
        let start = position
        var hasHighBit: UInt8 = 0
        while position < end, ASCII.readAtom.contains(bytes[position]) {
            hasHighBit |= bytes[position]
            position &+= 1
        }
        guard position > start else { throw failure() }
        if hasHighBit & 0x80 != 0 { note(.eightBitInAtom) }
        return slice(start, position)
    }

    private mutating func bareString() throws(IMAPParseError) -> ByteSlice {
        let start = position
        let result = try atom()
        var isNumber = true
        for index in start..<position where !ASCII.isDigit(bytes[index]) {
            isNumber = false
            break
        }
        note(isNumber ? .numberForString : .atomForString)
        return result
    }

    /// Between quotes; escapes are resolved in the batch's buffer.
    mutating func quoted() throws(IMAPParseError) -> ByteSlice {
        position &+= 1
        let start = position
        while true {
            position = nextSpecialInQuoted(from: position)
            guard position < end else { throw failure(.truncated) }
            let byte = bytes[position]
            if byte == ASCII.quote {
                position &+= 1
                return slice(start, position &- 1)
            }
            if byte == ASCII.backslash { return try quotedWithEscapes(from: start) }
            if byte != ASCII.tab { note(.controlInQuoted) }
            position &+= 1
        }
    }

    /// The next quote, backslash or control byte, eight bytes at a time.
    private func nextSpecialInQuoted(from start: Int) -> Int {
        var index = start
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs = ones << 7
        while index <= end &- 8 {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5C)
            let hits =
                ((quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (word &- (ones &* 0x20)) & ~word) & highs
            // The lowest mark is exact; those above it may be false, which is why only the first is used.
            if hits != 0 { return index &+ hits.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < end {
            let byte = bytes[index]
            if byte < 0x20 || byte == ASCII.quote || byte == ASCII.backslash { return index }
            index &+= 1
        }
        return index
    }

    /// From the first backslash on: moves the bytes together in the batch's buffer.
    private mutating func quotedWithEscapes(from start: Int) throws(IMAPParseError) -> ByteSlice {
        var target = arena &+ position
        while position < end {
            var byte = bytes[position]
            position &+= 1
            if byte == ASCII.quote {
                return ByteSlice(
                    offset: UInt32(truncatingIfNeeded: arena &+ start),
                    length: UInt32(truncatingIfNeeded: target &- arena &- start))
            }
            if byte == ASCII.backslash {
                let next = peek
                if next == ASCII.quote || next == ASCII.backslash {
                    byte = next
                    position &+= 1
                } else {
                    note(.badEscape)
                }
            } else if byte < 0x20, byte != ASCII.tab {
                note(.controlInQuoted)
            }
            guard target < batch.bytes.count else { throw failure(.truncated) }
            batch.bytes[target] = byte
            target &+= 1
        }
        throw failure(.truncated)
    }

    /// `{5}` and its bytes, or the placeholder of a streamed one. The framer has checked the number.
    mutating func literal() throws(IMAPParseError) -> ByteSlice {
        try expect(ASCII.openBrace)
        let start = position
        var size = 0
        while ASCII.isDigit(peek) {
            let (product, overflow) = size.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(peek &- 0x30))
            guard !overflow, !carry else { throw failure() }
            size = sum
            position &+= 1
        }
        guard position > start else { throw failure() }
        _ = take(ASCII.plus)
        try expect(ASCII.closeBrace)
        _ = take(ASCII.cr)
        try expect(ASCII.lf)
        if let placeholder = takeStreamed() { return placeholder }
        guard size <= end &- position else { throw failure(.truncated) }
        position &+= size
        return slice(position &- size, position)
    }

    // MARK: Numbers

    /// A number of up to `highest`; `nil` for NIL. Lenient about sign, quotes and range.
    mutating func number(upTo highest: UInt64 = .max) throws(IMAPParseError) -> UInt64? {
        let byte = peek
        if ASCII.isDigit(byte) { return digits(upTo: highest) }
        switch byte {
        case ASCII.minus where ASCII.isDigit(peek(1)):
            position &+= 1
            note(.negativeNumber)
            _ = digits(upTo: highest)
            return 0
        case ASCII.quote:
            note(.stringForNumber)
            position &+= 1
            let value = digits(upTo: highest)
            try expect(ASCII.quote)
            return value
        default:
            guard takeNil() else { throw failure() }
            note(.nilForNumber)
            return nil
        }
    }

    /// The digits here, none being 0.
    private mutating func digits(upTo highest: UInt64) -> UInt64 {
        var value: UInt64 = 0
        var isTooLarge = false
        while ASCII.isDigit(peek) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(peek &- 0x30))
            isTooLarge = isTooLarge || overflow || carry
            value = sum
            position &+= 1
        }
        guard isTooLarge || value > highest else { return value }
        note(.numberTooLarge)
        return highest
    }

    /// A number of 32 bits where digits must stand.
    mutating func number32() throws(IMAPParseError) -> UInt32 {
        guard ASCII.isDigit(peek) else { throw failure() }
        return UInt32(truncatingIfNeeded: digits(upTo: UInt64(UInt32.max)))
    }

    /// `1:3,7`: the ranges in the order given, each with its lower end first. `*` is the highest number.
    mutating func numberSet() throws(IMAPParseError) -> [ClosedRange<UInt32>] {
        var ranges: [ClosedRange<UInt32>] = []
        repeat {
            try countToken()
            let from = try setNumber()
            let to = take(ASCII.colon) ? try setNumber() : from
            ranges.append(min(from, to)...max(from, to))
        } while take(ASCII.comma)
        return ranges
    }

    private mutating func setNumber() throws(IMAPParseError) -> UInt32 {
        if take(ASCII.star) { return .max }
        return try number32()
    }

    /// The same as UIDs: 0, which is none, is left out.
    mutating func uidRanges() throws(IMAPParseError) -> [ClosedRange<UID>] {
        var result: [ClosedRange<UID>] = []
        for range in try numberSet() {
            if range.lowerBound == 0 { note(.zeroNumber) }
            guard let last = UID(range.upperBound), let first = UID(max(1, range.lowerBound)) else { continue }
            result.append(first...last)
        }
        return result
    }

    // MARK: Anything

    /// Runs over one value, whatever it is: atom, string, literal, list in list. Gives its raw bytes.
    mutating func skipValue() throws(IMAPParseError) -> ByteSlice {
        let start = position
        var depth = 0
        repeat {
            try countToken()
            switch peek {
            case ASCII.openParen:
                position &+= 1
                depth += 1
                guard depth <= limits.nesting else { throw failure(.tooDeep) }
            case ASCII.closeParen where depth > 0:
                position &+= 1
                depth -= 1
            case ASCII.space where depth > 0: position &+= 1
            case ASCII.quote: try skipQuoted()
            case ASCII.openBrace: _ = try literal()
            case ASCII.tilde where peek(1) == ASCII.openBrace:
                position &+= 1
                _ = try literal()
            default:
                guard !cursor.skip(ASCII.readAtom).isEmpty else { throw failure() }
            }
        } while depth > 0
        return slice(start, position)
    }

    /// Runs over a quoted string and leaves its escapes alone.
    mutating func skipQuoted() throws(IMAPParseError) {
        position &+= 1
        while position < end {
            let byte = bytes[position]
            position &+= 1
            if byte == ASCII.quote { return }
            if byte == ASCII.backslash, position < end { position &+= 1 }
        }
        throw failure(.truncated)
    }

    /// The rest of the frame, as it stands.
    mutating func tail() -> ByteSlice {
        let start = position
        position = end
        return slice(start, end)
    }

    /// Behind a response that is complete: spaces or worse.
    mutating func finish() {
        extraSpaces()
        if !isAtEnd {
            note(.junkAfterData)
            position = end
        }
    }

    /// `nz-number` that may be 0 in real life.
    mutating func lenientUID() throws(IMAPParseError) -> UID? {
        guard let value = try number(upTo: UInt64(UInt32.max)) else { return nil }
        if value == 0 { note(.zeroNumber) }
        return UID(UInt32(truncatingIfNeeded: value))
    }
}
