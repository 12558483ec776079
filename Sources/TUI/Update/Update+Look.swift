import MailKitCore

// Themes: tried while one looks through them, kept when chosen.
extension AppState {
    /// Takes the theme of that name, or shows which ones there are.
    mutating func chooseTheme(_ name: String) -> [Effect] {
        look.broken = []
        look.themes = nil
        guard name.isEmpty else {
            look.choosing = name
            return []
        }
        overlay = .themes(ListPlace(cursor: look.choices.firstIndex(of: look.theme) ?? 0))
        return []
    }

    /// Keeps the theme that the mark stands at.
    mutating func keepChosenTheme(_ place: ListPlace) {
        guard let name = chosenTheme(place) else { return }
        guard !look.broken.contains(name) else {
            tell(LookTexts.broken, .failure)
            return
        }
        look.choosing = name
        overlay = nil
    }

    /// The names of the themes there are.
    mutating func take(themes: [String]) {
        let marked: String? = if case .themes(let place) = overlay { chosenTheme(place) } else { nil }
        look.themes = themes
        guard let marked, case .themes(var place) = overlay else { return }
        place.cursor = look.choices.firstIndex(of: marked) ?? 0
        overlay = .themes(place)
    }

    /// A theme that was asked for. One that nobody wants any more is dropped.
    mutating func take(theme: Theme, named name: String) -> [Effect] {
        guard look.wanted == name else { return [] }
        look.wanted = nil
        look.shown = name
        look.traits = theme.traits
        return [.show(theme.accented(look.brand.accent))]
    }

    /// One that cannot be used: the one before stays.
    mutating func takeBroken(theme name: String, _ reason: Text) {
        guard look.wanted == name else { return }
        look.wanted = nil
        look.broken.insert(name)
        if look.choosing == name { look.choosing = nil }
        tell(reason, .failure)
    }

    /// Sees to it that the screen has the theme it should have: the one chosen or looked at, else the one that is kept.
    mutating func settleLook() -> [Effect] {
        var effects: [Effect] = []
        if let chosen = look.choosing, chosen == look.shown {
            look.choosing = nil
            look.wanted = nil
            if look.theme != chosen {
                look.theme = chosen
                effects += prefer(Preferences.theme, chosen)
            }
        }
        var target = look.choosing ?? look.theme
        switch overlay {
        case .themes(let place):
            if look.choosing == nil { target = chosenTheme(place) ?? target }
            fallthrough
        case .palette:
            if look.themes == nil {
                look.themes = []
                effects.append(.findThemes)
            }
        default: break
        }
        // Of a broken one in the list the one that is kept is shown; of that, if need be, what is on the screen.
        if look.broken.contains(target) { target = look.broken.contains(look.theme) ? look.shown : look.theme }
        if target == look.shown {
            look.wanted = nil
        } else if look.wanted != target {
            look.wanted = target
            effects.append(.readTheme(target))
        }
        return effects
    }

    private func chosenTheme(_ place: ListPlace) -> String? {
        look.choices.indices.contains(place.cursor) ? look.choices[place.cursor] : nil
    }
}
