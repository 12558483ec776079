/// How many cells a scalar takes, from the Unicode files (see `scripts/docs`).
///
/// East Asian Width `W` and `F` take two cells, everything else that is seen takes one; *ambiguous* is one. The rows
/// lie in `WidthTable.swift`.
enum WidthTable {
    /// What a scalar means for a terminal; the raw values are those of the rows.
    enum Class: UInt8, Sendable {
        /// One cell.
        case narrow = 0
        /// Two cells.
        case wide = 1
        /// No cell of its own: a combining mark, or a Hangul vowel or final.
        case mark = 2
        /// Never sent: controls, format characters, variation selectors, other ignorable scalars.
        case dropped = 3
        /// Unassigned, private or a noncharacter: terminals disagree, so U+FFFD stands for it.
        case unknown = 4
        /// One cell, and a ZWJ after it joins an emoji.
        case pictograph = 5
        /// Two cells, and a ZWJ after it joins an emoji.
        case widePictograph = 6
    }

    /// The class of one scalar: one comparison for printable ASCII, else a binary search of some eleven steps.
    static func classOf(_ scalar: Unicode.Scalar) -> Class {
        let value = scalar.value
        if value &- 0x20 < 0x5F { return .narrow }
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low &+ high) / 2
            if rows[middle] >> 3 <= value { low = middle &+ 1 } else { high = middle }
        }
        guard low > 0 else { return .unknown }
        return Class(rawValue: UInt8(truncatingIfNeeded: rows[low &- 1] & 7)) ?? .unknown
    }
}
