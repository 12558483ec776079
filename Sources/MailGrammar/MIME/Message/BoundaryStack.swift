/// The boundaries whose delimiters end or begin parts, from the outermost to the innermost.
///
/// A line is compared with all of them at once by the hashes of its beginnings, so that a hundred multiparts in each other cost
/// little more than one.
struct BoundaryStack: Sendable {
    /// A line that begins a part or ends a multipart.
    struct Delimiter: Hashable, Sendable {
        /// Which entry it belongs to.
        let depth: Int
        /// Two hyphens follow.
        let isClosing: Bool
    }

    private struct Mark: Sendable {
        /// 0 for what has no delimiters: a message, or a multipart that was closed.
        var length: Int
        let hash: UInt64
    }

    private var marks: [Mark] = []
    private var boundaries: [[UInt8]] = []
    private var longest = 0
    /// Of the line's beginnings, one octet longer each.
    private var hashes: [UInt64] = []
    /// Entries with delimiters.
    private(set) var live = 0

    /// Adds an entry; an empty boundary for one without delimiters.
    mutating func push(_ boundary: [UInt8]) {
        marks.append(Mark(length: boundary.count, hash: boundary.reduce(Self.seed, Self.step)))
        boundaries.append(boundary)
        longest = max(longest, boundary.count)
        if !boundary.isEmpty { live &+= 1 }
    }

    /// Removes the innermost entry; whether its delimiters were still looked for.
    mutating func pop() -> Bool {
        boundaries.removeLast()
        let isLive = marks.removeLast().length > 0
        if isLive { live &-= 1 }
        return isLive
    }

    /// The closing delimiter came: no other counts.
    mutating func close(_ depth: Int) {
        guard marks[depth].length > 0 else { return }
        marks[depth].length = 0
        live &-= 1
    }

    /// Whether a line is a delimiter.
    ///
    /// It is enough that it begins with one (RFC 2046, section 5.1.1). Where several fit, the longest counts, and of equal ones
    /// the innermost.
    mutating func delimiter(_ line: [UInt8]) -> Delimiter? {
        guard live > 0, line.count > 2, line[0] == ASCII.minus, line[1] == ASCII.minus else { return nil }
        hashes.removeAll(keepingCapacity: true)
        var hash = Self.seed
        for byte in line[2...].prefix(longest) {
            hash = Self.step(hash, byte)
            hashes.append(hash)
        }
        var found: Int?
        var length = 0
        for depth in marks.indices.reversed() {
            let mark = marks[depth]
            guard mark.length > length, mark.length <= hashes.count, hashes[mark.length &- 1] == mark.hash,
                line[2...].starts(with: boundaries[depth])
            else { continue }
            length = mark.length
            found = depth
        }
        guard let found else { return nil }
        return Delimiter(
            depth: found, isClosing: line[(length &+ 2)...].starts(with: [ASCII.minus, ASCII.minus]))
    }

    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
    private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
