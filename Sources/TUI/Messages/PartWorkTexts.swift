import MailGrammar
import MailKitCore

/// What is said while parts are fetched whole, saved and shown.
enum PartWorkTexts {
    /// `bericht.pdf: 3.6 of 8.1 MB · 45 % · q stops`
    static func fetching(_ work: PartWork, stop key: Text) -> Text {
        Text(en: "fetching ", de: "hole ") + work.name + progress(work)
            + stops(key)
    }

    private static func stops(_ key: Text) -> Text {
        Text(en: "  ·  \(key.en) stops", de: "  ·  \(key.de) hält an")
    }

    /// - Parameter key: the one that stops it, where it is at hand
    static func saving(_ work: PartWork, others: Int, stop key: Text?) -> Text {
        let more =
            others == 0
            ? Text(same: "") : Text(en: " and \(others) more", de: " und \(others) weitere")
        return Text(en: "saving ", de: "speichere ") + work.name + progress(work) + more
            + (key.map(stops) ?? Text(same: ""))
    }

    private static func progress(_ work: PartWork) -> Text {
        work.received.octets == 0
            ? Text(same: "  …")
            : Text(same: "  \(work.percent) %  ") + SizeTexts.short(work.received) + Text(en: " of ", de: " von ")
                + SizeTexts.short(work.size)
    }

    static func saved(_ path: String, _ size: ByteSize) -> Text {
        Text(en: "saved: \(path) (", de: "gespeichert: \(path) (") + SizeTexts.short(size) + Text(same: ")")
    }
    static func logSaved(_ path: String) -> Text {
        Text(en: "saved: \(path)", de: "gespeichert: \(path)")
    }
    static let careful = Text(en: "; careful: ", de: "; Vorsicht: ")
    static func savedInPart(_ path: String, _ size: ByteSize, missing: ByteSize) -> Text {
        saved(path, size) + Text(en: ", but the server left out ", de: ", aber der Server ließ ")
            + SizeTexts.short(missing) + Text(en: " that it had promised", de: " aus, die er versprochen hatte")
    }
    static func stopped(_ name: Text) -> Text {
        name + Text(en: " is not saved", de: " wird nicht gespeichert")
    }
    static let viewingStopped = Text(en: "stopped", de: "angehalten")
    static let nothingSaved = Text(en: "no file is being saved", de: "es wird keine Datei gespeichert")

    // What the reader says of the text it shows.
    static func shownBy(_ program: String, isOffline: Bool) -> Text {
        isOffline
            ? Text(en: "shown by \(program), without network", de: "gezeigt von \(program), ohne Netz")
            : Text(
                en: "shown by \(program); this system lets it reach the network",
                de: "gezeigt von \(program); dieses System lässt es ans Netz")
    }
    static func files(_ count: Int) -> Text {
        count == 1
            ? Text(en: "1 file in it", de: "1 Datei darin")
            : Text(en: "\(count) files in it", de: "\(count) Dateien darin")
    }
    static func missing(_ size: ByteSize) -> Text {
        Text(en: "the server left out ", de: "der Server ließ aus: ") + SizeTexts.short(size)
    }
    static let nothingThere = Text(
        en: "Nothing of it can be shown as text.", de: "Nichts davon lässt sich als Text zeigen.")
    static let outputCut = Text(en: "only the first 1 MB", de: "nur das erste 1 MB")
}

/// What wants a yes.
enum QuestionTexts {
    /// The keys that answer, behind the question.
    static func answers(yes: Text, no: Text) -> Text { Text(en: " \(yes.en) \(no.en)", de: " \(yes.de) \(no.de)") }
    static func view(_ name: Text, price: Text) -> Text {
        name + Text(same: ": ") + price + Text(en: ". Fetch and show it?", de: ". Holen und zeigen?")
    }
    static func viewCareful(_ reason: Text, price: Text) -> Text {
        reason + Text(same: " (") + price
            + Text(en: ") Show it all the same?", de: ") Trotzdem zeigen?")
    }
    static func weakerLogin(trusted: String, offered: String) -> Text {
        Text(
            en: "The login was \(trusted) before, now the server offers only \(offered). Somebody may be in between. "
                + "Ask the mail host if in doubt. Log in with \(offered)?",
            de: "Bisher war die Anmeldung \(trusted), jetzt bietet der Server nur \(offered). Jemand könnte dazwischen "
                + "sitzen; im Zweifel beim Mail-Anbieter fragen. Mit \(offered) anmelden?")
    }
    /// - Parameters:
    ///   - changes: that would be lost
    ///   - kept: those that wait for a line and outlive the program
    static func quit(files: Int, changes: Int, kept: Int = 0, tabs: Int = 0) -> Text {
        let open =
            tabs == 1
            ? Text(en: "1 message is open in a tab. ", de: "1 Nachricht ist in einem Reiter offen. ")
            : Text(en: "\(tabs) messages are open in tabs. ", de: "\(tabs) Nachrichten sind in Reitern offen. ")
        let waiting =
            kept == 1
            ? Text(
                en: "1 change is kept for the next start. ", de: "1 Änderung bleibt für den nächsten Start erhalten. ")
            : Text(
                en: "\(kept) changes are kept for the next start. ",
                de: "\(kept) Änderungen bleiben für den nächsten Start erhalten. ")
        let safe = kept > 0 ? waiting : Text(same: "")
        guard files + changes > 0 else { return open + safe + Text(en: "Quit?", de: "Beenden?") }
        let saving =
            files == 1
            ? Text(en: "A file is still being saved. ", de: "Eine Datei wird noch gespeichert. ")
            : Text(en: "\(files) files are still being saved. ", de: "\(files) Dateien werden noch gespeichert. ")
        let unsent =
            changes == 1
            ? Text(
                en: "1 change is not on the server yet and in memory alone: it would be lost. ",
                de: "1 Änderung ist noch nicht auf dem Server und nur im Arbeitsspeicher: sie ginge verloren. ")
            : Text(
                en: "\(changes) changes are not on the server yet and in memory alone: they would be lost. ",
                de:
                    "\(changes) Änderungen sind noch nicht auf dem Server und nur im Arbeitsspeicher: sie gingen verloren. "
            )
        let lost = files + changes == 1 ? Text(en: "it", de: "") : Text(en: "them", de: "")
        return (tabs > 0 ? open : Text(same: "")) + (files > 0 ? saving : Text(same: ""))
            + (changes > 0 ? unsent : Text(same: "")) + safe
            + Text(en: "Quit and give \(lost.en) up?", de: "Beenden und aufgeben?")
    }

    /// What counts most of it, where it does not fit.
    static func quitShort(_ changes: Int) -> Text {
        changes == 1
            ? Text(en: "1 change would be lost. Quit?", de: "1 Änderung ginge verloren. Beenden?")
            : Text(en: "\(changes) changes would be lost. Quit?", de: "\(changes) Änderungen gingen verloren. Beenden?")
    }
}

/// Why a part is not shown.
enum ViewerTexts {
    /// - Parameter key: the one that saves a part
    static func text(_ failure: ViewerFailure, name: Text, save key: Text) -> Text {
        name + Text(same: ": ") + reason(failure, key)
    }

    /// - Parameter isOfTerminal: it is the terminal that cannot show any
    static func noPicture(name: Text, save key: Text, isOfTerminal: Bool) -> Text {
        name + Text(same: ": ") + (isOfTerminal ? noTerminal(key) : noProgram(key))
    }

    private static func noTerminal(_ key: Text) -> Text {
        Text(
            en: "pictures need a terminal with UTF-8 and 256 colours; \(key.en) saves it",
            de: "Bilder brauchen ein Terminal mit UTF-8 und 256 Farben; \(key.de) speichert es")
    }

    private static func noProgram(_ key: Text) -> Text {
        Text(
            en: "pictures are shown where the program chafa is installed (package “chafa”); \(key.en) saves it",
            de: "Bilder werden gezeigt, wo das Programm chafa installiert ist (Paket „chafa“); \(key.de) speichert es")
    }

    private static func reason(_ failure: ViewerFailure, _ key: Text) -> Text {
        switch failure {
        case .noViewer:
            Text(
                en: "no program here shows such a part as text (mailcap); \(key.en) saves it",
                de: "kein Programm hier zeigt so einen Teil als Text (mailcap); \(key.de) speichert ihn")
        case .program:
            Text(
                en: "it is a program, and is not opened; \(key.en) saves it",
                de: "das ist ein Programm und wird nicht geöffnet; \(key.de) speichert es")
        case .tooLarge:
            Text(en: "too large to be shown; \(key.en) saves it", de: "zu groß zum Zeigen; \(key.de) speichert ihn")
        case .noFile(let code):
            Text(
                en: "it cannot be put among the temporary files (\(why(code).en)); \(key.en) saves it",
                de: "er lässt sich nicht zu den temporären Dateien legen (\(why(code).de)); \(key.de) speichert ihn")
        case .notStarted(let program, let code):
            Text(
                en: "\(clean(program)) could not be started (\(why(code).en)); \(key.en) saves the part",
                de: "\(clean(program)) ließ sich nicht starten (\(why(code).de)); \(key.de) speichert den Teil")
        case .failed(let program, let status, let message):
            Text(
                en: "\(clean(program)) failed with status \(status)\(said(message)); \(key.en) saves the part",
                de:
                    "\(clean(program)) ist mit Status \(status) gescheitert\(said(message)); \(key.de) speichert den Teil"
            )
        case .killed(let program, let signal, let message):
            Text(
                en: "\(clean(program)) was ended by signal \(signal)\(said(message)); \(key.en) saves the part",
                de: "\(clean(program)) wurde von Signal \(signal) beendet\(said(message)); \(key.de) speichert den Teil"
            )
        case .timedOut(let program):
            Text(
                en: "\(clean(program)) took too long; \(key.en) saves the part",
                de: "\(clean(program)) hat zu lange gebraucht; \(key.de) speichert den Teil")
        case .cancelled: PartWorkTexts.viewingStopped
        }
    }

    private static func why(_ code: Int32) -> Text { ErrorDetailTexts.text(systemReason(code)) }

    private static func said(_ message: String) -> String {
        message.isEmpty ? "" : ": " + TerminalText.truncated(message, toWidth: 120)
    }

    private static func clean(_ program: String) -> String { TerminalText.truncated(program, toWidth: 40) }
}
