import CPlatform
import Glibc

/// Threads that nobody joins.
enum DetachedThread {
    /// What a lane's stack holds: mail nests deep, and the default is whatever the shell's limit says.
    static let laneStack = 8 * 1024 * 1024

    /// Runs a job on a thread of its own. Signals are for the threads that expect them: this one blocks all but those of a fault
    /// of its own, which is told of like one of the main thread.
    ///
    /// - Parameter stack: octets of its stack
    /// - Returns: `false` where no thread is to be had; the job is not run then
    static func start(stack: Int, _ job: @escaping @Sendable () -> Void) -> Bool {
        let box = Unmanaged.passRetained(Job(body: job))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, stack)
        var thread = pthread_t()
        guard pthread_create(&thread, &attributes, threadMain, box.toOpaque()) != 0 else { return true }
        box.release()
        return false
    }
}

private final class Job: Sendable {
    let body: @Sendable () -> Void
    init(body: @escaping @Sendable () -> Void) { self.body = body }
}

private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    let stack = rp_crash_enter_thread()
    defer { rp_crash_leave_thread(stack) }
    if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body() }
    return nil
}
