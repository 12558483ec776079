import MailGrammar

/// Which programs show which kinds of files. Source: RFC 1524.
///
/// ```
/// text/html; w3m -I %{charset} -T text/html -dump; copiousoutput; nametemplate=%s.html
/// ```
public struct Mailcap: Hashable, Sendable {
    /// One row.
    public struct Entry: Hashable, Sendable {
        /// Lower case: `text/html`, `image/*`.
        public let mediaType: String
        /// For the shell, with its `%` words: what shows the file.
        public let command: String
        /// For the shell: the row holds only where it ends well.
        public internal(set) var test: String?
        /// It writes a text to its standard output and asks nothing.
        public internal(set) var isCopious = false
        /// It wants the terminal for itself.
        public internal(set) var needsTerminal = false
        /// The ending that the file's name must have, without its dot: out of `nametemplate=%s.html`.
        public internal(set) var fileEnding: String?
        /// What it writes is a picture, as for a terminal; never so for a row of a file.
        var picture: PictureFormat?

        /// Whether it is for a media type, given in lower case.
        public func fits(_ wanted: String) -> Bool {
            mediaType == wanted || (mediaType.hasSuffix("/*") && wanted.hasPrefix(mediaType.dropLast()))
        }
    }

    /// Octets of one file that are read, and rows that are kept.
    public static let sizeLimit = 1 << 20
    static let entryLimit = 5_000
    private static let lineLimit = 8_192

    /// In their order: the first that fits is the one.
    public private(set) var entries: [Entry] = []

    /// No rows.
    public init() {}

    /// The rows of a file.
    public init(_ bytes: [UInt8]) { add(bytes) }

    /// The files that the environment asks for: `MAILCAPS`, else the person's own and the system's. Missing ones are nothing.
    package init(files: any FileSystem, environment: (String) -> String?) {
        for path in Self.paths(environment: environment) {
            guard let bytes = try? files.read(path, limit: Self.sizeLimit) else { continue }
            add(bytes)
        }
    }

    /// Where the files are (RFC 1524, appendix A).
    static func paths(environment: (String) -> String?) -> [String] {
        if let list = environment("MAILCAPS"), !list.isEmpty {
            return list.split(separator: ":").prefix(32).map(String.init).filter { $0.hasPrefix("/") }
        }
        let home = environment("HOME").map { ["\($0)/.mailcap"] } ?? []
        return home + ["/etc/mailcap", "/usr/etc/mailcap", "/usr/local/etc/mailcap"]
    }

    /// The rows that turn a media type into text and need nobody for it, in their order.
    public func filters(for mediaType: String) -> [Entry] {
        let wanted = mediaType.lowercased()
        return entries.filter { $0.isCopious && !$0.needsTerminal && $0.fits(wanted) }
    }

    /// The rows that show a media type in a window of their own, in their order.
    public func windows(for mediaType: String) -> [Entry] {
        let wanted = mediaType.lowercased()
        return entries.filter { !$0.isCopious && !$0.needsTerminal && $0.fits(wanted) }
    }

    /// A row behind all others.
    mutating func append(_ entry: Entry) { entries.append(entry) }

    private mutating func add(_ bytes: [UInt8]) {
        var line: [UInt8] = []
        for piece in bytes.prefix(Self.sizeLimit).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        {
            let piece = piece.last == UInt8(ascii: "\r") ? piece.dropLast() : piece
            if line.isEmpty, piece.first == UInt8(ascii: "#") { continue }
            let goesOn = piece.last == UInt8(ascii: "\\")
            line.append(contentsOf: (goesOn ? piece.dropLast() : piece).prefix(max(0, Self.lineLimit - line.count)))
            if goesOn { continue }
            if entries.count < Self.entryLimit, let entry = Self.entry(line) { entries.append(entry) }
            line.removeAll(keepingCapacity: true)
        }
        if entries.count < Self.entryLimit, let entry = Self.entry(line) { entries.append(entry) }
    }

    private static func entry(_ line: [UInt8]) -> Entry? {
        guard line.count < lineLimit else { return nil }
        let fields = fields(line)
        guard fields.count >= 2, !fields[0].isEmpty, !fields[1].isEmpty else { return nil }
        let type = fields[0].lowercased()
        guard !type.contains(where: \.isWhitespace) else { return nil }
        var entry = Entry(mediaType: type.contains("/") ? type : type + "/*", command: fields[1])
        for field in fields.dropFirst(2) {
            let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
            switch pair[0].lowercased() {
            case "copiousoutput": entry.isCopious = true
            case "needsterminal": entry.needsTerminal = true
            case "test": entry.test = pair.count > 1 ? pair[1] : nil
            case "nametemplate": entry.fileEnding = pair.count > 1 ? ending(pair[1]) : nil
            default: break
            }
        }
        return entry
    }

    /// Split at `;`. `\;` is a semicolon of the field; before any other character the backslash stays for the shell.
    private static func fields(_ line: [UInt8]) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var isEscaped = false
        for byte in line {
            if isEscaped {
                isEscaped = false
                if byte != UInt8(ascii: ";") { field.append(UInt8(ascii: "\\")) }
                field.append(byte)
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: ";") {
                fields.append(trimmed(String(decoding: field, as: UTF8.self)[...]))
                field = []
            } else {
                field.append(byte)
            }
        }
        if isEscaped { field.append(UInt8(ascii: "\\")) }
        fields.append(trimmed(String(decoding: field, as: UTF8.self)[...]))
        return fields
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }

    /// `%s.html`; any other template is more than is done.
    private static func ending(_ template: String) -> String? {
        let template = template.filter { $0 != "\"" && $0 != "'" }
        guard template.hasPrefix("%s.") else { return nil }
        let ending = template.dropFirst(3)
        return ViewerCommand.isFileEnding(ending) ? String(ending) : nil
    }
}
