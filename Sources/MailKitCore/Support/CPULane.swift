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
        var thread = pthread_t()
        let started = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<LaneThread>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(started == 0, "no thread for the computing lane")
        pthread_detach(thread)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pthread_mutex_lock(mutex)
        jobs.append(job)
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }

    private func run() {
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
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
