import MailKitCore

/// What is wrong with the keys of a configuration.
enum KeyProblemTexts {
    static func text(_ problem: KeyProblem) -> Text {
        switch problem {
        case .unknownScreen(let name, let suggestion):
            Text(en: "there is no screen “\(name)”", de: "es gibt keinen Bildschirm „\(name)“")
                + CommandLineTexts.didYouMean(suggestion)
        case .unknownKey(let key, let suggestion):
            Text(
                en: "“\(key)” is no key: x, G, Space, PgDn, Ctrl-D, or several with blanks between them",
                de: "„\(key)“ ist keine Taste: x, G, Space, PgDn, Ctrl-D, oder mehrere mit Leerzeichen dazwischen")
                + CommandLineTexts.didYouMean(suggestion)
        case .arrivesAs(let key, let other):
            Text(
                en: "a terminal sends the same for “\(key)” and “\(other)”; write “\(other)”",
                de: "ein Terminal sendet für „\(key)“ und „\(other)“ dasselbe; „\(other)“ schreiben")
        case .tooLong(let keys):
            Text(
                en: "“\(keys)”: at most \(KeyNotation.limit) keys one after the other",
                de: "„\(keys)“: höchstens \(KeyNotation.limit) Tasten nacheinander")
        case .isTyped(let key, let screen):
            Text(
                en: "“\(key)” is typed as it is in [keys.\(screen)]; take a key with Ctrl, or a named one",
                de: "„\(key)“ ist in [keys.\(screen)] ein Zeichen der Zeile; eine Taste mit Ctrl oder Namen nehmen")
        case .unknownCommand(let name, let suggestion):
            Text(en: "there is no command “\(name)”", de: "es gibt keinen Befehl „\(name)“")
                + CommandLineTexts.didYouMean(suggestion)
        case .notHere(let command, let screen):
            Text(
                en: "“\(command)” means nothing in [keys.\(screen)]",
                de: "„\(command)“ bedeutet nichts in [keys.\(screen)]")
        case .takesNoArgument(let command):
            Text(
                en: "“\(command)” is told nothing behind its name; several commands are a list: [\"…\", \"…\"]",
                de: "hinter „\(command)“ steht nichts; mehrere Befehle sind eine Liste: [\"…\", \"…\"]")
        case .badMacroName(let name):
            Text(
                en: "“\(name)” is no name for a macro: small letters, digits and hyphens, and no command’s name",
                de: "„\(name)“ ist kein Name für ein Makro: Kleinbuchstaben, Ziffern, Striche, kein Name eines Befehls")
        case .loops(let name):
            Text(en: "the macro “\(name)” carries out itself", de: "das Makro „\(name)“ führt sich selbst aus")
        case .tooManyCommands(let name):
            Text(
                en: "“\(name)”: a macro has at most \(Macro.limit) commands",
                de: "„\(name)“: ein Makro hat höchstens \(Macro.limit) Befehle")
        }
    }
}
