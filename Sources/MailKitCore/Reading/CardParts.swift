import MailGrammar

/// The parts of a message that mean something beside its text, and what they mean.
package struct CardParts: Sendable {
    /// A part, and how much of it is needed.
    package struct Part: Sendable {
        package let index: Int
        package let node: PartNode
        /// Octets as transferred.
        package let count: Int
    }

    /// Cards of one message.
    package static let limit = 10
    /// Octets of one part, as transferred; of a larger one no card is made.
    package static let sizeLimit = 64 << 10

    /// In the order of the message; what is inside an attached message is that message's.
    package let parts: [Part]

    /// Looks for them. Takes time proportional to the number of parts.
    package init(_ tree: PartTree) {
        var parts: [Part] = []
        var index = 0
        while index < tree.nodes.count, parts.count < Self.limit {
            let node = tree.nodes[index]
            let wanted = min(Card.wanted(of: node), Self.sizeLimit)
            if wanted > 0, node.isMessage || node.size.octets <= UInt64(Self.sizeLimit) {
                parts.append(Part(index: index, node: node, count: wanted))
            }
            index += 1
            if node.isMessage {
                while index < tree.nodes.count, tree.nodes[index].depth > node.depth { index += 1 }
            }
        }
        self.parts = parts
    }

    /// The card of a part, by its octets as transferred; of an attached message by those of its header.
    static func card(_ node: PartNode, transferred: [UInt8], charsets: any CharsetDecoding) -> Card? {
        var decoder = TransferDecoder(node.isMessage ? .identity : node.encoding)
        var octets: [UInt8] = []
        decoder.decode(transferred[...], into: &octets)
        decoder.finish(into: &octets)
        return Card.read(node, content: octets[...], charsets: charsets)
    }
}

extension FileMessage {
    /// The cards of the message's parts.
    package func cards(charsets: any CharsetDecoding) throws(FileError) -> [Card] {
        var cards: [Card] = []
        for part in CardParts(message.tree).parts {
            let content = try beginning(of: part.index, limit: part.count)
            if let card = Card.read(part.node, content: content[...], charsets: charsets) { cards.append(card) }
        }
        return cards
    }
}
