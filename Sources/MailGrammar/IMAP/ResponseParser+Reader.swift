/// The hand that reads one frame: a position in its bytes, and the batch that it fills.
///
/// The bytes of the frame stand in the batch too, from `arena` on, so that a slice is a position plus `arena`. Every read
/// is checked against `end`; a position never runs beyond it.
struct ResponseReader {
    var cursor: ByteCursor
    /// Where the frame begins in the batch's buffer.
    let arena: Int
    let streamed: [StreamedLiteral]
    let limits: IMAPLimits
    var batch = ResponseBatch()
    /// The FETCH row as far as it was read before an error.
    var unfinishedRow: FetchRow?
    /// The next of `streamed`.
    private var nextStreamed = 0
    private var tokensLeft: Int

    init(_ bytes: UnsafeRawBufferPointer, arena: Int, streamed: [StreamedLiteral], limits: IMAPLimits) {
        cursor = ByteCursor(bytes)
        self.arena = arena
        self.streamed = streamed
        self.limits = limits
        tokensLeft = limits.tokens
    }

    // MARK: Bytes

    var bytes: UnsafeRawBufferPointer {
        @inline(__always) get { cursor.bytes }
    }
    var end: Int {
        @inline(__always) get { cursor.end }
    }
    var position: Int {
        @inline(__always) get { cursor.position }
        @inline(__always) set { cursor.position = newValue }
    }
    var isAtEnd: Bool { cursor.isAtEnd }
    var peek: UInt8 {
        @inline(__always) get { cursor.peek }
    }
    func peek(_ offset: Int) -> UInt8 { cursor.peek(offset) }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool { cursor.take(byte) }

    func failure(_ kind: IMAPParseError.Kind = .unexpected) -> IMAPParseError {
        IMAPParseError(kind: kind == .unexpected && isAtEnd ? .truncated : kind, offset: position)
    }

    mutating func note(_ quirk: IMAPQuirk) { batch.quirks.insert(quirk) }

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

    /// The word of letters, digits, `.`, `-`, `_`, `/` and `=` here; may be empty.
    mutating func wordRange() -> Range<Int> {
        cursor.skip(.keyword)
    }

    func word<Word>(_ range: Range<Int>, _ table: KeywordTable<Word>) -> Word? {
        table.word(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }

    /// Whether `NIL` stands here as a word of its own, in any case.
    var isNil: Bool {
        guard peek | 0x20 == 0x6E, position &+ 3 <= end, bytes[position &+ 1] | 0x20 == 0x69,
            bytes[position &+ 2] | 0x20 == 0x6C
        else { return false }
        // In a response code the bracket closes it.
        return position &+ 3 == end || !ASCII.readAtom.contains(bytes[position &+ 3])
            || bytes[position &+ 3] == ASCII.closeBracket
    }

    mutating func takeNil() -> Bool {
        guard isNil else { return false }
        position &+= 3
        return true
    }

    /// Back to a place that was read before; the streamed literals behind it are found again.
    mutating func rewind(to place: Int) {
        position = place
        nextStreamed = 0
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
