/// A set of scripts. Source: UAX 24; UTS 39, section 5.1.
struct ScriptSet: Hashable, Sendable {
    let bits: UInt32

    /// The scripts that a character is used in: several for kana marks and the like, every one for digits.
    static func of(_ scalar: Unicode.Scalar) -> ScriptSet {
        var low = 0
        var high = rows.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if rows[middle] >> 8 <= scalar.value { low = middle } else { high = middle }
        }
        let place = Int(rows[low] & 0xFF)
        return ScriptSet(bits: place < sets.count ? sets[place] : 0)
    }

    /// Whether a word may be one: there is a script, or a usual set of scripts, that has all of its characters.
    ///
    /// Japanese, Korean and Chinese with Latin letters are usual (UTS 39, section 5.2, "highly restrictive").
    static func isUsual(_ text: String) -> Bool {
        var common = every.bits
        let usual = [
            latn.bits | hani.bits | hira.bits | kana.bits, latn.bits | hani.bits | bopo.bits,
            latn.bits | hani.bits | hang.bits,
        ]
        var fits = [true, true, true]
        for scalar in text.unicodeScalars {
            let set = of(scalar).bits
            common &= set
            for index in usual.indices where usual[index] & set == 0 { fits[index] = false }
        }
        return common != 0 || fits.contains(true)
    }
}
