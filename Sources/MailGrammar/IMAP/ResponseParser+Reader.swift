/// The hand that reads one frame: a position in its bytes, and the batch that it fills.
///
/// The bytes of the frame stand in the batch too, from `arena` on, so that a slice is a position plus `arena`. Every read
/// is checked against `end`; a position never runs beyond it.
struct ResponseReader {
    let bytes: UnsafeRawBufferPointer
    /// Where the frame begins in the batch's buffer.
    let arena: Int
    let streamed: [StreamedLiteral]
    let limits: IMAPLimits
    var end: Int
    var position = 0
    var batch = ResponseBatch()
    /// The FETCH row as far as it was read before an error.
    var unfinishedRow: FetchRow?
    /// The next of `streamed`.
    private var nextStreamed = 0
    private var tokensLeft: Int

    init(_ bytes: UnsafeRawBufferPointer, arena: Int, streamed: [StreamedLiteral], limits: IMAPLimits) {
        self.bytes = bytes
        self.arena = arena
        self.streamed = streamed
        self.limits = limits
        end = bytes.count
        tokensLeft = limits.tokens
    }

    /// Leaves the line end of the frame out of what is read.
    mutating func trimLineEnd() {
        if end > 0, bytes[end &- 1] == ASCII.lf { end &-= 1 }
        if end > 0, bytes[end &- 1] == ASCII.cr { end &-= 1 }
    }

    // MARK: Bytes

    var isAtEnd: Bool { position >= end }

    /// The next byte; NUL at the end, which no rule of the grammar takes for anything.
    var peek: UInt8 {
        @inline(__always) get { position < end ? bytes[position] : 0 }
    }

    /// The byte after `offset` more.
    func peek(_ offset: Int) -> UInt8 {
        let index = position &+ offset
        return index >= 0 && index < end ? bytes[index] : 0
    }

    func failure(_ kind: IMAPParseError.Kind = .unexpected) -> IMAPParseError {
        IMAPParseError(kind: kind == .unexpected && isAtEnd ? .truncated : kind, offset: position)
    }

    mutating func note(_ quirk: IMAPQuirk) { batch.quirks.insert(quirk) }

    /// Takes the byte if it is the next.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard position < end, bytes[position] == byte else { return false }
        position &+= 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(IMAPParseError) {
        guard take(byte) else { throw failure() }
    }

    /// One space must stand here; several are a quirk.
    mutating func space() throws(IMAPParseError) {
        guard take(ASCII.space) else { throw failure() }
        if peek == ASCII.space { extraSpaces() }
    }

    /// A space should stand here, but its lack is forgiven.
    mutating func lenientSpace() {
        guard take(ASCII.space) else { return note(.missingSpace) }
        if peek == ASCII.space { extraSpaces() }
    }

    /// No space should stand here; any are a quirk.
    @inline(__always)
    mutating func extraSpaces() {
        guard position < end, bytes[position] == ASCII.space else { return }
        note(.extraSpace)
        while take(ASCII.space) {}
    }

    /// Spaces between the elements of a list: one is right, none or more are read all the same.
    @inline(__always)
    mutating func separator() {
        guard take(ASCII.space) else { return }
        if peek == ASCII.space { extraSpaces() }
    }

    /// Between the fields of a list; `false` where its parenthesis closes early, which is not taken.
    mutating func nextField() -> Bool {
        separator()
        return peek != ASCII.closeParen && !isAtEnd
    }

    func slice(_ start: Int, _ end: Int) -> ByteSlice {
        ByteSlice(
            offset: UInt32(truncatingIfNeeded: arena &+ start), length: UInt32(truncatingIfNeeded: max(0, end &- start))
        )
    }

    /// One more element of whatever list: the response as a whole has a limit.
    @inline(__always)
    mutating func countToken() throws(IMAPParseError) {
        guard tokensLeft > 0 else { throw failure(.tooMany) }
        tokensLeft &-= 1
    }

    /// For an element of a list that has `count` already.
    @inline(__always)
    mutating func countElement(_ count: Int) throws(IMAPParseError) {
        guard count < limits.listLength else { throw failure(.tooMany) }
        try countToken()
    }

    // MARK: Words

    /// Runs over bytes of a class and gives where they began.
    @inline(__always)
    mutating func skip(_ accepted: ByteClass) -> Int {
        let start = position
        while position < end, accepted.contains(bytes[position]) { position &+= 1 }
        return start
    }

    /// The word of letters, digits, `.`, `-`, `_`, `/` and `=` here; may be empty.
    mutating func wordRange() -> Range<Int> {
        let start = skip(.keyword)
        return start..<position
    }

    func word<Word>(_ range: Range<Int>, _ table: KeywordTable<Word>) -> Word? {
        table.word(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }

    /// Whether `NIL` stands here as a word of its own, in any case.
    var isNil: Bool {
        guard peek | 0x20 == 0x6E, position &+ 3 <= end, bytes[position &+ 1] | 0x20 == 0x69,
            bytes[position &+ 2] | 0x20 == 0x6C
        else { return false }
        return position &+ 3 == end || !ASCII.readAtom.contains(bytes[position &+ 3])
    }

    mutating func takeNil() -> Bool {
        guard isNil else { return false }
        position &+= 3
        return true
    }

    /// Where a literal's bytes begin, the framer said so: their placeholder, if they were streamed.
    mutating func takeStreamed() -> ByteSlice? {
        while nextStreamed < streamed.count, streamed[nextStreamed].mark < position { nextStreamed += 1 }
        guard nextStreamed < streamed.count, streamed[nextStreamed].mark == position else { return nil }
        nextStreamed += 1
        return ByteSlice(streamed: streamed[nextStreamed - 1].id)
    }
}

extension ByteClass {
    /// What keywords are spelt with: letters, digits, `+`, `-`, `.`, `/`, `=`, `_`.
    static let keyword = ByteClass(low: 0x23FF_E800_0000_0000, high: 0x07FF_FFFE_87FF_FFFE, eightBit: false)
}
