import MailGrammar
import MailKitCore

/// A `MailError` in words: what failed and on what, the server's own words as the server's, and what to do next.
public struct MailErrorText: Hashable, Sendable {
    /// What failed, on what: `mail.example.org:993: the certificate was refused (certificate has expired)`.
    public let headline: Text
    /// That alone: `the certificate was refused`.
    let what: Text
    /// The server's words, cleaned, in quotation marks; `nil` where it said nothing.
    public let server: Text?
    /// What to do next.
    public let hint: Text

    /// Words for any error.
    public init(_ error: MailError) {
        let subject = Self.clean(error.subject, limit: 120)
        what = Self.what(error.kind)
        let detail = ErrorDetailTexts.text(Self.clean(error.detail, limit: 200))
        let head = subject.isEmpty ? "" : "\(subject): "
        headline =
            Text(same: head) + what
            + (detail.en.isEmpty ? Text(same: "") : Text(en: " (\(detail.en))", de: " (\(detail.de))"))
        hint = error.certificate.flatMap(CertificateTexts.hint) ?? Self.hint(error.kind)
        let said = Self.clean(error.serverText ?? "", limit: 300)
        server = said.isEmpty ? nil : Text(en: "the server says: “\(said)”", de: "der Server sagt: „\(said)“")
    }

    /// All of it in one line, the most important first.
    public var line: Text {
        guard let server else { return headline + Text(same: "; ") + hint }
        return headline + Text(same: "; ") + server + Text(same: "; ") + hint
    }

    /// One sentence a line.
    public var lines: [Text] {
        [headline]
            + ((server.map { [$0] } ?? []) + [hint]).map { Text(en: Self.sentence($0.en), de: Self.sentence($0.de)) }
    }

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private static func clean(_ text: String, limit: Int) -> String {
        TerminalText.truncated(text, toWidth: limit)
    }

    private static func what(_ kind: MailError.Kind) -> Text {
        switch kind {
        case .nameNotFound: Text(en: "the server was not found", de: "der Server wurde nicht gefunden")
        case .connectionFailed: Text(en: "no connection", de: "keine Verbindung")
        case .tlsFailed: Text(en: "no secure connection", de: "keine sichere Verbindung")
        case .authenticationFailed: Text(en: "the login was refused", de: "die Anmeldung wurde abgelehnt")
        case .weakerLogin: Text(en: "a weaker login was not done", de: "schwächere Anmeldung nicht ausgeführt")
        case .notFound: Text(en: "not found", de: "nicht gefunden")
        case .quotaExceeded: Text(en: "there is no space left", de: "der Speicherplatz ist voll")
        case .timedOut: Text(en: "the server does not answer", de: "der Server antwortet nicht")
        case .partial: Text(en: "only part of it was done", de: "es ist nur zum Teil gelungen")
        case .protocolViolation:
            Text(en: "the server’s answer makes no sense", de: "die Antwort des Servers ist unverständlich")
        case .refused: Text(en: "the server refused", de: "der Server lehnt ab")
        case .readOnly: Text(en: "opened for reading only", de: "nur zum Lesen geöffnet")
        case .cancelled: Text(en: "given up", de: "abgebrochen")
        case .local: Text(en: "it failed on this machine", de: "es ist auf diesem Rechner gescheitert")
        case .bug: Text(en: "a mistake of this program", de: "ein Fehler dieses Programms")
        }
    }

    private static func hint(_ kind: MailError.Kind) -> Text {
        switch kind {
        case .nameNotFound:
            Text(
                en: "please check the server’s name and the network",
                de: "bitte den Namen des Servers prüfen, und ob Netz da ist")
        case .connectionFailed:
            Text(
                en: "please check the network, then the server’s name and port",
                de: "bitte erst das Netz prüfen, dann Namen und Port des Servers")
        case .tlsFailed:
            Text(
                en: "your password was not sent; if name and port are right, ask whoever runs the server",
                de: "Ihr Passwort wurde nicht gesendet; sind Name und Port richtig, hilft der Betreiber weiter")
        case .authenticationFailed:
            Text(en: "please check user name and password", de: "bitte Benutzernamen und Passwort prüfen")
        case .weakerLogin:
            Text(
                en: "somebody may be in between; ask the mail host in case of doubt",
                de: "jemand könnte dazwischen sitzen; im Zweifel beim Mail-Anbieter fragen")
        case .notFound:
            Text(
                en: "please check the name; it may have been renamed or deleted",
                de: "bitte den Namen prüfen; vielleicht wurde er geändert oder gelöscht")
        case .quotaExceeded:
            Text(en: "delete something and try again", de: "bitte etwas löschen und es noch einmal versuchen")
        case .timedOut: Text(en: "try again in a moment", de: "bitte gleich noch einmal versuchen")
        case .partial:
            Text(en: "look what is missing and do it again", de: "bitte nachsehen, was fehlt, und es wiederholen")
        case .protocolViolation:
            Text(
                en: "please check name and port; if they are right, tell whoever runs the server",
                de: "bitte Namen und Port prüfen; sind sie richtig, bitte dem Betreiber melden")
        case .refused:
            Text(
                en: "read what the server says, then try again",
                de: "bitte lesen, was der Server sagt, und es dann noch einmal versuchen")
        case .readOnly:
            Text(
                en: "start without read-only to change something",
                de: "zum Ändern bitte ohne read-only starten")
        case .cancelled: Text(en: "ask again when you want it", de: "bei Bedarf bitte noch einmal")
        case .local:
            Text(
                en: "check the file, the command or the space left", de: "bitte Datei, Befehl oder freien Platz prüfen")
        case .bug: Text(en: "please report it, with what you did", de: "bitte melden, und was Sie davor getan haben")
        }
    }
}
