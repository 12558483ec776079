import Glibc

/// A thread that runs the jobs of an actor, or of several, one after another.
///
/// - Invariant (`@unchecked Sendable`): `jobs` is touched only under `mutex`; the two pthread objects are made for being
///   shared and never move.
final class LaneThread: SerialExecutor, @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [UnownedJob] = []

    /// Starts the thread, which lives as long as the program.
    init() {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
        let started = DetachedThread.start(stack: DetachedThread.laneStack) { [self] in run() }
        precondition(started, "no thread for a lane")
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
