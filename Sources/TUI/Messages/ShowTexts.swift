/// What `rohrpost show` says beside the message.
package enum ShowTexts {
    /// The whole of `rohrpost show --help`.
    package static var help: Text {
        let usage = Text(
            en: """
                Shows one message from a file, or from standard input with -, without an account.

                Usage: rohrpost show FILE|- [options]


                """,
            de: """
                Zeigt eine Nachricht aus einer Datei, mit - von der Standardeingabe, ohne Konto.

                Aufruf: rohrpost show DATEI|- [Optionen]


                """)
        let end = Text(
            en: "\nNothing is ever fetched by showing, and nothing in the message is run.\n",
            de: "\nZeigen holt nie etwas aus dem Netz, und nichts in der Nachricht wird ausgeführt.\n")
        return usage + CommandLineTexts.table(ShowOption.allCases) + end
    }

    /// Behind a mistake in the options.
    package static let seeHelp = Text(en: "Try “rohrpost show --help”.", de: "Siehe „rohrpost show --help“.")

    /// What a message from standard input is called.
    package static let standardInput = Text(en: "standard input", de: "Standardeingabe")

    package static let noFile = Text(
        en: "which message? rohrpost show FILE, or - for standard input",
        de: "welche Nachricht? rohrpost show DATEI, oder - für die Standardeingabe")

    package static func extraFile(_ name: String) -> Text {
        Text(
            en: "one message at a time: “\(name)” is one too many",
            de: "nur eine Nachricht auf einmal: „\(name)“ ist zu viel")
    }

    package static func badScreen(_ value: String) -> Text {
        Text(
            en: "--screen takes a size such as 80x24, from 1x1 to 1000x1000, not “\(value)”",
            de: "--screen nimmt eine Größe wie 80x24, von 1x1 bis 1000x1000, nicht „\(value)“")
    }

    package static func exclusive(_ first: ShowOption, _ second: ShowOption) -> Text {
        CommandLineTexts.exclude(first, second)
    }

    package static func unreadable(_ file: Text, reason: String) -> Text {
        file + Text(en: " cannot be read: ", de: " ist nicht lesbar: ") + words(reason)
    }

    /// The system's reasons of strerror(3) in words for a person; another one as it came.
    private static func words(_ reason: String) -> Text { reasons[reason] ?? Text(same: reason) }

    private static let reasons: [String: Text] = [
        "No such file or directory": Text(en: "there is no such file", de: "diese Datei gibt es nicht"),
        "Not a directory": Text(en: "there is no such file", de: "diese Datei gibt es nicht"),
        "Permission denied": Text(en: "you may not read it", de: "Sie dürfen sie nicht lesen"),
        "Is a directory": Text(en: "it is a folder", de: "es ist ein Ordner"),
        "File too large": Text(en: "it is too large", de: "sie ist zu groß"),
        "Input/output error": Text(en: "the disk has an error", de: "der Datenträger hat einen Fehler"),
        "No space left on device": Text(en: "the disk is full", de: "der Datenträger ist voll"),
        "Broken pipe": Text(en: "nobody reads it any more", de: "niemand liest sie mehr"),
    ]

    package static func noPart(_ path: String, known: [String]) -> Text {
        let list = known.prefix(20).joined(separator: ", ") + (known.count > 20 ? " …" : "")
        return Text(
            en: "the message has no part \(path); there is: \(list)",
            de: "die Nachricht hat keinen Teil \(path); es gibt: \(list)")
    }

    package static func binaryPart(_ path: String) -> Text {
        Text(
            en: "part \(path) is not text; send it to a file: rohrpost show … --part \(path) > FILE",
            de: "Teil \(path) ist kein Text; leiten Sie ihn in eine Datei: rohrpost show … --part \(path) > DATEI")
    }

    package static func unwritable(reason: String) -> Text {
        Text(en: "the output cannot be written: ", de: "die Ausgabe lässt sich nicht schreiben: ")
            + words(reason)
    }
}
