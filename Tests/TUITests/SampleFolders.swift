import MailKitCore

@testable import MailGrammar

/// The mailboxes of the sample account, in a server's order.
enum SampleFolders {
    static func mailbox(
        _ name: String, use: MailboxUse? = nil, unseen: UInt32? = 0, messages: UInt32? = 40,
        delimiter: Character? = "/",
        owner: MailboxOwner = .personal, isSelectable: Bool = true
    ) -> MailboxInfo? {
        guard let path = MailboxPath(name) else { return nil }
        var counts = MailboxCounts()
        counts.messages = messages
        counts.unseen = unseen
        let levels = delimiter.map { name.split(separator: $0).map(String.init) } ?? [name]
        return MailboxInfo(
            path: path, delimiter: delimiter, levels: levels, owner: owner, use: use, isSelectable: isSelectable,
            isSubscribed: true, hasChildren: false, takesChildren: true, counts: isSelectable ? counts : nil)
    }

    static let all: [MailboxInfo] = [
        mailbox("Papierkorb", use: .trash, messages: 12), mailbox("Kunden/Öttinger & Söhne", unseen: 4, messages: 318),
        mailbox("INBOX", use: .inbox, unseen: 3, messages: 214), mailbox("Gesendet", use: .sent, messages: 1203),
        mailbox("Entwürfe", use: .drafts, unseen: nil, messages: nil), mailbox("Kunden", isSelectable: false),
        mailbox("Kunden/Alt/2024"), mailbox("archiv 2025", messages: 9000), mailbox("Junk", use: .junk, unseen: 12),
        mailbox("Bert\u{1B}[2J/x", unseen: 1), mailbox("Kunden/Lindner", messages: 3),
        mailbox("user/berta/Hafen", owner: .otherUser), mailbox("Archiv", use: .archive),
    ].compactMap(\.self)

    static let event = MailEvent.mailboxes(SampleMail.account, all)
}
