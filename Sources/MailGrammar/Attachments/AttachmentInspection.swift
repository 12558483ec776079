/// Looks at an attachment while it goes by: what it is, and why it may be dangerous.
///
/// One pass over the decoded octets, in windows of any size; state of some kilobytes and the list of an archive's files.
/// Nothing is unpacked, opened or run; the small file that says which types an office document has is the one exception.
///
/// ```swift
/// var inspection = AttachmentInspection(node: node)
/// inspection.push(window)
/// let findings = inspection.finish()
/// ```
public struct AttachmentInspection: Sendable {
    private enum Scanner {
        case none
        case zip(ZipScanner)
        case tar(TarScanner)
        case compound(CompoundScanner)
        case pdf(PDFScanner)
        case rtf(RTFScanner)
        case markup(MarkupScanner)
    }

    private let label: AttachmentLabel
    private let limits: AttachmentLimits
    /// The beginning, until it is long enough to tell what it is.
    private var head: [UInt8] = []
    private var kind: ContentKind?
    private var isSniffed = false
    private var scanner = Scanner.none
    private var size: UInt64 = 0
    private var marks = FileMarks()

    /// At the beginning of a part.
    public init(node: PartNode, limits: AttachmentLimits = AttachmentLimits()) {
        label = AttachmentLabel(node)
        self.limits = limits
    }

    /// Whether the files of such a part are listed, by what the part says of itself: a ZIP or a tar.
    public static func lists(_ node: PartNode) -> Bool {
        let label = AttachmentLabel(node)
        return label.name.ending == "zip" || label.name.ending == "jar" || label.name.ending == "tar"
            || ["application/zip", "application/x-zip-compressed", "application/x-tar", "application/x-zip"].contains(
                "\(node.mediaType)/\(node.subtype)")
    }

    /// Whether a part is a text by its type, or by its name where its type says nothing of the kind (`notes.txt`).
    public static func isText(_ node: PartNode) -> Bool {
        let label = AttachmentLabel(node)
        return node.mediaType == "text" || label.promise?.promise == .text
    }

    /// Looks at a window of the decoded octets.
    public mutating func push(_ decoded: ArraySlice<UInt8>) {
        marks.push(decoded, at: size)
        size &+= UInt64(decoded.count)
        if isSniffed {
            scan(decoded)
            return
        }
        let missing = ContentKind.headLimit &- head.count
        head.append(contentsOf: decoded.prefix(missing))
        if head.count < ContentKind.headLimit { return }
        sniff()
        scan(decoded.dropFirst(missing))
    }

    /// Ends the part, or ends early: then `isWhole` is false, and what only the whole can tell is left out.
    ///
    /// What was found before a part's end stays true whatever comes behind it, but for three things: that an archive could not
    /// be looked through, that nothing active is in a page, and what stands in the part's last octets.
    public mutating func finish(isWhole: Bool = true) -> AttachmentFindings {
        if !isSniffed { sniff() }
        var found = Found()
        found.isWhole = isWhole
        switch scanner {
        case .none: break
        case .zip(let scanner):
            found.archive(scanner.listing, isComplete: scanner.isComplete)
            found.count = scanner.fileCount
        case .tar(let scanner): found.archive(scanner.listing, isComplete: scanner.isComplete)
        case .compound(let scanner): found.hasMacros = scanner.hasMacros
        case .pdf(var scanner):
            if isWhole { scanner.finish() }
            found.isActive = isWhole ? scanner.isActive : scanner.hasScript
        case .rtf(var scanner):
            if isWhole { scanner.finish() }
            found.isActive = scanner.isActive
        case .markup(var scanner):
            if isWhole { scanner.finish() }
            found.isActive = scanner.isActive
        }
        refine(&found)
        return findings(found)
    }

    private mutating func sniff() {
        isSniffed = true
        kind = ContentKind(head: head)
        switch kind {
        case .zip: scanner = .zip(ZipScanner(limits: limits, isSure: true))
        case .tar: scanner = .tar(TarScanner(limits: limits))
        case .compound: scanner = .compound(CompoundScanner())
        case .pdf: scanner = .pdf(PDFScanner())
        case .rtf: scanner = .rtf(RTFScanner())
        case .html, .svg: scanner = .markup(MarkupScanner())
        case nil, .text:
            if label.isMarkup {
                scanner = .markup(MarkupScanner())
            } else if label.isArchive {
                scanner = .zip(ZipScanner(limits: limits, isSure: false))
            }
        default: break
        }
        scan(head[...])
    }

    private mutating func scan(_ bytes: ArraySlice<UInt8>) {
        // Taken out while it changes, so that its arrays are not copied.
        let taken = scanner
        scanner = .none
        switch taken {
        case .none: break
        case .zip(var machine):
            machine.push(bytes)
            scanner = .zip(machine)
        case .tar(var machine):
            machine.push(bytes)
            scanner = .tar(machine)
        case .compound(var machine):
            machine.push(bytes)
            scanner = .compound(machine)
        case .pdf(var machine):
            machine.push(bytes)
            scanner = .pdf(machine)
        case .rtf(var machine):
            machine.push(bytes)
            scanner = .rtf(machine)
        case .markup(var machine):
            machine.push(bytes)
            scanner = .markup(machine)
        }
    }
}

extension AttachmentInspection {
    /// What the scanners found, before it is put into warnings.
    private struct Found {
        var listing: ArchiveListing?
        var count = 0
        var isComplete = true
        var hasMacros = false
        var isEncrypted = false
        var isActive = false
        /// Nothing more of the part was to come.
        var isWhole = true
        /// A file of which only the wrapping was read.
        var isUnread = false

        mutating func archive(_ listing: ArchiveListing, isComplete: Bool) {
            self.listing = listing
            self.isComplete = isComplete
            count = listing.count
            isEncrypted = listing.hasEncrypted
        }
    }

    /// What the kind follows from beside the beginning.
    private mutating func refine(_ found: inout Found) {
        switch scanner {
        case .zip(let zip):
            if zip.listing.count > 0 { kind = zip.traits.kind }
            found.hasMacros =
                zip.traits.isMacroDocument || kind == .officeOpen && OfficeTypes.haveMacros(zip.contentTypes)
            if kind == nil || kind == .text, zip.listing.count == 0 {
                found.isUnread = kind == nil && found.isWhole
                found.isComplete = true
                found.listing = nil
                found.count = 0
            }
        case .compound(let compound):
            if compound.isInstaller { kind = .msi }
            found.isEncrypted = compound.isEncrypted
        default: break
        }
        if kind == nil, marks.isDisc { kind = .iso }
        if found.isWhole, kind == nil || kind == .text, marks.isDiskImage { kind = .diskImage }
        switch kind {
        case .sevenZip:
            found.isEncrypted = found.isWhole && marks.hasSevenZipKey
            found.isUnread = true
        case .rar:
            found.isEncrypted = RARHeader.isEncrypted(head)
            found.isUnread = true
        case .cabinet, .ace, .arj, .lha: found.isUnread = true
        case .gzip: wrapped(GzipHeader.name(head) ?? label.unpackedName, &found)
        case .bzip2, .xz, .zstandard: wrapped(label.unpackedName, &found)
        default: break
        }
    }

    /// One file that is only packed: its name is looked at, and an archive in it was not.
    private func wrapped(_ name: String, _ found: inout Found) {
        var listing = ArchiveListing(limits: limits)
        if !name.isEmpty { listing.note(name, hash: NameHash(name.utf8).value, size: 0, isEncrypted: false) }
        found.isUnread = label.holdsTape || listing.suspects.contains { $0.codes == [.unreadArchive] }
        found.listing = listing
    }

    private func findings(_ found: Found) -> AttachmentFindings {
        var warnings = label.warnings
        // By name it may have scripts; now it is known. What is no page at all keeps the warning.
        if found.isWhole, kind?.family == .markup || kind == .text || kind == .picture, !found.isActive,
            label.name.ending != "mht", label.name.ending != "mhtml"
        {
            warnings.removeAll { $0.code == .activeContent }
        }
        func add(_ code: MessageWarning.Code, _ detail: [String] = []) {
            if !warnings.contains(where: { $0.code == code }) { warnings.append(label.warning(code, detail)) }
        }
        if let kind {
            switch kind.family {
            case .program: add(.program, [kind.rawValue])
            case .script where label.promise?.promise != .text: add(.script, [kind.rawValue])
            case .container: add(.container, [kind.rawValue])
            default: break
            }
            if let promise = label.promise, Self.contradicts(kind, promise.promise) {
                add(.typeMismatch, [promise.word, kind.rawValue])
            }
            if kind == .flash { add(.activeContent) }
        }
        if found.hasMacros { add(.macros) }
        if found.isEncrypted { add(.encryptedArchive) }
        if found.isActive { add(.activeContent) }
        if case .compound(let compound) = scanner {
            if compound.isMessage { add(.container, [label.name.ending.isEmpty ? "OLE2" : "." + label.name.ending]) }
            if compound.hasPackage { add(.activeContent) }
        }
        for entry in found.listing?.suspects ?? [] {
            guard let code = entry.codes.first, !(found.isUnread && code == .unreadArchive) else { continue }
            let values = [label.shownName, FileNameFindings(entry.name, in: .archive).visibleName, code.rawValue]
            warnings.append(MessageWarning(.insideArchive, section: label.section, values))
        }
        if found.isUnread || found.isWhole && !found.isComplete { add(.unreadArchive) }
        return AttachmentFindings(
            kind: kind, warnings: warnings, inner: found.listing?.entries ?? [],
            innerCount: found.count > 0 ? found.count : found.listing?.count ?? 0, size: ByteSize(size))
    }

    /// Whether content of a kind under such a label is a lie that matters. A picture in another format, a text that is a
    /// page, an office document in another office format: those are everyday mistakes.
    private static func contradicts(_ kind: ContentKind, _ promise: FileEnding.Promise) -> Bool {
        switch promise {
        case .picture: ![.picture, .text, .media].contains(kind.family)
        case .pdf: ![.pdf, .text, .picture].contains(kind.family) && kind != .postScript
        case .text: [.program, .container, .archive, .document, .pdf].contains(kind.family)
        case .media: [.program, .script, .container, .archive, .markup].contains(kind.family)
        case .office: [.program, .container].contains(kind.family)
        case .archive: [.program, .script, .container, .markup].contains(kind.family) && kind != .jar
        }
    }
}

extension AttachmentInspection {
    /// The beginning of a picture, of sound or of a film tells what there is to be told; of anything else more may follow.
    public static func needsOnlyBeginning(_ node: PartNode) -> Bool {
        let label = AttachmentLabel(node)
        guard label.name.danger == nil, !label.isMarkup, let promise = label.promise?.promise else { return false }
        return promise == .picture || promise == .media
    }
}

extension AttachmentLabel {
    /// The name without the ending of what it is packed with.
    fileprivate var unpackedName: String {
        let ending = name.ending
        if ["tgz", "tbz", "tbz2", "txz", "tzst"].contains(ending) {
            return String(name.shownName.dropLast(ending.count)) + "tar"
        }
        guard ["gz", "bz2", "xz", "zst", "z"].contains(ending) else { return "" }
        return String(name.shownName.dropLast(ending.count &+ 1))
    }

    /// A tape archive in it, by name.
    fileprivate var holdsTape: Bool { unpackedName.lowercased().hasSuffix(".tar") }
}
