import MailGrammar
import MailKitCore

/// A `MailError` in words: what failed and on what, the server's own words as the server's, and what to do next.
public struct MailErrorText: Hashable, Sendable {
    /// What failed, on what: `mail.example.org:993: the certificate was refused (certificate has expired)`.
    public let headline: Text
    /// The server's words, cleaned, in quotation marks; `nil` where it said nothing.
    public let server: Text?
    /// What to do next.
    public let hint: Text

    /// Words for any error.
    public init(_ error: MailError) {
        let subject = Self.clean(error.subject, limit: 120)
        let what = Self.what(error.kind)
        let detail = Self.clean(error.detail, limit: 200)
        let tail = detail.isEmpty ? "" : " (\(detail))"
        let head = subject.isEmpty ? "" : "\(subject): "
        headline = Text(en: head + what.en + tail, de: head + what.de + tail)
        hint = Self.hint(error.kind)
        let said = Self.clean(error.serverText ?? "", limit: 300)
        server = said.isEmpty ? nil : Text(en: "the server says: “\(said)”", de: "der Server sagt: „\(said)“")
    }

    /// All of it in one line, the most important first.
    public var line: Text {
        guard let server else { return headline + Text(same: "; ") + hint }
        return headline + Text(same: "; ") + server + Text(same: "; ") + hint
    }

    /// One sentence a line.
    public var lines: [Text] { [headline] + (server.map { [$0] } ?? []) + [hint] }

    private static func clean(_ text: String, limit: Int) -> String {
        TerminalText.truncated(text, toWidth: limit)
    }

    private static func what(_ kind: MailError.Kind) -> Text {
        switch kind {
        case .nameNotFound: Text(en: "the name has no address", de: "der Name hat keine Adresse")
        case .connectionFailed: Text(en: "no connection", de: "keine Verbindung")
        case .tlsFailed: Text(en: "no secure connection", de: "keine sichere Verbindung")
        case .authenticationFailed: Text(en: "the login was refused", de: "die Anmeldung wurde abgelehnt")
        case .notFound: Text(en: "not found", de: "nicht gefunden")
        case .quotaExceeded: Text(en: "there is no space left", de: "der Speicherplatz ist voll")
        case .timedOut: Text(en: "no answer in time", de: "keine Antwort in der Zeit")
        case .partial: Text(en: "only part of it was done", de: "nur ein Teil ist geschehen")
        case .protocolViolation: Text(en: "the server broke the protocol", de: "der Server verletzt das Protokoll")
        case .refused: Text(en: "the server refused", de: "der Server lehnt ab")
        case .cancelled: Text(en: "given up", de: "abgebrochen")
        case .local: Text(en: "it failed on this machine", de: "es scheiterte auf diesem Rechner")
        case .bug: Text(en: "a mistake of this program", de: "ein Fehler dieses Programms")
        }
    }

    private static func hint(_ kind: MailError.Kind) -> Text {
        switch kind {
        case .nameNotFound: Text(en: "check the server's name", de: "den Namen des Servers prüfen")
        case .connectionFailed:
            Text(
                en: "check the network, then the server's name and port",
                de: "Netz prüfen, dann Namen und Port des Servers")
        case .tlsFailed:
            Text(
                en: "nothing was sent; ask whoever runs the server about its certificate",
                de: "nichts wurde gesendet; beim Betreiber nach dem Zertifikat fragen")
        case .authenticationFailed:
            Text(en: "check user name and password", de: "Benutzernamen und Passwort prüfen")
        case .notFound:
            Text(en: "check the name; it may have been removed", de: "den Namen prüfen; vielleicht wurde es entfernt")
        case .quotaExceeded: Text(en: "delete something and try again", de: "etwas löschen und noch einmal versuchen")
        case .timedOut: Text(en: "try again in a moment", de: "gleich noch einmal versuchen")
        case .partial: Text(en: "look what is missing and do it again", de: "nachsehen, was fehlt, und es wiederholen")
        case .protocolViolation:
            Text(
                en: "try again; if it stays, tell whoever runs the server",
                de: "noch einmal versuchen; sonst dem Betreiber melden")
        case .refused:
            Text(en: "read what the server says, then try again", de: "lesen, was der Server sagt, dann noch einmal")
        case .cancelled: Text(en: "ask again when you want it", de: "bei Bedarf noch einmal verlangen")
        case .local:
            Text(en: "check the file, the command or the space left", de: "Datei, Befehl oder freien Platz prüfen")
        case .bug: Text(en: "please report it, with what you did", de: "bitte melden, mit dem, was getan wurde")
        }
    }
}
