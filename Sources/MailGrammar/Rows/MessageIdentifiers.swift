/// The identifiers of Message-ID, References and In-Reply-To. Source: RFC 5322, section 3.6.4.
package enum MessageIdentifiers {
    /// Those of a field, without their brackets and the white space in them; what stands between them is left out. Of a field
    /// without brackets its first word, where that holds an `@`.
    ///
    /// - Parameter limit: at most so many
    package static func parse(_ field: ArraySlice<UInt8>, limit: Int = 1_000) -> [String] {
        var found: [String] = []
        var current: [UInt8] = []
        var isInside = false
        var bare: [UInt8] = []
        var isBare = true
        for byte in field {
            switch byte {
            case ASCII.less:
                isInside = true
                isBare = false
                current.removeAll(keepingCapacity: true)
            case ASCII.greater where isInside:
                isInside = false
                if !current.isEmpty, found.count < limit { found.append(String(decoding: current, as: UTF8.self)) }
            case 0...ASCII.space:
                if !bare.isEmpty { isBare = false }
            default:
                if isInside {
                    if current.count <= RowLimits.identifier { current.append(byte) }
                } else if isBare, bare.count <= RowLimits.identifier {
                    bare.append(byte)
                }
            }
        }
        if found.isEmpty, bare.contains(ASCII.at), limit > 0 { found.append(String(decoding: bare, as: UTF8.self)) }
        return found
    }
}
