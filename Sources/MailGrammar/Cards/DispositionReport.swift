/// What a recipient did with a message. Source: RFC 8098 (message/disposition-notification).
public struct DispositionReport: Hashable, Sendable {
    /// `Disposition` (RFC 8098, section 3.2.6), with those of RFC 2298 that are still sent.
    public enum Kind: String, Hashable, Sendable {
        /// It was shown; whether it was read nobody knows.
        case displayed
        /// Deleted, perhaps unseen.
        case deleted
        /// Passed on.
        case dispatched
        /// Dealt with by a program.
        case processed
        /// The recipient tells nothing.
        case denied
        /// It could not be dealt with.
        case failed
        case other
    }

    /// What was done.
    public internal(set) var kind = Kind.other
    /// A program did it, no person.
    public internal(set) var isAutomatic = false
    /// Whom the message reached; at most 320 characters.
    public internal(set) var recipient = ""
    /// Whom it was sent to, where that is somebody else; else empty.
    public internal(set) var originalRecipient = ""
    /// `Message-ID` of the message it is about.
    public internal(set) var messageID = ""

    init() {}

    /// The report in a message/disposition-notification; nil where there is none.
    public static func read(_ content: ArraySlice<UInt8>, charsets: any CharsetDecoding) -> DispositionReport? {
        guard let fields = ReportFields(content).groups.first(where: { $0.first("Disposition") != nil }) else {
            return nil
        }
        var report = DispositionReport()
        // `manual-action/MDN-sent-manually; displayed/error`
        let disposition = fields.line("Disposition", limit: 200, charsets: charsets).asciiLowercased
        let halves = disposition.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        report.isAutomatic = halves[0].hasPrefix("automatic-action")
        let word = (halves.last ?? "").prefix { $0 != "/" && $0 != "," }.cardLine(limit: 40)
        report.kind = Kind(rawValue: word) ?? .other
        report.recipient = fields.typed("Final-Recipient", limit: 320, charsets: charsets).value
        let original = fields.typed("Original-Recipient", limit: 320, charsets: charsets).value
        if report.recipient.isEmpty {
            report.recipient = original
        } else if original.asciiLowercased != report.recipient.asciiLowercased {
            report.originalRecipient = original
        }
        report.messageID = fields.line("Original-Message-ID", limit: 1000, charsets: charsets)
        return report
    }
}
