import MailGrammar
import MailKitCore

/// What is done with messages, and taken back.
enum ActionTexts {
    static let delete = Text(en: "delete", de: "löschen")
    static let deleteSummary = Text(en: "move to the folder for deleted messages", de: "in den Papierkorb legen")
    static let archive = Text(en: "archive", de: "archivieren")
    static let archiveSummary = Text(en: "move to the archive", de: "ins Archiv legen")
    static let junk = Text(en: "junk", de: "Spam")
    static let junkSummary = Text(en: "junk, or out of the junk folder", de: "Spam, oder aus dem Spamordner zurück")
    static let purge = Text(en: "delete for good", de: "endgültig löschen")
    static let purgeSummary = Text(
        en: "delete for good; asks, no way back", de: "endgültig löschen; fragt, kein Zurück")
    static let empty = Text(en: "empty the folder", de: "Ordner leeren")
    static let emptySummary = Text(
        en: "empty Trash or Junk; asks, no way back", de: "Papierkorb oder Spam leeren; fragt")
    static let readAll = Text(en: "all read", de: "alle gelesen")
    static let readAllSummary = Text(en: "mark all messages as read", de: "alle Nachrichten als gelesen markieren")

    static func askToPurge(_ count: Int) -> Text {
        Text(en: "Delete ", de: "") + messages(count)
            + Text(en: " for good, with no way back? ", de: " endgültig löschen, ohne Zurück? ")
    }
    static func purged(_ count: Int) -> Text {
        messages(count) + Text(en: " deleted for good", de: " endgültig gelöscht")
    }
    static let onlyTrash = Text(
        en: "only the folders for deleted messages and junk are emptied",
        de: "geleert werden nur der Papierkorb und der Spamordner")
    static let isEmpty = Text(en: "it is empty", de: "er ist leer")
    static let allRead = Text(en: "all marked as read", de: "alle als gelesen markiert")

    static let move = Text(en: "move", de: "verschieben")
    static let moveSummary = Text(en: "move to another folder", de: "in einen anderen Ordner verschieben")
    static let copy = Text(en: "copy to", de: "kopieren nach")
    static let copySummary = Text(en: "copy to another folder", de: "in einen anderen Ordner kopieren")
    static let undo = Text(en: "undo", de: "rückgängig")
    static let undoSummary = Text(en: "take back what was done last", de: "zurücknehmen, was zuletzt getan wurde")

    static let nothingToUndo = Text(en: "nothing has been done yet", de: "es ist noch nichts getan worden")
    static let cannotBeFound = Text(
        en: "the server does not tell where it went", de: "der Server sagt nicht, wohin es gekommen ist")

    static let severalAccounts = Text(
        en: "the marked messages are of several accounts", de: "die ausgewählten gehören zu mehreren Konten")
    static let waiting = Text(
        en: "it is taken back when the server has answered",
        de: "es wird zurückgenommen, wenn der Server geantwortet hat")

    /// The account has none for this use.
    static func noFolder(_ use: MailboxUse) -> Text {
        switch use {
        case .trash:
            Text(en: "there is no folder for deleted messages", de: "es gibt keinen Ordner für Gelöschtes")
        case .archive: Text(en: "there is no archive folder", de: "es gibt keinen Ordner fürs Archiv")
        case .junk: Text(en: "there is no folder for junk", de: "es gibt keinen Spamordner")
        default: Text(en: "there is no such folder", de: "es gibt keinen solchen Ordner")
        }
    }

    /// What is asked for in the line above the keys.
    static func prompt(_ filing: Filing) -> Text {
        filing.isCopy ? Text(en: "Copy to: ", de: "Kopieren nach: ") : Text(en: "Move to: ", de: "Verschieben nach: ")
    }

    /// Above the folders.
    static func title(_ filing: Filing) -> Text {
        let words =
            filing.isCopy ? Text(en: "Copy ", de: "Wohin kopieren: ") : Text(en: "Move ", de: "Wohin verschieben: ")
        return words + messages(filing.messages.count) + Text(en: " to", de: "")
    }

    static func liesThere(_ folder: Text) -> Text {
        Text(en: "it lies in ", de: "es liegt schon in ") + folder + Text(en: " already", de: "")
    }

    /// `3 messages moved to Trash`.
    static func moved(_ count: Int, to folder: Text) -> Text {
        messages(count) + Text(en: " moved to ", de: " verschoben nach ") + folder
    }

    /// `3 messages copied to Kunden`.
    static func copied(_ count: Int, to folder: Text) -> Text {
        messages(count) + Text(en: " copied to ", de: " kopiert nach ") + folder
    }

    /// `3 messages marked as read`.
    static func flagged(_ count: Int, _ flag: Flag, isSet: Bool) -> Text {
        let what =
            switch (flag, isSet) {
            case (.seen, true): Text(en: " marked as read", de: " als gelesen markiert")
            case (.seen, false): Text(en: " marked as unread", de: " als ungelesen markiert")
            case (_, true): Text(en: " starred", de: " mit Stern versehen")
            case (_, false): Text(en: ": star removed", de: ": Stern entfernt")
            }
        return messages(count) + what
    }

    /// `taken back`.
    static func undone(_ outcome: UndoOutcome) -> Text {
        if outcome.waiting > 0 { return waiting }
        if outcome.restored == 0 { return outcome.lost == 0 ? nothingToUndo : cannotBeFound }
        let back = Text(en: "taken back: ", de: "zurückgenommen: ") + messages(outcome.restored)
        guard outcome.lost > 0 else { return back }
        return back
            + Text(
                en: "; of \(outcome.lost) the server does not tell where they went",
                de: "; von \(outcome.lost) sagt der Server nicht, wohin sie gekommen sind")
    }

    private static func messages(_ count: Int) -> Text {
        count == 1
            ? Text(en: "1 message", de: "1 Nachricht") : Text(en: "\(count) messages", de: "\(count) Nachrichten")
    }
}
