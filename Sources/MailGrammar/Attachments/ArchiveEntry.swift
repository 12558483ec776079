/// A file in an archive, by its directory: it was not unpacked.
public struct ArchiveEntry: Hashable, Sendable {
    /// As the archive names it, with its folders; cut where it is very long. From the mail: clean it for a terminal.
    public let name: String
    /// Octets when unpacked, as the archive says.
    public let size: ByteSize
    /// Needs a password.
    public let isEncrypted: Bool
    /// What its name alone would be warned of, the worst first.
    public let codes: [MessageWarning.Code]

    /// The values of one file.
    public init(name: String, size: ByteSize, isEncrypted: Bool = false, codes: [MessageWarning.Code] = []) {
        self.name = name
        self.size = size
        self.isEncrypted = isEncrypted
        self.codes = codes
    }
}

/// How much of an attachment is remembered. Time is proportional to the octets, whatever the limits.
public struct AttachmentLimits: Hashable, Sendable {
    /// Files of an archive that are listed; the others are looked at and counted.
    public var entries = 500
    /// Files of an archive that are warned of, one warning each.
    public var innerWarnings = 20

    /// The usual limits.
    public init() {}
}

/// What is known of an archive's files so far: a list that ends, a count that does not.
struct ArchiveListing: Sendable {
    private let limits: AttachmentLimits
    private(set) var entries: [ArchiveEntry] = []
    /// Dangerous ones, also behind the end of the list.
    private(set) var suspects: [ArchiveEntry] = []
    /// Files noted, each once as far as ``knownLimit`` reaches.
    private(set) var count = 0
    private(set) var hasEncrypted = false
    /// Where in ``entries`` a name is, by its hash; -1 behind the list's end.
    private var known: [UInt64: Int] = [:]

    /// Names that are remembered so that a file of two directories counts once.
    static let knownLimit = 4096

    init(limits: AttachmentLimits) { self.limits = limits }

    /// Notes a file; a name that is there already only gets its size.
    mutating func note(_ name: String, hash: UInt64, size: UInt64, isEncrypted: Bool) {
        if isEncrypted { hasEncrypted = true }
        if let index = known[hash] {
            if index >= 0, entries[index].size.octets < size || isEncrypted && !entries[index].isEncrypted {
                let old = entries[index]
                entries[index] = ArchiveEntry(
                    name: old.name, size: ByteSize(max(size, old.size.octets)),
                    isEncrypted: isEncrypted || old.isEncrypted, codes: old.codes)
            }
            return
        }
        count &+= 1
        let entry = Self.entry(name, size: size, isEncrypted: isEncrypted)
        let isListed = entries.count < max(0, limits.entries)
        if known.count < Self.knownLimit { known[hash] = isListed ? entries.count : -1 }
        if isListed { entries.append(entry) }
        if !entry.codes.isEmpty, suspects.count < max(0, limits.innerWarnings) { suspects.append(entry) }
    }

    private static func entry(_ name: String, size: UInt64, isEncrypted: Bool) -> ArchiveEntry {
        let isFolder = name.unicodeScalars.last == "/"
        let findings = FileNameFindings(name, in: .archive)
        var codes = findings.rows.map(\.code)
        if isFolder { codes.removeAll { $0 != .deceptiveName } }
        if !isFolder && codes.isEmpty && FileEnding.promise(findings.ending) == .archive { codes = [.unreadArchive] }
        return ArchiveEntry(
            name: findings.shownName, size: ByteSize(size), isEncrypted: isEncrypted, codes: codes)
    }
}

/// FNV-1a: tells names apart that were not made to collide; a collision only hides one row of a list.
struct NameHash: Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }
}
