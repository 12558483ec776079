import MailKitCore

/// What is said of themes, of choices, and on the welcome screen.
enum LookTexts {
    static let themesPlace = Text(en: "in the themes", de: "bei den Themes")
    static let welcomePlace = Text(en: "at the welcome", de: "beim Willkommen")
    static let themesTitle = Text(en: "Themes", de: "Themes")
    static let inUse = Text(en: "in use", de: "in Gebrauch")
    static let broken = Text(en: "cannot be used", de: "nicht verwendbar")
    static let themeArgument = Text(en: "NAME", de: "NAME")

    static func version(_ title: String, _ version: String) -> Text {
        Text(same: version.isEmpty ? title : "\(title) \(version)")
    }
    static func account(_ label: String) -> Text { Text(en: "Account \(label)", de: "Konto \(label)") }
    static let support = Text(en: "Support", de: "Support")
    static let aboutTitle = Text(en: "About this program", de: "Über dieses Programm")
    static let keep = Text(en: "keep", de: "behalten")
    static let giveUp = Text(en: "as before", de: "wie zuvor")
    static let goOn = Text(en: "go on", de: "weiter")
}

/// What is said of a choice that is not kept, or of settings that are not used.
package enum PreferenceTexts {
    static func fixed(_ key: String, _ value: String) -> Text {
        let line = Preferences.line(key, value)
        return Text(
            en: "until you quit: your settings say otherwise; \(line) in config.toml keeps it",
            de: "bis zum Beenden: Ihre Einstellungen sagen anderes; \(line) in config.toml behält es")
    }

    /// The first mistake of a file that is left aside, and how many more there are.
    package static func unused(_ first: Text, others: Int) -> Text {
        let rest =
            others > 0 ? Text(en: " (and \(others) more)", de: " (und \(others) weitere)") : Text(same: "")
        return Text(en: "not used: ", de: "nicht verwendet: ") + first + rest
    }
}
