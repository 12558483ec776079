/// What is said of a theme file that cannot be used.
enum ThemeTexts {
    static func notTOML(_ detail: String) -> Text {
        Text(en: "not valid TOML: \(detail)", de: "kein gültiges TOML: \(detail)")
    }
    static func unknownRole(_ name: String) -> Text {
        Text(en: "there is no role “\(name)”", de: "es gibt keine Rolle „\(name)“")
    }
    static func noStyle(_ name: String) -> Text {
        Text(
            en: "“\(name)” must be a table such as { fg = \"blue\" }",
            de: "„\(name)“ muss eine Tabelle sein, etwa { fg = \"blue\" }")
    }
    static func unknownKey(_ name: String) -> Text {
        Text(
            en: "unknown key “\(name)”, or a value of the wrong kind",
            de: "unbekannter Schlüssel „\(name)“, oder ein Wert der falschen Art")
    }
    static func unknownColour(_ name: String) -> Text {
        Text(
            en: "“\(name)” is no colour: use a name such as “bright-blue”, or “#5f87d7”",
            de: "„\(name)“ ist keine Farbe: ein Name wie „bright-blue“ oder „#5f87d7“")
    }
    static func circle(_ name: String) -> Text {
        Text(en: "“\(name)” inherits from itself", de: "„\(name)“ erbt von sich selbst")
    }
    static func notFound(_ name: String) -> Text {
        Text(en: "there is no theme “\(name)”", de: "es gibt kein Theme „\(name)“")
    }
    static func unreadable(_ path: String) -> Text {
        Text(en: "the theme file \(path) cannot be read", de: "die Theme-Datei \(path) ist nicht lesbar")
    }
    static func inFile(_ path: String, line: Int?) -> Text {
        let place = line.map { "\(path):\($0)" } ?? path
        return Text(en: "theme \(place): ", de: "Theme \(place): ")
    }
}
