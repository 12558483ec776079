import Glibc

/// The lane of what computes: MIME, charsets, HTML. One worker, so that neither the network nor the screen ever waits for a
/// large mail, and two large mails do not take both cores.
@globalActor
package actor CPUActor {
    package static let shared = CPUActor()

    private nonisolated let thread = LaneThread()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
}

/// A thread that runs an actor's jobs one after another.
///
/// - Invariant (`@unchecked Sendable`): `jobs` is touched only under `mutex`; the two pthread objects are made for being
///   shared and never move.
private final class LaneThread: SerialExecutor, @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [UnownedJob] = []

    init() {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
        let started = DetachedThread.start(stack: DetachedThread.laneStack) { [self] in run() }
        precondition(started, "no thread for the computing lane")
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pthread_mutex_lock(mutex)
        jobs.append(job)
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }

    private func run() {
        while true {
            pthread_mutex_lock(mutex)
            while jobs.isEmpty { pthread_cond_wait(condition, mutex) }
            var taken: [UnownedJob] = []
            swap(&taken, &jobs)
            pthread_mutex_unlock(mutex)
            for job in taken { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }
}
