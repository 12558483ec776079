/// Unpacks a small deflated file in memory, as far as it goes. Source: RFC 1951.
///
/// Never fails: what is broken or beyond the limit is the end.
struct Inflate {
    private let input: [UInt8]
    private let limit: Int
    private var at = 0
    private var bits: UInt32 = 0
    private var bitCount: UInt32 = 0
    private var output: [UInt8] = []

    /// - Parameter limit: octets that come out at most
    static func octets(_ input: [UInt8], limit: Int) -> [UInt8] {
        var machine = Inflate(input: input, limit: max(0, limit))
        while machine.output.count < machine.limit, let isLast = machine.block() {
            if isLast { break }
        }
        return machine.output
    }

    private init(input: [UInt8], limit: Int) {
        self.input = input
        self.limit = limit
    }

    /// Reads a block. True after the last one, nil where it is broken.
    private mutating func block() -> Bool? {
        guard let isLast = take(1), let type = take(2) else { return nil }
        let isGood: Bool
        switch type {
        case 0: isGood = stored()
        case 1: isGood = packed(Self.fixedLengths, Self.fixedDistances)
        case 2:
            guard let (lengths, distances) = tables() else { return nil }
            isGood = packed(lengths, distances)
        default: isGood = false
        }
        return isGood ? isLast == 1 : nil
    }

    private mutating func take(_ count: UInt32) -> Int? {
        while bitCount < count {
            guard at < input.count else { return nil }
            bits |= UInt32(input[at]) << bitCount
            at &+= 1
            bitCount &+= 8
        }
        let value = bits & ((1 << count) &- 1)
        bits >>= count
        bitCount &-= count
        return Int(value)
    }

    private mutating func stored() -> Bool {
        // Whole octets that were taken but not used go back.
        at &-= Int(bitCount / 8)
        bits = 0
        bitCount = 0
        guard let length = input.little16(at: at) else { return false }
        at &+= 4
        guard at <= input.count else { return false }
        let end = min(at &+ Int(length), input.count)
        output.append(contentsOf: input[at..<end].prefix(limit &- output.count))
        at = end
        return true
    }

    private mutating func packed(_ lengths: Code, _ distances: Code) -> Bool {
        while output.count < limit {
            guard let symbol = symbol(lengths) else { return false }
            if symbol < 256 {
                output.append(UInt8(truncatingIfNeeded: symbol))
                continue
            }
            if symbol == 256 { return true }
            guard symbol < 286, let more = take(Self.lengthBits[symbol &- 257]) else { return false }
            let length = Self.lengthBase[symbol &- 257] &+ more
            guard let place = self.symbol(distances), place < 30, let far = take(Self.distanceBits[place]) else {
                return false
            }
            let distance = Self.distanceBase[place] &+ far
            guard distance <= output.count else { return false }
            for _ in 0..<min(length, limit &- output.count) { output.append(output[output.count &- distance]) }
        }
        return true
    }

    private mutating func tables() -> (Code, Code)? {
        guard let literals = take(5), let places = take(5), let codes = take(4) else { return nil }
        var lengths = [UInt8](repeating: 0, count: 19)
        for index in 0..<(codes &+ 4) {
            guard let length = take(3) else { return nil }
            lengths[Self.order[index]] = UInt8(length)
        }
        guard let code = Code(lengths[...]) else { return nil }
        let total = literals &+ 257 &+ places &+ 1
        var all: [UInt8] = []
        while all.count < total {
            guard let symbol = symbol(code) else { return nil }
            var value: UInt8 = 0
            var count = 1
            switch symbol {
            case 16:
                guard let last = all.last, let more = take(2) else { return nil }
                (value, count) = (last, 3 &+ more)
            case 17:
                guard let more = take(3) else { return nil }
                count = 3 &+ more
            case 18:
                guard let more = take(7) else { return nil }
                count = 11 &+ more
            default: value = UInt8(truncatingIfNeeded: symbol)
            }
            guard all.count &+ count <= total else { return nil }
            all.append(contentsOf: repeatElement(value, count: count))
        }
        guard let first = Code(all[..<(literals &+ 257)]), let second = Code(all[(literals &+ 257)...]) else {
            return nil
        }
        return (first, second)
    }

    private mutating func symbol(_ code: Code) -> Int? {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            guard let bit = take(1) else { return nil }
            value |= bit
            let count = code.counts[length]
            if value &- first < count { return code.symbols[index &+ value &- first] }
            index &+= count
            first = (first &+ count) << 1
            value <<= 1
        }
        return nil
    }

    /// A canonical code: how many symbols there are of each length, and the symbols in order.
    private struct Code {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        /// No symbol.
        init(empty: Void) {}

        /// Nil for lengths that give more codes than there are.
        init?(_ lengths: ArraySlice<UInt8>) {
            for length in lengths where length < 16 { counts[Int(length)] &+= 1 }
            counts[0] = 0
            var left = 1
            for length in 1...15 {
                left = left << 1 &- counts[length]
                if left < 0 { return nil }
            }
            for length in UInt8(1)...15 {
                for (symbol, own) in lengths.enumerated() where own == length { symbols.append(symbol) }
            }
        }
    }

    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let lengthBase = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits: [UInt32] = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBase = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145,
        8193, 12289, 16385, 24577,
    ]
    private static let distanceBits: [UInt32] = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let fixedLengths: Code = {
        let lengths = (0..<288).map { UInt8($0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8) }
        return Code(lengths[...]) ?? Code(empty: ())
    }()
    private static let fixedDistances = Code([UInt8](repeating: 5, count: 30)[...]) ?? Code(empty: ())
}
