/// What the program says before its screen is there: on the command line, about its options, and in asking for a password.
package enum CommandLineTexts {
    /// The whole of `--help`.
    package static var help: Text {
        let usage = Text(
            en: """
                Reads mail in a terminal.

                Usage: rohrpost [options]
                       rohrpost SUBCOMMAND [options]


                """,
            de: """
                Liest E-Mail im Terminal.

                Aufruf: rohrpost [Optionen]
                        rohrpost BEFEHL [Optionen]


                """)
        let example = Text(
            en: "\nThe password is asked for where no option and no configuration says where it is to be found.\n",
            de: "\nNach dem Passwort wird gefragt, wo weder Option noch Konfiguration sagt, woher es kommt.\n")
        let width = Subcommand.allCases.map(\.usage.count).max() ?? 0
        let subcommands = Subcommand.allCases.reduce(Text(same: "\n")) { text, command in
            let padding = String(repeating: " ", count: width - command.usage.count + 2)
            return text + Text(same: "  \(command.usage)\(padding)") + command.summary + Text(same: "\n")
        }
        return usage + table(CommandLineOption.allCases) + subcommands + example
    }

    /// One line for each option, what it does in a column.
    static func table(_ options: [some CommandLineRow]) -> Text {
        func name(_ option: some CommandLineRow) -> String {
            option.spelling + (option.valueName.map { " \($0)" } ?? "")
        }
        let width = options.map { name($0).count }.max() ?? 0
        return options.reduce(Text(same: "")) { text, option in
            let padding = String(repeating: " ", count: width - name(option).count + 2)
            return text + Text(same: "  \(name(option))\(padding)") + option.summary + Text(same: "\n")
        }
    }

    /// Before any message about what was typed.
    package static func failure(_ message: Text) -> Text { Text(same: "rohrpost: ") + message }

    /// Behind a mistake in the options.
    package static let seeHelp = Text(en: "Try “rohrpost --help”.", de: "Siehe „rohrpost --help“.")

    package static func unknownOption(_ option: String, suggestion: String?) -> Text {
        Text(en: "there is no option \(option)", de: "es gibt keine Option \(option)") + didYouMean(suggestion)
    }

    package static func didYouMean(_ suggestion: String?) -> Text {
        guard let suggestion else { return Text(same: "") }
        return Text(en: "; did you mean \(suggestion)?", de: "; ist \(suggestion) gemeint?")
    }

    package static func missingValue(_ option: some CommandLineRow) -> Text {
        let shown = "\(option.spelling) \(option.valueName ?? "")"
        return Text(en: "a value is missing: \(shown)", de: "hier fehlt ein Wert: \(shown)")
    }

    package static func emptyValue(_ option: some CommandLineRow) -> Text {
        Text(en: "the value of \(option.spelling) is empty", de: "der Wert von \(option.spelling) ist leer")
    }

    package static func unexpectedValue(_ option: some CommandLineRow) -> Text {
        Text(en: "\(option.spelling) takes no value", de: "\(option.spelling) nimmt keinen Wert")
    }

    package static func givenTwice(_ option: some CommandLineRow) -> Text {
        Text(en: "\(option.spelling) is given twice", de: "\(option.spelling) steht zweimal da")
    }

    package static func extraArgument(_ argument: String, suggestion: String?) -> Text {
        guard suggestion == nil else {
            return Text(en: "there is no subcommand “\(argument)”", de: "es gibt keinen Befehl „\(argument)“")
                + didYouMean(suggestion)
        }
        return Text(
            en: "“\(argument)” belongs to no option; an account is given by --account-url or --account",
            de: "„\(argument)“ gehört zu keiner Option; ein Konto nennt man mit --account-url oder --account")
    }

    package static func exclusive(_ first: CommandLineOption, _ second: CommandLineOption) -> Text {
        exclude(first, second)
    }

    static func exclude(_ first: some CommandLineRow, _ second: some CommandLineRow) -> Text {
        Text(
            en: "\(first.spelling) and \(second.spelling) cannot be used together",
            de: "\(first.spelling) und \(second.spelling) schließen einander aus")
    }

    package static func badDescriptor(_ value: String) -> Text {
        Text(
            en:
                "--password-fd takes the number of an open descriptor from 3 on, not “\(value)”: rohrpost --password-fd 3 3<FILE",
            de:
                "--password-fd nimmt die Nummer eines offenen Deskriptors ab 3, nicht „\(value)“: rohrpost --password-fd 3 3<DATEI"
        )
    }

    package static func badPin(suggestion: String?) -> Text {
        Text(
            en: "--pin takes sha256: and the 64 hexadecimal digits of the certificate’s SHA-256",
            de: "--pin nimmt sha256: und die 64 hexadezimalen Ziffern des SHA-256 des Zertifikats")
            + didYouMean(suggestion)
    }

    package static func badLanguage(_ value: String) -> Text {
        Text(en: "--language is de or en, not “\(value)”", de: "--language ist de oder en, nicht „\(value)“")
    }

    package static func badTheme(_ value: String) -> Text {
        Text(
            en: "“\(value)” is no name of a theme: letters, digits, - and _",
            de: "„\(value)“ ist kein Name eines Themes: Buchstaben, Ziffern, - und _")
    }

    package static func badMailbox(_ value: String) -> Text {
        Text(en: "“\(value)” is no name of a mailbox", de: "„\(value)“ ist kein Name eines Postfachs")
    }

    package static func noSuchAccount(_ name: String, known: [String]) -> Text {
        let list = known.joined(separator: ", ")
        let rest =
            known.isEmpty
            ? Text(en: "; no configuration file names any", de: "; keine Konfigurationsdatei nennt eines")
            : Text(en: "; there is: \(list)", de: "; es gibt: \(list)")
        return Text(en: "there is no account “\(name)”", de: "es gibt kein Konto „\(name)“") + rest
    }

    /// Neither an option nor a file says which account to open.
    package static func noAccount(path: String?) -> Text {
        let file = path ?? "~/.config/rohrpost/config.toml"
        let lines = """
                [account.work]
                url = "imaps://max%40example.org@imap.example.org/"
                password-command = "pass show mail/work"

            """
        return Text(
            en: """
                which account is to be opened?

                Either give it here (the @ of a user name is written %40):

                    rohrpost --account-url imaps://max%40example.org@imap.example.org/

                or write it down in \(file):

                \(lines)
                Without password-command the password is asked for.
                """,
            de: """
                welches Konto soll geöffnet werden?

                Entweder hier angeben (das @ eines Benutzernamens schreibt man %40):

                    rohrpost --account-url imaps://max%40example.org@imap.example.org/

                oder in \(file) aufschreiben:

                \(lines)
                Ohne password-command wird nach dem Passwort gefragt.
                """)
    }

    package static let noTerminal = Text(
        en: "standard input and output must be a terminal",
        de: "Standardein- und -ausgabe müssen ein Terminal sein")

    package static func logFile(_ path: String, reason: String) -> Text {
        Text(
            en: "the log file \(path) cannot be used: \(reason)",
            de: "die Logdatei \(path) ist nicht verwendbar: \(reason)")
    }

    /// In front of the place where the password is typed.
    package static func askPassword(user: String, server: String) -> Text {
        Text(en: "Password of \(user) at \(server): ", de: "Passwort von \(user) bei \(server): ")
    }

    package static let emptyPassword = Text(en: "the password is empty", de: "das Passwort ist leer")
    package static let passwordTooLong = Text(
        en: "the password is longer than 64 KB", de: "das Passwort ist länger als 64 KB")
    package static let cancelled = Text(en: "given up", de: "abgebrochen")

    package static func passwordDescriptor(reason: String) -> Text {
        Text(
            en: "no password can be read from --password-fd: \(reason)",
            de: "von --password-fd ist kein Passwort zu lesen: \(reason)")
    }

    package static func passwordTerminal(reason: String) -> Text {
        Text(
            en: "the password cannot be asked for on the terminal: \(reason)",
            de: "das Passwort lässt sich nicht am Terminal erfragen: \(reason)")
    }
    package static let noMemory = Text(en: "out of memory", de: "kein Speicher mehr")
}
