import MailKitCore

@testable import TUI

/// Keys as configurations have them.
enum SampleKeys {
    static func read(_ text: String) throws -> KeyBindings {
        let configuration = try Configuration(Array(text.utf8), file: "config.toml")
        return try KeyBindings(configuration.keys, file: "config.toml")
    }

    /// One that is good, or the keys that the program comes with.
    static func keys(_ text: String) -> KeyBindings { (try? read(text)) ?? .standard }

    static let own = keys(
        """
        [macros]
        read-on = ["toggle-read", "next"]

        [keys.list]
        "x" = "toggle-star"
        "g g" = "first"
        "Y" = ["toggle-star", "next"]
        "R" = "read-on"
        "M" = "key-profile mutt"
        "$" = "none"
        """)

    static let hidden = keys(
        """
        [keys.list]
        "j j" = "last"
        "c" = "toggle-star"
        """)
}
