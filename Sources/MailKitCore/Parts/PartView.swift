import MailGrammar

/// A part that was saved.
public struct SavedPart: Hashable, Sendable {
    /// Where it is now: what was asked for, or the same with a number where there was such a file already.
    public let path: String
    /// Octets of the file.
    public let size: ByteSize
    /// Octets, as transferred, that the server had promised and did not give; 0 as a rule.
    public let missing: ByteSize
    /// What reading it told: see ``AttachmentFindings``.
    public let warnings: [MessageWarning]

    /// All of it.
    public init(path: String, size: ByteSize, missing: ByteSize = ByteSize(0), warnings: [MessageWarning] = []) {
        self.path = path
        self.size = size
        self.missing = missing
        self.warnings = warnings
    }
}

/// A part that the reader does not read by itself: shown by a program of the person's, as the list of an archive's files, or
/// as the text that it is in another part.
public struct PartView: Hashable, Sendable {
    /// What the program wrote; `nil` where the part is an archive that is listed, or a picture.
    public let text: MessageText?
    /// What it drew with pixels.
    public let picture: PictureSequence?
    /// Its name; empty where none was needed.
    public let program: String
    /// It had no network.
    public let isOffline: Bool
    /// It wrote more than is kept.
    public let isCut: Bool
    /// Files of an archive, as many as are listed.
    public let files: [ArchiveEntry]
    /// Files that the archive has.
    public let fileCount: Int
    /// Octets, as transferred, that the server had promised and did not give; 0 as a rule.
    public let missing: ByteSize
    /// What reading the part told.
    public let warnings: [MessageWarning]

    /// All of it.
    public init(
        text: MessageText?, picture: PictureSequence? = nil, program: String = "", isOffline: Bool = false,
        isCut: Bool = false,
        files: [ArchiveEntry] = [], fileCount: Int = 0, missing: ByteSize = ByteSize(0),
        warnings: [MessageWarning] = []
    ) {
        self.text = text
        self.picture = picture
        self.program = program
        self.isOffline = isOffline
        self.isCut = isCut
        self.files = files
        self.fileCount = fileCount
        self.missing = missing
        self.warnings = warnings
    }

    /// What is in an archive, or a text.
    init(_ findings: AttachmentFindings, text: MessageText?, missing: ByteSize) {
        self.init(
            text: text, files: findings.inner, fileCount: findings.innerCount, missing: missing,
            warnings: findings.warnings)
    }

    /// What a program made of a part.
    init(_ findings: AttachmentFindings, _ viewed: ViewedText, text: MessageText?, missing: ByteSize) {
        self.init(
            text: text, picture: viewed.sequence, program: viewed.program, isOffline: viewed.isOffline,
            isCut: viewed.isCut,
            files: findings.inner, fileCount: findings.innerCount, missing: missing, warnings: findings.warnings)
    }
}
