/// What is asked for in the line above the keys.
enum PromptTexts {
    static let folder = Text(en: "Folder: ", de: "Ordner: ")
    static let command = Text(same: ":")
    static let help = Text(en: "Find a key or a command: ", de: "Taste oder Befehl finden: ")
    static let search = Text(en: "Search: ", de: "Suche: ")
    static func save(_ price: Text) -> Text {
        Text(en: "Save (", de: "Speichern (") + price + Text(en: ") as: ", de: ") als: ")
    }
    static let saveLog = Text(en: "Save the dialogue as: ", de: "Den Dialog speichern als: ")
    static func link(_ count: Int) -> Text {
        Text(en: "Link (1 to \(count)): ", de: "Link (1 bis \(count)): ")
    }
    static func password(_ owner: String) -> Text {
        Text(en: "Password of \(owner): ", de: "Passwort von \(owner): ")
    }
}

/// What is said of a password that the server has refused.
enum PasswordTexts {
    static func takes(_ key: Text) -> Text {
        Text(en: "\(key.en) takes a new password", de: "\(key.de) nimmt ein neues Passwort")
    }
    static func runsCommand(_ key: Text) -> Text {
        Text(en: "\(key.en) runs the password command", de: "\(key.de) startet den Passwort-Befehl")
    }
    static func runsTokenCommand(_ key: Text) -> Text {
        Text(en: "\(key.en) runs the token command", de: "\(key.de) startet den Token-Befehl")
    }
    static let trying = Text(en: "logging in with the new password …", de: "Anmeldung mit dem neuen Passwort …")
    static let notRefused = Text(
        en: "the server has not refused the password", de: "der Server hat das Passwort nicht abgelehnt")
    static func fromCommand(_ key: Text) -> Text {
        Text(
            en: "the password comes from a command; \(key.en) runs it again",
            de: "das Passwort kommt von einem Befehl; \(key.de) startet ihn neu")
    }
    static func fromTokenCommand(_ key: Text) -> Text {
        Text(
            en: "the token comes from a command; \(key.en) runs it again",
            de: "das Token kommt von einem Befehl; \(key.de) startet ihn neu")
    }
    static let byCertificate = Text(
        en: "this account logs in without a password", de: "dieses Konto meldet sich ohne Passwort an")
}

/// The charsets that a text can be read in when its label is wrong: those that mail comes in.
enum CharsetTexts {
    static let names = [
        "UTF-8", "windows-1252", "ISO-8859-1", "ISO-8859-15", "windows-1250", "ISO-8859-2", "windows-1251", "KOI8-R",
        "ISO-8859-5", "windows-1253", "ISO-8859-7", "windows-1254", "ISO-8859-9", "windows-1255", "windows-1256",
        "windows-1257", "Shift_JIS", "ISO-2022-JP", "EUC-JP", "GB18030", "Big5", "EUC-KR", "UTF-16", "IBM850",
    ]
}
