/// One terminal-safe grapheme cluster and the cells it takes (1 or 2).
public struct CellCluster: Hashable, Sendable {
    /// One base character and at most four combining marks.
    public let text: String
    /// Cells, 1 or 2.
    public let width: Int
    /// The first half of a flag: the next cluster is the other half, and nothing may part them.
    public let beginsFlag: Bool

    /// A cluster as `ClusterMachine` makes it.
    init(text: String, width: Int, beginsFlag: Bool = false) {
        self.text = text
        self.width = width
        self.beginsFlag = beginsFlag
    }

    /// Cells that must be free where this cluster is put.
    public var neededWidth: Int { beginsFlag ? 2 : width }
}

/// Cuts scalars into clusters that every terminal shows with the same width.
///
/// Terminals disagree on whatever joins characters, so nothing that joins is sent: a ZWJ sequence is cut to its first
/// emoji, variation selectors and skin tones are dropped (so `❤` + VS16 keeps the one cell that `❤` has in every
/// terminal), a flag is two clusters of one cell each, and a lone regional indicator becomes its letter. Line ends and
/// tabs become one space; all other controls, bidi controls, zero-width and tag characters vanish; what is unassigned
/// or private becomes U+FFFD. A combining mark without a base gets U+25CC.
///
/// Feed scalars with ``push(_:)``, each of which may give the cluster that ended before it; end with ``finish()``.
struct ClusterMachine: Sendable {
    /// Marks kept on one base; more of them is an attack on the lines above.
    static let markLimit = 4

    private enum Kind { case none, plain, pictograph, openIndicator, closedIndicator }

    private var base: Unicode.Scalar = " "
    private var marks = ""
    private var markCount = 0
    private var width = 1
    private var kind = Kind.none
    /// A ZWJ came after a pictograph: the next pictograph belongs to it.
    private var isJoined = false
    private var endsWithCR = false
    /// Clusters begun so far, so that a caller can tell where the pending one began.
    private(set) var begun = 0

    /// Takes one scalar; returns the cluster it ends, if it ends one.
    mutating func push(_ scalar: Unicode.Scalar) -> CellCluster? {
        let value = scalar.value
        if value &- 0x20 < 0x5F { return start(scalar, width: 1, kind: .plain) }
        switch value {
        case 0x0A:
            if endsWithCR {
                endsWithCR = false
                return nil
            }
            return start(" ", width: 1, kind: .plain)
        case 0x09, 0x0B, 0x0C, 0x85, 0x2028, 0x2029:
            return start(" ", width: 1, kind: .plain)
        case 0x0D:
            let done = start(" ", width: 1, kind: .plain)
            endsWithCR = true
            return done
        case 0x200D:
            isJoined = kind == .pictograph
            closeIndicator()
            return nil
        case 0x1F1E6...0x1F1FF:
            return start(scalar, width: 1, kind: kind == .openIndicator ? .closedIndicator : .openIndicator)
        case 0x1F3FB...0x1F3FF where kind == .pictograph:
            return nil
        default:
            return pushByClass(scalar)
        }
    }

    /// The last cluster; the machine can be used again.
    mutating func finish() -> CellCluster? {
        let last = pending()
        kind = .none
        isJoined = false
        endsWithCR = false
        marks = ""
        markCount = 0
        return last
    }

    private mutating func pushByClass(_ scalar: Unicode.Scalar) -> CellCluster? {
        switch WidthTable.classOf(scalar) {
        case .narrow:
            return start(scalar, width: 1, kind: .plain)
        case .wide:
            return start(scalar, width: 2, kind: .plain)
        case .unknown:
            return start("\u{FFFD}", width: 1, kind: .plain)
        case .pictograph, .widePictograph:
            if isJoined {
                isJoined = false
                return nil
            }
            return start(scalar, width: WidthTable.classOf(scalar) == .pictograph ? 1 : 2, kind: .pictograph)
        case .mark:
            if kind == .none { _ = start("\u{25CC}", width: 1, kind: .plain) }
            closeIndicator()
            if markCount < Self.markLimit {
                marks.unicodeScalars.append(scalar)
                markCount &+= 1
            }
            return nil
        case .dropped:
            closeIndicator()
            return nil
        }
    }

    /// Whatever comes between two indicators parts them.
    private mutating func closeIndicator() {
        guard kind == .openIndicator else { return }
        base = letter
        kind = .plain
    }

    /// The letter of an indicator; the letter A stands at U+1F1E6.
    private var letter: Unicode.Scalar { Unicode.Scalar(UInt8(truncatingIfNeeded: base.value &- 0x1F1E6 &+ 0x41)) }

    /// The cluster so far; an indicator that no second one follows is shown as its letter.
    private func pending(beforeSecondIndicator: Bool = false) -> CellCluster? {
        switch kind {
        case .none:
            return nil
        case .openIndicator where !beforeSecondIndicator:
            return CellCluster(text: String(Character(letter)), width: 1)
        default:
            let text = String(Character(base))
            return CellCluster(
                text: markCount == 0 ? text : text + marks, width: width, beginsFlag: beforeSecondIndicator)
        }
    }

    private mutating func start(_ scalar: Unicode.Scalar, width: Int, kind: Kind) -> CellCluster? {
        let done = pending(beforeSecondIndicator: kind == .closedIndicator)
        begun &+= 1
        base = scalar
        self.width = width
        self.kind = kind
        isJoined = false
        endsWithCR = false
        if markCount > 0 {
            marks = ""
            markCount = 0
        }
        return done
    }
}
