extension MailboxUse {
    /// What mailboxes are called in English and German where a server does not tell what they are for; in lower case, and the
    /// likelier one first. A table.
    static let wellKnownNames: [(use: MailboxUse, names: [String])] = [
        (.drafts, ["drafts", "entwürfe", "draft", "entwurf"]),
        (
            .sent,
            [
                "sent", "gesendet", "sent items", "gesendete objekte", "gesendete elemente", "sent messages",
                "gesendete nachrichten", "sent mail", "sent-mail", "postausgang",
            ]
        ),
        (
            .trash,
            [
                "trash", "papierkorb", "deleted items", "gelöschte objekte", "gelöschte elemente", "deleted messages",
                "gelöschte nachrichten", "bin", "deleted",
            ]
        ),
        (
            .junk,
            [
                "junk", "spam", "junk e-mail", "junk-e-mail", "junk email", "spamverdacht", "unerwünscht",
                "unerwünschte werbung", "bulk mail", "bulk",
            ]
        ),
        (.archive, ["archive", "archiv", "archives"]),
    ]
}
