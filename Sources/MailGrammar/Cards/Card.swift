/// What a part of a message means beside its text, as a value that a sentence can be made of.
///
/// Everything in it is from the mail: strings are bounded and in one line, but may hold characters that a terminal must not
/// see, so clean them where they are drawn.
public enum Card: Hashable, Sendable {
    /// An appointment or a task.
    case invitation(Invitation)
    /// A server tells what became of a message.
    case delivery(DeliveryReport)
    /// A recipient tells what he did with it.
    case disposition(DispositionReport)
    /// A visiting card.
    case contact(ContactCard)
    /// The message came by a mailing list.
    case list(ListInformation)
    /// A message is attached.
    case message(AttachedMessage)

    /// Octets of a part that are read, its transfer encoding undone.
    public static let contentLimit = 1 << 20

    /// Octets of a part that are of use for its card; 0 where there is none for a part of this type.
    public static func wanted(of part: PartNode) -> Int {
        switch kind(part) {
        case .none: 0
        case .message: AttachedMessage.headerLimit
        default: contentLimit
        }
    }

    /// The card of a part.
    ///
    /// - Parameter content: what ``wanted(of:)`` asks for of its beginning, transfer encoding undone
    public static func read(
        _ part: PartNode, content: ArraySlice<UInt8>, charsets: any CharsetDecoding
    ) -> Card? {
        switch kind(part) {
        case .none: return nil
        case .calendar:
            var parser = InvitationParser(content, charset: part.charset, charsets: charsets)
            return parser.read().map { .invitation($0) }
        case .contact:
            return ContactCard.read(content, charset: part.charset, charsets: charsets).map { .contact($0) }
        case .delivery: return DeliveryReport.read(content, charsets: charsets).map { .delivery($0) }
        case .disposition: return DispositionReport.read(content, charsets: charsets).map { .disposition($0) }
        case .message: return AttachedMessage.read(content, charsets: charsets).map { .message($0) }
        }
    }

    private enum Kind {
        case none, calendar, contact, delivery, disposition, message
    }

    private static func kind(_ part: PartNode) -> Kind {
        switch "\(part.mediaType)/\(part.subtype)" {
        case "text/calendar", "application/ics", "text/x-vcalendar": return .calendar
        case "text/vcard", "text/x-vcard", "text/directory", "application/vcard": return .contact
        case "message/delivery-status", "message/global-delivery-status": return .delivery
        case "message/disposition-notification", "message/global-disposition-notification": return .disposition
        case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers": return .message
        case "application/octet-stream":
            let name = part.fileName.asciiLowercased
            return name.hasSuffix(".ics") ? .calendar : name.hasSuffix(".vcf") ? .contact : .none
        default: return .none
        }
    }
}
