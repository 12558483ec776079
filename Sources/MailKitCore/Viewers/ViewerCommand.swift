import MailGrammar

/// A row's command with its `%` words filled in. Nothing that a stranger wrote reaches the shell but letters, digits and a few
/// harmless signs; so nothing needs quoting, whether or not the row has quotes around a word.
struct ViewerCommand: Hashable, Sendable {
    /// Octets of a filled in word.
    private static let wordLimit = 64

    /// For `/bin/sh -c`.
    let line: String
    /// The file's name is in it; else the command gets the file as its standard input (RFC 1524, section 3.2).
    let usesFile: Bool

    /// nil for a row that asks for what is not given: `%n`, `%F`.
    ///
    /// - Parameters:
    ///   - file: a path of our own making
    ///   - mediaType: from the mail
    ///   - parameters: those of its Content-Type, from the mail
    init?(_ row: String, file: String, mediaType: String, parameters: [MIMEParameter]) {
        guard file.utf8.allSatisfy(Self.isPath) else { return nil }
        var line = ""
        var usesFile = false
        var rest = row[...]
        while let next = rest.popFirst() {
            if next == "\\", rest.first == "%" {
                rest.removeFirst()
                line += "%"
                continue
            }
            guard next == "%" else {
                line.append(next)
                continue
            }
            switch rest.popFirst() {
            case "s"?:
                usesFile = true
                line += file
            case "t"?: line += Self.harmless(mediaType)
            case "{"?:
                let name = rest.prefix { $0 != "}" }
                guard rest.dropFirst(name.count).first == "}" else { return nil }
                rest = rest.dropFirst(name.count + 1)
                line += Self.harmless(parameters.value(name.lowercased()) ?? "")
            case "%"?: line += "%"
            default: return nil
            }
        }
        self.line = line
        self.usesFile = usesFile
    }

    /// A word from a mail, or nothing where it holds anything unexpected.
    private static func harmless(_ word: String) -> String {
        let isHarmless = word.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "+") }
        // What begins with a hyphen would be an option.
        return isHarmless && word.utf8.count <= wordLimit && word.utf8.first != UInt8(ascii: "-") ? word : ""
    }

    /// Whether a path has nothing in it that a shell would take for anything else.
    static func isPath(_ byte: UInt8) -> Bool { isWord(byte) || byte == UInt8(ascii: "/") }

    /// Letters and digits, at most eight.
    static func isFileEnding(_ ending: some StringProtocol) -> Bool {
        (1...8).contains(ending.utf8.count) && ending.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    }

    /// The ending that programs expect of a file of a media type; nil for one that is not known.
    static func fileEnding(_ mediaType: String) -> String? { fileEndings[mediaType.lowercased()] }

    /// What a part is for a program: its type, or that which its name's ending stands for where the type says nothing.
    static func mediaType(of node: PartNode) -> String { mediaType(node.type, fileName: node.fileName) }

    static func mediaType(_ type: String, fileName: String) -> String {
        guard type == "application/octet-stream" || type == "application/x-download" || type == "application/unknown",
            let dot = fileName.lastIndex(of: ".")
        else { return type }
        let ending = fileName[fileName.index(after: dot)...].lowercased()
        return fileEndings.first { $0.value == ending && !$0.key.contains("x-") }?.key ?? type
    }

    private static let fileEndings: [String: String] = [
        "text/plain": "txt", "text/html": "html", "text/csv": "csv", "text/calendar": "ics", "text/vcard": "vcf",
        "text/x-vcard": "vcf", "text/markdown": "md", "text/xml": "xml", "application/xml": "xml",
        "application/json": "json", "application/pdf": "pdf", "application/rtf": "rtf", "text/rtf": "rtf",
        "application/zip": "zip", "application/gzip": "gz", "application/x-tar": "tar",
        "application/msword": "doc", "application/vnd.ms-excel": "xls", "application/vnd.ms-powerpoint": "ppt",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
        "application/vnd.oasis.opendocument.text": "odt", "application/vnd.oasis.opendocument.spreadsheet": "ods",
        "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg",
        "message/rfc822": "eml",
    ]
}
