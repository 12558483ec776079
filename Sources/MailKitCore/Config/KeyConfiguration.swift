/// What `config.toml` says about keys, as it is written: which commands there are only the front end knows, and so it is the
/// front end that makes sense of these words.
///
///     key-profile = "mutt"
///
///     [keys.list]
///     "x" = "toggle-star"
///     "g g" = "first"
///     "A" = ["toggle-star", "next"]
///
///     [macros]
///     read-on = ["toggle-read", "next"]
public struct KeyConfiguration: Hashable, Sendable {
    /// A word and where it stands.
    package struct Word: Hashable, Sendable {
        package let text: String
        package let position: TextPosition
    }

    /// One line of a table: what stands left of the equals sign, and the commands on its right.
    package struct Line: Hashable, Sendable {
        package let name: Word
        package let commands: [Word]
    }

    /// A table `[keys.SCREEN]`.
    package struct Screen: Hashable, Sendable {
        package let name: Word
        package let lines: [Line]
    }

    /// `nil` leaves the choice to the program.
    package var profile: KeyProfileName?
    package var screens: [Screen] = []
    package var macros: [Line] = []

    /// What holds without a file.
    package static let empty = KeyConfiguration()

    package init() {}
}

/// Keys as other programs have them.
public enum KeyProfileName: String, Hashable, Sendable, CaseIterable {
    case `default`, mutt, aerc, alpine, roundcube
}

/// What is wrong with a binding; found by the front end.
public enum KeyProblem: Hashable, Sendable {
    /// There is no such screen, and the one that it may be a misspelling of.
    case unknownScreen(String, suggestion: String?)
    /// Not the name of a key.
    case unknownKey(String, suggestion: String?)
    /// A terminal cannot tell this key from another one: Ctrl-I is Tab.
    case arrivesAs(String, other: String)
    /// More strokes than a sequence may have.
    case tooLong(String)
    /// A character where whatever is typed goes into a line.
    case isTyped(String, screen: String)
    case unknownCommand(String, suggestion: String?)
    /// The command means nothing on this screen.
    case notHere(command: String, screen: String)
    case takesNoArgument(String)
    /// Not letters, digits and hyphens, or the name of a command.
    case badMacroName(String)
    /// A macro that carries out itself.
    case loops(String)
    /// A macro of more commands than one may have.
    case tooManyCommands(String)
}
