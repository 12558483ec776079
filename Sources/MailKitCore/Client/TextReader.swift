import MailGrammar

/// Decodes the shown part of one message, window after window, on the computing lane.
@CPUActor
final class TextReader {
    private var shown: ShownText

    init(node: PartNode, charset: String?, charsets: any CharsetDecoding) {
        shown = ShownText(node: node, charset: charset, charsets: charsets)
    }

    /// The text of the next window. `remaining` octets of the part are still to be fetched.
    func text(of window: [UInt8], remaining: ByteSize) -> MessageText {
        shown.text(of: window, remaining: remaining)
    }

    /// The cards of parts, by what was fetched of them.
    static func cards(
        _ parts: [CardParts.Part], pieces: [String: [UInt8]], charsets: any CharsetDecoding
    ) -> [Card] {
        parts.compactMap { part in
            let piece = FetchPiece(section: part.node.section, isHeader: part.node.isMessage, count: 1)
            return pieces[piece.name].flatMap {
                CardParts.card(part.node, transferred: $0, charsets: charsets)
            }
        }
    }
}
