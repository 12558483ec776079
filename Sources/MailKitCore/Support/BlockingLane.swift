import Glibc
import Synchronization

/// Where calls that cannot be made not to block run: a thread each, never Swift's pool, which has as many as there are cores.
package enum BlockingLane {
    /// Runs `body` on a thread of its own. It is not stopped when the task is cancelled: the caller stops waiting instead.
    package static func run<R: Sendable>(_ body: @escaping @Sendable () -> R) async -> R {
        await withUnsafeContinuation { continuation in
            start { continuation.resume(returning: body()) }
        }
    }

    private final class Body {
        let call: @Sendable () -> Void
        init(_ call: @escaping @Sendable () -> Void) { self.call = call }
    }

    private static func start(_ call: @escaping @Sendable () -> Void) {
        let body = Unmanaged.passRetained(Body(call))
        var thread = pthread_t()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().call()
                return nil
            }, body.toOpaque())
        pthread_attr_destroy(&attributes)
        if status != 0 {
            // No thread to be had: late is better than never.
            body.takeRetainedValue().call()
        }
    }
}

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
