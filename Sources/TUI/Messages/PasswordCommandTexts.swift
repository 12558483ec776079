import MailKitCore

extension CommandLineTexts {
    /// Why the password command gave no password; `command` is its command line, cleaned.
    package static func passwordCommand(_ command: String, _ failure: CommandFailure) -> Text {
        let (what, message) = described(failure)
        let start = Text(en: "no password from “\(command)”: ", de: "kein Passwort von „\(command)“: ")
        guard let message, !message.isEmpty else { return start + what }
        return start + what + Text(en: "; it says: “\(message)”", de: "; er sagt: „\(message)“")
    }

    private static func described(_ failure: CommandFailure) -> (Text, message: String?) {
        switch failure {
        case .notStarted(let code):
            let reason = systemReason(code)
            return (Text(en: "it does not start: \(reason)", de: "der Befehl startet nicht: \(reason)"), nil)
        case .failed(let status, let message):
            return (Text(en: "it failed with status \(status)", de: "der Befehl endet mit Status \(status)"), message)
        case .killed(let signal, let message):
            return (Text(en: "signal \(signal) ended it", de: "Signal \(signal) beendet den Befehl"), message)
        case .timedOut(let message):
            return (Text(en: "it takes too long", de: "der Befehl dauert zu lange"), message)
        case .cancelled: return (cancelled, nil)
        case .empty(let message):
            return (
                Text(en: "it prints nothing on its first line", de: "die erste Zeile der Ausgabe ist leer"), message
            )
        case .tooLong: return (passwordTooLong, nil)
        case .noMemory: return (noMemory, nil)
        }
    }
}
