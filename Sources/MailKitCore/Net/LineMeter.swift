/// How many octets a line brings in a second, learnt by the way: from octets that follow others, so that neither a server that
/// thinks nor a long way to it counts.
struct LineMeter: Hashable, Sendable {
    /// A read of fewer octets is the end of an answer or news, and says nothing.
    static let smallest = 256
    /// After such a pause the octets belong to something else.
    static let pause = Duration.seconds(5)
    /// What has to have come, and how long it has to have taken, before it says anything.
    static let octetsNeeded = 24 << 10
    static let timeNeeded = Duration.milliseconds(100)

    private var octets = 0
    private var time = Duration.zero
    private var last: Duration?
    private var told: Int?

    /// Takes a read.
    ///
    /// - Parameters:
    ///   - isAnswer: something was sent since the read before it
    /// - Returns: octets in a second, where that is news: for the first time, or by a quarter more or less than before
    mutating func took(_ count: Int, at moment: Duration, isAnswer: Bool) -> Int? {
        defer { last = moment }
        guard let last, !isAnswer, count >= Self.smallest, moment >= last, moment - last < Self.pause else {
            return nil
        }
        octets += count
        time += moment - last
        guard octets >= Self.octetsNeeded, time >= Self.timeNeeded else { return nil }
        let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
        let speed = max(1, octets * 1000 / max(1, Int(clamping: milliseconds)))
        // What was long ago counts less and less.
        octets /= 2
        time /= 2
        if let told, speed > told - told / 4, speed < told + told / 4 { return nil }
        told = speed
        return speed
    }
}
