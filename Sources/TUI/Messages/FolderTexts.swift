import MailGrammar

/// What is said of mailboxes.
enum FolderTexts {
    /// The usual name on a server of a mailbox with this use, and what it is called in German; `nil` where there is no usual one.
    static func usual(_ use: MailboxUse) -> Text? {
        switch use {
        case .inbox: Text(en: "INBOX", de: "Posteingang")
        case .drafts: Text(en: "Drafts", de: "Entwürfe")
        case .sent: Text(en: "Sent", de: "Gesendet")
        case .junk: Text(en: "Junk", de: "Spam")
        case .trash: Text(en: "Trash", de: "Papierkorb")
        case .archive: Text(en: "Archive", de: "Archiv")
        case .all, .flagged, .important: nil
        }
    }

    /// By what a person may look for one, whatever the server calls it.
    static func use(_ use: MailboxUse) -> Text {
        switch use {
        case .inbox: Text(en: "Inbox", de: "Posteingang")
        case .all: Text(en: "All mail", de: "Alle Nachrichten")
        case .archive: Text(en: "Archive", de: "Archiv")
        case .drafts: Text(en: "Drafts", de: "Entwürfe")
        case .flagged: Text(en: "Starred", de: "Markiert")
        case .important: Text(en: "Important", de: "Wichtig")
        case .junk: Text(en: "Junk, spam", de: "Spam, Werbung")
        case .sent: Text(en: "Sent", de: "Gesendet")
        case .trash: Text(en: "Trash, deleted", de: "Papierkorb, gelöscht")
        }
    }
}
