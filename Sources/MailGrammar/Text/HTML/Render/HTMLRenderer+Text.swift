extension HTMLRenderer {
    /// Text as the parser tells it: UTF-8, character references decoded.
    package mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        let top = stack.last
        if top?.isDropped == true { return }
        if let top, top.isHidden {
            hide(Self.visibleCount(bytes))
            return
        }
        write(bytes, keepsSpace: top?.keepsSpace ?? false)
    }

    /// Characters that one would see.
    private static func visibleCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var (at, count) = (0, 0)
        while at < bytes.count {
            if bytes[at] < 0x80 {
                if bytes[at] > ASCII.space && bytes[at] < 0x7F { count &+= 1 }
                at &+= 1
                continue
            }
            let (value, length) = VisibleScalar.decode(bytes, at: at)
            if let value, case .shown = VisibleScalar(value) { count &+= 1 }
            at &+= length
        }
        return count
    }

    /// The same for a whole String.
    package mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { self.text($0) }
    }

    mutating func write(_ bytes: UnsafeBufferPointer<UInt8>, keepsSpace: Bool) {
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte > ASCII.space && byte < 0x7F {
                let start = at
                repeat { at &+= 1 } while at < bytes.count && bytes[at] > ASCII.space && bytes[at] < 0x7F
                put(UnsafeBufferPointer(rebasing: bytes[start..<at]), length: at &- start)
            } else if byte < 0x80 {
                at &+= 1
                whiteSpace(byte, keepsSpace: keepsSpace)
            } else {
                let (value, length) = VisibleScalar.decode(bytes, at: at)
                if let value { put(value, UnsafeBufferPointer(rebasing: bytes[at..<(at &+ length)])) }
                at &+= length
            }
        }
    }

    private mutating func whiteSpace(_ byte: UInt8, keepsSpace: Bool) {
        let isSpace = byte == ASCII.space || byte &- 9 < 5
        guard isSpace else { return }
        guard keepsSpace else {
            writer.space()
            links.words.addSpace()
            return
        }
        if byte == ASCII.lf {
            if !isAfterPre { writer.addBreak(keepsAll: true) }
        } else if byte != ASCII.cr {
            writer.putSpace(byte == ASCII.tab ? ASCII.tab : ASCII.space)
        }
        isAfterPre = false
    }

    private mutating func put(_ value: UInt32, _ bytes: UnsafeBufferPointer<UInt8>) {
        switch VisibleScalar(value) {
        case .shown: put(bytes, length: 1)
        case .dropped: break
        case .space: writer.space()
        case .hardSpace:
            writer.hardSpace()
            links.words.addSpace()
        case .windows:
            let scalar = BuiltInCharset.windows1252.scalar(UInt8(truncatingIfNeeded: value))
            guard scalar.value > 0x9F else { return }
            var text = String(Character(scalar))
            text.withUTF8 { put($0, length: 1) }
        }
    }

    private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>, length: Int) {
        isAfterPre = false
        if draft != nil {
            draft?.characters &+= length
            if draft?.canBeData == false { leaveTable() }
        }
        writer.put(bytes, length: length)
        links.words.append(bytes)
    }
}
