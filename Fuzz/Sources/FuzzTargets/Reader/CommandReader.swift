import MailGrammar

/// Reads commands as a strict server does: what the encoder is held against.
///
/// Written from the grammar of the RFCs (9051, section 9, and those of the extensions); it knows nothing of the encoder.
/// Each production is a method of its name. A rejection is thrown; where the bytes ended before the production could know
/// that it was at its end, `wantsMore` is set.
package struct CommandReader {
    /// The bytes do not follow the grammar.
    package struct Rejection: Error {
        package let position: Int
    }

    let bytes: [UInt8]
    package internal(set) var position = 0
    /// Somebody looked beyond the last byte.
    package internal(set) var wantsMore = false
    /// The free texts in order: names, strings, literals, without their quotes.
    package var words: [[UInt8]] = []
    /// Literals whose octets are not in `bytes`, by where they would begin: how many there are.
    var absent: [Int: UInt64] = [:]
    private var depth = 0

    /// At the first byte.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// A command as it goes out, its streamed literals left out but counted.
    package init(_ command: OutboundCommand) {
        var all: [UInt8] = []
        var absent: [Int: UInt64] = [:]
        for segment in command.segments {
            all += segment.bytes
            if let literal = segment.literal { absent[all.count] = literal.size }
        }
        self.init(all)
        self.absent = absent
    }

    package var isAtEnd: Bool { position == bytes.count }

    // MARK: Bytes

    func rejection() -> Rejection { Rejection(position: position) }

    mutating func peek() -> UInt8? {
        guard position < bytes.count else {
            wantsMore = true
            return nil
        }
        return bytes[position]
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(Rejection) {
        guard take(byte) else { throw rejection() }
    }

    mutating func sp() throws(Rejection) { try expect(ASCII.space) }

    /// Words of the grammar, in any case; taken whole or not at all.
    mutating func takes(_ text: String) -> Bool {
        let start = position
        for byte in text.utf8 {
            guard let next = peek(), ASCII.upper(next) == ASCII.upper(byte) else {
                position = start
                return false
            }
            position += 1
        }
        return true
    }

    mutating func expect(_ text: String) throws(Rejection) {
        guard takes(text) else { throw rejection() }
    }

    /// One of these words, which no letter of a longer word follows. The longest wins.
    mutating func oneOf(_ words: [String]) throws(Rejection) -> String {
        for word in words.sorted(by: { $0.utf8.count > $1.utf8.count }) {
            let start = position
            guard takes(word) else { continue }
            if let next = peek(), ASCII.isLetter(next) || next == ASCII.dot || next == ASCII.minus {
                position = start
                continue
            }
            return word
        }
        throw rejection()
    }

    mutating func run(_ accepted: (UInt8) -> Bool) throws(Rejection) -> [UInt8] {
        let start = position
        while let byte = peek(), accepted(byte) { position += 1 }
        guard position > start else { throw rejection() }
        return Array(bytes[start..<position])
    }

    /// One thing or, in parentheses, some; no depth without end.
    mutating func nested(_ body: (inout CommandReader) throws(Rejection) -> Void) throws(Rejection) {
        guard depth < 120 else { throw rejection() }
        depth += 1
        try body(&self)
        depth -= 1
    }

    /// `(a b c)`, at least `least`.
    mutating func list(
        least: Int = 1, _ body: (inout CommandReader) throws(Rejection) -> Void
    ) throws(Rejection) {
        try expect(ASCII.openParen)
        if least == 0, take(ASCII.closeParen) { return }
        try body(&self)
        while take(ASCII.space) { try body(&self) }
        try expect(ASCII.closeParen)
    }

    // MARK: Words

    mutating func atom() throws(Rejection) -> [UInt8] { try run { ASCII.atom.contains($0) } }

    mutating func tag() throws(Rejection) { _ = try run { ASCII.tag.contains($0) } }

    mutating func quoted() throws(Rejection) -> [UInt8] {
        try expect(ASCII.quote)
        var text: [UInt8] = []
        while let byte = peek() {
            position += 1
            switch byte {
            case ASCII.quote: return text
            case ASCII.cr, ASCII.lf, ASCII.nul: throw rejection()
            case ASCII.backslash:
                guard let next = peek(), next == ASCII.quote || next == ASCII.backslash else { throw rejection() }
                position += 1
                text.append(next)
            default: text.append(byte)
            }
        }
        throw rejection()
    }

    /// `{5}` or `{5+}`, its line end and its octets; no NUL where it is not a literal8.
    mutating func literal(is8: Bool = false) throws(Rejection) -> [UInt8] {
        if is8 { try expect(ASCII.tilde) }
        let count = try literalSize()
        if absent[position] != nil { return [] }
        guard count <= UInt64(bytes.count - position) else {
            position = bytes.count
            wantsMore = true
            throw rejection()
        }
        let octets = Array(bytes[position..<(position + Int(count))])
        position += Int(count)
        if !is8, octets.contains(ASCII.nul) { throw rejection() }
        return octets
    }

    /// `{5}` and its line end.
    mutating func literalSize() throws(Rejection) -> UInt64 {
        try expect(ASCII.openBrace)
        let count = try number()
        _ = take(ASCII.plus)
        try expect(ASCII.closeBrace)
        try expect("\r\n")
        return count
    }

    mutating func string() throws(Rejection) {
        words.append(peek() == ASCII.openBrace ? try literal() : try quoted())
    }

    mutating func astring() throws(Rejection) {
        switch peek() {
        case ASCII.quote, ASCII.openBrace: try string()
        default: words.append(try run { ASCII.astring.contains($0) })
        }
    }

    mutating func nstring() throws(Rejection) {
        if takesNil() { return }
        try string()
    }

    /// NIL as a word of its own.
    mutating func takesNil() -> Bool {
        let start = position
        guard takes("NIL") else { return false }
        if let next = peek(), ASCII.astring.contains(next) {
            position = start
            return false
        }
        return true
    }

    mutating func mailbox() throws(Rejection) { try astring() }

    /// A name with wildcards.
    mutating func pattern() throws(Rejection) {
        switch peek() {
        case ASCII.quote, ASCII.openBrace: try string()
        default: words.append(try run { ASCII.astring.contains($0) || $0 == ASCII.star || $0 == ASCII.percent })
        }
    }

    // MARK: Numbers

    @discardableResult
    mutating func number(upTo highest: UInt64 = UInt64(Int64.max)) throws(Rejection) -> UInt64 {
        var value: UInt64 = 0
        for digit in try run(ASCII.isDigit) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit &- 0x30))
            guard !overflow, !carry, sum <= highest else { throw rejection() }
            value = sum
        }
        return value
    }

    @discardableResult
    mutating func number32() throws(Rejection) -> UInt64 { try number(upTo: UInt64(UInt32.max)) }

    @discardableResult
    mutating func nzNumber() throws(Rejection) -> UInt64 {
        if peek() == 0x30 { throw rejection() }
        return try number32()
    }

    /// `1:3,7,9:*`, or `$`.
    mutating func sequenceSet() throws(Rejection) {
        if take(ASCII.dollar) { return }
        repeat { try sequenceRange() } while take(ASCII.comma)
    }

    mutating func sequenceRange() throws(Rejection) {
        try sequenceNumber()
        if take(ASCII.colon) { try sequenceNumber() }
    }

    private mutating func sequenceNumber() throws(Rejection) {
        if take(ASCII.star) { return }
        try nzNumber()
    }

    /// `1:50`, or `-1:-50`.
    mutating func partialRange() throws(Rejection) {
        let isNegative = take(ASCII.minus)
        try nzNumber()
        try expect(ASCII.colon)
        guard take(ASCII.minus) == isNegative else { throw rejection() }
        try nzNumber()
    }

    // MARK: Flags and dates

    mutating func flag() throws(Rejection) {
        _ = take(ASCII.backslash)
        _ = try atom()
    }

    mutating func flagList() throws(Rejection) {
        try list(least: 0) { (reader) throws(Rejection) in try reader.flag() }
    }

    mutating func twoDigits() throws(Rejection) {
        for _ in 0..<2 {
            guard let byte = peek(), ASCII.isDigit(byte) else { throw rejection() }
            position += 1
        }
    }

    mutating func dateMonth() throws(Rejection) {
        for month in ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        where takes(month) { return }
        throw rejection()
    }

    mutating func dateDay() throws(Rejection) {
        let digits = try run(ASCII.isDigit)
        guard digits.count <= 2, let day = Int(String(decoding: digits, as: UTF8.self)), (1...31).contains(day) else {
            throw rejection()
        }
    }

    mutating func dateText() throws(Rejection) {
        try dateDay()
        try expect(ASCII.minus)
        try dateMonth()
        try expect(ASCII.minus)
        try twoDigits()
        try twoDigits()
    }

    mutating func date() throws(Rejection) {
        let isQuoted = take(ASCII.quote)
        try dateText()
        if isQuoted { try expect(ASCII.quote) }
    }

    /// `"17-Jul-1996 02:44:25 -0700"`.
    mutating func dateTime() throws(Rejection) {
        try expect(ASCII.quote)
        if take(ASCII.space) {
            guard let byte = peek(), ASCII.isDigit(byte) else { throw rejection() }
            position += 1
        } else {
            try twoDigits()
        }
        try expect(ASCII.minus)
        try dateMonth()
        try expect(ASCII.minus)
        try twoDigits()
        try twoDigits()
        for separator in [ASCII.space, ASCII.colon, ASCII.colon] {
            try expect(separator)
            try twoDigits()
        }
        try sp()
        guard take(ASCII.plus) || take(ASCII.minus) else { throw rejection() }
        try twoDigits()
        try twoDigits()
        try expect(ASCII.quote)
    }
}
