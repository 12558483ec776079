/// What is asked for in the line above the keys.
enum PromptTexts {
    static let search = Text(en: "Search: ", de: "Suche: ")
    static func save(_ price: Text) -> Text {
        Text(en: "Save (", de: "Speichern (") + price + Text(en: ") as: ", de: ") als: ")
    }
    static func link(_ count: Int) -> Text {
        Text(en: "Link (1 to \(count)): ", de: "Link (1 bis \(count)): ")
    }
}

/// The charsets that a text can be read in when its label is wrong: those that mail comes in.
enum CharsetTexts {
    static let names = [
        "UTF-8", "windows-1252", "ISO-8859-1", "ISO-8859-15", "windows-1250", "ISO-8859-2", "windows-1251", "KOI8-R",
        "ISO-8859-5", "windows-1253", "ISO-8859-7", "windows-1254", "ISO-8859-9", "windows-1255", "windows-1256",
        "windows-1257", "Shift_JIS", "ISO-2022-JP", "EUC-JP", "GB18030", "Big5", "EUC-KR", "UTF-16", "IBM850",
    ]
}
