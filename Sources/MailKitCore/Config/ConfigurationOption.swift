import MailGrammar

/// One setting of `config.toml`: the row from which reading, checking, suggestions and the documentation are made.
package struct ConfigurationOption: Sendable {
    /// Where it may stand.
    package enum Section: Hashable, Sendable, CaseIterable {
        /// At the top of the file.
        case top
        /// In an `[account.NAME]` table.
        case account
        /// In the `[brand]` tables of the host-wide file.
        case brand
        /// In `[list]` and `[list.NAME]`.
        case list
        /// In `[folder.NAME]`.
        case folder
        /// In a `[[colour-rule]]`.
        case colourRule
        /// In a `[[search]]`.
        case search
    }

    /// What values it takes. All are TOML strings, or lists of them where it says so, but `truth`.
    package enum Kind: Hashable, Sendable {
        /// One of these words.
        case choice([String])
        /// The name of a theme: letters, digits, `-` and `_`.
        case themeName
        /// An `AccountURL`.
        case accountURL
        /// A command line for `/bin/sh`.
        case command
        /// The name of a mailbox, as a person reads it.
        case mailbox
        /// Any text that is not empty.
        case text
        /// A domain, or a list of them.
        case domains
        /// A TOML boolean.
        case truth
        /// A `CertificateFingerprint`.
        case fingerprint
        /// The path of a file.
        case path
        /// `#rrggbb`.
        case rgb
        /// A list of some of these words.
        case words([String])
        /// A ``ListOrder``.
        case order
        /// Any text that is not empty, or a list of them.
        case texts
        /// The name of a colour, or its red, green and blue.
        case colour
        /// A ``BodyPolicy``.
        case bodies
    }

    package let name: String
    package let section: Section
    package let kind: Kind
    /// What holds without it, in words; `nil` when it has to be there.
    package let `default`: String?
    /// One sentence for the documentation, in English.
    package let summary: String

    /// Every setting there is, in the order of the documentation.
    package static let all: [ConfigurationOption] =
        [
            ConfigurationOption(
                name: "language", section: .top, kind: .choice(LanguageCode.allCases.map(\.rawValue)),
                default: "the environment's: `LC_ALL`, `LC_MESSAGES`, `LANG`", summary: "The language of the screen."),
            ConfigurationOption(
                name: "theme", section: .top, kind: .themeName, default: "`compact`",
                summary: "The look: a file `NAME.theme`."),
            ConfigurationOption(
                name: "own-domains", section: .top, kind: .domains, default: "those of the accounts' users",
                summary: "Your domains: you are warned of senders whose domain looks like one of them."),
            ConfigurationOption(
                name: "authentication-results-host", section: .top, kind: .domains, default: "none is believed",
                summary:
                    "The name your mail host signs `Authentication-Results` with: what it says of a sender is shown."),
            ConfigurationOption(
                name: "key-profile", section: .top, kind: .choice(KeyProfileName.allCases.map(\.rawValue)),
                default: "`default`", summary: "Whose keys the keys are like; see [keys](keys.md)."),
            ConfigurationOption(
                name: "key-bar", section: .top, kind: .truth, default: "`true`",
                summary: "With `false` the keys do not stand at the bottom of the screen; `:key-bar` brings them back."),
            ConfigurationOption(
                name: "layout", section: .top, kind: .choice(Arrangement.allCases.map(\.rawValue)),
                default: "`auto`", summary: "How list and message share the screen; see [the screen](screen.md#panes)."),
            ConfigurationOption(
                name: "folder-tree", section: .top, kind: .choice(PaneSwitch.allCases.map(\.rawValue)),
                default: "`auto`", summary: "Whether the folders stand beside the list."),
            ConfigurationOption(
                name: "mouse", section: .top, kind: .truth, default: "`false`",
                summary: "With `true` clicks and the wheel work; the terminal then marks text while Shift is held down."
            ),
            ConfigurationOption(
                name: "hyperlinks", section: .top, kind: .truth, default: "as `TERM` says",
                summary:
                    "Whether the terminal is told which words are links (OSC 8); see [the terminal](terminal.md#links)."
            ),
            ConfigurationOption(
                name: "pictures", section: .top, kind: .choice(["auto"] + PictureFormat.allCases.map(\.rawValue)),
                default: "`auto`: as `TERM` says",
                summary: "How pictures come to the terminal; see [the terminal](terminal.md#pictures)."),
            ConfigurationOption(
                name: "store", section: .top, kind: .choice(StoreUse.allCases.map(\.rawValue)), default: "`disk`",
                summary: "What accounts leave on the disk; see [the store](store.md)."),
            ConfigurationOption(
                name: "bodies", section: .top, kind: .bodies, default: "`\"opened\"`",
                summary: "Which messages are kept whole; see [the store](store.md#whole-messages)."),
            ConfigurationOption(
                name: "url", section: .account, kind: .accountURL, default: nil,
                summary: "The server and the user, without a password: `imaps://max%40example.org@imap.example.org/`."),
            ConfigurationOption(
                name: "password-command", section: .account, kind: .command, default: "asked at the start",
                summary: "A command that prints the password on its first line, run by `/bin/sh -c`."),
            ConfigurationOption(
                name: "token-command", section: .account, kind: .command, default: "a password is used",
                summary: "A command that prints an OAuth access token on its first line, instead of a password."),
            ConfigurationOption(
                name: "master", section: .account, kind: .text, default: "the user of the `url` logs in",
                summary: "A master user, who logs in with a password of their own and opens the mailbox of the user."),
            ConfigurationOption(
                name: "mailbox", section: .account, kind: .mailbox, default: "that of the `url`, else `INBOX`",
                summary: "The mailbox to open first."),
            ConfigurationOption(
                name: "label", section: .account, kind: .text, default: "the account's NAME",
                summary: "What the screen calls the account."),
            ConfigurationOption(
                name: "pin", section: .account, kind: .fingerprint, default: "the system's certificates decide",
                summary:
                    "The SHA-256 of the only certificate that the server may show; it then needs no trusted issuer."),
            ConfigurationOption(
                name: "client-certificate", section: .account, kind: .path, default: "none is shown",
                summary:
                    "A PEM file with the certificate by which you log in, where the server takes one (SASL EXTERNAL)."),
            ConfigurationOption(
                name: "client-key", section: .account, kind: .path, default: "it is in `client-certificate`",
                summary: "A PEM file with its key, not encrypted, that nobody else may read."),
            ConfigurationOption(
                name: "read-only", section: .account, kind: .truth, default: "`false`",
                summary: "With `true` nothing in the account is changed, not even a message marked as read."),
            ConfigurationOption(
                name: "store", section: .account, kind: .choice(StoreUse.allCases.map(\.rawValue)),
                default: "as for all accounts",
                summary: "With `none` nothing of the account's mail is left on the disk; see [the store](store.md)."),
            ConfigurationOption(
                name: "bodies", section: .account, kind: .bodies, default: "as for all accounts",
                summary: "Which of the account's messages are kept whole."),
            ConfigurationOption(
                name: "bodies", section: .folder, kind: .bodies, default: "as for the account",
                summary: "Which messages of the mailbox are kept whole."),
        ] + ofLists + brand

    /// The rows of one section.
    package static func all(in section: Section) -> [ConfigurationOption] { all.filter { $0.section == section } }

    /// The table of `docs/configuration.md` for one section, in Markdown.
    package static func documentation(of section: Section) -> String {
        var lines = ["| key | value | default | meaning |", "|---|---|---|---|"]
        for option in all(in: section) {
            let fallback = option.default ?? "required"
            lines.append("| `\(option.name)` | \(option.kind.documentation) | \(fallback) | \(option.summary) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ConfigurationOption.Kind {
    /// The column "value" of the documentation.
    fileprivate var documentation: String {
        switch self {
        case .choice(let words): words.map { "`\"\($0)\"`" }.joined(separator: " or ")
        case .themeName: "name of a theme"
        case .accountURL: "account URL"
        case .command: "command line"
        case .mailbox: "name of a mailbox"
        case .text: "text"
        case .domains: "domain, or a list of them"
        case .truth: "`true` or `false`"
        case .fingerprint: "`sha256:` and 64 digits"
        case .path: "path of a file"
        case .rgb: "`#rrggbb`"
        case .words(let words): "list of " + words.map { "`\"\($0)\"`" }.joined(separator: ", ")
        case .order:
            ListOrder.Key.allCases.map { "`\"\($0.rawValue)\"`" }.joined(separator: ", ") + ", each with or without `-`"
        case .texts: "text, or a list of them"
        case .colour: "name of a colour, or `#` and 6 digits"
        case .bodies: "`\"opened\"`, `\"headers\"`, `\"all\"`, or a number of days: `\"30d\"`"
        }
    }
}

/// The languages that a person may choose in the file.
public enum LanguageCode: String, Hashable, Sendable, CaseIterable {
    case german = "de"
    case english = "en"
}

/// The name of a theme, which is part of a file name and so holds nothing but letters, digits, `-` and `_`.
public struct ThemeName: Hashable, Sendable {
    /// `compact`.
    public let name: String

    /// `nil` for an empty or long name, and for one with other characters.
    public init?(_ name: String) {
        let isFine = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isFine, (1...64).contains(name.utf8.count) else { return nil }
        self.name = name
    }
}
