import MailGrammar
import MailKitCore

/// What is said while programs of the desktop open links and parts.
enum OutsideTexts {
    static let title = Text(en: "open outside", de: "außen öffnen")
    static let summary = Text(
        en: "a link or part, by a desktop program", de: "Link oder Teil, mit Desktop-Programm")

    /// Names the keys that help where one is.
    static func noDesktop(_ state: AppState) -> Text {
        let copy = state.hint(.copy)
        guard case .parts = state.overlay else {
            return Text(
                en: "no desktop here: \(copy.en) copies a link", de: "kein Desktop hier: \(copy.de) kopiert einen Link")
        }
        let save = state.hint(.save)
        return Text(
            en: "no desktop here: \(save.en) saves the part", de: "kein Desktop hier: \(save.de) speichert den Teil")
    }

    static func notOffered(_ copy: Text) -> Text {
        Text(
            en: "only clean links to the web or to a mail address are opened outside; \(copy.en) copies this one",
            de: "nur saubere Links ins Web oder an eine Mail-Adresse öffnen sich außen; \(copy.de) kopiert diesen")
    }

    static func refused(_ reason: MessageWarning, save: Text) -> Text {
        WarningTexts.sentence(reason)
            + Text(
                en: " It is not opened; \(save.en) saves it.", de: " Es wird nicht geöffnet; \(save.de) speichert es.")
    }

    static func ask(_ link: OutsideLink) -> Text {
        let host = TerminalText.truncated(link.host, toWidth: WarningTexts.valueWidth)
        guard let warning = link.warning else {
            return Text(en: "Open \(host) outside?", de: "\(host) außen öffnen?")
        }
        return WarningTexts.sentence(warning)
            + Text(en: " Open \(host) all the same?", de: " Trotzdem \(host) öffnen?")
    }

    static func ask(_ section: String, price: Text, _ state: AppState) -> Text {
        if let warning = state.warnings(of: section).first { return ask(warning, price: price) }
        let part = state.reader?.parts.first { $0.section == section }
        let name = part.map(PartTexts.name) ?? Text(same: section)
        guard let part, canFetch(part) else {
            return name + Text(same: ": ") + price + Text(en: ". Fetch and open it?", de: ". Holen und öffnen?")
        }
        return name
            + Text(
                en: ": a browser fetches what it names, and the sender sees that. Open it outside?",
                de: ": Ein Browser holt, was darin steht, und der Absender merkt es. Außen öffnen?")
    }

    static func ask(_ warning: MessageWarning, price: Text? = nil) -> Text {
        WarningTexts.sentence(warning) + (price.map { Text(same: " (") + $0 + Text(same: ")") } ?? Text(same: ""))
            + Text(en: " Open it all the same?", de: " Trotzdem öffnen?")
    }

    /// What shows it may fetch other things for that.
    static func canFetch(_ part: PartSummary) -> Bool {
        let type = part.mediaType.lowercased()
        let name = part.fileName.lowercased()
        return ["html", "xml"].contains { type.contains($0) } && !type.contains("openxml")
            || [".htm", ".html", ".xhtml", ".svg", ".mht", ".mhtml"].contains { name.hasSuffix($0) }
    }

    static func opening(_ what: Text) -> Text { Text(en: "opening ", de: "öffne ") + what + Text(same: " …") }

    static func opened(_ program: String) -> Text {
        Text(en: "given to \(clean(program))", de: "an \(clean(program)) gegeben")
    }

    /// What failed, and the key that helps.
    static func text(_ failure: OutsideFailure, _ state: AppState) -> Text {
        let isPart = if case .parts = state.overlay { true } else { false }
        let key = state.hint(isPart ? .save : .copy)
        let next =
            isPart
            ? Text(en: "; \(key.en) saves the part", de: "; \(key.de) speichert den Teil")
            : Text(en: "; \(key.en) copies the link", de: "; \(key.de) kopiert den Link")
        return reason(failure) + next
    }

    private static func reason(_ failure: OutsideFailure) -> Text {
        switch failure {
        case .noProgram:
            Text(
                en: "there is no xdg-open here (package “xdg-utils”)",
                de: "es gibt hier kein xdg-open (Paket „xdg-utils“)")
        case .notStarted(let program, let code):
            Text(en: "\(clean(program)) could not be started (", de: "\(clean(program)) ließ sich nicht starten (")
                + ErrorDetailTexts.text(systemReason(code)) + Text(same: ")")
        // Source: xdg-open(1), exit codes.
        case .failed("xdg-open", status: 3):
            Text(
                en: "xdg-open found no program for it", de: "xdg-open fand kein Programm dafür")
        case .failed(let program, let status):
            Text(
                en: "\(clean(program)) failed with status \(status)",
                de: "\(clean(program)) ist mit Status \(status) gescheitert")
        }
    }

    private static func clean(_ program: String) -> String { TerminalText.truncated(program, toWidth: 40) }
}
