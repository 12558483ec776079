extension ContentKind {
    /// Octets from the beginning that are looked at.
    static let headLimit = 1024

    /// What a file that begins so is; nil where the beginning tells nothing.
    /// - Parameter head: the first ``headLimit`` octets, or the whole file where it is shorter
    init?(head: [UInt8]) {
        if let row = Self.signatures.first(where: { head.begins(with: $0.octets) }) {
            self = row.kind
        } else if let kind = Self.program(head) ?? Self.riff(head) ?? Self.tape(head) ?? Self.markup(head) {
            self = kind
        } else if head.find("%PDF-") != nil {
            // Readers take a PDF whose first line comes late.
            self = .pdf
        } else if let kind = Self.text(head) {
            self = kind
        } else {
            return nil
        }
    }

    /// First octets that are a file's kind by themselves.
    private static let signatures: [(octets: [UInt8], kind: ContentKind)] = [
        ([0x7F, 0x45, 0x4C, 0x46], .elf),
        ([0xFE, 0xED, 0xFA, 0xCE], .machO), ([0xFE, 0xED, 0xFA, 0xCF], .machO),
        ([0xCE, 0xFA, 0xED, 0xFE], .machO), ([0xCF, 0xFA, 0xED, 0xFE], .machO),
        (Array("dex\n".utf8), .dex), ([0x00, 0x61, 0x73, 0x6D], .webAssembly),
        (Array("!<arch>\ndebian".utf8), .deb), ([0xED, 0xAB, 0xEE, 0xDB], .rpm), (Array("xar!".utf8), .xar),
        (Array("#!/".utf8), .shebang), (Array("#! /".utf8), .shebang),
        (Array("Windows Registry Editor".utf8), .registry), (Array("REGEDIT4".utf8), .registry),
        ([0xFF, 0xFE, 0x57, 0, 0x69, 0, 0x6E, 0, 0x64, 0, 0x6F, 0, 0x77, 0, 0x73, 0, 0x20, 0, 0x52, 0], .registry),
        ([0x4C, 0, 0, 0, 0x01, 0x14, 0x02, 0], .link),
        (Array("[InternetShortcut]".utf8), .internetShortcut), (Array("ITSF".utf8), .compiledHelp),
        (Array("vhdxfile".utf8), .diskImage), (Array("conectix".utf8), .diskImage),
        (Array("MSWIM\0\0\0".utf8), .diskImage), (Array("KDMV".utf8), .diskImage),
        ([0xE4, 0x52, 0x5C, 0x7B, 0x8C, 0xD8, 0xA7, 0x4D], .oneNote), ([0x78, 0x9F, 0x3E, 0x22], .tnef),
        ([0x50, 0x4B, 0x03, 0x04], .zip), ([0x50, 0x4B, 0x05, 0x06], .zip), ([0x50, 0x4B, 0x07, 0x08], .zip),
        ([0x1F, 0x8B], .gzip), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz),
        ([0x28, 0xB5, 0x2F, 0xFD], .zstandard), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
        ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], .rar), (Array("MSCF\0\0\0\0".utf8), .cabinet),
        ([0x60, 0xEA], .arj),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .compound),
        (Array("%PDF-".utf8), .pdf), (Array("{\\rt".utf8), .rtf), (Array("%!PS".utf8), .postScript),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .picture), ([0xFF, 0xD8, 0xFF], .picture),
        (Array("GIF87a".utf8), .picture), (Array("GIF89a".utf8), .picture),
        ([0x49, 0x49, 0x2A, 0], .picture), ([0x4D, 0x4D, 0, 0x2A], .picture), ([0, 0, 1, 0], .picture),
        ([0xFF, 0x0A], .picture),
        (Array("ID3".utf8), .media), (Array("OggS".utf8), .media), (Array("fLaC".utf8), .media),
        (Array("#!AMR".utf8), .media), ([0x1A, 0x45, 0xDF, 0xA3], .media), ([0, 0, 1, 0xBA], .media),
    ]

    /// `MZ` with what a program has behind it; a text may begin with these letters too. A class file and a Mach-O for
    /// several processors begin alike: the one has a version there, the other a small count. bzip2 and Flash begin with
    /// letters as well.
    private static func program(_ head: [UInt8]) -> ContentKind? {
        if head.begins(with: [0xCA, 0xFE, 0xBA, 0xBE]), head.count >= 8 {
            return head[4] == 0 && head[5] == 0 && head[6] == 0 && head[7] < 40 ? .machO : .javaClass
        }
        if head.count >= 10, head.begins(with: Array("BZh".utf8)), head[4] == 0x31 && head[5] == 0x41 { return .bzip2 }
        let isFlash = ["FWS", "CWS", "ZWS"].contains { head.begins(with: Array($0.utf8)) }
        if isFlash, head.count >= 8, head[3] < 0x40, head[4..<8].contains(0) { return .flash }
        guard head.begins(with: [0x4D, 0x5A]) || head.begins(with: [0x5A, 0x4D]) else { return nil }
        if head.prefix(64).contains(0) { return .pe }
        let place = Int(head.little32(at: 0x3C) ?? 0)
        return place < head.count && head[place...].prefix(2).elementsEqual([0x50, 0x45]) ? .pe : nil
    }

    private static func riff(_ head: [UInt8]) -> ContentKind? {
        if head.begins(with: Array("RIFF".utf8)), head.count >= 12 {
            return head[8..<12].elementsEqual("WEBP".utf8) ? .picture : .media
        }
        if head.count >= 12, head[4..<8].elementsEqual("ftyp".utf8) {
            let brand = head[8..<12]
            let isPicture = ["heic", "heix", "mif1", "avif", "msf1"].contains { brand.elementsEqual($0.utf8) }
            return isPicture ? .picture : .media
        }
        if head.begins(with: [0x42, 0x4D]), head.count >= 26, head[6..<10].allSatisfy({ $0 == 0 }) { return .picture }
        return nil
    }

    /// What has its mark behind the beginning.
    private static func tape(_ head: [UInt8]) -> ContentKind? {
        if head.count >= 262, head[257..<262].elementsEqual("ustar".utf8) { return .tar }
        if head.count >= 14, head[7..<14].elementsEqual("**ACE**".utf8) { return .ace }
        if head.count >= 7, head[2..<5].elementsEqual("-lh".utf8), head[6] == UInt8(ascii: "-") { return .lha }
        if head.count >= 512, TarScanner.isHeader(head[..<512]) { return .tar }
        return nil
    }

    /// HTML and SVG behind a byte order mark, white space, comments and an XML declaration; UTF-16 too.
    private static func markup(_ head: [UInt8]) -> ContentKind? {
        let text = head.readable
        var at = 0
        while at < text.count {
            if text[at] <= 0x20 {
                at &+= 1
            } else if text[at...].starts(with: "<!--".utf8) {
                guard let end = text.find("-->", from: at &+ 4) else { return nil }
                at = end &+ 3
            } else if text[at...].starts(with: "<?".utf8) {
                guard let end = text.find("?>", from: at &+ 2) else { return nil }
                at = end &+ 2
            } else {
                break
            }
        }
        let rest = text[at...].prefix(64).map(ASCII.lower)
        if rest.starts(with: "<!doctype svg".utf8) || rest.starts(with: "<svg".utf8) { return .svg }
        return openings.contains { rest.starts(with: $0) } ? .html : nil
    }

    private static let openings: [[UInt8]] = [
        "<!doctype html", "<html", "<head", "<body", "<script", "<title", "<meta", "<table", "<style", "<iframe",
        "<form", "<div", "<br", "<font", "<center", "<base", "<a ", "<h1", "<p>",
    ].map { Array($0.utf8) }

    /// No control characters but those of a text: ASCII, UTF-8 and the like.
    private static func text(_ head: [UInt8]) -> ContentKind? {
        guard !head.isEmpty else { return nil }
        let isText = head.readable.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x08...0x0D).contains($0) || $0 == 0x1B }
        return isText ? .text : nil
    }
}

extension [UInt8] {
    /// Whether it begins with some octets.
    func begins(with octets: [UInt8]) -> Bool { starts(with: octets) }

    /// Without a byte order mark; of UTF-16 (by its mark) only the octets that are not zero.
    fileprivate var readable: [UInt8] {
        if begins(with: [0xEF, 0xBB, 0xBF]) { return Array(dropFirst(3)) }
        if begins(with: [0xFF, 0xFE]) || begins(with: [0xFE, 0xFF]) { return dropFirst(2).filter { $0 != 0 } }
        return self
    }

    /// The offset where ASCII text stands first; quadratic only in its own few characters.
    func find(_ text: String, from start: Int = 0) -> Int? {
        let wanted = Array(text.utf8)
        guard start >= 0, wanted.count > 0, count >= wanted.count else { return nil }
        var at = start
        while at <= count &- wanted.count {
            if self[at] == wanted[0], self[at..<(at &+ wanted.count)].elementsEqual(wanted) { return at }
            at &+= 1
        }
        return nil
    }

    /// Two octets, the low one first; nil beyond the end.
    func little16(at offset: Int) -> UInt16? {
        guard offset >= 0, count >= 2, offset <= count &- 2 else { return nil }
        return UInt16(self[offset]) | UInt16(self[offset &+ 1]) << 8
    }

    /// Four octets, the low one first; nil beyond the end.
    func little32(at offset: Int) -> UInt32? {
        guard let low = little16(at: offset), let high = little16(at: offset &+ 2) else { return nil }
        return UInt32(low) | UInt32(high) << 16
    }

    /// Eight octets, the low one first; nil beyond the end.
    func little64(at offset: Int) -> UInt64? {
        guard let low = little32(at: offset), let high = little32(at: offset &+ 4) else { return nil }
        return UInt64(low) | UInt64(high) << 32
    }
}
