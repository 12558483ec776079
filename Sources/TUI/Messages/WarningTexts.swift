import MailGrammar

/// What is said of a message that a person should look at twice, a sentence for each code.
package enum WarningTexts {
    /// The sentence. What it names comes from the mail: it is cleaned and cut.
    package static func sentence(_ warning: MessageWarning) -> Text {
        let values = warning.values.map(shown)
        func value(_ place: Int) -> String { place < values.count ? values[place] : "" }
        switch warning.code {
        case .lookalikeDomain, .mixedScripts, .nameHoldsAddress, .severalFrom, .senderElsewhere, .replyToElsewhere,
            .authenticationFailed:
            return sender(warning.code, value)
        case .linkElsewhere:
            return Text(
                en: "Link [\(value(0))] shows \(value(1)) and leads to \(value(2)).",
                de: "Link [\(value(0))] zeigt \(value(1)) und führt zu \(value(2)).")
        case .insideArchive:
            let inner = reason(value(2))
            return Text(
                en: "“\(value(0))” contains “\(value(1))”: \(inner.en).",
                de: "„\(value(0))“ enthält „\(value(1))“: \(inner.de).")
        case .cut:
            return Text(
                en: "The message is not shown in full; a limit was reached: \(value(0)).",
                de: "Die Nachricht ist nicht ganz zu sehen; eine Grenze ist erreicht: \(value(0)).")
        default:
            return attachment(warning.code, value)
        }
    }

    /// A value on a line: blanks in a row are one, and of a long name the end stays, where its ending is.
    private static func shown(_ value: String) -> String {
        // Most values are short words; of links there may be a hundred thousand.
        if value.utf8.count <= valueWidth, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return value }
        let words = TerminalText.sanitised(value).split(separator: " ").joined(separator: " ")
        guard TerminalText.width(of: words) > valueWidth else { return words }
        let tail = String(words.unicodeScalars.suffix(12).map(Character.init))
        return TerminalText.truncated(words, toWidth: valueWidth - TerminalText.width(of: tail)) + tail
    }

    /// Cells that one value takes at most: two of them and the words fit two lines of 80.
    static let valueWidth = 48

    private static func sender(_ code: MessageWarning.Code, _ value: (Int) -> String) -> Text {
        switch code {
        case .lookalikeDomain:
            Text(
                en: "“\(value(0))” looks like \(value(1)), but is another domain.",
                de: "„\(value(0))“ sieht aus wie \(value(1)), ist aber eine andere Domain.")
        case .mixedScripts:
            Text(
                en: "The domain “\(value(0))” mixes letters of several scripts.",
                de: "Die Domain „\(value(0))“ mischt Buchstaben mehrerer Schriften.")
        case .nameHoldsAddress:
            Text(
                en: "The name claims “\(value(0))”, the address is another one: \(address(value(1)).en).",
                de: "Der Name nennt „\(value(0))“, die Adresse ist eine andere: \(address(value(1)).de).")
        case .severalFrom:
            Text(
                en: "The message names \(value(0)) senders\(list(value)).",
                de: "Die Nachricht nennt \(value(0)) Absender\(list(value)).")
        case .senderElsewhere:
            Text(
                en: "Sent by another domain on behalf of this address: \(value(0)).",
                de: "Von einer anderen Domain im Namen dieser Adresse gesendet: \(value(0)).")
        case .replyToElsewhere:
            Text(
                en: "Replies go to another domain: \(value(0)).",
                de: "Antworten gehen an eine andere Domain: \(value(0)).")
        default:
            Text(
                en: "Your mail host could not confirm the sender (\(value(0)): \(value(1))).",
                de: "Ihr Mailserver konnte den Absender nicht bestätigen (\(value(0)): \(value(1))).")
        }
    }

    /// The addresses behind how many there are.
    private static func list(_ value: (Int) -> String) -> String {
        let names = (1...3).map(value).filter { !$0.isEmpty }
        return names.isEmpty ? "" : ": " + names.joined(separator: ", ")
    }

    private static func address(_ spec: String) -> Text {
        spec.isEmpty ? Text(en: "none", de: "keine") : Text(same: spec)
    }

    private static func attachment(_ code: MessageWarning.Code, _ value: (Int) -> String) -> Text {
        func kind(_ place: Int) -> Text { AttachmentTexts.kind(named: value(place)) }
        return switch code {
        case .program:
            Text(
                en: "“\(value(0))” is a program (\(kind(1).en)).",
                de: "„\(value(0))“ ist ein Programm (\(kind(1).de)).")
        case .script:
            Text(
                en: "“\(value(0))” is a script (\(kind(1).en)): it would run when opened.",
                de: "„\(value(0))“ ist ein Skript (\(kind(1).de)): beim Öffnen liefe es ab.")
        case .typeMismatch:
            Text(
                en: "“\(value(0))” says \(value(1)), but is: \(kind(2).en).",
                de: "„\(value(0))“ nennt sich \(value(1)), ist aber: \(kind(2).de).")
        case .container:
            Text(
                en: "“\(value(0))” (\(kind(1).en)) can carry files past a virus scanner.",
                de: "„\(value(0))“ (\(kind(1).de)) kann Dateien am Virenscanner vorbei bringen.")
        default:
            Text(
                en: "“\(value(0))”: \(reason(code).en).",
                de: "„\(value(0))“: \(reason(code).de).")
        }
    }

    /// Why an attachment is dangerous, in a few words: for the list of parts, and for what lies inside an archive.
    package static func reason(_ code: MessageWarning.Code) -> Text {
        switch code {
        case .program: Text(en: "a program", de: "ein Programm")
        case .script: Text(en: "a script", de: "ein Skript")
        case .doubleEnding:
            Text(en: "two endings, the last one counts", de: "zwei Endungen, die letzte gilt")
        case .deceptiveName:
            Text(en: "a name that is made to mislead", de: "ein Name, der in die Irre führen soll")
        case .typeMismatch: Text(en: "not what its label says", de: "nicht, was die Angabe sagt")
        case .macros: Text(en: "a document with macros", de: "ein Dokument mit Makros")
        case .encryptedArchive:
            Text(
                en: "encrypted, no virus scanner can look inside",
                de: "verschlüsselt, kein Virenscanner sieht hinein")
        case .activeContent:
            Text(en: "scripts, forms or embedded files", de: "Skripte, Formulare oder eingebettete Dateien")
        case .container: Text(en: "can carry other files", de: "kann andere Dateien bergen")
        case .insideArchive: Text(en: "an archive with something dangerous", de: "ein Archiv mit Gefährlichem darin")
        case .unreadArchive:
            Text(en: "not looked through to its end", de: "nicht bis zum Ende durchgesehen")
        case .lookalikeDomain, .mixedScripts, .nameHoldsAddress, .severalFrom, .senderElsewhere, .replyToElsewhere,
            .authenticationFailed, .linkElsewhere, .cut:
            Text(en: "worth a second look", de: "einen zweiten Blick wert")
        }
    }

    /// By the code's raw value, as `insideArchive` carries it.
    private static func reason(_ code: String) -> Text {
        MessageWarning.Code(rawValue: code).map { reason($0) } ?? Text(same: code)
    }
}

/// What the own host found out about the sender, in one line.
package enum AuthenticationTexts {
    /// `mx.example.org confirms lindner.example (dmarc pass, spf pass, dkim pass)`
    package static func line(_ summary: AuthenticationSummary) -> Text {
        let host = TerminalText.truncated(summary.host, toWidth: WarningTexts.valueWidth)
        let details = summary.results.map { "\($0.method.rawValue) \($0.outcome.rawValue)" }.joined(separator: ", ")
        let tail = details.isEmpty ? "" : " (\(details))"
        let domain = TerminalText.truncated(
            summary.results.first { $0.method == .dmarc }?.domain ?? "", toWidth: WarningTexts.valueWidth)
        let whom =
            domain.isEmpty ? Text(en: "the sender", de: "den Absender") : Text(same: domain)
        switch summary.verdict {
        case .confirmed:
            return Text(en: "\(host) confirms \(whom.en)\(tail)", de: "\(host) bestätigt \(whom.de)\(tail)")
        case .failed:
            return Text(
                en: "\(host) could not confirm \(whom.en)\(tail)",
                de: "\(host) konnte \(whom.de) nicht bestätigen\(tail)")
        case .unclear:
            return Text(
                en: "\(host) can say nothing sure of the sender\(tail)",
                de: "\(host) kann zum Absender nichts Sicheres sagen\(tail)")
        }
    }
}
