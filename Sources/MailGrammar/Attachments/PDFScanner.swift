/// Finds what is active in a PDF, in its octets as they stand: scripts, programs to launch, files inside.
///
/// Names are compared with `#` escapes undone (ISO 32000-1, 7.3.5). What lies in compressed object streams is not seen.
/// A file inside an invoice (PDF/A-3, ZUGFeRD) says what it is to the invoice and does not count.
struct PDFScanner: Sendable {
    private static let nameLimit = 32

    private var name: [UInt8] = []
    private var isInName = false
    /// `#` and perhaps one digit behind it.
    private var escape: [UInt8] = []
    /// A name that only counts with a value behind it: `/JS (…)`.
    private var awaitsValue = false
    /// A script was found, or a program to launch; whatever follows.
    private(set) var hasScript = false
    private var hasFile = false
    private var hasRelationship = false
    /// Needs a password, or is marked so that it may not be changed.
    private(set) var isEncrypted = false

    /// Something active was found.
    var isActive: Bool { hasScript || hasFile && !hasRelationship }

    mutating func push(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes { step(byte) }
    }

    mutating func finish() { endName(0x20) }

    @inline(__always)
    private mutating func step(_ byte: UInt8) {
        if isInName {
            collect(byte)
        } else if byte == ASCII.slash {
            isInName = true
            awaitsValue = false
        } else if awaitsValue {
            value(byte)
        }
    }

    private mutating func collect(_ byte: UInt8) {
        switch byte {
        case 0x00, 0x09, 0x0A, 0x0C, 0x0D, 0x20, 0x28, 0x29, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B, 0x7D, 0x2F, 0x25:
            endName(byte)
        default:
            if name.count >= Self.nameLimit {
                // Longer than any name that matters: over, whatever follows.
                name.removeAll(keepingCapacity: true)
                escape.removeAll(keepingCapacity: true)
                isInName = false
            } else {
                unescape(byte)
            }
        }
    }

    private mutating func unescape(_ byte: UInt8) {
        if escape.isEmpty {
            if byte == UInt8(ascii: "#") { escape.append(byte) } else { name.append(byte) }
            return
        }
        escape.append(byte)
        guard escape.count == 3 else { return }
        if let high = HexDigit.value(escape[1]), let low = HexDigit.value(escape[2]) {
            name.append(high << 4 | low)
        } else {
            name += escape
        }
        escape.removeAll(keepingCapacity: true)
    }

    private mutating func endName(_ byte: UInt8) {
        guard isInName else { return }
        name += escape
        escape.removeAll(keepingCapacity: true)
        isInName = byte == ASCII.slash
        switch name.count {
        case 2: awaitsValue = name.elementsEqual("JS".utf8)
        case 6: hasScript = hasScript || name.elementsEqual("Launch".utf8)
        case 7: isEncrypted = isEncrypted || name.elementsEqual("Encrypt".utf8)
        case 9: hasScript = hasScript || name.elementsEqual("RichMedia".utf8)
        case 10: hasScript = hasScript || name.elementsEqual("JavaScript".utf8)
        case 12: hasFile = hasFile || name.elementsEqual("EmbeddedFile".utf8)
        case 14: hasRelationship = hasRelationship || name.elementsEqual("AFRelationship".utf8)
        default: break
        }
        name.removeAll(keepingCapacity: true)
        if awaitsValue { value(byte) }
    }

    /// Behind `/JS`: a string, a stream's number, or white space before them. Chance octets have neither.
    private mutating func value(_ byte: UInt8) {
        switch byte {
        case 0x09, 0x0A, 0x0D, 0x20: return
        case 0x28, 0x3C, 0x30...0x39: hasScript = true
        default: break
        }
        awaitsValue = false
    }
}

/// Finds objects in an RTF file: `\objdata`, `\objupdate` and the like are how documents carry programs.
struct RTFScanner: Sendable {
    private var word: [UInt8] = []
    private var isInWord = false
    /// An object was found.
    private(set) var isActive = false

    mutating func push(_ bytes: ArraySlice<UInt8>) {
        if isActive { return }
        for byte in bytes {
            if isInWord, ASCII.isLetter(byte), word.count < 16 {
                word.append(byte)
                continue
            }
            if isInWord { endWord() }
            isInWord = byte == ASCII.backslash
        }
    }

    mutating func finish() { endWord() }

    private mutating func endWord() {
        if word.count > 5, word.starts(with: "obj".utf8),
            ["objdata", "objupdate", "objautlink", "objocx", "objlink", "objemb", "objhtml"].contains(
                where: { word.elementsEqual($0.utf8) })
        {
            isActive = true
        }
        word.removeAll(keepingCapacity: true)
        isInWord = false
    }
}
