import MailGrammar

/// Decodes the shown part of one message, window after window, on the computing lane.
@CPUActor
final class TextReader {
    private let node: PartNode
    private var stream: TextPartStream
    private var html: HTMLText?

    init(node: PartNode, charsets: any CharsetDecoding) {
        self.node = node
        stream = TextPartStream(encoding: node.encoding, charset: node.charset, charsets: charsets)
        if node.subtype == "html" { html = HTMLText() }
    }

    /// The text of the next window. `remaining` octets of the part are still to be fetched.
    func text(of window: [UInt8], remaining: ByteSize) -> MessageText {
        let isLast = remaining.octets == 0
        var text = stream.decode(window[...], isLast: isLast)
        var notes: [MessageText.Note] = []
        if var machine = html {
            html = nil
            machine.append(text)
            text = isLast ? machine.finish() : machine.take()
            html = machine
            notes.append(.strippedHTML)
        }
        if let guessed = stream.guessedCharset { notes.append(.charsetGuessed(guessed)) }
        if stream.hadErrors { notes.append(.undecodable) }
        return MessageText(
            text: text, isFlowed: node.isFlowed && html == nil, deletesSpace: node.deletesSpace, remaining: remaining,
            notes: notes)
    }
}
