import CPlatform
import Glibc
import Synchronization

/// The user interface: everything isolated to it runs on the one thread that runs the loop, between two waits.
///
/// On Linux `MainActor` is not the main thread, and nothing may wait but our own `poll`; hence an executor of our own.
@globalActor
package actor UIActor {
    package static let shared = UIActor()
    package nonisolated static let executor = UIExecutor()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { Self.executor.asUnownedSerialExecutor() }

    /// Runs `body` here and now, on the thread that becomes the actor's.
    package nonisolated static func takeThread<R: Sendable>(_ body: @UIActor () throws -> R) rethrows -> R {
        executor.takeThread()
        // As `MainActor.assumeIsolated` does it: isolation is not part of a function's form, and this thread is the actor's.
        typealias Plain = () throws -> R
        return try withoutActuallyEscaping(body) { isolated in
            try unsafeBitCast(isolated, to: Plain.self)()
        }
    }
}

/// Keeps the jobs of `UIActor` until the loop runs them.
package final class UIExecutor: SerialExecutor {
    private struct Waiting {
        var jobs: [UnownedJob] = []
        var thread: pthread_t?
    }

    private let waiting = Mutex(Waiting())
    /// Readable while jobs wait.
    package let descriptor: Int32 = rp_eventfd()

    package func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        waiting.withLock { $0.jobs.append(unowned) }
        _ = rp_eventfd_signal(descriptor)
    }

    package func checkIsolated() {
        precondition(isOnThread, "not on the thread of the user interface")
    }

    package func isIsolatingCurrentContext() -> Bool? { isOnThread }

    fileprivate func takeThread() { waiting.withLock { $0.thread = pthread_self() } }

    private var isOnThread: Bool {
        waiting.withLock { waiting in waiting.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    /// Runs what waits now; what these jobs add waits for the next turn. Returns how many there were.
    package func runJobs() -> Int {
        _ = rp_eventfd_drain(descriptor)
        let jobs = waiting.withLock { waiting in
            defer { waiting.jobs = [] }
            return waiting.jobs
        }
        for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        return jobs.count
    }
}
