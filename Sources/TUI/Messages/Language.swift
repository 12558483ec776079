/// A language of the screen.
public enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case german = "de"

    /// The language a POSIX environment asks for: `LC_ALL`, else `LC_MESSAGES`, else `LANG`; the first one that is not
    /// empty decides, and whatever is not German reads English.
    ///
    /// Source: POSIX.1-2017, base definitions, section 8.2. `de_DE.UTF-8`, `de_AT`, `de` and `german` are German.
    public static func preferred(environment: (String) -> String?) -> Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = environment(name), !value.isEmpty else { continue }
            return Language(locale: value)
        }
        return .english
    }

    /// The language of a locale's name, such as `de_CH.UTF-8@euro`.
    public init(locale: String) {
        let name = locale.prefix { $0 != "_" && $0 != "." && $0 != "@" && $0 != "-" }.lowercased()
        self = name == "de" || name == "german" || name == "deutsch" ? .german : .english
    }
}
