import MailGrammar

/// The text of a message that Outlook packed into a `winmail.dat` (TNEF): there is none before the last octet is here.
struct PackedText {
    /// Octets that are held, decoded; a larger one stays closed.
    static let limit = FileMessage.tnefLimit

    private let node: PartNode
    private let charsets: any CharsetDecoding
    private var decoder: TransferDecoder
    private var octets: [UInt8] = []

    /// What it came to.
    struct Result {
        /// The plain text, else the words of the RTF; with LF line ends.
        var plain = ""
        /// Where there is no plain text.
        var html = ""
        /// What else is in it.
        var details = MessageDetails()
    }

    /// At the start of the part.
    init(_ node: PartNode, charsets: any CharsetDecoding) {
        self.node = node
        self.charsets = charsets
        decoder = TransferDecoder(node.encoding)
    }

    /// Whether a part is small enough to be held, as transferred.
    static func holds(_ node: PartNode) -> Bool { node.size.octets <= limit * 4 / 3 }

    mutating func take(_ window: [UInt8]) {
        guard octets.count < Int(Self.limit) else { return }
        decoder.decode(window[...], into: &octets)
    }

    /// Ends the part.
    mutating func finish() -> Result {
        decoder.finish(into: &octets)
        if octets.count > Int(Self.limit) { octets.removeLast(octets.count - Int(Self.limit)) }
        var result = Result()
        let told = Set(AttachmentFindings.byName(node).warnings.map(\.code))
        result.details = DetailParts.details(
            of: node, octets, isWhole: true, files: FileMessage.innerLimit, charsets: charsets)
        result.details.warnings.removeAll { $0.section == node.section && told.contains($0.code) }
        result.details.warnings = Array(result.details.warnings.prefix(MessageAssembly.warningLimit))
        guard let message = TNEFMessage(octets, charsets: charsets) else { return result }
        octets = []
        if Self.hasWords(message.text) {
            result.plain = lines(message.text)
        } else if Self.hasWords(message.html) {
            result.html = message.html
        } else if Self.hasWords(message.richText) {
            result.plain = lines(message.richText)
        }
        return result
    }

    private static func hasWords(_ text: String) -> Bool { text.utf8.contains { $0 > 0x20 } }

    private func lines(_ text: String) -> String {
        var stream = TextPartStream(encoding: .identity, charset: "utf-8", charsets: charsets)
        return stream.decode(Array(text.utf8)[...], isLast: true)
    }
}
