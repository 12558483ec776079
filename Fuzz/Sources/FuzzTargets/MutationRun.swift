/// Changes seeds at random and gives them to a target: what `swift test` does for a bounded number of inputs.
/// The engine behind scripts/fuzz is the better searcher; this one needs no instrumentation.
package struct MutationRun {
    let target: FuzzTarget
    private var random: SeededNumbers

    package init(_ target: FuzzTarget, seed: UInt64) {
        self.target = target
        random = SeededNumbers(seed: seed)
    }

    /// The first input that broke an invariant, with what was broken; `nil` after `count` inputs without any.
    package mutating func firstFailure(among count: Int) -> (input: [UInt8], broken: String)? {
        for seed in target.seeds {
            if let broken = target.check(seed) { return (seed, broken) }
        }
        for _ in 0..<count {
            let input = nextInput()
            if let broken = target.check(input) { return (input, broken) }
        }
        return nil
    }

    private mutating func nextInput() -> [UInt8] {
        guard !target.seeds.isEmpty else { return (0..<random.below(64)).map { _ in random.byte() } }
        var input = target.seeds[random.below(target.seeds.count)]
        for _ in 0...random.below(6) { mutate(&input) }
        return input
    }

    private mutating func mutate(_ input: inout [UInt8]) {
        let place = random.below(input.count + 1)
        switch random.below(8) {
        case 0 where place < input.count: input[place] ^= 1 << UInt8(random.below(8))
        case 1 where place < input.count: input[place] = random.byte()
        case 2: input.insert(random.byte(), at: place)
        case 3:
            let end = min(input.count, place + random.below(20))
            input.removeSubrange(place..<end)
        case 4:
            let end = min(input.count, place + random.below(60))
            let copy = Array(input[place..<end])
            for _ in 0...random.below(3) { input.insert(contentsOf: copy, at: place) }
        case 5 where !target.words.isEmpty:
            input.insert(contentsOf: target.words[random.below(target.words.count)].utf8, at: place)
        case 6:
            let other = target.seeds[random.below(target.seeds.count)]
            input = Array(input[..<place]) + other[random.below(other.count + 1)...]
        default: input.append(random.byte())
        }
        if input.count > 8_192 { input.removeLast(input.count - 8_192) }
    }
}

/// The same numbers for the same seed (SplitMix64).
struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// 0 to `limit` - 1; 0 for a limit of 0.
    mutating func below(_ limit: Int) -> Int { limit > 0 ? Int(next() % UInt64(limit)) : 0 }
    mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }
}
