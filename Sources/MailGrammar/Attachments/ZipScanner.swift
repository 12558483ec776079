/// Lists a ZIP archive as its octets go by, without going back and without unpacking.
///
/// Reads the headers before the files and the central directory behind them, and tells where the two disagree: programs
/// differ in which they believe. Sizes are believed only to step over a file; where the next header is not where they
/// said, or they are not given (a data descriptor follows), the next signature is searched for.
/// Source: PKWARE, APPNOTE.TXT 6.3.10, section 4.3.
struct ZipScanner: Sendable {
    /// Octets of the file `[Content_Types].xml`, packed, that are kept.
    static let contentTypesLimit = 64 << 10

    private enum State {
        /// Collects the four octets of a signature.
        case signature
        /// Collects the rest of a local header, its 26 octets, then name and extra field.
        case local
        case localNames
        /// The same for a file of the central directory, 42 octets.
        case central
        case centralNames
        /// Steps over a file.
        case data(UInt64)
        /// Looks for the next signature octet by octet; the last four.
        case search(UInt32)
    }

    private var state: State
    private var held: [UInt8] = []
    private var wanted = 4
    private(set) var listing: ArchiveListing
    private var header = Header()
    private var capture: Capture = .none
    /// Sums of the names' hashes and their counts: equal where both directories name the same files.
    private var locals = Tally()
    private var centrals = Tally()
    private var sawEnd = false
    /// What the names say that the archive is.
    private(set) var traits = ZipTraits()

    private struct Tally: Equatable {
        var count: UInt64 = 0
        var sum: UInt64 = 0

        mutating func add(_ hash: UInt64) {
            count &+= 1
            sum &+= hash
        }
    }

    private enum Capture {
        case none
        case running(method: UInt16, [UInt8])
        case done(method: UInt16, [UInt8])
    }

    /// - Parameter isSure: the file begins with a signature; else one is searched for
    init(limits: AttachmentLimits, isSure: Bool) {
        listing = ArchiveListing(limits: limits)
        state = isSure ? .signature : .search(0)
    }

    /// Every file was seen, in both directories alike.
    var isComplete: Bool { sawEnd && locals == centrals && !listing.isCut }
    /// Files of the fuller directory, or of both where they disagree.
    var fileCount: Int {
        listing.isCut ? Int(clamping: max(locals.count, centrals.count)) : listing.count
    }

    /// `[Content_Types].xml` as it is packed, and how: 0 stored, 8 deflated.
    var contentTypes: (method: UInt16, octets: [UInt8])? {
        switch capture {
        case .none: nil
        case .running(let method, let octets), .done(let method, let octets): (method, octets)
        }
    }

    mutating func push(_ bytes: ArraySlice<UInt8>) {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            switch state {
            case .data(let left):
                let here = Int(min(left, UInt64(bytes.endIndex &- at)))
                keep(bytes[at..<(at &+ here)])
                at &+= here
                if left == UInt64(here) { begin(.signature, 4) } else { state = .data(left &- UInt64(here)) }
                if left == UInt64(here) { endCapture() }
            case .search(let last):
                at = search(bytes, from: at, last: last)
            case .signature, .local, .localNames, .central, .centralNames:
                let here = min(wanted &- held.count, bytes.endIndex &- at)
                held.append(contentsOf: bytes[at..<(at &+ max(0, here))])
                at &+= max(0, here)
                if held.count >= wanted { collected() }
            }
        }
    }

    private mutating func begin(_ next: State, _ count: Int) {
        state = next
        wanted = count
        held.removeAll(keepingCapacity: true)
    }

    private mutating func collected() {
        switch state {
        case .signature:
            let word = held.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            if !enter(word) { state = .search(word) }
        case .local:
            header = Header(local: held)
            // A signature in a file's octets, found by searching.
            if !header.isPlausible { return resume() }
            begin(.localNames, header.nameLength &+ header.extraLength)
            if wanted == 0 { resume() }
        case .central:
            header = Header(central: held)
            if !header.isPlausible { return resume() }
            begin(.centralNames, header.nameLength &+ header.extraLength &+ header.commentLength)
        case .localNames:
            locals.add(note())
            startData()
        case .centralNames:
            centrals.add(note())
            begin(.signature, 4)
        case .data, .search:
            break
        }
    }

    private mutating func resume() {
        begin(.search(0), 0)
    }

    /// Goes where a signature leads. False where it is none.
    private mutating func enter(_ word: UInt32) -> Bool {
        switch word {
        case 0x504B_0304: begin(.local, 26)
        case 0x504B_0102: begin(.central, 42)
        case 0x504B_0506:
            sawEnd = true
            resume()
        case 0x504B_0606, 0x504B_0607, 0x504B_0708, 0x504B_0505, 0x504B_0608, 0x504B_3030: resume()
        default: return false
        }
        endCapture()
        return true
    }

    private mutating func search(_ bytes: ArraySlice<UInt8>, from start: Int, last: UInt32) -> Int {
        var word = last
        var at = start
        while at < bytes.endIndex {
            word = word << 8 | UInt32(bytes[at])
            at &+= 1
            guard word >> 16 == 0x504B, word == 0x504B_0304 || word == 0x504B_0102 || word == 0x504B_0506 else {
                continue
            }
            keep(bytes[start..<at])
            _ = enter(word)
            return at
        }
        keep(bytes[start..<at])
        state = .search(word)
        return at
    }

    private mutating func startData() {
        if traits.wantsContentTypes, header.isContentTypes, case .none = capture, !header.isEncrypted {
            capture = .running(method: header.method, [])
        }
        if header.hasDescriptor && header.packed == 0 {
            resume()
        } else if header.packed == 0 {
            begin(.signature, 4)
        } else {
            begin(.data(header.packed), 0)
        }
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        guard case .running(let method, var octets) = capture else { return }
        capture = .none
        octets.append(contentsOf: bytes.prefix(max(0, Self.contentTypesLimit &- octets.count)))
        capture = .running(method: method, octets)
    }

    private mutating func endCapture() {
        if case .running(let method, let octets) = capture { capture = .done(method: method, octets) }
    }

    /// Notes the file whose name and extra field are held; the hash of its name.
    private mutating func note() -> UInt64 {
        let raw = held.prefix(header.nameLength)
        let hash = NameHash(raw).value
        // Behind the last name that is looked at only the flags count.
        if listing.isCut {
            listing.note("", hash: hash, size: 0, isEncrypted: header.isEncrypted)
            return hash
        }
        let extra = Array(held.dropFirst(header.nameLength).prefix(header.extraLength))
        header.readExtra(extra)
        header.isContentTypes = raw.elementsEqual("[Content_Types].xml".utf8)
        let name = header.isUTF8 ? String(decoding: raw, as: UTF8.self) : OldCodePage.text(raw)
        traits.note(name)
        listing.note(name, hash: hash, size: header.unpacked, isEncrypted: header.isEncrypted)
        if let other = header.otherName, other != name {
            traits.note(other)
            listing.note(
                other, hash: NameHash(other.utf8).value, size: header.unpacked, isEncrypted: header.isEncrypted)
        }
        return hash
    }
}

extension ZipScanner {
    /// What both headers of a file say.
    fileprivate struct Header {
        var version: UInt16 = 0
        var flags: UInt16 = 0
        var method: UInt16 = 0
        var packed: UInt64 = 0
        var unpacked: UInt64 = 0
        var nameLength = 0
        var extraLength = 0
        var commentLength = 0
        var isContentTypes = false
        /// From the Unicode path extra field.
        var otherName: String?
        private var hasEncryptionField = false

        init() {}

        /// 26 octets behind the signature (section 4.3.7).
        init(local octets: [UInt8]) {
            self.init(octets, at: 0)
            nameLength = Int(octets.little16(at: 22) ?? 0)
            extraLength = Int(octets.little16(at: 24) ?? 0)
        }

        /// 42 octets behind the signature (section 4.3.12).
        init(central octets: [UInt8]) {
            self.init(octets, at: 2)
            nameLength = Int(octets.little16(at: 24) ?? 0)
            extraLength = Int(octets.little16(at: 26) ?? 0)
            commentLength = Int(octets.little16(at: 28) ?? 0)
        }

        private init(_ octets: [UInt8], at start: Int) {
            version = octets.little16(at: start) ?? 0
            flags = octets.little16(at: start &+ 2) ?? 0
            method = octets.little16(at: start &+ 4) ?? 0
            packed = UInt64(octets.little32(at: start &+ 14) ?? 0)
            unpacked = UInt64(octets.little32(at: start &+ 18) ?? 0)
        }

        /// Versions up to 6.3 and the methods that there are (sections 4.4.3, 4.4.5).
        var isPlausible: Bool { version & 0xFF <= 100 && method <= 99 && nameLength > 0 }
        var hasDescriptor: Bool { flags & 8 != 0 }
        var isUTF8: Bool { flags & 0x800 != 0 }
        /// Any of the ways (sections 4.4.4, 7.2.3): the old, the strong, the hidden directory, AES.
        var isEncrypted: Bool { flags & 0x2041 != 0 || method == 99 || hasEncryptionField }

        /// ZIP64 sizes (4.5.3), the Unicode path (4.6.9), AES (WinZip's 0x9901).
        mutating func readExtra(_ extra: [UInt8]) {
            var at = 0
            while let id = extra.little16(at: at), let length = extra.little16(at: at &+ 2) {
                let start = at &+ 4
                let end = min(start &+ Int(length), extra.count)
                switch id {
                case 0x0001:
                    var place = start
                    for path in [\Header.unpacked, \Header.packed] where self[keyPath: path] == 0xFFFF_FFFF {
                        guard place &+ 8 <= end, let value = extra.little64(at: place) else { break }
                        self[keyPath: path] = value
                        place &+= 8
                    }
                case 0x7075 where end &- start > 5 && extra[start] == 1:
                    otherName = String(decoding: extra[(start &+ 5)..<end], as: UTF8.self)
                case 0x9901: hasEncryptionField = true
                default: break
                }
                at = end
            }
        }
    }
}

/// What the names in a ZIP archive say that the whole is.
struct ZipTraits: Hashable, Sendable {
    private(set) var isOfficeOpen = false
    private(set) var isOpenDocument = false
    private(set) var isJava = false
    private(set) var isAndroid = false
    private(set) var hasMacros = false
    private(set) var wantsContentTypes = true

    mutating func note(_ name: String) {
        let lower = name.lowercased()
        let folder = lower.prefix { $0 != "/" }
        if lower == "[content_types].xml" { isOfficeOpen = true }
        if lower == "mimetype" || lower == "meta-inf/manifest.xml" { isOpenDocument = true }
        if lower == "meta-inf/manifest.mf" { isJava = true }
        if lower == "androidmanifest.xml" { isAndroid = true }
        if lower.hasSuffix("vbaproject.bin") || lower.hasSuffix("vbadata.xml") { hasMacros = true }
        if folder == "xl" && (lower.hasPrefix("xl/macrosheets/") || lower.hasPrefix("xl/dialogsheets/")) {
            hasMacros = true
        }
        if (folder == "basic" || folder == "scripts") && lower.count > folder.count &+ 1 { hasScripts = true }
    }

    /// A folder that has macros in an OpenDocument file; in any other archive it is a folder.
    private var hasScripts = false

    /// The kind that the names make it.
    var kind: ContentKind {
        if isAndroid || isJava && !isOpenDocument { return .jar }
        if isOpenDocument { return .openDocument }
        return isOfficeOpen ? .officeOpen : .zip
    }

    /// Macros of this kind of file.
    var isMacroDocument: Bool {
        switch kind {
        case .officeOpen: hasMacros
        case .openDocument: hasScripts || hasMacros
        default: false
        }
    }
}

/// Names in old archives: UTF-8 where they are, else code page 437 (APPNOTE.TXT, appendix D).
enum OldCodePage {
    static func text(_ bytes: some Collection<UInt8>) -> String {
        if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var scalars = String.UnicodeScalarView()
        for byte in bytes {
            let index = Int(byte) &- 0x80
            scalars.append(index >= 0 && index < high.count ? high[index] : Unicode.Scalar(byte))
        }
        return String(scalars)
    }

    private static let high: [Unicode.Scalar] = Array(
        ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
            + "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}").unicodeScalars)
}
