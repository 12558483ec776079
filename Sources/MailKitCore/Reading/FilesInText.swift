import MailGrammar

/// Takes uuencoded files out of a plain text: each leaves its name in brackets, and what is to be warned of.
struct FilesInText {
    /// Files of one text that are looked into.
    static let fileLimit = 100

    private let node: PartNode
    private var search = UUSearch()
    private var inspection: AttachmentInspection?
    private var warnings: [MessageWarning] = []
    private var files = 0
    /// The octets of a character that is not whole yet, at most three.
    private var carried: [UInt8] = []

    init(_ node: PartNode) { self.node = node }

    /// The text of the next window without the files.
    mutating func text(of window: String, isLast: Bool) -> String {
        var bytes = carried
        carried = []
        for piece in search.push(Array(window.utf8)) { take(piece, into: &bytes) }
        if isLast {
            for piece in search.finish() { take(piece, into: &bytes) }
        } else {
            let whole = Self.wholeCharacters(bytes)
            carried = Array(bytes[whole...])
            bytes.removeSubrange(whole...)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the files that have ended are warned of, once.
    mutating func takeWarnings() -> [MessageWarning] {
        defer { warnings = [] }
        return warnings
    }

    private mutating func take(_ piece: UUDecoder.Piece, into bytes: inout [UInt8]) {
        switch piece {
        case .text(let text): bytes += text
        case .begin(let name):
            files += 1
            bytes += [UInt8(ascii: "[")] + name.prefix(200) + [UInt8(ascii: "]"), 0x0A]
            guard files <= Self.fileLimit else { return }
            inspection = AttachmentInspection(
                node: PartNode(
                    section: node.section, depth: node.depth, mediaType: "application", subtype: "octet-stream",
                    disposition: "attachment",
                    dispositionParameters: [
                        MIMEParameter(name: "filename", value: String(decoding: name, as: UTF8.self))
                    ]))
        case .data(let octets): inspection?.push(octets[...])
        case .end:
            warnings += inspection?.finish().warnings ?? []
            inspection = nil
        }
    }

    /// Octets up to the last character that is whole.
    private static func wholeCharacters(_ bytes: [UInt8]) -> Int {
        for back in 1...4 where bytes.count >= back {
            let byte = bytes[bytes.count - back]
            if byte < 0x80 { return bytes.count }
            if byte >= 0xC0 {
                let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
                return needed > back ? bytes.count - back : bytes.count
            }
        }
        return bytes.count
    }
}
