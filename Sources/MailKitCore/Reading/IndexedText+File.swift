import MailGrammar

extension IndexedText {
    /// What of a whole message is searched: its header, and what a reader would see of its texts, HTML as its text; of alternatives the
    /// one that is shown; attached texts and messages too. What is encrypted is left out, and so is what is beyond ``limit``.
    ///
    /// Belongs on the computing lane.
    package init?(_ octets: any MessageOctets, charsets: any CharsetDecoding) {
        do throws(FileError) {
            let file = try FileMessage(octets, charsets: charsets)
            self.init(Self.header(of: file, charsets), text: try Self.text(of: file, charsets))
        } catch {
            return nil
        }
    }

    private static func header(of file: FileMessage, _ charsets: any CharsetDecoding) -> StoredHeader {
        let summary = HeaderSummary(file.message.header, charsets: charsets)
        var header = StoredHeader()
        header.from = summary.from
        header.to = summary.to
        header.cc = summary.cc
        header.subject = summary.subject
        if let list = file.message.header.first("List-Id") {
            header.listID = HeaderDecoder(charsets: charsets).decode(list.drop { $0 == ASCII.space || $0 == ASCII.tab })
        }
        header.structure = file.message.tree
        return header
    }

    private static func text(
        of file: FileMessage, _ charsets: any CharsetDecoding
    ) throws(FileError) -> String {
        var text = PlainCollection(limit: limit)
        for index in parts(file.message.tree) where !text.isFull {
            let place = file.message.places[index].body
            var shown = ShownText(node: file.message.tree.nodes[index], charsets: charsets)
            var left = place.upperBound - place.lowerBound
            try file.read(place) { window in
                left -= min(left, UInt64(window.count))
                text.append(shown.text(of: window, remaining: ByteSize(left)))
                return !text.isFull && !Task.isCancelled
            }
            text.endPart()
        }
        return text.text
    }

    /// The texts of a message in order.
    static func parts(_ tree: PartTree) -> [Int] {
        let nodes = tree.nodes
        let shown = TextPartChoice(tree).shown
        var parts: [Int] = []
        var index = 0
        while index < nodes.count {
            let node = nodes[index]
            let end = nodes[(index + 1)...].firstIndex { $0.depth <= node.depth } ?? nodes.count
            if node.isMultipart, node.subtype == "encrypted" {
                index = end
                continue
            }
            if node.isMultipart, node.subtype == "alternative" {
                let inner = PartTree(Array(nodes[index..<end]))
                if let choice = TextPartChoice(inner).shown { parts.append(index + choice) }
                index = end
                continue
            }
            if node.mediaType == "text" || node.isTNEF && index == shown { parts.append(index) }
            index += 1
        }
        return parts
    }
}

/// Texts one after another, without marks and without what is packed in ASCII armour.
private struct PlainCollection {
    let limit: Int
    private var octets: [UInt8] = []
    /// Where the last line begins, which has not ended yet.
    private var start = 0
    private var isInArmour = false

    private static let begin = Array("-----BEGIN PGP ".utf8)
    private static let signed = Array("-----BEGIN PGP SIGNED".utf8)
    private static let end = Array("-----END PGP ".utf8)

    init(limit: Int) { self.limit = limit }

    var isFull: Bool { octets.count >= limit }

    var text: String {
        var end = min(limit, octets.count)
        while end > 0, end < octets.count, octets[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: octets[..<end], as: UTF8.self)
    }

    mutating func append(_ piece: MessageText) {
        if piece.isMarked {
            var plain = String.UnicodeScalarView()
            TextMark.plain(piece.text) { scalar in
                plain.append(scalar)
                return true
            }
            append(String(plain))
        } else {
            append(piece.text)
        }
    }

    private mutating func append(_ text: String) {
        for octet in text.utf8 where octet != 0 {
            guard octets.count < limit + 4 else { return }
            octets.append(octet)
            if octet == 0x0A { endLine() }
        }
    }

    private mutating func endLine() {
        let line = octets[start...]
        if line.starts(with: Self.begin), !line.starts(with: Self.signed) { isInArmour = true }
        let isEnd = line.starts(with: Self.end)
        if isInArmour || isEnd { octets.removeSubrange(start...) }
        if isEnd { isInArmour = false }
        start = octets.count
    }

    mutating func endPart() {
        if octets.last != 0x0A, !octets.isEmpty { octets.append(0x0A) }
        endLine()
        isInArmour = false
    }
}
