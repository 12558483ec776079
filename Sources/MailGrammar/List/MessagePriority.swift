/// How urgent a sender thinks a message is, where they think it is not as urgent as any other.
public enum MessagePriority: Hashable, Sendable {
    case high
    case low

    /// By `Importance` (RFC 2156), `X-Priority` (as mail programs write it: `1 (Highest)`) or `Priority` (RFC 2156); the first
    /// one that says something decides.
    public init?(_ header: RawHeader) {
        for name in ["Importance", "X-Priority", "Priority"] {
            guard let value = header.first(name) else { continue }
            let word = value.drop { $0 == ASCII.space || $0 == ASCII.tab }.prefix {
                ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == ASCII.minus
            }
            switch String(decoding: word, as: UTF8.self).lowercased() {
            case "high", "urgent", "1", "2":
                self = .high
                return
            case "low", "non-urgent", "4", "5":
                self = .low
                return
            default: continue
            }
        }
        return nil
    }
}
