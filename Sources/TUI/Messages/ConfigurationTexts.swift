import MailKitCore

/// What is said of a configuration file or an account URL that cannot be used.
package enum ConfigurationTexts {
    /// Every problem in a line of its own (a bad URL in three), as compilers do: `config.toml:3:1: …`.
    package static func all(_ error: ConfigurationError) -> Text {
        error.problems.reduce(Text(same: "")) { text, problem in
            text + (text.en.isEmpty ? Text(same: "") : Text(same: "\n")) + place(error.file, problem.position)
                + described(problem.reason)
        }
    }

    /// The same, each by itself.
    package static func each(_ error: ConfigurationError) -> [Text] {
        error.problems.map { place(error.file, $0.position) + described($0.reason) }
    }

    private static func place(_ file: String, _ position: TextPosition?) -> Text {
        Text(same: position.map { "\(file):\($0.line):\($0.column): " } ?? "\(file): ")
    }

    private static func described(_ reason: ConfigurationProblem.Reason) -> Text {
        switch reason {
        case .unreadable(let why):
            Text(en: "cannot be read: \(why)", de: "nicht lesbar: \(why)")
        case .syntax(let why):
            Text(en: "not valid TOML: \(why)", de: "kein gültiges TOML: \(why)")
        case .duplicate(let key):
            Text(en: "“\(key)” is there already", de: "„\(key)“ gibt es schon")
        case .unknownKey(let key, let section, let suggestion):
            unknownKey(key, section) + CommandLineTexts.didYouMean(suggestion)
        case .keyOfAccount(let key):
            Text(
                en: "“\(key)” belongs under an account: [account.NAME]",
                de: "„\(key)“ gehört unter ein Konto: [account.NAME]")
        case .password(let key):
            Text(
                en: "“\(key)”: a password does not belong into this file. Name a command that prints it, such as"
                    + " password-command = \"pass show mail/work\", or leave it out to be asked",
                de: "„\(key)“: ein Passwort gehört nicht in diese Datei. Nenne einen Befehl, der es ausgibt, etwa"
                    + " password-command = \"pass show mail/work\", oder lass es weg, um gefragt zu werden")
        case .notText(let key, let found):
            Text(
                en: "“\(key)” must be text in quotes, not ", de: "„\(key)“ muss Text in Anführungszeichen sein, nicht ")
                + name(found)
        case .notTruth(let key, let found):
            Text(
                en: "“\(key)” must be true or false, without quotes, not ",
                de: "„\(key)“ muss true oder false sein, ohne Anführungszeichen, nicht ") + name(found)
        case .accountNotTable(let found):
            Text(
                en: "accounts are written as [account.NAME], each with its keys below; here is ",
                de: "Konten schreibt man als [account.NAME] mit ihren Schlüsseln darunter; hier steht ") + name(found)
        case .missing(let key, let section): missing(key, section)
        case .empty(let key):
            Text(en: "“\(key)” must not be empty", de: "„\(key)“ darf nicht leer sein")
        case .notOneOf(let key, let value, let allowed, let suggestion):
            Text(
                en: "“\(key)” is \(allowed.joined(separator: " or ")), not “\(value)”",
                de: "„\(key)“ ist \(allowed.joined(separator: " oder ")), nicht „\(value)“")
                + CommandLineTexts.didYouMean(suggestion)
        case .badThemeName(let name): CommandLineTexts.badTheme(name)
        case .badDomain(let key, let value):
            Text(en: "“\(key)”: “\(value)” is no domain", de: "„\(key)“: „\(value)“ ist keine Domain")
        case .badMailbox(let name): CommandLineTexts.badMailbox(name)
        case .badAccountName(let name):
            Text(
                en: "“\(name)” is no name for an account: 1 to 64 bytes, no control characters",
                de: "„\(name)“ ist kein Name für ein Konto: 1 bis 64 Bytes, keine Steuerzeichen")
        case .exclusive(let key, let other):
            Text(
                en: "“\(key)” and “\(other)” cannot be used together",
                de: "„\(key)“ und „\(other)“ gehen nicht zusammen")
        case .badUser(let key):
            Text(
                en: "“\(key)” is no user name: it holds control characters",
                de: "„\(key)“ ist kein Benutzername: darin sind Steuerzeichen")
        case .badCommand(let key):
            Text(en: "“\(key)” holds a NUL", de: "„\(key)“ enthält ein NUL")
        case .badURL(let error): url(error)
        case .listNotTable, .folderNotTable, .rulesNotTables, .searchesNotTables, .badSearchName, .noSuchAccount,
            .notTexts, .badColour, .ruleWithoutCondition, .badQuery,
            .queryBeyondRow:
            ofLists(reason)
        case .badFingerprint(let key, let suggestion):
            Text(
                en: "“\(key)” is the SHA-256 of a certificate: sha256: and 64 digits from 0 to 9 and a to f",
                de: "„\(key)“ ist der SHA-256 eines Zertifikats: sha256: und 64 Ziffern von 0 bis 9 und a bis f")
                + CommandLineTexts.didYouMean(suggestion)
        case .notTable(let key, let found):
            Text(en: "[\(key)] is a table; here is ", de: "[\(key)] ist eine Tabelle; hier steht ") + name(found)
        case .key(let problem): KeyProblemTexts.text(problem)
        case .badAccent(let key, let value):
            Text(
                en: "“\(key)”: “\(value)” is no colour such as “#5f87d7”",
                de: "„\(key)“: „\(value)“ ist keine Farbe wie „#5f87d7“")
        case .notForHost(let key):
            Text(
                en: "“\(key)” belongs into a person’s own file", de: "„\(key)“ gehört in die eigene Datei einer Person")
        case .onlyForHost(let key):
            Text(
                en: "“\(key)” belongs into the host-wide file", de: "„\(key)“ gehört in die rechnerweite Datei")
        }
    }

    private static func unknownKey(_ key: String, _ section: ConfigurationProblem.Section) -> Text {
        switch section {
        case .top: Text(en: "there is no key “\(key)”", de: "es gibt keinen Schlüssel „\(key)“")
        case .list(let folder): ofLists(unknownKey: key, folder)
        case .search: Text(en: "a search has no key “\(key)”", de: "eine Suche hat keinen Schlüssel „\(key)“")
        case .folder(let name):
            Text(
                en: "folder “\(name)” has no key “\(key)”; it has bodies",
                de: "der Ordner „\(name)“ hat keinen Schlüssel „\(key)“; er hat bodies")
        case .colourRule:
            Text(en: "a colour rule has no key “\(key)”", de: "eine Farbregel hat keinen Schlüssel „\(key)“")
        case .account: Text(en: "an account has no key “\(key)”", de: "ein Konto hat keinen Schlüssel „\(key)“")
        case .brand: Text(en: "a brand has no key “\(key)”", de: "eine Marke hat keinen Schlüssel „\(key)“")
        }
    }

    private static func missing(_ key: String, _ section: ConfigurationProblem.Section) -> Text {
        switch section {
        case .top, .brand, .list, .folder, .colourRule, .search:
            Text(en: "“\(key)” is missing", de: "„\(key)“ fehlt")
        case .account(let name): Text(en: "account “\(name)” has no “\(key)”", de: "dem Konto „\(name)“ fehlt „\(key)“")
        }
    }

    static func name(_ type: ConfigurationProblem.ValueType) -> Text {
        switch type {
        case .table: Text(en: "a table", de: "eine Tabelle")
        case .array: Text(en: "a list", de: "eine Liste")
        case .text: Text(en: "text", de: "Text")
        case .integer, .float: Text(en: "a number", de: "eine Zahl")
        case .boolean: Text(en: "true or false", de: "true oder false")
        case .date: Text(en: "a date", de: "ein Datum")
        }
    }

    /// What is wrong with an account URL, the URL, and a line of carets below the part that is to blame.
    package static func url(_ error: AccountURLError) -> Text {
        guard !error.shown.isEmpty else { return described(error.reason) }
        let carets =
            String(repeating: " ", count: error.blamed.lowerBound)
            + String(repeating: "^", count: max(1, error.blamed.count))
        return described(error.reason) + Text(same: "\n    \(error.shown)\n    \(carets)")
    }

    private static func described(_ reason: AccountURLError.Reason) -> Text {
        switch reason {
        case .noScheme:
            Text(
                en: "an account URL begins with imaps:// (TLS) or imap:// (STARTTLS)",
                de: "eine Konto-URL beginnt mit imaps:// (TLS) oder imap:// (STARTTLS)")
        case .unknownScheme(let scheme):
            Text(
                en: "“\(scheme)” is not possible here, only imaps (TLS) and imap (STARTTLS)",
                de: "„\(scheme)“ geht hier nicht, nur imaps (TLS) und imap (STARTTLS)")
        case .noUser:
            Text(
                en: "the user name is missing: imaps://USER@HOST/",
                de: "der Benutzername fehlt: imaps://BENUTZER@HOST/")
        case .password:
            Text(
                en:
                    "a password does not belong into a URL, where others can see it. Use --password-command, --password-fd,"
                    + " password-command in the configuration file, or wait to be asked (a colon in a user name is %3A)",
                de:
                    "ein Passwort gehört nicht in eine URL, wo andere es sehen können. Nimm --password-command, --password-fd,"
                    + " password-command in der Konfigurationsdatei, oder lass dich fragen (ein Doppelpunkt im Benutzernamen ist %3A)"
            )
        case .unencodedAt:
            Text(en: "an @ in the user name is written %40", de: "ein @ im Benutzernamen schreibt man %40")
        case .parameter:
            Text(
                en: "nothing may follow the user name; how to log in is found out with the server (a ; in it is %3B)",
                de:
                    "auf den Benutzernamen darf nichts folgen; die Art der Anmeldung findet sich mit dem Server (ein ; darin ist %3B)"
            )
        case .badPercent:
            Text(
                en: "two hexadecimal digits must follow a % (a % itself is %25)",
                de: "auf ein % müssen zwei Hexadezimalziffern folgen (ein % selbst ist %25)")
        case .notUTF8: Text(en: "this is not UTF-8 when decoded", de: "das ergibt dekodiert kein UTF-8")
        case .controlCharacter:
            Text(en: "control characters are not possible here", de: "Steuerzeichen gehen hier nicht")
        case .noHost:
            Text(en: "the server is missing: imaps://USER@HOST/", de: "der Server fehlt: imaps://BENUTZER@HOST/")
        case .badHost: Text(en: "this is no host name and no address", de: "das ist weder Rechnername noch Adresse")
        case .bareIPv6:
            Text(
                en: "an IPv6 address is written in brackets: [2001:db8::1]",
                de: "eine IPv6-Adresse schreibt man in Klammern: [2001:db8::1]")
        case .badPort: Text(en: "a port is a number from 1 to 65535", de: "ein Port ist eine Zahl von 1 bis 65535")
        case .queryOrFragment:
            Text(
                en: "only a mailbox may follow the server (?, # and ; in its name are %3F, %23 and %3B)",
                de: "auf den Server darf nur ein Postfach folgen (?, # und ; in seinem Namen sind %3F, %23 und %3B)")
        case .tooLong: Text(en: "the URL is too long", de: "die URL ist zu lang")
        }
    }
}
