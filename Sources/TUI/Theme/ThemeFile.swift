import MailKitCore

/// Why a theme file cannot be used: what and where.
package struct ThemeFileError: Error, Hashable, Sendable {
    package let text: Text
    /// `nil` where it concerns the file as a whole.
    package let position: TextPosition?
}

extension Theme {
    /// Reads a theme file.
    ///
    /// `ground` is the background that it was made for, `accent` (a boolean) lets a brand give it a colour, and `[layout]` holds
    /// booleans, see ``ThemeTraits``. `message_colours` (a boolean) says whether the colours of HTML mail are shown. A `[styles]` table of roles; each may set
    /// `fg`, `bg` (a name such as `blue` or `bright-black`, or `#rrggbb`), `bold`, `dim`, `underline`, `reverse`, `italic` and `inherits`, another role. An unknown key is an error, with its place.
    package init(file bytes: [UInt8]) throws(ThemeFileError) {
        let document: TOMLDocument
        do {
            document = try TOMLDocument(bytes)
        } catch {
            throw ThemeFileError(text: ThemeTexts.notTOML(error.message), position: error.position)
        }
        var styles: [Role: Style] = [:]
        var bases: [Role: Role] = [:]
        var showsMessageColours = true
        var traits = ThemeTraits()
        for section in document.root.entries {
            switch (section.key, section.value.content) {
            case ("name", .string): continue
            case ("message_colours", .boolean(let on)): showsMessageColours = on
            case ("accent", .boolean(let on)): traits.takesAccent = on
            case ("ground", .string(let name)): traits.ground = try Self.colour(name, at: section.value.position)
            case ("layout", .table(let table)):
                for entry in table.entries {
                    guard let trait = ThemeTraits.names[entry.key], case .boolean(let on) = entry.value.content else {
                        throw ThemeFileError(text: ThemeTexts.unknownKey(entry.key), position: entry.keyPosition)
                    }
                    traits[keyPath: trait] = on
                }
            case ("styles", .table(let table)):
                for entry in table.entries {
                    guard let role = Role(name: entry.key) else {
                        throw ThemeFileError(text: ThemeTexts.unknownRole(entry.key), position: entry.keyPosition)
                    }
                    guard case .table(let settings) = entry.value.content else {
                        throw ThemeFileError(text: ThemeTexts.noStyle(entry.key), position: entry.value.position)
                    }
                    styles[role] = try Self.style(settings, base: &bases[role])
                }
            default:
                throw ThemeFileError(text: ThemeTexts.unknownKey(section.key), position: section.keyPosition)
            }
        }
        for role in bases.keys where Self.isCircular(role, bases) {
            throw ThemeFileError(text: ThemeTexts.circle(role.name), position: nil)
        }
        self.init(styles: styles, bases: bases, showsMessageColours: showsMessageColours, traits: traits)
    }

    private static func style(_ settings: TOMLTable, base: inout Role?) throws(ThemeFileError) -> Style {
        var style = Style()
        for setting in settings.entries {
            let place = setting.value.position
            switch (setting.key, setting.value.content) {
            case ("fg", .string(let name)): style.foreground = try colour(name, at: place)
            case ("bg", .string(let name)): style.background = try colour(name, at: place)
            case ("bold", .boolean(let on)): style.bold = on
            case ("dim", .boolean(let on)): style.dim = on
            case ("underline", .boolean(let on)): style.underline = on
            case ("reverse", .boolean(let on)): style.reverse = on
            case ("italic", .boolean(let on)): style.italic = on
            case ("inherits", .string(let name)):
                guard let role = Role(name: name) else {
                    throw ThemeFileError(text: ThemeTexts.unknownRole(name), position: place)
                }
                base = role
            default:
                throw ThemeFileError(text: ThemeTexts.unknownKey(setting.key), position: setting.keyPosition)
            }
        }
        return style
    }

    private static func colour(_ name: String, at place: TextPosition) throws(ThemeFileError) -> Colour {
        guard let colour = Colour(name) else {
            throw ThemeFileError(text: ThemeTexts.unknownColour(name), position: place)
        }
        return colour
    }

    private static func isCircular(_ start: Role, _ bases: [Role: Role]) -> Bool {
        var at = start
        for _ in 0...Role.allCases.count {
            guard let next = bases[at] ?? at.parent else { return false }
            at = next
        }
        return true
    }
}
