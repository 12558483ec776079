import MailGrammar

/// What is known of the terminal and of where it stands, from the environment at the start.
package struct TerminalFacts: Hashable, Sendable {
    /// How a text gets into the clipboard of the person's terminal.
    package enum Clipboard: Hashable, Sendable {
        /// Not at all: such a terminal would show the text instead.
        case none
        /// The sequence as it is.
        case plain
        /// The same, and tmux decides.
        case tmux
        /// As it is and wrapped, so that GNU screen hands it on: what TERM calls so may as well be tmux, which takes the first.
        case screen
    }

    /// TERM, clean.
    package var type = ""
    package var clipboard = Clipboard.plain
    /// By which name and port another machine reaches this one: only where one has come from there.
    package var source: CopySource?
    /// The folder that the program was started in.
    package var folder = "/"
    /// Clicks and the wheel are told.
    package var watchesMouse = false
    /// Half blocks and the 256 colours can be shown.
    package var showsPictures = true
    /// How pictures are shown.
    package var pictures = PictureFormat.blocks
    /// Programs with windows of their own can be started.
    package var hasDesktop = false
    /// The place of the last click, and when it was, by boot milliseconds.
    var lastClick: Click?
    /// The line between panes that is being drawn to another place.
    var dragged: PaneBorder?

    struct Click: Hashable, Sendable {
        let place: CellPosition
        let at: Int64
    }

    /// One of which nothing bad is known.
    package init() {}

    /// What the environment says.
    package init(folder: String, host: String, environment: (String) -> String?) {
        self.folder = folder
        let type = environment("TERM") ?? ""
        self.type = TerminalText.truncated(type, toWidth: 40)
        let isInTmux = environment("TMUX")?.isEmpty == false
        // ssh passes TERM on, but not TMUX.
        if isInTmux || type.hasPrefix("tmux") {
            clipboard = .tmux
        } else if type == "screen" || type.hasPrefix("screen.") || type.hasPrefix("screen-") {
            clipboard = .screen
        } else if type.isEmpty || Self.withoutClipboard.contains(where: { type.hasPrefix($0) }) {
            clipboard = .none
        }
        hasDesktop = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment($0)?.isEmpty == false }
        source = CopySource(environment: environment, host: host)
    }

    /// Whether the environment lets it have colours. Source: no-color.org; an empty NO_COLOR is none.
    package static func usesColour(environment: (String) -> String?) -> Bool {
        (environment("NO_COLOR") ?? "").isEmpty
    }

    /// Whether such a terminal takes links (OSC 8), or at least swallows them.
    package static func takesLinks(_ type: String) -> Bool {
        ["xterm", "tmux", "alacritty", "foot", "kitty", "wezterm", "ghostty", "contour"].contains { type.hasPrefix($0) }
    }

    /// How such a terminal takes pictures. It is not asked: over a slow line its answer would come late, and look like keys.
    package static func pictures(_ type: String) -> PictureFormat {
        if type == "xterm-kitty" { return .kitty }
        let isKnown =
            type == "foot" || ["foot-", "mlterm", "yaft", "contour"].contains { type.hasPrefix($0) }
        return isKnown ? .sixel : .blocks
    }

    /// They print what they do not know.
    private static let withoutClipboard = ["linux", "vt", "ansi", "cons", "sun", "dumb", "cygwin"]
}

/// A line between panes.
enum PaneBorder: Hashable, Sendable {
    /// Right of the folder tree.
    case folders
    /// Between list and reader.
    case reader
}

/// The machine that one is on over SSH, as `scp` on the other one would name it.
package struct CopySource: Hashable, Sendable {
    package let user: String
    package let host: String
    package let port: Int

    /// Only where SSH_CONNECTION is set and all of it is harmless: it goes into a shell's line.
    init?(environment: (String) -> String?, host name: String) {
        let words = (environment("SSH_CONNECTION") ?? "").split(separator: " ")
        guard words.count == 4, let port = Int(words[3]), (1...65535).contains(port) else { return nil }
        let user = environment("USER") ?? environment("LOGNAME") ?? ""
        // The address that was connected to; behind a translator of addresses it is another one, but a bare name is no better.
        var host = String(words[2])
        if host.utf8.contains(UInt8(ascii: "%")) { host = name }
        guard Self.isName(user), Self.isHost(host) else { return nil }
        self.user = user
        self.host = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        self.port = port
    }

    /// The line that fetches a file of this machine; `nil` where the path has what cannot be shown.
    package func line(_ path: String) -> String? {
        guard path.hasPrefix("/"), path.utf8.count <= 4000, TerminalText.sanitised(path) == path else { return nil }
        let option = port == 22 ? "" : "-P \(port) "
        // scp gives the path to the other side, where `*` and its like would mean other files, and older ones give it to a shell
        // there: whatever can mean something has a backslash before it.
        var quoted = ""
        for character in path {
            switch character {
            case "'": quoted += "\\'\\''"
            case _ where !character.isASCII: quoted.append(character)
            case _ where character.isLetter || character.isNumber || "._/-".contains(character):
                quoted.append(character)
            default: quoted += "\\\(character)"
            }
        }
        // Brackets would mean something to the shell.
        let address = host.hasPrefix("[") ? "'\(user)@\(host):'" : "\(user)@\(host):"
        return "scp \(option)\(address)'\(quoted)' ."
    }

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || ".-_".utf8.contains($0) }
    }

    private static func isHost(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || ".-:".utf8.contains($0) }
    }
}
