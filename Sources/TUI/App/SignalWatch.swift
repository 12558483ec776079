import CPlatform

/// The signals that concern a terminal program, as a descriptor to wait for. A value, so that a test can send its own.
package struct SignalWatch: Sendable {
    /// What came.
    package struct Signals: OptionSet, Sendable {
        package let rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }
        package static let resized = Signals(rawValue: 1)
        package static let continued = Signals(rawValue: 2)
        package static let stop = Signals(rawValue: 4)
        package static let end = Signals(rawValue: 8)
    }

    package let descriptor: Int32
    package let take: @Sendable () -> Signals
    /// Stops the process group; returns when it goes on.
    package let stopGroup: @Sendable () -> Void

    package init(
        descriptor: Int32, take: @escaping @Sendable () -> Signals, stopGroup: @escaping @Sendable () -> Void
    ) {
        self.descriptor = descriptor
        self.take = take
        self.stopGroup = stopGroup
    }

    /// The process's own, watched from now on; to be made before the terminal is opened.
    package static func process() -> SignalWatch {
        SignalWatch(
            descriptor: rp_signals_watch(), take: { Signals(rawValue: rp_signals_take()) },
            stopGroup: { rp_signals_stop_group() })
    }
}
