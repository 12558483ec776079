/// What characters are taken for at a glance. Source: UTS 39, section 4; marks and case are left out.
enum Confusables {
    /// A text in which all that looks alike is the same: `раураl` in Cyrillic and `paypal` have one skeleton.
    ///
    /// For ASCII it follows the same data: `rn` is `m`, `1` and a capital `I` are `l`, `0` is `o`.
    static func skeleton(_ text: some Sequence<Unicode.Scalar>) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(text.underestimatedCount)
        for scalar in text {
            if scalar == "I" || scalar == "|" {
                result.append(UInt32(UInt8(ascii: "l")))
            } else if scalar.value >= 0x41 && scalar.value <= 0x5A {
                // Capital letters have the skeleton of the small ones: a domain has no case.
                append(scalar.value | 0x20, to: &result)
            } else if scalar.value < 0x80 || !isOverlooked(scalar) {
                append(scalar.value, to: &result)
            }
        }
        return result
    }

    private static func append(_ value: UInt32, to result: inout [UInt32]) {
        guard let row = row(of: value) else { return result.append(value) }
        result.append(UInt32(truncatingIfNeeded: row >> 21) & 0x1F_FFFF)
        let second = UInt32(truncatingIfNeeded: row) & 0x1F_FFFF
        if second != 0 { result.append(second) }
    }

    /// Marks over and under letters, and what has no shape at all.
    private static func isOverlooked(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
    }

    private static func row(of value: UInt32) -> UInt64? {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            let scalar = UInt32(truncatingIfNeeded: rows[middle] >> 42)
            if scalar == value { return rows[middle] }
            if scalar < value { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}
