import MailGrammar

/// A file that lies in a part without being a part itself: in a `winmail.dat` (TNEF), or uuencoded in the text.
package struct InnerFile: Hashable, Sendable {
    /// The part's path and a number from 1 on: `2/1`.
    package let path: String
    /// The part it lies in, an index of the tree's nodes.
    package let part: Int
    /// As the sender gave it; may be empty. Not safe as a path.
    package let name: String
    /// Lower case: `image/png`; `application/octet-stream` where nothing tells.
    package let mediaType: String
    /// What reading it told.
    package let digest: PartDigest
    /// What is to be warned of.
    package let warnings: [MessageWarning]
}

extension InnerFile {
    /// As the list of parts has it.
    var summary: PartSummary {
        PartSummary(section: path, mediaType: mediaType, fileName: name, size: digest.size, isAttachment: true)
    }

    /// The files of a `winmail.dat` that is at hand: `octets` are those that the message was read from.
    static func files(of message: TNEFMessage, in octets: [UInt8], path: String) -> [InnerFile] {
        message.attachments.prefix(FileMessage.innerLimit).enumerated().map { index, attachment in
            let reader = InnerReader(
                path: "\(path)/\(index + 1)", part: 0, name: attachment.name, mediaType: type(attachment.mediaType))
            reader.take(Array(octets[attachment.octets.clamped(to: octets.indices)]))
            return reader.finish(isWhole: message.isComplete)
        }
    }

    /// The file as if it were a part.
    static func node(_ path: String, _ name: String, _ mediaType: String) -> PartNode {
        let halves = mediaType.split(separator: "/", maxSplits: 1).map(String.init)
        return PartNode(
            section: path, depth: 0, mediaType: halves.first ?? "", subtype: halves.count > 1 ? halves[1] : "",
            disposition: "attachment", dispositionParameters: [MIMEParameter(name: "filename", value: name)])
    }

    /// The octets of a file by its number, from 1 on; none where there is no such file.
    static func octets(_ number: Int, in octets: [UInt8], charsets: any CharsetDecoding) -> [UInt8] {
        guard let message = TNEFMessage(octets, charsets: charsets), message.attachments.indices.contains(number - 1)
        else { return [] }
        return Array(octets[message.attachments[number - 1].octets.clamped(to: octets.indices)])
    }

    /// The part's section and the file's number that a path names: `2/1`.
    static func place(_ path: String) -> (section: String, number: Int)? {
        let halves = path.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let number = Int(halves[1]), number > 0 else { return nil }
        return (String(halves[0]), number)
    }

    fileprivate static func type(_ told: String) -> String { told.isEmpty ? unknownType : told }
    fileprivate static let unknownType = "application/octet-stream"
}

extension FileMessage {
    /// Octets of a TNEF part that are held; a larger one stays closed.
    static let tnefLimit: UInt64 = 16 << 20
    /// Octets of the text in which files are looked for.
    static let textLimit: UInt64 = 16 << 20
    /// Files of one message that are looked for.
    static let innerLimit = 200

    /// All of them, each read to its end.
    package func innerFiles(charsets: any CharsetDecoding) throws(FileError) -> [InnerFile] {
        var files: [InnerFile] = []
        for part in innerParts {
            var count = 0
            var reader: InnerReader?
            try visitInner(of: part, charsets: charsets) { event in
                switch event {
                case .begin(let name, let mediaType):
                    count += 1
                    reader = InnerReader(
                        path: "\(path(of: part))/\(count)", part: part, name: name, mediaType: mediaType)
                case .data(let octets): reader?.take(octets)
                case .end:
                    if let file = reader?.finish() { files.append(file) }
                    reader = nil
                }
                return files.count < Self.innerLimit
            }
            guard files.count < Self.innerLimit else { break }
        }
        return files
    }

    /// The octets of the file that a path names, in windows; false where there is none.
    package func decodeInner(
        _ wanted: String, charsets: any CharsetDecoding, _ body: ([UInt8]) -> Bool
    ) throws(FileError) -> Bool {
        guard let (section, number) = InnerFile.place(wanted), let part = index(ofPath: section),
            innerParts.contains(part)
        else { return false }
        var count = 0
        var isFound = false
        try visitInner(of: part, charsets: charsets) { event in
            switch event {
            case .begin: count += 1
            case .data(let octets) where count == number: return body(octets)
            default: break
            }
            isFound = isFound || count == number
            return count <= number
        }
        return isFound
    }

    /// Parts that may hold files: TNEF, and the text that is shown.
    private var innerParts: [Int] {
        let nodes = message.tree.nodes
        let shown = ShownPart.index(in: message.tree, section: nil)
        return nodes.indices.filter { index in
            let node = nodes[index]
            return node.isTNEF || index == shown && node.mediaType == "text" && node.subtype == "plain"
        }
    }

    private enum InnerEvent {
        case begin(name: String, mediaType: String)
        case data([UInt8])
        case end
    }

    private func visitInner(
        of part: Int, charsets: any CharsetDecoding, _ visit: (InnerEvent) -> Bool
    ) throws(FileError) {
        guard message.tree.nodes[part].isTNEF else {
            var search = UUSearch()
            var goesOn = true
            func pass(_ pieces: [UUDecoder.Piece]) {
                for piece in pieces where goesOn { goesOn = event(piece).map(visit) ?? true }
            }
            var read: UInt64 = 0
            try decode(part) { window in
                pass(search.push(window))
                read += UInt64(window.count)
                return goesOn && read < Self.textLimit
            }
            pass(search.finish())
            return
        }
        guard UInt64(message.places[part].body.count) <= Self.tnefLimit * 4 / 3 else { return }
        let octets = try beginning(of: part, limit: Int(Self.tnefLimit))
        guard let tnef = TNEFMessage(octets, charsets: charsets) else { return }
        for attachment in tnef.attachments {
            guard visit(.begin(name: attachment.name, mediaType: InnerFile.type(attachment.mediaType))) else { return }
            var rest = octets[attachment.octets.clamped(to: octets.indices)]
            while !rest.isEmpty {
                guard visit(.data(Array(rest.prefix(Int(Self.window))))) else { return }
                rest = rest.dropFirst(Int(Self.window))
            }
            guard visit(.end) else { return }
        }
    }

    private func event(_ piece: UUDecoder.Piece) -> InnerEvent? {
        switch piece {
        case .text: nil
        case .begin(let name): .begin(name: String(decoding: name, as: UTF8.self), mediaType: InnerFile.unknownType)
        case .data(let octets): .data(octets)
        case .end: .end
        }
    }
}

/// Reads one file as its octets come.
private final class InnerReader {
    private let path: String
    private let part: Int
    private let name: String
    private let mediaType: String
    private var hash = Crypto.SHA256()
    private var size: UInt64 = 0
    private var inspection: AttachmentInspection

    init(path: String, part: Int, name: String, mediaType: String) {
        self.path = path
        self.part = part
        self.name = name
        self.mediaType = mediaType
        inspection = AttachmentInspection(node: InnerFile.node(path, name, mediaType))
    }

    func take(_ octets: [UInt8]) {
        hash.update(octets)
        size += UInt64(octets.count)
        inspection.push(octets[...])
    }

    func finish(isWhole: Bool = true) -> InnerFile {
        InnerFile(
            path: path, part: part, name: name, mediaType: mediaType,
            digest: PartDigest(size: ByteSize(size), sha256: hash.finish()),
            warnings: inspection.finish(isWhole: isWhole).warnings)
    }
}
