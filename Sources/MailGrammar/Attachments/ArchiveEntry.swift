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
    /// Files of an archive that are warned of, one warning each, the worst; ``ArchiveEntry/codes`` has the others.
    public var innerWarnings = 10

    /// The usual limits.
    public init() {}
}

/// What is known of an archive's files so far: a list that ends, a count that does not.
struct ArchiveListing: Sendable {
    private let limits: AttachmentLimits
    private(set) var entries: [ArchiveEntry] = []
    /// The worst, also behind the end of the list; in their order.
    private(set) var suspects: [ArchiveEntry] = []
    /// Files noted, each once as far as ``nameLimit`` reaches.
    private(set) var count = 0
    private(set) var hasEncrypted = false
    /// Where in ``entries`` a name is, by its hash; -1 behind the list's end.
    private var known: [UInt64: Int] = [:]

    /// Files whose names are looked at; an archive with more was not looked through.
    static let nameLimit = 20_000
    /// There were more than ``nameLimit``.
    private(set) var isCut = false

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
        guard count <= Self.nameLimit else {
            isCut = true
            return
        }
        let entry = Self.entry(name, size: size, isEncrypted: isEncrypted)
        let isListed = entries.count < max(0, limits.entries)
        known[hash] = isListed ? entries.count : -1
        if isListed { entries.append(entry) }
        suspect(entry)
    }

    private mutating func suspect(_ entry: ArchiveEntry) {
        guard let code = entry.codes.first, limits.innerWarnings > 0 else { return }
        if suspects.count >= limits.innerWarnings {
            let mildest = suspects.indices.min { Self.rank(suspects[$0].codes) < Self.rank(suspects[$1].codes) }
            guard let mildest, Self.rank(suspects[mildest].codes) < Self.rank([code]) else { return }
            suspects.remove(at: mildest)
        }
        suspects.append(entry)
    }

    /// How bad the first reason is: what runs at once before what may be right in a collection of sources.
    private static func rank(_ codes: [MessageWarning.Code]) -> Int {
        switch codes.first {
        case .program, .deceptiveName: 4
        case .container, .macros: 3
        case .script, .doubleEnding: 2
        case .activeContent: 1
        default: 0
        }
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
