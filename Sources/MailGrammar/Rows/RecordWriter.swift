/// Writes the numbers, texts and lists of a record.
struct RecordWriter {
    var octets: [UInt8]

    init(_ octets: consuming [UInt8]) { self.octets = octets }

    /// LEB128: seven bits an octet, the lowest first.
    mutating func number(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            octets.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        octets.append(UInt8(truncatingIfNeeded: rest))
    }

    /// With its length before it, cut before the character that would not fit.
    mutating func text(_ text: String, _ limit: Int) {
        var text = text
        text.withUTF8 { utf8 in
            var count = utf8.count
            if count > limit {
                count = limit
                while count > 0, utf8[count] & 0xC0 == 0x80 { count &-= 1 }
            }
            number(UInt64(count))
            octets.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[..<count]))
        }
    }

    mutating func addresses(_ addresses: [Address]) {
        number(UInt64(min(addresses.count, RowLimits.addresses)))
        for address in addresses.prefix(RowLimits.addresses) {
            text(address.displayName, RowLimits.addressPart)
            text(address.localPart, RowLimits.addressPart)
            text(address.domain, RowLimits.addressPart)
        }
    }

    /// Of too many the first half is that of the beginning: a thread hangs at its root and at its last messages.
    mutating func references(_ references: [String]) {
        let half = RowLimits.references / 2
        let kept = min(references.count, RowLimits.references)
        number(UInt64(kept))
        for index in 0..<kept {
            let place = references.count > kept && index >= half ? references.count - kept + index : index
            text(references[place], RowLimits.identifier)
        }
    }

    /// Zigzag: the sign is the lowest bit.
    mutating func zone(_ minutes: Int16) {
        let wide = Int64(max(-1_439, min(1_439, minutes)))
        number(UInt64(bitPattern: wide << 1 ^ wide >> 63))
    }

    mutating func structure(_ tree: PartTree) {
        number(UInt64(tree.nodes.count))
        for node in tree.nodes { part(node) }
    }

    private mutating func part(_ node: PartNode) {
        number(UInt64(max(0, min(node.depth, RowLimits.depth))))
        text(node.section, RowLimits.token)
        if let code = PartCodes.code(ofType: node.mediaType, node.subtype) {
            octets.append(code)
        } else {
            octets.append(0)
            text(node.mediaType, RowLimits.token)
            text(node.subtype, RowLimits.token)
        }
        let parameters = node.parameters.filter { $0.name != "boundary" }.prefix(RowLimits.parameters)
        let more = node.dispositionParameters.prefix(RowLimits.parameters)
        let disposition = PartCodes.code(ofDisposition: node.disposition)
        var shape = disposition | PartCodes.code(of: node.encoding) << 2
        if !parameters.isEmpty { shape |= PartCodes.hasParameters }
        if !more.isEmpty { shape |= PartCodes.hasDispositionParameters }
        if !node.contentID.isEmpty { shape |= PartCodes.hasContentID }
        octets.append(shape)
        number(node.size.octets)
        if disposition == PartCodes.otherDisposition { text(node.disposition, RowLimits.token) }
        if !parameters.isEmpty { self.parameters(parameters) }
        if !more.isEmpty { self.parameters(more) }
        if !node.contentID.isEmpty { text(node.contentID, RowLimits.identifier) }
    }

    private mutating func parameters(_ parameters: ArraySlice<MIMEParameter>) {
        number(UInt64(parameters.count))
        for parameter in parameters {
            if let code = PartCodes.code(ofParameter: parameter.name) {
                octets.append(code)
            } else {
                octets.append(0)
                text(parameter.name, RowLimits.token)
            }
            text(parameter.value, RowLimits.value)
        }
    }
}
