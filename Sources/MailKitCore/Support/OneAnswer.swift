import Synchronization

/// A value given once, by whoever comes first, and waited for by one task.
package final class OneAnswer<Value: Sendable>: Sendable {
    private enum State {
        case open
        case waiting(UnsafeContinuation<Value, Never>)
        case given(Value)
        case done
    }

    private let state = Mutex(State.open)

    package init() {}

    /// The first value wins; later ones are dropped.
    package func give(_ value: Value) {
        let waiting: UnsafeContinuation<Value, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .given(value)
                return nil
            case .waiting(let continuation):
                state = .done
                return continuation
            case .given, .done:
                return nil
            }
        }
        waiting?.resume(returning: value)
    }

    /// Waits for the value. To be called once.
    package func wait() async -> Value {
        await withUnsafeContinuation { continuation in
            let given: Value? = state.withLock { state in
                if case .given(let value) = state {
                    state = .done
                    return value
                }
                state = .waiting(continuation)
                return nil
            }
            if let given { continuation.resume(returning: given) }
        }
    }
}
