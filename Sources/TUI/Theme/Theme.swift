import MailKitCore

/// A look: a style for each role. Read from a `.theme` file, which is TOML:
///
///     [styles]
///     dim = { fg = "#8a8a8a" }
///     list-date = { inherits = "dim" }
package struct Theme: Hashable, Sendable {
    private var styles: [Role: Style]
    private var bases: [Role: Role]
    /// Colours that a message asks for are shown.
    package let showsMessageColours: Bool
    /// How things are laid out.
    package let traits: ThemeTraits

    /// Nothing but the terminal's own colours.
    package static let plain = Theme(styles: [:], bases: [:])

    init(
        styles: [Role: Style], bases: [Role: Role], showsMessageColours: Bool = true,
        traits: ThemeTraits = ThemeTraits()
    ) {
        self.traits = traits
        self.showsMessageColours = showsMessageColours
        self.styles = styles
        self.bases = bases
    }

    /// Gives a role a style of its own, whatever it inherited.
    mutating func set(_ style: Style, of role: Role) { styles[role] = style }

    /// The style of a role, with what it inherits.
    package func style(of role: Role) -> Style {
        var style = styles[role] ?? Style()
        var at = role
        // No chain is longer than there are roles; a circle was refused when the file was read, this is the belt to it.
        for _ in Role.allCases {
            guard let base = bases[at] ?? at.parent else { break }
            style = style.over(styles[base] ?? Style())
            at = base
        }
        return style
    }
}
