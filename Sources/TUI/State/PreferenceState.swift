import MailKitCore

/// What the person has chosen on the screen, now and before.
package struct PreferenceState: Hashable, Sendable {
    package internal(set) var values: Preferences
    /// Settings that the person's file or the command line makes: a choice holds until the program ends.
    package let fixed: Set<String>

    package init(_ values: Preferences = Preferences(), fixed: Set<String> = []) {
        self.values = values
        self.fixed = fixed
    }
}

extension AppState {
    /// Remembers a choice for the next start. Where the person's own file makes it, that is not ours to change: they are told
    /// the line to write.
    ///
    /// - Parameter key: that of a setting, `theme` or `list.sort`, or one that no setting has
    mutating func prefer(_ key: String, _ value: String) -> [Effect] {
        guard !preferences.fixed.contains(key) else {
            tell(PreferenceTexts.fixed(key, value))
            return []
        }
        guard preferences.values[key] != value, preferences.values.set(key, to: value) else { return [] }
        return [.prefer(key: key, value: value)]
    }
}
