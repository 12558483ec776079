/// How the screen looks: its brand, its theme, and the theme that is being tried.
package struct LookState: Hashable, Sendable {
    package var brand = Brand.rohrpost
    /// Of the program, as it is shown.
    package var version = ""
    /// Nothing is known of this person yet: while the list is on its way they are told the first keys.
    package var isFirstStart = false

    /// The theme that was chosen.
    package var theme: String
    /// The one on the screen: another while the themes are looked through.
    package internal(set) var shown: String
    package internal(set) var traits: ThemeTraits
    /// Asked for and not here yet.
    package internal(set) var wanted: String?
    /// To be kept as soon as it is on the screen.
    package internal(set) var choosing: String?
    /// Those that cannot be used, as far as they were tried.
    package internal(set) var broken: Set<String> = []
    /// The names of all there are; `nil` before they were asked for.
    package internal(set) var themes: [String]?

    package init(theme: String = ThemeLibrary.compiledInName, traits: ThemeTraits = ThemeTraits()) {
        self.theme = theme
        shown = theme
        self.traits = traits
    }

    /// The themes to choose from, the kept one always among them.
    var choices: [String] {
        let found = themes ?? []
        return found.contains(theme) ? found : [theme] + found
    }

    /// Rows of the first line and what belongs to it.
    func headerHeight(_ size: ScreenSize) -> Int {
        max(1, logo(size).count) + (traits.isRoomy && size.rows >= 16 ? 1 : 0)
    }

    /// The logo that stands in the place of the title.
    func logo(_ size: ScreenSize) -> [String] {
        size.columns >= 100 && size.rows >= 34 ? brand.logo : []
    }
}

extension LookState {
    /// What it begins with.
    init(_ options: TUIOptions, _ theme: Theme) {
        self.init(theme: options.themeName, traits: theme.traits)
        brand = options.brand
        version = options.version
        isFirstStart = options.isFirstStart
    }
}
