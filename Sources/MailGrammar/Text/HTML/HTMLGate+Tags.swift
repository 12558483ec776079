extension HTMLGate {
    /// A new tag; its name was not read yet.
    mutating func begin(isEnd: Bool) {
        self.isEnd = isEnd
        name.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        attributeCount = 0
        isSelfClosing = false
    }

    /// An octet between `<` and `>`.
    mutating func tag(_ byte: UInt8) {
        switch state {
        case .open: open(byte)
        case .tagName:
            if isDelimiter(byte) {
                state = .space
                tag(byte)
            } else if name.count < Self.nameLimit {
                name.append(ASCII.lower(byte))
            }
        case .space: space(byte)
        case .attributeName:
            if isDelimiter(byte) || byte == ASCII.equals {
                state = .afterName
                tag(byte)
            } else if attributeName.count < Self.nameLimit {
                attributeName.append(ASCII.lower(byte))
            }
        case .afterName:
            if byte == ASCII.equals {
                state = .beforeValue
            } else if byte > ASCII.space {
                endAttribute()
                state = .space
                space(byte)
            }
        case .beforeValue:
            switch byte {
            case 0...ASCII.space: break
            case ASCII.quote, UInt8(ascii: "'"): state = .quoted(byte)
            case ASCII.greater: endAttribute(then: byte)
            default:
                state = .unquoted
                tag(byte)
            }
        case .quoted(let quote):
            if byte == quote { endAttribute(then: ASCII.space) } else { put(byte) }
        case .unquoted:
            if byte <= ASCII.space || byte == ASCII.greater { endAttribute(then: byte) } else { put(byte) }
        default: break
        }
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
        byte <= ASCII.space || byte == ASCII.greater || byte == ASCII.slash
    }

    private mutating func open(_ byte: UInt8) {
        switch byte {
        case ASCII.slash where !isOpenEnd: isOpenEnd = true
        case UInt8(ascii: "!") where !isOpenEnd: state = .declaration(dashes: 0)
        case UInt8(ascii: "?") where !isOpenEnd: state = .declaration(dashes: -1)
        case _ where ASCII.isLetter(byte):
            begin(isEnd: isOpenEnd)
            isOpenEnd = false
            state = .tagName
            name.append(ASCII.lower(byte))
        case ASCII.greater where isOpenEnd:
            isOpenEnd = false
            state = .text
        case _ where isOpenEnd:
            isOpenEnd = false
            state = .declaration(dashes: -1)
        default:
            append("&lt;")
            state = .text
            text(byte)
        }
    }

    private mutating func space(_ byte: UInt8) {
        switch byte {
        case 0...ASCII.space: break
        case ASCII.slash: isSelfClosing = true
        case ASCII.greater: endTag()
        default:
            isSelfClosing = false
            attributeName.removeAll(keepingCapacity: true)
            value.removeAll(keepingCapacity: true)
            isValueFull = false
            state = .attributeName
            attributeName.append(ASCII.lower(byte))
        }
    }

    private mutating func put(_ byte: UInt8) {
        // A character that has begun is finished.
        if value.count >= Self.valueLimit && byte & 0xC0 != 0x80 { isValueFull = true }
        guard !isValueFull else { return }
        // As a parser wants it between quotes; a control character would only serve to disguise.
        switch byte {
        case ASCII.quote: value.append(contentsOf: "&quot;".utf8)
        case ASCII.less: value.append(contentsOf: "&lt;".utf8)
        case 0...ASCII.space, 0x7F: value.append(ASCII.space)
        default: value.append(byte)
        }
    }

    private mutating func endAttribute() {
        guard !isEnd, attributeCount < Self.attributeLimit, Self.isKnown(attribute: attributeName) else { return }
        attributeCount &+= 1
        attributes.append(ASCII.space)
        attributes.append(contentsOf: attributeName)
        attributes.append(ASCII.equals)
        attributes.append(ASCII.quote)
        attributes.append(contentsOf: value)
        attributes.append(ASCII.quote)
    }

    private mutating func endAttribute(then byte: UInt8) {
        endAttribute()
        state = .space
        space(byte)
    }

    private mutating func endTag() {
        state = .text
        guard let role = HTMLElement.role(of: name) else { return }
        switch role {
        case .frame, .void: return
        case .raw:
            guard !isEnd else { return }
            rawEnd = Array("</".utf8) + name
            state = .raw(matched: 0)
            return
        default: break
        }
        output.append(ASCII.less)
        if isEnd { output.append(ASCII.slash) }
        output.append(contentsOf: name)
        output.append(contentsOf: attributes)
        if isSelfClosing, !isEnd { output.append(ASCII.slash) }
        output.append(ASCII.greater)
    }

    private static func isKnown(attribute: [UInt8]) -> Bool {
        knownAttributes.contains(attribute)
    }

    private static let knownAttributes = Set(
        [
            "alt", "background", "bgcolor", "border", "class", "color", "colspan", "height", "hidden", "href", "id",
            "role",
            "rowspan", "src", "start", "style", "type", "value", "width",
        ].map { Array($0.utf8) })
}
