import MailGrammar

/// Undoes the transfer encoding of a part that comes in windows, and looks at what it is, on the computing lane.
@CPUActor
final class PartIntake {
    private var decoder: TransferDecoder
    private var inspection: AttachmentInspection
    private let charsets: any CharsetDecoding
    /// Of a file in a `winmail.dat`: its number from 1 on, and all that has come of the part.
    private let inner: Int?
    private var held: [UInt8] = []

    /// - Parameters:
    ///   - node: the part that is fetched
    ///   - file: the file in it that is wanted, with a section like `2/1`, else the part itself
    init(node: PartNode, file: PartNode, charsets: any CharsetDecoding) {
        decoder = TransferDecoder(node.isMessage ? .identity : node.encoding)
        inspection = AttachmentInspection(node: file)
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
        }
        inspection.push(decoded[...])
        return decoded
    }

    /// What the whole part turned out to be.
    func finish() -> AttachmentFindings { inspection.finish() }
}
