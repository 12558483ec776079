/// What is said about keys and commands.
enum GuidanceTexts {
    static let pressAKey = Text(en: "press the key to be told what it does", de: "die Taste drücken, um die es geht")
    static let onlyForCommands = Text(
        en: "only lines of commands are completed and remembered", de: "nur Befehlszeilen werden ergänzt und behalten")
    static let noHistory = Text(en: "no line has been typed before", de: "es gibt noch keine frühere Zeile")
    static let noKeyFits = Text(en: "No key and no command fits.", de: "Keine Taste und kein Befehl passt.")
    static let ownGroup = Text(en: "Your own", de: "Eigene")
    static let warningsGroup = Text(en: "Hidden keys", de: "Verdeckte Tasten")
    static let asTyped = Text(en: "as typed", de: "wie eingegeben")

    /// Where a key means something: `in the list`.
    static func place(_ scope: Scope) -> Text {
        switch scope {
        case .list: Text(en: "in the list", de: "in der Liste")
        case .reader: Text(en: "in a message", de: "in einer Nachricht")
        case .help: Text(en: "in help", de: "in der Hilfe")
        case .parts: Text(en: "in the parts", de: "bei den Teilen")
        case .links: Text(en: "in the links", de: "bei den Links")
        case .link: Text(en: "at a link", de: "bei einem Link")
        case .charsets: Text(en: "in the charsets", de: "bei den Zeichensätzen")
        case .tabs: TabTexts.place
        case .failure: Text(en: "at a failure", de: "bei einem Fehler")
        case .log: Text(en: "in the dialogue", de: "beim Dialog")
        case .orders: ListTexts.ordersPlace
        case .themes: LookTexts.themesPlace
        case .welcome: LookTexts.welcomePlace
        case .statistics: StatisticsTexts.place
        case .picture: PictureTexts.place
        case .picker: Text(en: "while choosing", de: "beim Auswählen")
        case .prompt: Text(en: "while typing", de: "beim Eingeben")
        case .question: Text(en: "at a question", de: "bei einer Frage")
        }
    }

    // What a key does.
    static func description(_ strokes: [Key], _ action: KeyAction, _ keys: KeyBindings, in scope: Scope) -> Text {
        let head = strokes.name + Text(same: " ") + place(scope) + Text(same: ": ")
        switch action {
        case .command(let id):
            guard let row = keys.row(id) else { return head + Text(same: id.name) }
            return head + row.title + Text(same: ", ") + row.summary + Text(same: "  (:\(id.name))")
        case .macro(let macro):
            return head + Text(same: macro.name.map { "\($0): " } ?? "") + Text(same: macro.content)
        }
    }
    static func types(_ key: Key, in scope: Scope) -> Text {
        key.name + Text(same: " ") + place(scope) + Text(en: " is typed as it is", de: " ist ein Zeichen der Zeile")
    }
    static func notBound(
        _ strokes: [Key], _ elsewhere: [(Scope, KeyAction)], _ keys: KeyBindings, in scope: Scope
    ) -> Text {
        let head = strokes.name + Text(en: " does nothing ", de: " tut nichts ") + place(scope)
        return elsewhere.prefix(3).reduce(head) { text, other in
            text + Text(same: "; ") + place(other.0) + Text(same: ": ") + keys.title(other.1)
        }
    }
    static func continuations(_ strokes: [Key], _ keys: KeyBindings, _ scope: Scope) -> Text {
        keys.keymap(scope).continuations(of: strokes).prefix(8).reduce(strokes.name + Text(same: " …")) {
            $0 + Text(same: "  ") + $1.strokes.name + Text(same: " ") + keys.title($1.action)
        }
    }

    // Macros.
    static func stopped(_ macro: Macro, at step: Macro.Step, _ reason: Text) -> Text {
        Text(
            en: "“\(macro.title)” stopped at \(step.line): \(reason.en)",
            de: "„\(macro.title)“ hielt bei \(step.line) an: \(reason.de)")
    }
    static func notHere(_ scope: Scope) -> Text {
        Text(en: "it means nothing ", de: "er bedeutet nichts ") + place(scope)
    }

    // Profiles.
    static func noProfile(_ name: String, _ names: [String]) -> Text {
        Text(
            en: "there are no keys “\(name)”, only \(names.joined(separator: ", "))",
            de: "Tasten „\(name)“ gibt es nicht, nur \(names.joined(separator: ", "))")
    }
    static func keysLike(_ name: String, help: Text) -> Text {
        Text(
            en: "keys: \(name), from now on; \(help.en) shows them",
            de: "Tasten: \(name), von nun an; \(help.de) zeigt sie")
    }

    // Bindings that hide others.
    static func warning(_ warning: KeyWarning) -> Text {
        let (key, hidden) = (warning.strokes.name, warning.hiddenStrokes.name)
        let file = warning.file.map { Text(en: " of \($0)", de: " von \($0)") } ?? Text(same: "")
        return Text(
            en: "line \(warning.position.line)\(file.en): \(key.en) (\(warning.action.name)) hides "
                + "\(hidden.en) (\(warning.hidden.name)) ",
            de: "Zeile \(warning.position.line)\(file.de): \(key.de) (\(warning.action.name)) verdeckt "
                + "\(hidden.de) (\(warning.hidden.name)) ") + place(warning.scope)
    }
    static func moreWarnings(_ count: Int, help: Text) -> Text {
        count == 0
            ? Text(same: "")
            : Text(en: "; \(count) more: \(help.en) shows them", de: "; \(count) weitere: \(help.de) zeigt sie")
    }
}
