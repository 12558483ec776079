/// How many headers one slice asks for: what the line carries in the time that a slice may take. A key that needs the line waits
/// for one slice at the most.
struct SliceSize: Hashable, Sendable {
    static let allowed = 25...500
    /// Octets that a slice should not exceed, whatever the line carries.
    static let largestOctets = 1 << 20

    private(set) var messages: Int
    /// Messages a second, of late.
    private var rate: Int?
    /// Milliseconds that a slice should take.
    let aim: Int

    init(messages: Int = 100, aim: Int) {
        self.messages = Swift.max(1, messages)
        self.aim = Swift.min(Swift.max(1, aim), 60_000)
    }

    /// Messages a second.
    var perSecond: Int { rate ?? 0 }

    /// A slice of so many messages took so long. It grows to double at the most, and shrinks to half.
    mutating func measured(messages took: Int, octets: Int, milliseconds: Int) {
        guard took > 0 else { return }
        let took = Swift.min(took, 1_000_000)
        let milliseconds = Swift.min(Swift.max(1, milliseconds), 10_000_000)
        let measured = Swift.max(1, took * 1_000 / milliseconds)
        rate = rate.map { ($0 * 3 + measured) / 4 } ?? measured
        var wanted = took * aim / milliseconds
        wanted = Swift.min(wanted, Self.largestOctets / Swift.max(1, Swift.min(octets, 1 << 40) / took))
        wanted = Swift.min(Swift.max(wanted, messages / 2), messages * 2)
        messages = Swift.min(Swift.max(wanted, Self.allowed.lowerBound), Self.allowed.upperBound)
    }
}
