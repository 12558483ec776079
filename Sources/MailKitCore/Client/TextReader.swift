import MailGrammar

/// Decodes the shown part of one message, window after window, on the computing lane.
@CPUActor
final class TextReader {
    private var shown: ShownText
    private var hasTold = false

    init(node: PartNode, charset: String?, charsets: any CharsetDecoding) {
        shown = ShownText(node: node, charset: charset, charsets: charsets)
    }

    /// The text of the next window. `remaining` octets of the part are still to be fetched.
    func text(of window: [UInt8], remaining: ByteSize) -> MessageText {
        shown.text(of: window, remaining: remaining)
    }

    /// What lay in the part beside its text, once its last window has come; told once.
    func takeDetails() -> MessageDetails {
        defer { hasTold = true }
        return hasTold ? MessageDetails() : shown.details
    }

    /// What a program wrote, as text.
    static func text(ofProgram output: [UInt8], charsets: any CharsetDecoding) -> MessageText {
        let node = PartNode(
            section: "1", depth: 0, mediaType: "text", subtype: "plain",
            parameters: [MIMEParameter(name: "charset", value: "utf-8")])
        var shown = ShownText(node: node, charsets: charsets)
        return shown.text(of: output, remaining: ByteSize(0))
    }

    /// What a program drew.
    static func picture(ofProgram output: [UInt8]) -> MessageText {
        MessageText(
            text: PictureText.marked(output), isFlowed: false, deletesSpace: false, isMarked: true,
            remaining: ByteSize(0), notes: [])
    }

    /// What parts tell, by what was fetched of them.
    static func details(
        _ parts: DetailParts, pieces: [String: [UInt8]], charsets: any CharsetDecoding
    ) -> MessageDetails {
        parts.details(of: pieces, charsets: charsets)
    }
}
