/// What is kept of a message beside the numbers that sorting and counting need, decoded and not cleaned.
///
/// The limits of ``RowLimits`` hold for what comes back: longer texts and lists are cut.
package struct StoredHeader: Hashable, Sendable {
    /// The mailboxes of From.
    package var from: [Address] = []
    /// Of Sender, where it is not From.
    package var sender: [Address] = []
    /// Of Reply-To, where it is not From.
    package var replyTo: [Address] = []
    package var to: [Address] = []
    package var cc: [Address] = []
    /// Unfolded; may be empty.
    package var subject = ""
    /// Without the brackets; may be empty. RFC 5322, section 3.6.4.
    package var messageID = ""
    /// The identifiers of References without brackets, the oldest first; of a longer list the first and the last are kept.
    package var references: [String] = []
    /// The first identifier of In-Reply-To without brackets; may be empty.
    package var inReplyTo = ""
    /// List-Id as it stands; may be empty. RFC 2919.
    package var listID = ""
    package var priority: MessagePriority?
    /// Minutes east of UTC in which Date was written, and in which the server tells of the arrival.
    package var dateZone: Int16 = 0
    package var arrivalZone: Int16 = 0
    /// `nil` where it is not known, or has too many parts; without the parameter `boundary`.
    package var structure: PartTree?

    /// Nothing is known.
    package init() {}

    /// Which fields are read; the others stay empty and cost next to nothing.
    package struct Fields: OptionSet, Sendable {
        package let rawValue: UInt64
        package init(rawValue: UInt64) { self.rawValue = rawValue }

        package static let from = Fields(rawValue: 1)
        package static let sender = Fields(rawValue: 2)
        package static let replyTo = Fields(rawValue: 4)
        package static let to = Fields(rawValue: 8)
        package static let cc = Fields(rawValue: 16)
        package static let subject = Fields(rawValue: 32)
        package static let messageID = Fields(rawValue: 64)
        package static let references = Fields(rawValue: 128)
        package static let inReplyTo = Fields(rawValue: 256)
        package static let listID = Fields(rawValue: 512)
        package static let high = Fields(rawValue: 1024)
        package static let low = Fields(rawValue: 2048)
        package static let zones = Fields(rawValue: 4096)
        package static let structure = Fields(rawValue: 8192)

        /// Every field there is.
        package static let all = Fields(rawValue: 16_383)
        /// What a list shows.
        package static let row = all.subtracting([.structure, .messageID, .references, .inReplyTo, .sender, .replyTo])
        /// What conversations are made of.
        package static let thread: Fields = [.subject, .messageID, .references, .inReplyTo]
    }
}

/// How much of a header is kept; octets of UTF-8 where it is a text.
package enum RowLimits {
    /// Addresses of one field.
    package static let addresses = 200
    package static let subject = 2_000
    /// A display name, a local part or a domain.
    package static let addressPart = 300
    /// A Message-ID, a List-Id or a Content-ID.
    package static let identifier = 500
    package static let references = 100
    /// Parts of a structure; of a larger one nothing is kept.
    package static let parts = 200
    package static let depth = 100
    package static let parameters = 30
    /// A type, a parameter's name or a section.
    package static let token = 200
    /// A parameter's value.
    package static let value = 1_000
    /// A whole record; of one that would be larger the structure is left out, then the recipients.
    package static let record = 256 * 1024
}
