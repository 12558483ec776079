import MailGrammar

/// What is said of mailboxes.
enum FolderTexts {
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
