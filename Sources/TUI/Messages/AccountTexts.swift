import MailGrammar

/// What is said of several accounts, and of lists that are of several mailboxes.
enum AccountTexts {
    static let allInboxes = Text(en: "All inboxes", de: "Alle Posteingänge")
    static let openAll = Text(en: "all inboxes", de: "alle Posteingänge")
    static let openAllSummary = Text(
        en: "the inboxes of all accounts as one list", de: "alle Posteingänge als eine Liste")
    static let account = Text(en: "account", de: "Konto")
    static let accountSummary = Text(
        en: "the next account's inbox, or that of NAME", de: "Eingang des nächsten Kontos, oder NAME")
    static let accountName = Text(en: "NAME", de: "NAME")

    static let onlyOne = Text(en: "there is only one account", de: "es gibt nur ein Konto")

    static func noSuchAccount(_ name: String, _ suggestion: String?) -> Text {
        let name = TerminalText.truncated(name, toWidth: 40)
        return Text(en: "there is no account “\(name)”", de: "es gibt kein Konto „\(name)“")
            + CommandLineTexts.didYouMean(suggestion)
    }

    /// Whose trouble it is.
    static func of(_ label: String, _ text: Text) -> Text {
        let label = TerminalText.truncated(TerminalText.sanitised(label), toWidth: 30)
        return Text(same: "\(label): ") + text
    }

    static func offline(_ count: Int, of total: Int) -> Text {
        Text(en: "\(count) of \(total) offline", de: "\(count) von \(total) offline")
    }

    static let noStore = Text(
        en: "keeps no mail on this machine: its part is missing here",
        de: "legt keine Post auf diesem Rechner ab: ihr Teil fehlt hier")

    static let notAsked = Text(
        en: "was offline: its server was not asked", de: "war offline: der Server wurde nicht gefragt")

    static func stillToCome(_ folders: Int) -> Text {
        folders == 1
            ? Text(en: "not all mail is stored here yet", de: "noch liegt hier nicht alle Post")
            : Text(
                en: "\(folders) folders are not stored whole yet",
                de: "\(folders) Ordner liegen hier noch nicht ganz")
    }

    static let empty = Text(en: "No message in any inbox.", de: "In keinem Posteingang liegt etwas.")
}
