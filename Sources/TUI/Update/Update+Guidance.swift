import MailGrammar
import MailKitCore

// Help, the question what a key does, macros, and what was typed before.
extension AppState {
    // MARK: Help

    /// Shows the keys of where one is; what lies there comes back afterwards.
    mutating func showHelp() {
        let about = scope
        guidance.below = (overlay, prompt)
        prompt = nil
        overlay = .help(of: about, top: 0)
    }

    /// Gives the search up, else goes back to where help was asked for.
    mutating func closeHelp() {
        if prompt?.kind == .help {
            prompt = nil
            guidance.helpFilter = ""
            return
        }
        let below = guidance.below
        guidance.below = nil
        overlay = below?.overlay
        prompt = below?.prompt
        // The message may have gone in the meantime.
        switch overlay {
        case .parts, .links, .link, .charsets, .picture: if reader == nil { overlay = nil }
        default: break
        }
    }

    /// What is searched: help, the message, or the mail.
    mutating func askForSearch() -> Prompt {
        if case .help = overlay { return Prompt(kind: .help, text: guidance.helpFilter) }
        return reader == nil ? askForMail() : Prompt(kind: .search)
    }

    mutating func settleGuidance() {
        guard case .help(let scope, _) = overlay else {
            guidance.helpFilter = ""
            guidance.below = nil
            return guidance.settle(typed: prompt?.kind == .command ? prompt?.text : nil)
        }
        guard let prompt, prompt.kind == .help, prompt.text != guidance.helpFilter else { return }
        guidance.helpFilter = prompt.text
        overlay = .help(of: scope, top: 0)
    }

    // MARK: What a key does

    /// The next key is told about: what it does here, or on the screen that help is about.
    mutating func askForKey() {
        if case .help(let about, _) = overlay { guidance.describing = about } else { guidance.describing = scope }
    }

    mutating func describe(_ key: Key, in scope: Scope) {
        strokes.append(key)
        let match = keys.keymap(scope).match(strokes)
        if case .prefix = match { return }
        let pressed = strokes
        strokes = []
        guidance.describing = nil
        if scope.takesCharacters, pressed.count == 1, key.isTyped { return tell(GuidanceTexts.types(key, in: scope)) }
        if case .action(let action) = match {
            return tell(GuidanceTexts.description(pressed, action, keys, in: scope))
        }
        let elsewhere = Scope.allCases.compactMap { other -> (Scope, KeyAction)? in
            guard case .action(let action) = keys.keymap(other).match(pressed) else { return nil }
            return (other, action)
        }
        tell(GuidanceTexts.notBound(pressed, elsewhere, keys, in: scope))
    }

    // MARK: Bindings

    /// Takes another profile, from now on; what the file binds stays bound.
    mutating func useKeys(like name: String) -> [Effect] {
        let names = KeyProfileName.allCases.map(\.rawValue)
        guard let profile = KeyProfileName(rawValue: name.lowercased()) else {
            tell(
                GuidanceTexts.noProfile(VisibleText.line(name.utf8, limit: 40), names)
                    + CommandLineTexts.didYouMean(Spelling.nearest(to: name, among: names)), .failure)
            return []
        }
        keys = keys.like(profile)
        let warning = keys.warnings.first.map { Text(same: "; ") + GuidanceTexts.warning($0) } ?? Text(same: "")
        tell(GuidanceTexts.keysLike(profile.rawValue, help: hint(.help)) + warning)
        return prefer(Preferences.keyProfile, profile.rawValue)
    }

    /// Tells of bindings that hide others.
    mutating func warnOfKeys() {
        guard let first = keys.warnings.first else { return }
        tell(
            GuidanceTexts.warning(first)
                + GuidanceTexts.moreWarnings(keys.warnings.count - 1, help: keys.hint(.help, in: scope)), .failure)
    }

    mutating func carryOut(_ action: KeyAction) -> [Effect] {
        switch action {
        case .command(let id): carryOut(id)
        case .macro(let macro): carryOut(macro)
        }
    }

    /// Carries out one command after the other, as if each had its key; ends at the first one that cannot be done, and where
    /// something is asked, which only a person answers.
    mutating func carryOut(_ macro: Macro) -> [Effect] {
        var effects: [Effect] = []
        for (index, step) in macro.steps.enumerated() {
            if index > 0 { effects += settle() }
            if question != nil { return effects }
            guard keys.applies(step.id, in: scope), step.id != .yes else {
                tell(GuidanceTexts.stopped(macro, at: step, GuidanceTexts.notHere(scope)), .failure)
                return effects
            }
            let told = messageCount
            effects += carryOut(step.id, step.argument)
            if let said = message, said.serial > told, said.kind != .information {
                if macro.steps.count > 1 { tell(GuidanceTexts.stopped(macro, at: step, said.text), said.kind) }
                return effects
            }
            if effects.contains(where: { if case .quit = $0 { true } else { false } }) { return effects }
        }
        return effects
    }

    // MARK: Lines typed before

    /// The mark stands at the top of the palette, and nothing has been typed but what came back from the past.
    var recallsUpwards: Bool {
        guard case .palette(_, let place, let typed) = overlay, !guidance.history.isEmpty else { return false }
        return place.cursor == 0 && (typed.isEmpty || guidance.isRecalling)
    }

    mutating func recall(older: Bool) {
        guard let line = guidance.recall(older: older, typed: prompt?.text ?? "") else {
            if guidance.history.isEmpty { tell(GuidanceTexts.noHistory) }
            return
        }
        prompt = Prompt(kind: .command, text: line)
    }
}
