/// What an account's line has cost since the program started, over all its connections.
public struct LineStatistics: Hashable, Sendable {
    /// The second line, for work that nobody looks at.
    public let isBackground: Bool
    /// How often it has been made, or tried.
    public let connections: Int
    /// Round trips waited for: TCP, TLS, the greeting, and each read that followed a write.
    public let turns: Int
    /// Pieces that were sent: a command, or commands that went together.
    public let commands: Int
    /// Octets as the protocol speaks them.
    public let received: UInt64
    /// The same, in the other direction.
    public let sent: UInt64
    /// The same as they went over the line, compressed or not, without what TLS adds.
    public let receivedOnLine: UInt64
    /// The same, in the other direction.
    public let sentOnLine: UInt64

    init(_ counters: ConnectionCounters, connections: Int, isBackground: Bool) {
        self.init(
            isBackground: isBackground, connections: connections, turns: counters.turns, commands: counters.commands,
            received: counters.shown.received, sent: counters.shown.sent, receivedOnLine: counters.wire.received,
            sentOnLine: counters.wire.sent)
    }

    /// All of it.
    public init(
        isBackground: Bool, connections: Int, turns: Int, commands: Int, received: UInt64, sent: UInt64,
        receivedOnLine: UInt64, sentOnLine: UInt64
    ) {
        self.isBackground = isBackground
        self.connections = connections
        self.turns = turns
        self.commands = commands
        self.received = received
        self.sent = sent
        self.receivedOnLine = receivedOnLine
        self.sentOnLine = sentOnLine
    }
}

/// Counters of the connections that a line has had and of the one that it has.
struct LineTotals: Hashable, Sendable {
    private var ended = ConnectionCounters()
    private(set) var connections = 0

    mutating func began() { connections &+= 1 }

    mutating func ended(_ counters: ConnectionCounters) { ended = ended + counters }

    func statistics(_ current: ConnectionCounters?, isBackground: Bool) -> LineStatistics {
        LineStatistics(
            current.map { ended + $0 } ?? ended, connections: connections, isBackground: isBackground)
    }
}

extension ConnectionCounters {
    static func + (lhs: ConnectionCounters, rhs: ConnectionCounters) -> ConnectionCounters {
        var sum = lhs
        sum.turns &+= rhs.turns
        sum.commands &+= rhs.commands
        sum.shown = sum.shown + rhs.shown
        sum.wire = sum.wire + rhs.wire
        return sum
    }
}
