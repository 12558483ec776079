import MailGrammar

/// Undoes the transfer encoding of a part that comes in windows, and looks at what it is, on the computing lane.
@CPUActor
final class PartIntake {
    private var decoder: TransferDecoder
    private var inspection: AttachmentInspection
    private let charsets: any CharsetDecoding
    /// Of a file in a `winmail.dat`: its number from 1 on.
    private let inner: Int?
    /// All that has come of such a part; in the end, and of a text always, the beginning of what is wanted.
    private var held: [UInt8] = []
    private let isText: Bool
    private let file: PartNode

    /// - Parameters:
    ///   - node: the part that is fetched
    ///   - file: the file in it that is wanted, with a section like `2/1`, else the part itself
    init(node: PartNode, file: PartNode, charsets: any CharsetDecoding) {
        decoder = TransferDecoder(node.isMessage ? .identity : node.encoding)
        inspection = AttachmentInspection(node: file)
        self.file = file
        isText = AttachmentInspection.isText(file)
        inner = InnerFile.place(file.section)?.number
        self.charsets = charsets
    }

    /// The octets of the next window that are wanted; with the last one what was held back.
    func take(_ window: [UInt8], isLast: Bool) -> [UInt8] {
        var decoded: [UInt8] = []
        decoder.decode(window[...], into: &decoded)
        if isLast { decoder.finish(into: &decoded) }
        if let inner {
            held += decoded.prefix(max(0, Int(FileMessage.tnefLimit) - held.count))
            decoded = isLast ? InnerFile.octets(inner, in: held, charsets: charsets) : []
            if isLast { held = [] }
        }
        if isText, inner == nil || isLast { held += decoded.prefix(max(0, ViewerRunner.outputLimit - held.count)) }
        inspection.push(decoded[...])
        return decoded
    }

    /// What the part turned out to be; `isWhole` where all of it came.
    func finish(isWhole: Bool) -> AttachmentFindings { inspection.finish(isWhole: isWhole) }

    /// The beginning of a text: no program is needed to show it.
    func text() -> MessageText? {
        guard isText else { return nil }
        // Its transfer encoding is undone.
        let node = PartNode(
            section: file.section, depth: 0, mediaType: "text",
            subtype: file.mediaType == "text" ? file.subtype : "plain",
            parameters: file.parameters)
        var shown = ShownText(node: node, charsets: charsets)
        return shown.text(of: held, remaining: ByteSize(0))
    }
}
