import MailGrammar
import MailKitCore

/// What is said while parts are fetched whole, saved and shown.
enum PartWorkTexts {
    /// `bericht.pdf: 3.6 of 8.1 MB · 45 % · Esc stops it`
    static func fetching(_ work: PartWork) -> Text {
        Text(en: "Fetching ", de: "Hole ") + work.name + progress(work)
            + Text(en: "  ·  Esc stops", de: "  ·  Esc hält an")
    }

    /// - Parameter stops: whether the key that stops it is at hand
    static func saving(_ work: PartWork, others: Int, stops: Bool) -> Text {
        let more =
            others == 0
            ? Text(same: "") : Text(en: " and \(others) more", de: " und \(others) weitere")
        return Text(en: "Saving ", de: "Speichere ") + work.name + progress(work) + more
            + (stops ? Text(en: "  ·  x stops", de: "  ·  x hält an") : Text(same: ""))
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
    static func view(_ name: Text, price: Text) -> Text {
        name + Text(same: ": ") + price + Text(en: ". Fetch and show it? y n", de: ". Holen und zeigen? j n")
    }
    static func viewCareful(_ reason: Text, price: Text) -> Text {
        reason + Text(same: " (") + price
            + Text(en: ") Show it all the same? y n", de: ") Trotzdem zeigen? j n")
    }
    static func weakerLogin(trusted: String, offered: String) -> Text {
        Text(
            en: "The login was \(trusted) before, now the server offers only \(offered). Somebody may be in between. "
                + "Ask the mail host if in doubt. Log in with \(offered)? y n",
            de: "Bisher war die Anmeldung \(trusted), jetzt bietet der Server nur \(offered). Jemand könnte dazwischen "
                + "sitzen; im Zweifel beim Mail-Anbieter fragen. Mit \(offered) anmelden? j n")
    }
    static func quit(files: Int, changes: Int) -> Text {
        let saving =
            files == 1
            ? Text(en: "A file is still being saved. ", de: "Eine Datei wird noch gespeichert. ")
            : Text(en: "\(files) files are still being saved. ", de: "\(files) Dateien werden noch gespeichert. ")
        let unsent =
            changes == 1
            ? Text(en: "1 change is not on the server yet. ", de: "1 Änderung ist noch nicht auf dem Server. ")
            : Text(
                en: "\(changes) changes are not on the server yet. ",
                de: "\(changes) Änderungen sind noch nicht auf dem Server. ")
        let lost = files + changes == 1 ? Text(en: "it", de: "") : Text(en: "them", de: "")
        return (files > 0 ? saving : Text(same: "")) + (changes > 0 ? unsent : Text(same: ""))
            + Text(en: "Quit and give \(lost.en) up? y n", de: "Beenden und aufgeben? j n")
    }
}

/// Why a part is not shown.
enum ViewerTexts {
    static func text(_ failure: ViewerFailure, name: Text, isPicture: Bool = false) -> Text {
        name + Text(same: ": ") + (isPicture && failure == .noViewer ? noPictures : reason(failure))
    }

    private static let noPictures = Text(
        en: "pictures are shown where the program chafa is installed (package “chafa”); s saves it",
        de: "Bilder werden gezeigt, wo das Programm chafa installiert ist (Paket „chafa“); s speichert es")

    private static func reason(_ failure: ViewerFailure) -> Text {
        switch failure {
        case .noViewer:
            Text(
                en: "no program here shows such a part as text (mailcap); s saves it",
                de: "kein Programm hier zeigt so einen Teil als Text (mailcap); s speichert ihn")
        case .tooLarge:
            Text(en: "too large to be shown; s saves it", de: "zu groß zum Zeigen; s speichert ihn")
        case .noFile(let code):
            Text(
                en: "it cannot be put among the temporary files (\(why(code).en)); s saves it",
                de: "er lässt sich nicht zu den temporären Dateien legen (\(why(code).de)); s speichert ihn")
        case .notStarted(let program, let code):
            Text(
                en: "\(clean(program)) could not be started (\(why(code).en)); s saves the part",
                de: "\(clean(program)) ließ sich nicht starten (\(why(code).de)); s speichert den Teil")
        case .failed(let program, let status, let message):
            Text(
                en: "\(clean(program)) failed with status \(status)\(said(message)); s saves the part",
                de: "\(clean(program)) ist mit Status \(status) gescheitert\(said(message)); s speichert den Teil")
        case .killed(let program, let signal, let message):
            Text(
                en: "\(clean(program)) was ended by signal \(signal)\(said(message)); s saves the part",
                de: "\(clean(program)) wurde von Signal \(signal) beendet\(said(message)); s speichert den Teil")
        case .timedOut(let program):
            Text(
                en: "\(clean(program)) took too long; s saves the part",
                de: "\(clean(program)) hat zu lange gebraucht; s speichert den Teil")
        case .cancelled: PartWorkTexts.viewingStopped
        }
    }

    private static func why(_ code: Int32) -> Text { ErrorDetailTexts.text(systemReason(code)) }

    private static func said(_ message: String) -> String {
        message.isEmpty ? "" : ": " + TerminalText.truncated(message, toWidth: 120)
    }

    private static func clean(_ program: String) -> String { TerminalText.truncated(program, toWidth: 40) }
}
