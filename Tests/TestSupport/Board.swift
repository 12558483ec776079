import MailKitCore
import Synchronization

/// A state that several threads change and a test waits on: for what it expects, never for time to pass.
package final class Board<State: Sendable>: Sendable {
    private struct Inner {
        var state: State
        var waiting: [OneAnswer<Bool>] = []
    }

    private let inner: Mutex<Inner>

    package init(_ state: State) { inner = Mutex(Inner(state: state)) }

    /// Changes the state and lets everybody who waits look again.
    @discardableResult
    package func change<R: Sendable>(_ body: (inout State) -> R) -> R {
        let (result, waiting) = inner.withLock { inner in
            let result = body(&inner.state)
            defer { inner.waiting = [] }
            return (result, inner.waiting)
        }
        for answer in waiting { answer.give(true) }
        return result
    }

    package var now: State { inner.withLock { $0.state } }

    /// Waits until `take` finds in the state what it is looking for; `nil` after three minutes, which a busy machine does not need.
    package func wait<R: Sendable>(_ take: @Sendable (inout State) -> R?) async -> R? {
        let deadline = ContinuousClock.now + .seconds(180)
        while true {
            let answer = OneAnswer<Bool>()
            let taken: R? = inner.withLock { inner in
                if let taken = take(&inner.state) { return taken }
                inner.waiting.append(answer)
                return nil
            }
            if let taken { return taken }
            let alarm = Task {
                try? await Task.sleep(until: deadline, clock: .continuous)
                answer.give(false)
            }
            defer { alarm.cancel() }
            guard await answer.wait(), ContinuousClock.now < deadline else { return nil }
        }
    }
}
