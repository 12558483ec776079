import MailGrammar

/// A row tells what the list holds: neither the text nor the names of attachments.
extension MessageRow: SearchSubject {
    package func texts(_ field: SearchField) -> [String]? {
        switch field {
        case .from: Self.texts(from)
        case .to: Self.texts(to + cc)
        case .cc: Self.texts(cc)
        case .subject: [subject]
        case .list: [listID]
        case .any, .text, .body, .bcc, .replyTo, .followupTo, .filename: nil
        }
    }

    package func has(_ flag: Flag) -> Bool? { flags.contains(flag) }
    package var hasAttachment: Bool? { attachmentCount > 0 }
    package var sent: Timestamp? { date }
    package var mailbox: SearchMailbox? { nil }

    private static func texts(_ addresses: [Address]) -> [String] {
        addresses.map { $0.displayName.isEmpty ? $0.addressSpec : "\($0.displayName) <\($0.addressSpec)>" }
    }
}
