import MailGrammar

/// Messages as a mailbox of some years has them: half of them in threads of two to twenty with full References, some of them cut
/// or without, a few long threads of a mailing list, newsletters with one subject, a tenth with a copy elsewhere.
struct Conversations {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func below(_ limit: UInt64) -> UInt64 { next() % limit }

    /// By date; keys from 1 on.
    mutating func messages(_ count: Int) -> [ThreadMessage] {
        var result: [ThreadMessage] = []
        result.reserveCapacity(count)
        var open: [(references: [ThreadHash], subject: ThreadHash)] = []
        while result.count < count {
            let key = UInt64(result.count + 1)
            var message = ThreadMessage(key: key, id: ThreadHash(rawValue: next() | 1), date: Int64(key) * 300)
            if below(10) == 0, let last = result.last {
                // A copy, in another mailbox.
                message = last
                message.key = key
            } else if !open.isEmpty, below(2) == 0 {
                // Mostly what is recent is answered.
                let span = UInt64(min(open.count, below(100) == 0 ? open.count : 200))
                let place = open.count - 1 - Int(below(span))
                message.references = below(10) == 0 ? open[place].references.suffix(1) : open[place].references
                if below(30) == 0 { message.references = [] }
                message.subject = open[place].subject
                message.isReply = true
                if below(3) > 0 { open[place].references.append(message.id) }
            } else {
                message.subject = ThreadHash(rawValue: below(20) == 0 ? below(50) + 1 : next() | 1 << 32)
                open.append(([message.id], message.subject))
            }
            result.append(message)
        }
        return result
    }
}
