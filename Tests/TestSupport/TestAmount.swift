import Glibc

/// How much is tried: `scripts/test --full` sets `ROHRPOST_TEST_FULL`, and then it is all.
package enum TestAmount {
    package static let isFull = getenv("ROHRPOST_TEST_FULL") != nil

    /// One of two amounts.
    package static func of<Value>(_ quick: Value, full: Value) -> Value { isFull ? full : quick }

    /// All of them, or each `step`th, the `first`th to begin with: neighbours that begin elsewhere leave nothing out between them.
    package static func some<Value>(_ all: [Value], step: Int, first: Int = 0) -> [Value] {
        guard !isFull, step > 1 else { return all }
        return all.enumerated().filter { $0.offset % step == first % step }.map(\.element)
    }
}
