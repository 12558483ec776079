/// Reads the directory of a compound file (Word, Excel and PowerPoint of old, Outlook messages, installers) as it goes by.
///
/// Directory entries are 128 octets and lie on multiples of 128, wherever the directory's sectors are; so each such
/// piece that has the shape of an entry is one. No chain of sectors is followed, none can be endless.
/// Source: [MS-CFB], section 2.6.
struct CompoundScanner: Sendable {
    /// Octets of an entry.
    static let entrySize = 128

    private var held: [UInt8] = []
    private(set) var hasMacros = false
    private(set) var isEncrypted = false
    private(set) var isMessage = false
    private(set) var isInstaller = false
    /// Programs packed into the document (`Ole10Native`).
    private(set) var hasPackage = false

    init() { held.reserveCapacity(Self.entrySize) }

    mutating func push(_ bytes: ArraySlice<UInt8>) {
        var at = bytes.startIndex
        if !held.isEmpty {
            let here = min(Self.entrySize &- held.count, bytes.count)
            held.append(contentsOf: bytes[at..<(at &+ here)])
            at &+= here
            guard held.count == Self.entrySize else { return }
            read(held[...])
            held.removeAll(keepingCapacity: true)
        }
        while bytes.endIndex &- at >= Self.entrySize {
            read(bytes[at..<(at &+ Self.entrySize)])
            at &+= Self.entrySize
        }
        held.append(contentsOf: bytes[at...])
    }

    /// An entry: 64 octets of name in UTF-16, its length with the final zero, the object's type and colour.
    @inline(__always)
    private mutating func read(_ entry: ArraySlice<UInt8>) {
        let base = entry.startIndex
        let type = entry[base &+ 66]
        let length = Int(entry[base &+ 64])
        guard type == 1 || type == 2 || type == 5, entry[base &+ 67] <= 1, entry[base &+ 65] == 0, length >= 4,
            length <= 64, length & 1 == 0
        else { return }
        var name: [UInt8] = []
        var at = base
        while at < base &+ length &- 2 {
            // Every name that matters is ASCII; the first character may be a control (`\u{5}SummaryInformation`).
            guard entry[at &+ 1] == 0, entry[at] != 0 else { return }
            name.append(ASCII.lower(entry[at]))
            at &+= 2
        }
        guard entry[at] == 0, entry[at &+ 1] == 0 else { return }
        note(String(decoding: name, as: UTF8.self), type: type, classID: entry[(base &+ 80)..<(base &+ 96)])
    }

    private mutating func note(_ name: String, type: UInt8, classID: ArraySlice<UInt8>) {
        switch name {
        case "macros", "_vba_project_cur", "vba", "_vba_project": hasMacros = true
        case "encryptedpackage", "encryptioninfo", "\u{6}dataspaces": isEncrypted = true
        case "__properties_version1.0", "__nameid_version1.0": isMessage = true
        case "\u{1}ole10native": hasPackage = true
        case "root entry" where type == 5 && classID.elementsEqual(Self.installerClass): isInstaller = true
        default: break
        }
    }

    /// {000C1084-0000-0000-C000-000000000046}; patches and transforms (1086, 1082) differ in the first octet.
    private static let installerClass: [UInt8] = [0x84, 0x10, 0x0C, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46]
}
