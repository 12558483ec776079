/// The lane of what computes: MIME, charsets, HTML. One worker, so that neither the network nor the screen ever waits for a
/// large mail, and two large mails do not take both cores.
@globalActor
package actor CPUActor {
    package static let shared = CPUActor()

    private nonisolated let thread = LaneThread()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
}
