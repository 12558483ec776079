/// What a command can be told behind its name: `theme light`.
package struct CommandArgument: Sendable {
    /// What it is called where the command is listed: `NAME`.
    package let name: Text
    /// The command means nothing without it.
    package let isRequired: Bool
    /// What can stand there, as it is typed, the likeliest first; a command may take more than these.
    package let choices: @Sendable (AppState) -> [String]
    /// Why one of them cannot be had now; `nil` where it can.
    let obstacle: @Sendable (AppState, String) -> Text?

    /// Where it is a list, with blanks or commas between: each of these can be in it.
    package let words: [String]

    /// By its name alone it means nothing, though a key of its own may.
    package let isRequiredByName: Bool

    package init(
        _ name: Text, isRequired: Bool = true, isRequiredByName: Bool? = nil, words: [String] = [],
        choices: @escaping @Sendable (AppState) -> [String] = { _ in [] },
        obstacle: @escaping @Sendable (AppState, String) -> Text? = { _, _ in nil }
    ) {
        self.name = name
        self.isRequired = isRequired
        self.isRequiredByName = isRequiredByName ?? isRequired
        self.words = words
        self.choices = choices
        self.obstacle = obstacle
    }
}
