import MailGrammar
import MailKitCore

/// What is said of a certificate that was refused, and of the server that is taken in the place of another.
enum CertificateTexts {
    // Labels of the lines.
    static let why = Text(en: "Why", de: "Warum")
    static let names = Text(en: "For", de: "Für")
    static let subject = Text(en: "To", de: "Inhaber")
    static let issuer = Text(en: "By", de: "Von")
    static let valid = Text(en: "Valid", de: "Gültig")
    static let fingerprint = Text(en: "SHA-256", de: "SHA-256")
    static let pinned = Text(en: "Pinned", de: "Erwartet")
    static let use = Text(en: "Use", de: "Nimm")
    static let inUse = Text(en: "Server", de: "Server")
    static let toKeep = Text(en: "To keep", de: "Auf Dauer")

    static let title = Text(en: "Why there is no connection", de: "Warum keine Verbindung besteht")
    static let failedTitle = Text(en: "What went wrong last", de: "Was zuletzt schiefging")
    static let changedTitle = Text(en: "Another server is in use", de: "Ein anderer Server ist in Gebrauch")

    static func reason(_ reason: CertificateReport.Reason) -> Text {
        switch reason {
        case .revoked:
            Text(en: "whoever issued it has revoked it", de: "der Aussteller hat es widerrufen")
        case .weak:
            Text(
                en: "its key or signature is too weak to be believed",
                de: "Schlüssel oder Unterschrift sind zu schwach, um glaubhaft zu sein")
        case .changedPin:
            Text(
                en: "it is not the one that the configuration names (pin)",
                de: "es ist nicht das, das die Konfiguration nennt (pin)")
        case .selfSigned:
            Text(
                en: "the server has issued it to itself; nobody vouches for it",
                de: "der Server hat es sich selbst ausgestellt; niemand bürgt dafür")
        case .unknownIssuer:
            Text(
                en: "nobody who is trusted here has issued it",
                de: "niemand, dem hier vertraut wird, hat es ausgestellt")
        case .expired: Text(en: "it has expired", de: "es ist abgelaufen")
        case .notYetValid:
            Text(
                en: "it is not valid yet; is the clock of this machine right?",
                de: "es gilt noch nicht; geht die Uhr dieses Rechners richtig?")
        case .wrongName:
            Text(en: "it is for other names than the server’s", de: "es gilt für andere Namen als den des Servers")
        case .other(let words): ErrorDetailTexts.text(TerminalText.truncated(words, toWidth: 200))
        }
    }

    static func moreNames(_ count: Int) -> Text {
        count == 1
            ? Text(en: "and 1 more", de: "und 1 weiteren") : Text(en: "and \(count) more", de: "und \(count) weitere")
    }
    static let noNames = Text(en: "no server", de: "keinen Server")
    static func span(_ from: Text, _ until: Text) -> Text {
        Text(en: "from \(from.en) to \(until.en)", de: "von \(from.de) bis \(until.de)")
    }
    static let noDate = Text(en: "?", de: "?")

    /// What to do next; `nil` where what is said of every failure of TLS will do.
    static func hint(_ report: CertificateReport) -> Text? {
        switch report.reasons.first {
        case .changedPin:
            Text(
                en: "your password was not sent; ask whoever runs the server whether its certificate is a new one, and"
                    + " change “pin” only then",
                de: "Ihr Passwort wurde nicht gesendet; fragen Sie den Betreiber, ob das Zertifikat neu ist, und ändern"
                    + " Sie „pin“ erst dann")
        case .selfSigned, .unknownIssuer:
            Text(
                en: "your password was not sent; if whoever runs the server tells you this very SHA-256, “pin” in the"
                    + " configuration, or --pin, takes it",
                de: "Ihr Passwort wurde nicht gesendet; nennt Ihnen der Betreiber genau diesen SHA-256, gehört er als"
                    + " „pin“ in die Konfiguration oder hinter --pin")
        case .wrongName where !report.offeredHosts.isEmpty:
            Text(
                en: "your password was not sent; if one of these names is your provider’s, :why lets you use it",
                de: "Ihr Passwort wurde nicht gesendet; gehört einer dieser Namen Ihrem Anbieter, lässt er sich mit"
                    + " :why nehmen")
        default: nil
        }
    }

    static func ask(_ host: String) -> Text {
        Text(
            en: "\(host): only if it is your mail provider’s! Log in there?",
            de: "\(host): nur wenn er Ihrem Anbieter gehört! Dort anmelden?")
    }
    static func connecting(_ host: String) -> Text {
        Text(en: "connecting to \(host) …", de: "verbinde mit \(host) …")
    }
    static func changed(_ change: ServerChange) -> Text {
        Text(
            en: "with \(change.host) until the program ends; for good by this line of the configuration: ",
            de: "mit \(change.host), bis das Programm endet; auf Dauer mit dieser Zeile der Konfiguration: ")
            + line(change)
    }
    static func line(_ change: ServerChange) -> Text { Text(same: "url = \"\(change.url)\"") }

    static func shows(_ key: Text) -> Text {
        Text(en: "\(key.en) shows the certificate", de: "\(key.de) zeigt das Zertifikat")
    }
    static func offers(_ key: Text) -> Text {
        Text(en: "\(key.en) offers its names", de: "\(key.de) bietet seine Namen an")
    }
    static let lineIsUp = Text(
        en: "nothing has gone wrong", de: "es ist nichts schiefgegangen")
    static func showsAll(_ key: Text) -> Text { Text(en: "\(key.en) shows all", de: "\(key.de) zeigt alles") }
    static let noHostHere = Text(en: "there is no server’s name in this line", de: "in dieser Zeile steht kein Server")
}
