/// Finds the parts of a message in its octets as they come in. Source: RFC 2045, RFC 2046, RFC 5322, RFC 6532.
///
/// A machine without recursion: fed with pieces of any size it gives the same message, and what it holds is bounded by
/// ``MIMELimits``, not by the message. Bodies are not kept, only where they lie.
///
/// Nothing is refused. `docs/mime.md` says what is forgiven, and ``MIMEMessage/defects`` what had to be.
public struct MIMEScanner: Sendable {
    let limits: MIMELimits
    let decoder: ParameterDecoder

    // MARK: Lines

    /// Octets read.
    var size: UInt64 = 0
    /// Where the line that is being read begins.
    private(set) var lineStart: UInt64 = 0
    /// Of that line what is kept: of a header's line up to a limit, of a body's line what a delimiter may be made of.
    private(set) var line: [UInt8] = []
    /// The line is longer than what is kept of it.
    private(set) var lineIsCut = false
    /// How the line before ended.
    private(set) var previousEnd = LineEnd.none
    private var keepsLine = false
    /// Whether CR alone ends lines, as on old Macs: settled by the end of the first line.
    private var endsByCR: Bool?
    /// CRs at the end of what was read that end a line each, or, if an LF comes next, one line together: more than one only in
    /// the first line.
    private var openCRs: UInt64 = 0
    private var lastOctet: UInt8 = 0

    // MARK: Parts

    /// Every part so far, parent before children.
    var drafts: [PartDraft] = []
    /// What the octets that come next lie in, from outside to inside.
    var open: [OpenPart] = []
    /// What they are delimited by, one entry for each of them.
    var boundaries = BoundaryStack()
    /// The last draft's header is being read.
    var isInHeader = true
    /// The part whose body is being read; nil in front of, behind and between the parts of a multipart.
    var leaf: Int?
    /// The header that is being read.
    var collector: FieldCollector
    /// A line in a header that is no field: it may be the beginning of a body whose empty line is missing.
    var foreignStart: UInt64?
    /// The fields of the message itself.
    var ownHeader = RawHeader(fields: [])
    var defects: [MIMEMessage.Defect] = []
    var hasTooManyParts = false

    /// At the beginning of a message, with the charsets that are not built in: file names are decoded here.
    public init(limits: MIMELimits = .standard, charsets: any CharsetDecoding = BuiltInCharsets()) {
        self.limits = limits
        decoder = ParameterDecoder(charsets: charsets)
        collector = FieldCollector(limits: limits, keepsAll: true, partOctets: limits.partFields)
        drafts.append(PartDraft(prefix: "", number: nil, depth: 0, headerStart: 0, isInDigest: false))
    }

    /// Reads the octets that come next.
    public mutating func push(_ bytes: UnsafeRawBufferPointer) {
        let base = size
        size &+= UInt64(bytes.count)
        var at = 0
        while at < bytes.count, !skipsRest {
            if openCRs > 0 {
                if endsByCR == nil && bytes[at] == ASCII.cr {
                    openCRs &+= 1
                    at &+= 1
                } else {
                    let isFollowedByLF = bytes[at] == ASCII.lf
                    if isFollowedByLF { at &+= 1 }
                    closeCRs(isFollowedByLF: isFollowedByLF, next: base &+ UInt64(at))
                }
                continue
            }
            let end = lineEnd(in: bytes, from: at)
            let start = base &+ UInt64(at)
            if start == lineStart { keepsLine = isInHeader || (end > at && bytes[at] == ASCII.minus) }
            if keepsLine { keep(UnsafeRawBufferPointer(rebasing: bytes[at..<end])) }
            guard end < bytes.count else { break }
            let before = end > at ? bytes[end &- 1] : base &+ UInt64(end) > lineStart ? lastOctet : 0
            at = end &+ 1
            if bytes[end] == ASCII.cr {
                openCRs = 1
            } else {
                endsByCR = endsByCR ?? false
                endLine(before == ASCII.cr ? .crlf : .lf, next: base &+ UInt64(at))
            }
        }
        if let last = bytes.last { lastOctet = last }
    }

    /// Reads the octets that come next.
    public mutating func push(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { push($0) }
    }

    /// What the message is made of. Nothing is to be pushed afterwards.
    public mutating func finish() -> MIMEMessage {
        if openCRs > 0 { closeCRs(isFollowedByLF: false, next: size) }
        if lineStart < size { endLine(.none, next: size) }
        return closeMessage()
    }

    /// No line that comes can mean anything.
    private var skipsRest: Bool { !isInHeader && boundaries.live == 0 }

    private func lineEnd(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        endsByCR == false ? LineSearch.firstLF(in: bytes, from: start) : LineSearch.firstLFOrCR(in: bytes, from: start)
    }

    private mutating func closeCRs(isFollowedByLF: Bool, next: UInt64) {
        let count = openCRs
        openCRs = 0
        if endsByCR == nil { endsByCR = !isFollowedByLF }
        if isFollowedByLF { return endLine(.crlf, next: next) }
        for left in (0..<count).reversed() { endLine(.cr, next: next &- left) }
    }

    private mutating func keep(_ piece: UnsafeRawBufferPointer) {
        // Behind a boundary two hyphens count, and nothing else.
        let limit = isInHeader ? limits.field &+ HeaderLine.nameLimit : limits.boundary &+ 4
        let room = max(0, limit &- line.count)
        if piece.count > room { lineIsCut = true }
        line.append(contentsOf: piece.prefix(room))
    }

    private mutating func endLine(_ end: LineEnd, next: UInt64) {
        if keepsLine || isInHeader {
            while line.last == ASCII.cr { line.removeLast() }
            if isInHeader { readHeaderLine(next: next) } else { readBodyLine(next: next) }
            line.removeAll(keepingCapacity: true)
        }
        lineIsCut = false
        keepsLine = false
        previousEnd = end
        lineStart = next
    }
}

extension MIMEMessage {
    /// Reads a message that is there as a whole.
    public init(
        parsing octets: [UInt8], limits: MIMELimits = .standard, charsets: any CharsetDecoding = BuiltInCharsets()
    ) {
        var scanner = MIMEScanner(limits: limits, charsets: charsets)
        scanner.push(octets)
        self = scanner.finish()
    }
}
