/// What strokes ask for.
package enum KeyAction: Hashable, Sendable {
    case command(CommandID)
    /// Several commands, or one that is told something.
    case macro(Macro)

    /// What it is called: a command by its name, as it is typed.
    package var name: String {
        switch self {
        case .command(let id): id.name
        case .macro(let macro): macro.title
        }
    }
}

/// Commands that are carried out one after the other.
package struct Macro: Hashable, Sendable {
    /// One of them, with what it is told.
    package struct Step: Hashable, Sendable {
        package let id: CommandID
        package let argument: String

        /// As it is typed: `theme light`.
        package var line: String { argument.isEmpty ? id.name : "\(id.name) \(argument)" }
    }

    /// `nil` for one that stands right at its key.
    package let name: String?
    /// Never empty; other macros are replaced by what they do.
    package let steps: [Step]

    /// Commands that one may have.
    static let limit = 32

    /// What it does: `toggle-star, next`.
    package var content: String { steps.map(\.line).joined(separator: ", ") }
    package var title: String { name ?? content }
}
