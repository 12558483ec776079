import MailGrammar
import MailKitCore

/// What is told of changes that came to nothing.
enum RefusalTexts {
    /// `“Invoice” was not marked as read`.
    static func what(_ refusal: RefusedChange) -> Text {
        let done = change(refusal)
        return messages(refusal) + Text(same: " ") + done
    }

    private static func messages(_ refusal: RefusedChange) -> Text {
        if refusal.count == 1, let subject = refusal.subject {
            let short = TerminalText.truncated(subject, toWidth: 40)
            return short.isEmpty ? ScreenTexts.noSubject : Text(en: "“\(short)”", de: "„\(short)“")
        }
        let mailbox = TerminalText.truncated(refusal.error.subject, toWidth: 40)
        return refusal.count == 1
            ? Text(en: "a message (\(mailbox))", de: "eine Nachricht (\(mailbox))")
            : Text(en: "\(refusal.count) messages (\(mailbox))", de: "\(refusal.count) Nachrichten (\(mailbox))")
    }

    private static func change(_ refusal: RefusedChange) -> Text {
        switch refusal.action {
        case .flags(let add, let remove): flags(add, remove)
        case .move: Text(en: "not moved", de: "nicht verschoben")
        case .copy: Text(en: "not copied", de: "nicht kopiert")
        case .expunge: Text(en: "not removed for good", de: "nicht endgültig entfernt")
        }
    }

    private static func flags(_ add: Set<Flag>, _ remove: Set<Flag>) -> Text {
        switch (add, remove) {
        case ([.seen], []): Text(en: "not marked as read", de: "nicht als gelesen markiert")
        case ([], [.seen]): Text(en: "not marked as unread", de: "nicht als ungelesen markiert")
        case ([.flagged], []): Text(en: "not starred", de: "nicht mit Stern versehen")
        case ([], [.flagged]): Text(en: "star not removed", de: "Stern nicht entfernt")
        default:
            Text(en: "flags not changed", de: "Zeichen nicht geändert")
                + Text(
                    same: " ("
                        + (add.map { "+" + $0.name }.sorted() + remove.map { "-" + $0.name }.sorted())
                        .map { TerminalText.truncated($0, toWidth: 30) }.joined(separator: " ") + ")")
        }
    }

    /// Why, in the server's words where it said any.
    static func why(_ error: MailError) -> Text {
        if error.kind == .notFound, error.serverText == nil {
            return Text(
                en: "its folder was made anew meanwhile", de: "der Ordner wurde inzwischen neu angelegt")
        }
        let words = MailErrorText(error)
        return words.server ?? words.headline
    }

    /// In one line. `others` are those that came before it and have not been shown.
    static func line(_ refusal: RefusedChange, others: Int, key: Text) -> Text {
        what(refusal) + Text(same: "; ") + why(refusal.error) + more(others, key)
    }

    /// The same where there is no room for the reason.
    static func short(_ refusal: RefusedChange, others: Int, key: Text) -> Text {
        what(refusal)
            + (others > 0 ? more(others, key) : Text(same: "; ") + CertificateTexts.showsAll(key))
    }

    private static func more(_ others: Int, _ key: Text) -> Text {
        guard others > 0 else { return Text(same: "") }
        return Text(en: "; \(others) more refused, ", de: "; \(others) weitere abgelehnt, ")
            + CertificateTexts.showsAll(key)
    }

    /// One sentence a line, behind what it is.
    static func lines(_ refusal: RefusedChange) -> [Text] {
        let words = MailErrorText(refusal.error)
        if refusal.error.kind == .notFound, refusal.error.serverText == nil { return [why(refusal.error)] }
        // That there is something to be read is seen; what to do about a full mailbox is not.
        let hasHint = ![.refused, .notFound].contains(refusal.error.kind)
        return [words.headline] + (words.server.map { [$0] } ?? []) + (hasHint ? [words.hint] : [])
    }

    static func omitted(_ count: Int) -> Text {
        Text(en: "and \(count) more before these", de: "und davor noch \(count)")
    }
}
