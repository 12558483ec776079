import MailGrammar

/// Undoes the transfer encoding of a part that comes in windows, and looks at what it is, on the computing lane.
@CPUActor
final class PartIntake {
    private var decoder: TransferDecoder
    private var inspection: AttachmentInspection
    private var size: UInt64 = 0

    init(node: PartNode) {
        decoder = TransferDecoder(node.isMessage ? .identity : node.encoding)
        inspection = AttachmentInspection(node: node)
    }

    /// The decoded octets of the next window; with the last one what the decoder had held back.
    func take(_ window: [UInt8], isLast: Bool) -> [UInt8] {
        var decoded: [UInt8] = []
        decoder.decode(window[...], into: &decoded)
        if isLast { decoder.finish(into: &decoded) }
        inspection.push(decoded[...])
        size &+= UInt64(decoded.count)
        return decoded
    }

    /// What the whole part turned out to be.
    func finish() -> AttachmentFindings { inspection.finish() }
}
