/// Text that may go to a terminal: measured, cut and cleaned.
///
/// Everything that reaches a cell goes through here; what is kept and what is dropped is told at ``ClusterMachine``.
public enum TerminalText {
    /// The clusters of a text, one after another, without an allocation for ASCII.
    public static func clusterSequence(of text: some StringProtocol) -> ClusterSequence {
        ClusterSequence(scalars: Substring(text).unicodeScalars)
    }

    /// Clusters safe for a terminal.
    public static func clusters(of text: some StringProtocol) -> [CellCluster] {
        Array(clusterSequence(of: text))
    }

    /// Cells that the sanitised text takes.
    public static func width(of text: some StringProtocol) -> Int {
        var cells = 0
        for cluster in clusterSequence(of: text) { cells &+= cluster.width }
        return cells
    }

    /// The text without whatever a terminal must not see.
    public static func sanitised(_ text: some StringProtocol) -> String {
        var result = ""
        for cluster in clusterSequence(of: text) { result += cluster.text }
        return result
    }

    /// The sanitised text, cut to at most `toWidth` cells; where something was cut, `ellipsis` ends it.
    ///
    /// A text much longer than `toWidth` is read only as far as it is shown. An ellipsis that does not fit is left out.
    public static func truncated(_ text: String, toWidth: Int, ellipsis: String = "…") -> String {
        let tail = sanitised(ellipsis)
        let tailWidth = width(of: tail)
        let room = max(0, tailWidth <= toWidth ? toWidth &- tailWidth : toWidth)
        var result = ""
        var cells = 0
        var kept = ""
        var isCut = false
        for cluster in clusterSequence(of: text) {
            if cells &+ cluster.neededWidth > toWidth {
                isCut = true
                break
            }
            cells &+= cluster.width
            result += cluster.text
            if cells <= room && !cluster.beginsFlag { kept = result }
        }
        if !isCut { return result }
        return tailWidth <= toWidth ? kept + tail : kept
    }
}

/// Clusters made while they are asked for; see ``TerminalText/clusterSequence(of:)``.
public struct ClusterSequence: Sequence, Sendable {
    let scalars: Substring.UnicodeScalarView

    /// Starts at the first scalar.
    public func makeIterator() -> Iterator { Iterator(scalars: scalars.makeIterator()) }

    /// One pass over the clusters.
    public struct Iterator: IteratorProtocol {
        private var scalars: Substring.UnicodeScalarView.Iterator
        private var machine = ClusterMachine()

        init(scalars: Substring.UnicodeScalarView.Iterator) { self.scalars = scalars }

        /// The next cluster, nil at the end.
        public mutating func next() -> CellCluster? {
            while let scalar = scalars.next() {
                if let cluster = machine.push(scalar) { return cluster }
            }
            return machine.finish()
        }
    }
}
