/// The part of an international label behind `xn--`. Source: RFC 3492, sections 5, 6.1 and 6.2.
package enum Punycode {
    /// Octets of a label, and so scalars of its text.
    static let limit = 63

    private static let base: UInt32 = 36
    private static let low: UInt32 = 1
    private static let high: UInt32 = 26
    private static let skew: UInt32 = 38
    private static let damp: UInt32 = 700

    /// The text; nil for what is too long or no Punycode.
    package static func decode(_ label: some StringProtocol) -> String? {
        let bytes = Array(label.utf8.prefix(limit + 1))
        guard bytes.count <= limit, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        let delimiter = bytes.lastIndex(of: ASCII.minus)
        var output = delimiter.map { bytes[..<$0].map { UInt32(ASCII.lower($0)) } } ?? []
        var code: UInt32 = 128
        var place: UInt32 = 0
        var bias: UInt32 = 72
        var at = delimiter.map { $0 + 1 } ?? 0
        while at < bytes.count {
            let before = place
            guard let value = integer(bytes, &at, from: place, bias: bias) else { return nil }
            place = value
            let count = UInt32(output.count) + 1
            bias = adapted(place - before, count: count, isFirst: before == 0)
            let (sum, overflow) = code.addingReportingOverflow(place / count)
            guard !overflow, sum >= 0x80, Unicode.Scalar(sum) != nil, output.count < limit else { return nil }
            code = sum
            place %= count
            output.insert(code, at: Int(place))
            place += 1
        }
        var text = String.UnicodeScalarView()
        for value in output {
            guard let scalar = Unicode.Scalar(value) else { return nil }
            text.append(scalar)
        }
        return String(text)
    }

    /// What stands behind `xn--` for a text; nil for one that is too long (RFC 3492, section 6.3).
    package static func encode(_ text: some StringProtocol) -> String? {
        let scalars = text.unicodeScalars.prefix(limit + 1).map(\.value)
        guard scalars.count <= limit else { return nil }
        var output = scalars.filter { $0 < 0x80 }.map { UInt8($0) }
        let basic = UInt32(output.count)
        if basic > 0 { output.append(ASCII.minus) }
        var done = basic
        var code: UInt32 = 128
        var delta: UInt32 = 0
        var bias: UInt32 = 72
        // At most 63 scalars, each below 0x110000: nothing here overflows 32 bits.
        while done < scalars.count, let next = scalars.lazy.filter({ $0 >= code }).min() {
            delta += (next - code) * (done + 1)
            code = next
            for scalar in scalars {
                if scalar < code { delta += 1 }
                guard scalar == code else { continue }
                append(delta, bias: bias, to: &output)
                bias = adapted(delta, count: done + 1, isFirst: done == basic)
                delta = 0
                done += 1
            }
            delta += 1
            code += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func append(_ number: UInt32, bias: UInt32, to output: inout [UInt8]) {
        var rest = number
        var position = base
        while true {
            let threshold = position <= bias ? low : min(high, position - bias)
            if rest < threshold { break }
            let span = base - threshold
            output.append(letter(threshold + (rest - threshold) % span))
            rest = (rest - threshold) / span
            position += base
        }
        output.append(letter(rest))
    }

    private static func letter(_ digit: UInt32) -> UInt8 {
        UInt8(truncatingIfNeeded: digit < 26 ? digit + 97 : digit + 22)
    }

    /// A number of variable length, added to `start`.
    private static func integer(_ bytes: [UInt8], _ at: inout Int, from start: UInt32, bias: UInt32) -> UInt32? {
        var result = start
        var weight: UInt32 = 1
        var position = base
        while at < bytes.count, let digit = digit(bytes[at]) {
            at += 1
            let product = digit.multipliedReportingOverflow(by: weight)
            let sum = result.addingReportingOverflow(product.partialValue)
            guard !product.overflow, !sum.overflow else { return nil }
            result = sum.partialValue
            let threshold = position <= bias ? low : min(high, position - bias)
            if digit < threshold { return result }
            let next = weight.multipliedReportingOverflow(by: base - threshold)
            guard !next.overflow else { return nil }
            weight = next.partialValue
            position += base
        }
        return nil
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        if ASCII.isLetter(byte) { return UInt32(ASCII.lower(byte)) - 97 }
        return ASCII.isDigit(byte) ? UInt32(byte) - 48 + 26 : nil
    }

    private static func adapted(_ delta: UInt32, count: UInt32, isFirst: Bool) -> UInt32 {
        var delta = isFirst ? delta / damp : delta / 2
        delta += delta / count
        var k: UInt32 = 0
        while delta > (base - low) * high / 2 {
            delta /= base - low
            k += base
        }
        return k + (base - low + 1) * delta / (delta + skew)
    }
}
