/// A message as Outlook packs it into one part, `winmail.dat` (application/ms-tnef): its text and its attachments.
///
/// Source: [MS-OXTNEF]. Read leniently and with limits; attachments are ranges of the octets that were given, nothing is
/// copied. A message in the message is listed as an attachment that is TNEF itself, and not entered.
public struct TNEFMessage: Hashable, Sendable {
    /// One file.
    public struct Attachment: Hashable, Sendable {
        /// Long before short; empty where there is none. Not safe as a path.
        public let name: String
        /// `image/png`; empty where it is not said. Lower case.
        public let mediaType: String
        /// Without brackets; empty where there is none.
        public let contentID: String
        /// Where its octets lie in those that were given.
        public let octets: Range<Int>
        /// A message in the message: its octets are TNEF.
        public let isMessage: Bool
    }

    /// The first four octets, the low one first.
    static let signature: UInt32 = 0x223E_9F78
    /// Attachments that are listed.
    public static let attachmentLimit = 500
    /// Properties of one object that are read.
    static let propertyLimit = 4096
    /// Octets of text that are taken out: plain, HTML, or RTF when unpacked.
    public static let textLimit = 4 << 20

    /// Empty where there is none.
    public let subject: String
    /// The plain text, with CRLF as it came; empty where there is none.
    public let text: String
    /// The HTML; empty where there is none.
    public let html: String
    /// The words of the RTF, without their looks; empty where there is none. Often there is nothing else.
    public let richText: String
    /// In their order.
    public let attachments: [Attachment]
    /// False where the octets ended early, were damaged, or went beyond a limit.
    public let isComplete: Bool

    /// Reads a whole part, decoded. Nil where it does not begin as TNEF does.
    public init?(_ octets: [UInt8], charsets: any CharsetDecoding) {
        guard octets.little32(at: 0) == Self.signature else { return nil }
        var parser = TNEFParser(octets, charsets: charsets)
        parser.run()
        subject = parser.subject
        text = parser.text
        html = parser.html
        richText = parser.richText
        attachments = parser.attachments
        isComplete = parser.isComplete
    }
}
