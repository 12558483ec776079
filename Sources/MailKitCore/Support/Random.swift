/// The seam through which every part gets its chance; tests pass a seeded one.
package struct RandomSource: Sendable {
    /// 64 bits that nobody can predict.
    package var next: @Sendable () -> UInt64

    /// Any source.
    package init(next: @escaping @Sendable () -> UInt64) { self.next = next }

    /// The system's, good for nonces and boundaries.
    package static let system = RandomSource {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    /// As many random octets as asked for.
    package func bytes(_ count: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(max(0, count))
        while result.count < count {
            var word = next()
            for _ in 0..<min(8, count - result.count) {
                result.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        return result
    }
}
