import MailGrammar

extension FuzzTarget {
    /// Any references in any order, coming and going: every message stands in one row exactly, below what is above it, and what
    /// comes of the steps is what comes of the same messages at once. The octets are steps; the last of them are read as a
    /// subject and as a field of identifiers, too.
    static let threads = FuzzTarget(
        name: "threads",
        seeds: [
            "\u{0}\u{8}\u{1}\u{1}\u{0}\u{0}\u{10}\u{2}\u{2}\u{1}\u{1}\u{5}\u{1}\u{7}\u{18}\u{3}\u{3}\u{1}\u{2}\u{1}\u{5}",
            "\u{1}\u{10}\u{1}\u{1}\u{2}\u{1}\u{9}\u{10}\u{2}\u{2}\u{1}\u{1}\u{9}\u{7}\u{5}\u{1}\u{7}",
            "\u{2}Re: [Fwd: [a] AW: Plan (fwd)]", "\u{3}<a@b> <\"c\"@d> (<e@f>)\r\n <g@h",
        ],
        words: ["re:", "[fwd:", "(fwd)", "<", ">", "[", "]", "\u{7}", "\u{18}"]
    ) { input in
        guard let kind = input.first else { return nil }
        var steps = ThreadSteps(bytes: input, rules: ThreadSteps.rules[Int(kind) % ThreadSteps.rules.count])
        if let broken = steps.run() { return broken }
        let subject = String(decoding: input.dropFirst(), as: UTF8.self)
        let base = BaseSubject(subject)
        if BaseSubject(base.text).text != base.text { return "more can be taken off a base subject" }
        var octets = 0
        MessageIDs.each(in: input[1...], bare: .words) { octets += $0.count }
        return octets <= input.count ? nil : "identifiers are longer than their field"
    }
}

/// Octets as messages that come and go.
private struct ThreadSteps {
    static let rules = [
        ThreadRules.standard, .conversations,
        ThreadRules(algorithm: .orderedSubject, joining: .all, order: ThreadOrder(.latest), joinsCopies: false),
        ThreadRules(
            algorithm: .refs, joining: .replies, order: ThreadOrder(.begin, isReversed: true), joinsCopies: true),
    ]

    private let bytes: [UInt8]
    private var at = 1
    private var threads: Threads
    private var held: [UInt64: ThreadMessage] = [:]
    private var rows = 0

    init(bytes: [UInt8], rules: ThreadRules) {
        self.bytes = bytes
        threads = Threads(rules: rules)
    }

    private mutating func next() -> UInt8 {
        guard at < bytes.count else { return 0 }
        at += 1
        return bytes[at - 1]
    }

    private mutating func hash() -> ThreadHash { ThreadHash(rawValue: UInt64(next() & 15)) }

    mutating func run() -> String? {
        while at < bytes.count {
            let step = next()
            switch step & 7 {
            case 5, 6:
                let key = UInt64(next())
                if threads.remove(key) != (held.removeValue(forKey: key) != nil) {
                    return "\(key) was there, or was not"
                }
            case 7: if let broken = update() { return broken }
            default:
                let key = UInt64(next())
                let id = hash()
                let references = (0..<step >> 3 & 7).map { _ in hash() }
                let rest = next()
                let message = ThreadMessage(
                    key: key, id: id, references: references, subject: ThreadHash(rawValue: UInt64(rest & 3)),
                    isReply: rest & 4 != 0, date: Int64(rest >> 3))
                guard threads.insert(message) else { return "there is no room" }
                held[key] = message
            }
        }
        if let broken = update() { return broken }
        var whole = Threads(rules: threads.rules)
        for key in held.keys.sorted() { if let message = held[key] { whole.insert(message) } }
        _ = whole.update()
        return whole.forest.rows == threads.forest.rows ? nil : "all at once they become other threads"
    }

    private mutating func update() -> String? {
        for change in threads.update() {
            switch change {
            case .reset: rows = threads.forest.rows.count
            case .removed(let range):
                guard range.upperBound <= rows else { return "\(range) of \(rows) rows went" }
                rows -= range.count
            case .inserted(let range):
                guard range.lowerBound <= rows else { return "\(range) came to \(rows) rows" }
                rows += range.count
            }
        }
        let forest = threads.forest
        guard rows == forest.rows.count else { return "\(forest.rows.count) rows, and \(rows) by the steps" }
        let keys = forest.rows.flatMap { threads.places(of: $0.key) }
        guard keys.count == held.count, Set(keys) == Set(held.keys) else { return "\(held.keys) stand as \(keys)" }
        var end = 0
        for thread in forest.threads {
            guard thread.rows.lowerBound == end, !thread.rows.isEmpty else { return "a thread has rows \(thread.rows)" }
            end = thread.rows.upperBound
            let top = forest.rows[thread.rows.lowerBound].depth
            for row in thread.rows {
                let (up, depth) = (Int(forest.rows[row].up), forest.rows[row].depth)
                if up == 0
                    ? depth != top : row - up < thread.rows.lowerBound || forest.rows[row - up].depth + 1 != depth
                {
                    return "row \(row) hangs on row \(row - up)"
                }
            }
        }
        return end == rows ? nil : "rows belong to no thread"
    }
}
