import Glibc
import Synchronization

/// The lane for calls that block: waiting for a process, asking the resolver, the terminal. Swift's own pool has as many
/// threads as the machine has cores, so nothing that waits may run there.
///
/// Each job gets a thread of its own, at most `limit` at a time; the others wait their turn in order.
package enum Blocking {
    /// Threads at a time.
    package static let limit = 8

    private struct Queue {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private static let queue = Mutex(Queue())

    /// Runs `job` on a thread of the lane and gives its result. Cancellation does not reach into it: `job` has to be told by
    /// its own means.
    package static func run<R: Sendable>(_ job: @escaping @Sendable () -> R) async -> R {
        await withCheckedContinuation { continuation in
            submit { continuation.resume(returning: job()) }
        }
    }

    private static func submit(_ job: @escaping @Sendable () -> Void) {
        let starts = queue.withLock { queue in
            guard queue.running < limit else {
                queue.waiting.append(job)
                return false
            }
            queue.running += 1
            return true
        }
        if starts { start(job) }
    }

    private static func start(_ job: @escaping @Sendable () -> Void) {
        let isRunning = DetachedThread.start(stack: 512 * 1024) {
            job()
            workThroughQueue()
        }
        // No thread is to be had: better late on this one than never.
        guard !isRunning else { return }
        job()
        workThroughQueue()
    }

    /// Runs what waits, then gives the place up.
    private static func workThroughQueue() {
        while let next = takeNext() { next() }
    }

    private static func takeNext() -> (@Sendable () -> Void)? {
        queue.withLock { queue in
            if queue.waiting.isEmpty {
                queue.running -= 1
                return nil
            }
            return queue.waiting.removeFirst()
        }
    }
}
