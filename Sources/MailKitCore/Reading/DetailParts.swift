import MailGrammar

/// What one more FETCH brings when the text of a message is on the screen: the parts that mean something, the beginnings of
/// its attachments, and a `winmail.dat`.
///
/// The budget is what the line brings in about a second, since whatever is asked for next waits behind it. The parts of cards
/// are taken from it first, then the first kilobyte of each attachment; both come even where it is small. What is left of it
/// goes to attachments in their order: first to those that fit in whole, then to longer beginnings. Pictures, sound and films
/// get their beginning only, it tells all there is. A `winmail.dat` comes whole or not at all beyond its beginning.
struct DetailParts: Sendable {
    /// A part, and how much of it is wanted.
    struct Piece: Sendable {
        let node: PartNode
        /// Octets as transferred, from the beginning on.
        var count: Int
        /// Of an attached message: those of its header.
        let isCard: Bool
        let isInspected: Bool

        /// As it is asked for.
        var fetch: FetchPiece {
            FetchPiece(section: node.section, isHeader: node.isMessage, count: UInt32(clamping: count))
        }

        /// All of it was asked for.
        var isWhole: Bool { UInt64(count) >= node.size.octets }
    }

    /// Attachments of one message that are looked into.
    static let attachmentLimit = 16
    /// Octets of each, at least.
    static let smallest = 1 << 10
    /// Octets of all the `winmail.dat` of a message that are taken whole.
    static let tnefLimit = 256 << 10
    /// What the header of an attached message takes of the budget: few are longer.
    private static let usualHeader = 8 << 10

    /// Cards first, each in the order of the message.
    let pieces: [Piece]
    /// What the names have told already.
    private let told: Set<Told>

    private struct Told: Hashable {
        let code: MessageWarning.Code
        let section: String

        init(_ warning: MessageWarning) {
            code = warning.code
            section = warning.section
        }
    }

    /// Chooses. Takes time proportional to the number of parts.
    ///
    /// - Parameters:
    ///   - shown: the part whose text is shown; a `winmail.dat` that is fetched for that is not fetched again.
    ///   - budget: octets as transferred.
    init(_ tree: PartTree, shown: PartNode?, budget: Int) {
        let inspected = Self.inspected(tree).filter { index in
            let node = tree.nodes[index]
            return !node.isMessage && node.size.octets > 0 && !(node.isTNEF && node.section == shown?.section)
                && FetchSection(number: node.section) != nil
        }.prefix(Self.attachmentLimit)
        let cards = CardParts(tree).parts.filter { FetchSection(number: $0.node.section) != nil }
        let cardIndices = Set(cards.map(\.index))
        var pieces = cards.map {
            Piece(node: $0.node, count: $0.count, isCard: true, isInspected: inspected.contains($0.index))
        }
        var rest = inspected.filter { !cardIndices.contains($0) }.map { index in
            let node = tree.nodes[index]
            return Piece(
                node: node, count: Int(clamping: min(node.size.octets, UInt64(Self.smallest))), isCard: false,
                isInspected: true)
        }
        var left = budget
        for card in pieces {
            left -= card.node.isMessage ? Self.usualHeader : Int(clamping: card.node.size.octets)
        }
        left -= rest.reduce(0) { $0 + $1.count }
        Self.share(left, among: &rest)
        pieces += rest
        self.pieces = pieces
        told = Set(MessageAssembly.warningsByName(tree).map(Told.init))
    }

    private static func share(_ budget: Int, among pieces: inout [Piece]) {
        var left = budget
        var room = tnefLimit
        for index in pieces.indices where pieces[index].node.isTNEF {
            guard let size = Int(exactly: pieces[index].node.size.octets), size <= room else { continue }
            room -= size
            left -= size - pieces[index].count
            pieces[index].count = size
        }
        let others = pieces.indices.filter {
            !pieces[$0].node.isTNEF && !AttachmentInspection.needsOnlyBeginning(pieces[$0].node)
        }
        for index in others {
            let missing = Int(clamping: pieces[index].node.size.octets) - pieces[index].count
            guard missing <= left else { continue }
            left -= missing
            pieces[index].count += missing
        }
        for index in others where left > 0 {
            let more = min(left, Int(clamping: pieces[index].node.size.octets) - pieces[index].count)
            left -= more
            pieces[index].count += more
        }
    }

    /// Attachments, and whatever has a file's name in a message that is attached.
    static func inspected(_ tree: PartTree) -> [Int] {
        let nodes = tree.nodes
        let named = nodes.indices.filter { !nodes[$0].isMultipart && !nodes[$0].fileName.isEmpty }
        return Set(named).union(TextPartChoice(tree).attachments).sorted()
    }

    /// What a server's answer tells. What it left out, gave as NIL or gave empty tells nothing, and what it gave beyond the
    /// question is not looked at.
    func details(of answer: [String: [UInt8]], charsets: any CharsetDecoding) -> MessageDetails {
        var details = MessageDetails()
        var files = 0
        for piece in pieces {
            guard let given = answer[piece.fetch.name], !given.isEmpty else { continue }
            let transferred = given.count > piece.count ? Array(given[..<piece.count]) : given
            if piece.isCard, let card = CardParts.card(piece.node, transferred: transferred, charsets: charsets) {
                details.cards.append(card)
            }
            guard piece.isInspected else { continue }
            let found = Self.look(
                into: piece.node, transferred, isWhole: UInt64(transferred.count) >= piece.node.size.octets,
                files: piece.node.isTNEF && piece.isWhole ? FileMessage.innerLimit - files : 0, charsets: charsets)
            files += found.files.count
            details.files += found.files
            details.warnings += found.warnings.filter { !told.contains(Told($0)) }
        }
        details.warnings = Array(details.warnings.prefix(MessageAssembly.warningLimit))
        return details
    }

    private static func look(
        into node: PartNode, _ transferred: [UInt8], isWhole: Bool, files limit: Int, charsets: any CharsetDecoding
    ) -> MessageDetails {
        var decoder = TransferDecoder(node.encoding)
        var octets: [UInt8] = []
        decoder.decode(transferred[...], into: &octets)
        if isWhole { decoder.finish(into: &octets) }
        return details(of: node, octets, isWhole: isWhole, files: limit, charsets: charsets)
    }

    /// What an attachment's decoded octets tell, and up to `limit` of the files in it where it is a `winmail.dat`.
    static func details(
        of node: PartNode, _ octets: [UInt8], isWhole: Bool, files limit: Int, charsets: any CharsetDecoding
    ) -> MessageDetails {
        var inspection = AttachmentInspection(node: node)
        inspection.push(octets[...])
        var details = MessageDetails(warnings: inspection.finish(isWhole: isWhole).warnings)
        guard limit > 0, let tnef = TNEFMessage(octets, charsets: charsets) else { return details }
        for file in InnerFile.files(of: tnef, in: octets, path: node.section).prefix(limit) {
            details.files.append(file.summary)
            details.warnings += file.warnings
        }
        return details
    }
}
