/// Sizes as people write them: `5MB`, `500k`, `2,5MB`.
package enum SearchSize {
    /// Octets. Units are those of the screen, 1000 octets to the kB; `KiB`, `MiB` and `GiB` are of 1024. Without a unit it is octets.
    /// `nil` for anything else, and for what 64 bits do not hold.
    package static func octets(_ text: String) -> UInt64? {
        var whole: UInt64 = 0
        var fraction: UInt64 = 0
        var scale: UInt64 = 1
        var digits = 0
        var isFraction = false
        var unit: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39 where unit.isEmpty:
                digits &+= 1
                if isFraction {
                    // What a byte's share is too small for is left out.
                    guard scale < 1_000_000 else { continue }
                    fraction = fraction &* 10 &+ UInt64(byte &- 0x30)
                    scale &*= 10
                } else {
                    let (tens, isTooMany) = whole.multipliedReportingOverflow(by: 10)
                    let (sum, isTooLarge) = tens.addingReportingOverflow(UInt64(byte &- 0x30))
                    guard !isTooMany, !isTooLarge else { return nil }
                    whole = sum
                }
            case ASCII.dot, ASCII.comma:
                guard !isFraction, digits > 0, unit.isEmpty else { return nil }
                isFraction = true
            default:
                guard digits > 0, unit.count < 5 else { return nil }
                unit.append(ASCII.lower(byte))
            }
        }
        guard digits > 0, let factor = factor(unit), !isFraction || factor > 1 else { return nil }
        let (octets, isTooLarge) = whole.multipliedReportingOverflow(by: factor)
        // Both factors are below 2^30 and 2^20.
        let (sum, isTooMuch) = octets.addingReportingOverflow(fraction &* factor / scale)
        return isTooLarge || isTooMuch ? nil : sum
    }

    /// As it is read again, in the largest unit that gives a whole number.
    package static func text(_ octets: UInt64) -> String {
        for (factor, unit) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")] as [(UInt64, String)]
        where octets > 0 && octets % factor == 0 {
            return "\(octets / factor)\(unit)"
        }
        return String(octets)
    }

    private static func factor(_ unit: [UInt8]) -> UInt64? {
        switch String(decoding: unit, as: UTF8.self) {
        case "", "b", "byte", "bytes": 1
        case "k", "kb": 1000
        case "m", "mb": 1_000_000
        case "g", "gb": 1_000_000_000
        case "kib": 1 << 10
        case "mib": 1 << 20
        case "gib": 1 << 30
        default: nil
        }
    }
}
