/// The lane of the network: one thread runs every connection and the protocol machines behind them.
///
/// Nothing that blocks may run here: DNS, processes and key derivation have lanes of their own.
@globalActor
public actor NetActor {
    /// The one lane.
    public static let shared = NetActor()

    nonisolated let reactor = Reactor()

    /// The reactor's thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }
}
