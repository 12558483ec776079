/// What is known of an attachment: by its name and label, or after its octets were seen.
public struct AttachmentFindings: Hashable, Sendable {
    /// What the octets are; nil where they were not seen or tell nothing.
    public let kind: ContentKind?
    /// In a fixed order: by name, by content, inside.
    public let warnings: [MessageWarning]
    /// Files of an archive, at most ``AttachmentLimits/entries``.
    public let inner: [ArchiveEntry]
    /// Files that the archive has, listed or not.
    public let innerCount: Int
    /// Octets that were seen, decoded; for findings by name 0.
    public let size: ByteSize

    init(
        kind: ContentKind? = nil, warnings: [MessageWarning], inner: [ArchiveEntry] = [], innerCount: Int = 0,
        size: ByteSize = ByteSize(0)
    ) {
        self.kind = kind
        self.warnings = warnings
        self.inner = inner
        self.innerCount = innerCount
        self.size = size
    }

    /// What name, type and disposition tell before anything is fetched.
    public static func byName(_ node: PartNode) -> AttachmentFindings {
        AttachmentFindings(warnings: AttachmentLabel(node).warnings)
    }
}

/// What a part says of itself.
struct AttachmentLabel: Sendable {
    let section: String
    let name: FileNameFindings
    let mediaType: String
    private let isAttached: Bool

    init(_ node: PartNode) {
        section = node.section
        name = FileNameFindings(node.fileName)
        mediaType = "\(node.mediaType)/\(node.subtype)"
        isAttached = node.disposition == "attachment" || !node.fileName.isEmpty
    }

    /// By name; by type only where the name gives no reason, and not for the message's own text.
    var warnings: [MessageWarning] {
        var result = name.rows.filter { !($0.code == .container && isPlainMessage) }.map { warning($0.code, $0.detail) }
        if name.danger == nil, isAttached, let danger = Self.dangers[mediaType] {
            switch danger {
            case .program: result.append(warning(.program, [mediaType]))
            case .script: result.append(warning(.script, [mediaType]))
            case .container: result.append(warning(.container, [mediaType]))
            case .macro: result.append(warning(.macros))
            case .active: result.append(warning(.activeContent))
            }
        }
        return result
    }

    func warning(_ code: MessageWarning.Code, _ detail: [String] = []) -> MessageWarning {
        let shown = code == .deceptiveName ? name.visibleName : shownName
        return MessageWarning(code, section: section, [shown] + detail)
    }

    /// What a warning calls the part: its name, else its type.
    var shownName: String { name.shownName.isEmpty ? mediaType : name.shownName }

    /// A forwarded message is read part by part; only one that hides in another type is a container.
    private var isPlainMessage: Bool {
        (mediaType == "message/rfc822" || mediaType == "message/global") && name.ending == "eml"
    }

    /// A page or a drawing, by name or type: looked through for what is active, whatever it begins with.
    var isMarkup: Bool { name.danger == .active || Self.dangers[mediaType] == .active }

    /// An archive by name or type: a ZIP is searched for behind what is put before it.
    var isArchive: Bool {
        if let promise = FileEnding.promise(name.ending) {
            return name.ending == "zip" || promise == .office && name.ending.last == "x"
        }
        return mediaType.hasSuffix("zip") || mediaType.hasPrefix("application/vnd.openxmlformats")
            || name.danger == .macro || name.ending == "jar"
    }

    /// What the part promises to be and by which word; the ending goes before the type, as it does when it is opened.
    var promise: (promise: FileEnding.Promise, word: String)? {
        if let promise = FileEnding.promise(name.ending) { return (promise, "." + name.ending) }
        guard name.danger == nil else { return nil }
        switch mediaType {
        case "application/pdf": return (.pdf, mediaType)
        case "text/plain", "text/csv", "text/calendar", "text/vcard": return (.text, mediaType)
        case "image/svg+xml": return nil
        default: break
        }
        if mediaType.hasPrefix("image/") { return (.picture, mediaType) }
        if mediaType.hasPrefix("audio/") || mediaType.hasPrefix("video/") { return (.media, mediaType) }
        return nil
    }

    private static let dangers: [String: FileDanger] = {
        let rows: [(FileDanger, String)] = [
            (
                .program,
                """
                application/x-msdownload application/x-msdos-program application/x-dosexec application/x-exe
                application/vnd.microsoft.portable-executable application/x-executable application/x-elf
                application/x-sharedlib application/x-mach-binary application/x-msi application/x-ms-installer
                application/java-archive application/x-java-archive application/x-java-jnlp-file
                application/vnd.android.package-archive application/x-debian-package
                application/vnd.debian.binary-package application/x-rpm application/x-redhat-package-manager
                application/x-apple-diskimage application/wasm application/vnd.ms-appx
                """
            ),
            (
                .script,
                """
                application/x-sh application/x-shellscript text/x-shellscript application/x-csh application/x-bat
                application/x-msdos-batch application/javascript application/x-javascript text/javascript
                application/ecmascript text/ecmascript text/vbscript text/x-vbscript application/hta
                application/x-powershell text/x-python application/x-python-code text/x-perl application/x-perl
                application/vnd.ms-htmlhelp application/x-chm application/x-desktop text/x-registry
                """
            ),
            (
                .container,
                """
                application/x-iso9660-image application/x-cd-image application/x-raw-disk-image
                application/x-virtualbox-vhd application/x-virtualbox-vhdx application/x-ms-shortcut
                application/x-mswinurl application/internet-shortcut application/onenote application/vnd.ms-outlook
                """
            ),
            (
                .macro,
                """
                application/vnd.ms-word.document.macroenabled.12 application/vnd.ms-word.template.macroenabled.12
                application/vnd.ms-excel.sheet.macroenabled.12 application/vnd.ms-excel.template.macroenabled.12
                application/vnd.ms-excel.addin.macroenabled.12 application/vnd.ms-excel.sheet.binary.macroenabled.12
                application/vnd.ms-powerpoint.presentation.macroenabled.12
                application/vnd.ms-powerpoint.slideshow.macroenabled.12
                application/vnd.ms-powerpoint.addin.macroenabled.12
                """
            ),
            (
                .active,
                """
                text/html application/xhtml+xml image/svg+xml application/x-mimearchive
                application/x-shockwave-flash application/vnd.adobe.flash.movie
                """
            ),
        ]
        var table: [String: FileDanger] = [:]
        for (danger, types) in rows {
            for type in types.split(whereSeparator: \.isWhitespace) { table[String(type)] = danger }
        }
        return table
    }()
}
