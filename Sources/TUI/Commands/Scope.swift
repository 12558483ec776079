/// Where keys mean something: the part of the screen that has the keyboard.
package enum Scope: String, Hashable, Sendable, CaseIterable {
    case list
    case reader
    case help
    case parts
    case links
    case link
    case charsets
    /// What is open.
    case tabs
    /// The orders in which a list can be.
    case orders
    /// Why the line is down.
    case failure
    /// What was said with the server.
    case log
    /// What has been counted.
    case statistics
    case themes
    /// What a newcomer is told: any key goes on.
    case welcome
    /// A part as a picture of pixels.
    case picture
    /// Mailboxes or commands to choose from: letters are a part of their names.
    case picker
    /// A line is being typed: letters are letters.
    case prompt
    /// A yes or a no is wanted.
    case question

    /// As it is written in files: `[keys.list]`.
    package var name: String { hyphenated(rawValue) }

    /// Those in which one looks through lines that lie over everything.
    static let overlays: [Scope] = [
        .help, .parts, .links, .link, .charsets, .tabs, .failure, .log, .statistics, .themes, .orders,
    ]
}
