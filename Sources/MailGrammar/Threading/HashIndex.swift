/// Finds where a 64-bit value stands in an array that its owner keeps: four octets a slot, at most three of four in use.
///
/// The owner passes the same array each time; a place must hold its value as long as it is known here.
struct HashIndex: Sendable {
    private var slots: [Int32] = []
    private var shift: UInt64 = 64
    private(set) var count = 0

    /// -1 where it is not known.
    func place(of value: UInt64, in values: [UInt64]) -> Int32 {
        guard count > 0 else { return -1 }
        var slot = home(of: value)
        while slots[slot] >= 0 {
            if values[Int(slots[slot])] == value { return slots[slot] }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        return -1
    }

    /// Makes the place of a new value known.
    mutating func insert(_ place: Int32, in values: [UInt64]) {
        if (count + 1) * 4 > slots.count * 3 { grow(values) }
        put(place, values)
        count += 1
    }

    /// Forgets a value; the array still has it.
    mutating func remove(_ value: UInt64, in values: [UInt64]) {
        guard count > 0 else { return }
        let mask = slots.count &- 1
        var gap = home(of: value)
        while slots[gap] >= 0, values[Int(slots[gap])] != value { gap = (gap &+ 1) & mask }
        guard slots[gap] >= 0 else { return }
        // What stands behind it moves up, where that is not before its home.
        var next = (gap &+ 1) & mask
        while slots[next] >= 0 {
            let home = home(of: values[Int(slots[next])])
            if (next &- home) & mask >= (next &- gap) & mask {
                slots[gap] = slots[next]
                gap = next
            }
            next = (next &+ 1) & mask
        }
        slots[gap] = -1
        count -= 1
    }

    mutating func removeAll() { self = HashIndex() }

    private func home(of value: UInt64) -> Int { Int(truncatingIfNeeded: (value &* 0x9E37_79B9_7F4A_7C15) >> shift) }

    private mutating func put(_ place: Int32, _ values: [UInt64]) {
        var slot = home(of: values[Int(place)])
        while slots[slot] >= 0 { slot = (slot &+ 1) & (slots.count &- 1) }
        slots[slot] = place
    }

    private mutating func grow(_ values: [UInt64]) {
        let old = slots
        slots = [Int32](repeating: -1, count: max(16, old.count * 2))
        shift = UInt64(64 - slots.count.trailingZeroBitCount)
        for place in old where place >= 0 { put(place, values) }
    }
}
