import CPlatform
import Glibc
import Synchronization

/// One thread with a `poll` loop that is the executor of `NetActor`: it runs the actor's jobs and resumes those that wait
/// for a descriptor or a deadline.
///
/// - Invariant (`@unchecked Sendable`): everything but `queue` and `wakeDescriptor` is touched on the reactor's own thread
///   only; `queue` is a mutex; `wakeDescriptor` never changes.
final class Reactor: SerialExecutor, @unchecked Sendable {
    enum Direction { case read, write }

    /// How a wait ended.
    enum Outcome { case ready, timedOut, cancelled, interrupted }

    private enum Work {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
    }

    private struct Waiter {
        let descriptor: Int32
        let direction: Direction?
        let deadline: Deadline
        let continuation: UnsafeContinuation<Outcome, Never>
    }

    /// A wait's name, so that a cancellation from another thread finds it, whether it comes before or after the wait began.
    private typealias WaitName = UInt64

    private struct Queue {
        var work: [Work] = []
        var isAwake = false
    }

    private let queue = Mutex(Queue())
    private let wakeDescriptor: Int32
    private var waiters: [WaitName: Waiter] = [:]
    private var lastName: WaitName = 0
    private var pollSet: [pollfd] = []
    private var pollTokens: [WaitName] = []
    /// A machine may have slept: look at the boot-time clock at least this often.
    private static let longestPollMilliseconds = 5_000

    init() {
        wakeDescriptor = rp_eventfd()
        // A peer that has gone must be an error of `write`, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        let started = DetachedThread.start(stack: DetachedThread.laneStack) { [self] in run() }
        // Without a thread nothing can ever run: the process limit is reached before the program has begun.
        precondition(started && wakeDescriptor >= 0, "no thread or descriptor for the network lane")
    }

    func enqueue(_ job: consuming ExecutorJob) {
        add(.job(UnownedJob(job)))
    }

    private func add(_ work: Work) {
        let mustWake = queue.withLock { queue in
            queue.work.append(work)
            defer { queue.isAwake = true }
            return !queue.isAwake
        }
        if mustWake { rp_eventfd_signal(wakeDescriptor) }
    }

    // MARK: Waiting

    /// Waits until `descriptor` is ready in `direction`, the deadline passes or the task is cancelled.
    /// With `direction` nil only the deadline counts: a sleep.
    @NetActor
    func wait(
        _ descriptor: Int32, _ direction: Direction?, until deadline: Deadline, interruptible: Interrupt? = nil
    ) async -> Outcome {
        if Task.isCancelled { return .cancelled }
        lastName &+= 1
        let name = lastName
        interruptible?.name = name
        defer { interruptible?.name = nil }
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                waiters[name] = Waiter(
                    descriptor: descriptor, direction: direction, deadline: deadline, continuation: continuation)
            }
        } onCancel: {
            add(.call { [self] in end(name, .cancelled) })
        }
    }

    /// Lets a wait end early, so that whoever waits can think again how long to wait.
    @NetActor
    final class Interrupt {
        fileprivate var name: UInt64?
        init() {}

        /// Ends the wait that is on, if one is.
        func callAsFunction() {
            if let name { NetActor.shared.reactor.end(name, .interrupted) }
        }
    }

    private func end(_ name: WaitName, _ outcome: Outcome) {
        waiters.removeValue(forKey: name)?.continuation.resume(returning: outcome)
    }

    // MARK: The loop

    private func run() {
        while true {
            runWork()
            poll()
        }
    }

    private func runWork() {
        while true {
            let work = queue.withLock { queue in
                if queue.work.isEmpty { queue.isAwake = false }
                return exchange(&queue.work, with: [])
            }
            if work.isEmpty { return }
            for item in work {
                switch item {
                case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
                case .call(let call): call()
                }
            }
        }
    }

    private func poll() {
        pollSet.removeAll(keepingCapacity: true)
        pollTokens.removeAll(keepingCapacity: true)
        pollSet.append(pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0))
        var nearest = Deadline.never
        for (name, waiter) in waiters {
            nearest = min(nearest, waiter.deadline)
            guard let direction = waiter.direction else { continue }
            let events = direction == .read ? Int16(POLLIN) : Int16(POLLOUT)
            pollSet.append(pollfd(fd: waiter.descriptor, events: events, revents: 0))
            pollTokens.append(name)
        }
        let timeout = min(nearest.millisecondsLeft, Self.longestPollMilliseconds)
        let ready = Glibc.poll(&pollSet, nfds_t(pollSet.count), Int32(timeout))
        if ready > 0 {
            if pollSet[0].revents != 0 { rp_eventfd_drain(wakeDescriptor) }
            for (index, name) in pollTokens.enumerated() where pollSet[index + 1].revents != 0 { end(name, .ready) }
        }
        if nearest <= Deadline.now {
            let now = Deadline.now
            for name in waiters.filter({ $0.value.deadline <= now }).keys { end(name, .timedOut) }
        }
    }
}

private func exchange<T>(_ value: inout T, with replacement: T) -> T {
    var result = replacement
    swap(&value, &result)
    return result
}
