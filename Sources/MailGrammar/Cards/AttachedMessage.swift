/// A message inside of a message, by its header.
public struct AttachedMessage: Hashable, Sendable {
    /// `Petra Lindner <petra@lindner.example>`: the whole field in one line of at most 300 characters.
    public let from: String
    /// One line of at most 300 characters.
    public let subject: String
    /// As its header says; nil where that cannot be read.
    public let date: Timestamp?

    /// The values of one message.
    public init(from: String, subject: String, date: Timestamp?) {
        self.from = from
        self.subject = subject
        self.date = date
    }

    /// What its header says.
    public init(_ header: RawHeader, charsets: any CharsetDecoding) {
        from = header.line("From", limit: 300, charsets: charsets)
        subject = header.line("Subject", limit: 300, charsets: charsets)
        date = header.first("Date").flatMap { DateParser.parse($0[...]) }
    }

    /// From the beginning of the message: its header alone is needed.
    public static func read(_ content: ArraySlice<UInt8>, charsets: any CharsetDecoding) -> AttachedMessage? {
        // Some programs put an empty line or an mbox line before the header: neither is a field.
        guard let header = ReportFields(content.prefix(headerLimit)).groups.first else { return nil }
        let message = AttachedMessage(header, charsets: charsets)
        return message.from.isEmpty && message.subject.isEmpty && message.date == nil ? nil : message
    }

    /// Octets of the header that are read.
    public static let headerLimit = 65_536
}
