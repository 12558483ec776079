/// A row of a table of options: that of the program, that of a subcommand.
package protocol CommandLineRow: Hashable, CaseIterable, Sendable {
    /// `account-url`.
    var rawValue: String { get }
    /// What stands for the value in the help; `nil` for an option without one.
    var valueName: String? { get }
    /// One line of the help.
    var summary: Text { get }
}

extension CommandLineRow {
    /// `--account-url`.
    package var spelling: String { "--\(rawValue)" }

    /// What a shell completes its value with, by the value's name.
    package var completed: CompletedValue {
        switch valueName {
        case "FILE": .file
        case "CMD": .command
        case let name? where name.contains("|"): .words(name.split(separator: "|").map(String.init))
        default: .nothing
        }
    }
}

/// What a shell knows to complete.
package enum CompletedValue: Hashable, Sendable {
    case nothing, file, command
    case words([String])
}

/// A subcommand: what stands first where no account is opened.
package enum Subcommand: String, CaseIterable, Sendable {
    case show
    case search
    case accounts
    case keys
    case completion

    /// `show FILE|-`.
    package var usage: String {
        switch self {
        case .show: "show FILE|-"
        case .search: "search QUERY"
        case .accounts: "accounts trust NAME"
        case .keys: "keys import FILE|-"
        case .completion: "completion bash|zsh|fish"
        }
    }

    /// One line of the help.
    package var summary: Text {
        switch self {
        case .show:
            Text(
                en: "show one message from a file: rohrpost show --help",
                de: "eine Nachricht aus einer Datei zeigen: rohrpost show --help")
        case .search:
            Text(
                en: "find messages that are kept here: rohrpost search --help",
                de: "Nachrichten finden, die hier liegen: rohrpost search --help")
        case .accounts:
            Text(
                en: "accept what a server has changed: rohrpost accounts --help",
                de: "annehmen, was ein Server geändert hat: rohrpost accounts --help")
        case .keys:
            Text(
                en: "take over the keys of a muttrc: rohrpost keys --help",
                de: "die Tasten einer muttrc übernehmen: rohrpost keys --help")
        case .completion:
            Text(
                en: "complete the command line in a shell: rohrpost completion --help",
                de: "die Befehlszeile in einer Shell ergänzen: rohrpost completion --help")
        }
    }
}

/// An option of the command line: the row from which the arguments are read, checked and explained in `--help`.
package enum CommandLineOption: String, CaseIterable, CommandLineRow {
    case accountURL = "account-url"
    case account
    case mailbox
    case passwordCommand = "password-command"
    case passwordDescriptor = "password-fd"
    case pin
    case readOnly = "read-only"
    case language
    case theme
    case config
    case log
    case version
    case help

    package var valueName: String? {
        switch self {
        case .accountURL: "URL"
        case .account, .theme: "NAME"
        case .mailbox: "PATH"
        case .passwordCommand: "CMD"
        case .passwordDescriptor: "N"
        case .pin: "sha256:HEX"
        case .language: "de|en"
        case .config, .log: "FILE"
        case .readOnly, .version, .help: nil
        }
    }

    package var summary: Text {
        switch self {
        case .accountURL:
            Text(
                en: "open this account: imaps://max%40example.org@imap.example.org/",
                de: "dieses Konto öffnen: imaps://max%40example.org@imap.example.org/")
        case .account:
            Text(en: "open this account of the configuration file", de: "dieses Konto der Konfigurationsdatei öffnen")
        case .mailbox:
            Text(
                en: "open this mailbox first, not the inbox", de: "zuerst dieses Postfach öffnen, nicht den Posteingang"
            )
        case .passwordCommand:
            Text(
                en: "take the password from the first line this command prints",
                de: "das Passwort der ersten Zeile dieses Befehls entnehmen")
        case .passwordDescriptor:
            Text(
                en: "read the password from this file descriptor (3 or above)",
                de: "das Passwort von diesem Dateideskriptor lesen (3 oder höher)")
        case .pin:
            Text(
                en: "accept this certificate of the server and no other",
                de: "nur dieses Zertifikat des Servers annehmen")
        case .readOnly:
            Text(
                en: "only look: change nothing, mark nothing as read",
                de: "nur ansehen: nichts ändern, nichts als gelesen markieren")
        case .language:
            Text(en: "the language of the screen", de: "die Sprache des Bildschirms")
        case .theme:
            Text(en: "the look", de: "das Aussehen")
        case .config:
            Text(
                en: "read this file instead of ~/.config/rohrpost/config.toml",
                de: "diese Datei statt ~/.config/rohrpost/config.toml lesen")
        case .log:
            Text(
                en: "append the dialogue with the server to this file, without passwords",
                de: "das Gespräch mit dem Server an diese Datei anhängen, ohne Passwörter")
        case .version:
            Text(en: "print the version and end", de: "die Version ausgeben und enden")
        case .help:
            Text(en: "print this help and end", de: "diese Hilfe ausgeben und enden")
        }
    }
}
