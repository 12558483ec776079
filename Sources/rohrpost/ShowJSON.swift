import MailGrammar
import MailKitCore
import TUI

/// A message as the JSON object of `docs/show.md`, whose shape `docs/show.schema.json` holds.
struct ShowJSON {
    /// The shape's name; it changes when a field changes its meaning or goes.
    static let schema = "rohrpost/show/1"

    private let file: FileMessage
    private let charsets: any CharsetDecoding
    private let plan: ShowPlan

    init(_ file: FileMessage, _ charsets: any CharsetDecoding, _ plan: ShowPlan) {
        self.file = file
        self.charsets = charsets
        self.plan = plan
    }

    /// The whole message.
    func message() throws(FileError) -> [UInt8] {
        var reading = FileReading(file, charsets: charsets)
        var text = PlainText(limit: ReaderText.limit)
        var found: [MessageWarning] = []
        let first = try reading.next() ?? FileReading.none
        var window: MessageText? = first
        while let known = window {
            found += known.warnings
            window = text.append(known) ? try reading.next() : nil
        }
        let plain = text.finish()
        let inner = try file.innerFiles(charsets: charsets)
        let content = try MessageAssembly(charsets: charsets, trust: plan.trust).content(
            of: file, inner: inner, text: first, textWarnings: found, isCut: text.isCut)
        let digests = try file.digests()
        var parts: [Row] = []
        for index in file.message.tree.nodes.indices {
            parts.append(try row(index, digests[index]))
            parts += inner.lazy.filter { $0.part == index }.map(Row.init)
        }
        var json = JSONWriter()
        json.object { json in
            json.member("schema", Self.schema)
            writeHeaders(content, to: &json)
            json.member("parts", parts) { $1.write(to: &$0) }
            json.member("text", plain)
            json.member(
                "attachments", TextPartChoice(file.message.tree).attachments.map(file.path(of:)) + inner.map(\.path))
            json.member("warnings", content.warnings) { json, warning in
                json.member("code", warning.code.rawValue)
                json.member("text", WarningTexts.sentence(warning)(plan.language))
            }
            json.member("signature", nil as String?)
            json.member("encryption", nil as String?)
        }
        return json.take() + [0x0A]
    }

    /// One part alone.
    func part(_ index: Int) throws(FileError) -> [UInt8] {
        let row = try row(index, try file.digest(of: index))
        var json = JSONWriter()
        json.object { row.write(to: &$0) }
        return json.take() + [0x0A]
    }

    /// One file in a part alone.
    func inner(_ found: InnerFile) -> [UInt8] {
        var json = JSONWriter()
        json.object { Row(found).write(to: &$0) }
        return json.take() + [0x0A]
    }

    private func writeHeaders(_ content: MessageContent, to json: inout JSONWriter) {
        let decoder = HeaderDecoder(charsets: charsets)
        json.member("headers", file.message.header.fields) { json, field in
            json.member("name", field.name)
            json.member("value", decoder.decode(field.value[...]).trimmed)
        }
        let header = HeaderSummary(file.message.header, charsets: charsets)
        for (name, addresses) in [
            ("from", header.from), ("to", header.to), ("cc", header.cc), ("reply_to", header.replyTo),
        ] {
            json.member(name, addresses) { json, address in
                json.member("name", address.displayName)
                json.member("address", address.addressSpec)
            }
        }
        json.member("subject", header.subject)
        json.member("date", header.date?.iso8601)
    }

    // MARK: Parts

    private struct Row {
        let path: String
        let type: String
        let charset: String
        let encoding: String
        let disposition: String
        let fileName: String
        let digest: PartDigest?

        init(_ path: String, _ node: PartNode, encoding: String, _ digest: PartDigest?) {
            self.path = path
            type = "\(node.mediaType)/\(node.subtype)"
            charset = node.charset
            self.encoding = encoding
            disposition = node.disposition
            fileName = node.fileName
            self.digest = digest
        }

        /// What lies in a part has been decoded already.
        init(_ inner: InnerFile) {
            (path, type, charset, encoding) = (inner.path, inner.mediaType, "", "binary")
            (disposition, fileName, digest) = ("", inner.name, inner.digest)
        }

        func write(to json: inout JSONWriter) {
            json.member("path", path)
            json.member("type", type)
            json.member("charset", charset.isEmpty ? nil : charset)
            json.member("encoding", encoding)
            json.member("disposition", disposition.isEmpty ? nil : disposition)
            json.member("filename", fileName.isEmpty ? nil : fileName)
            json.member("size", digest?.size.octets)
            json.member("sha256", digest.map { $0.sha256.map(\.hexadecimal).joined() })
        }
    }

    private func row(_ index: Int, _ digest: PartDigest?) throws(FileError) -> Row {
        Row(
            file.path(of: index), file.message.tree.nodes[index], encoding: try file.encodingName(of: index), digest)
    }
}

extension UInt8 {
    /// Two digits.
    fileprivate var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}

extension String {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
