/// The ASCII form of labels in other scripts. RFC 3492.
enum Punycode {
    /// `mnchen-3ya` (what stands behind `xn--`) as scalars; `nil` where it is none. At most 63 octets are read.
    static func decode(_ label: some Collection<UInt8>) -> [Unicode.Scalar]? {
        let bytes = Array(label)
        guard bytes.count <= 63 else { return nil }
        let dash = bytes.lastIndex(of: ASCII.minus)
        var output = bytes[..<(dash ?? 0)].map { Unicode.Scalar(ASCII.lower($0)) }
        var rest = bytes[(dash.map { $0 + 1 } ?? 0)...]
        var (code, index, bias) = (UInt32(128), UInt32(0), UInt32(72))
        while !rest.isEmpty {
            let before = index
            var (weight, step) = (UInt32(1), UInt32(36))
            while true {
                guard let byte = rest.popFirst(), let digit = digit(byte) else { return nil }
                let (add, overflow) = digit.multipliedReportingOverflow(by: weight)
                let (sum, carry) = index.addingReportingOverflow(add)
                guard !overflow, !carry else { return nil }
                index = sum
                let threshold = step <= bias ? 1 : step >= bias + 26 ? 26 : step - bias
                if digit < threshold { break }
                let (next, tooLarge) = weight.multipliedReportingOverflow(by: 36 - threshold)
                guard !tooLarge else { return nil }
                weight = next
                step += 36
            }
            let count = UInt32(output.count) + 1
            bias = adapt(index &- before, count, isFirst: before == 0)
            let (sum, overflow) = code.addingReportingOverflow(index / count)
            guard !overflow, let scalar = Unicode.Scalar(sum) else { return nil }
            code = sum
            index %= count
            output.insert(scalar, at: Int(index))
            index += 1
        }
        return output
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        if ASCII.isDigit(byte) { return UInt32(byte) - 22 }
        return ASCII.isLetter(byte) ? UInt32(byte | 0x20) - 97 : nil
    }

    private static func adapt(_ delta: UInt32, _ count: UInt32, isFirst: Bool) -> UInt32 {
        var delta = isFirst ? delta / 700 : delta / 2
        delta = delta &+ delta / count
        var bias: UInt32 = 0
        while delta > 455 {
            delta /= 35
            bias += 36
        }
        return bias + 36 * delta / (delta + 38)
    }
}
