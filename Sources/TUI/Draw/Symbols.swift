/// The signs that the program itself draws. Each has a twin for a terminal that takes only ASCII, of the same width.
package struct Symbols: Hashable, Sendable {
    package let cursor, unread, starred, answered, forwarded, deleted: String
    /// Lines between panes: `joint` is where one begins at the other.
    package let border, joint: String
    /// What lies in a mailbox is hidden, or shown below it.
    package let folded, unfolded: String
    package let separator, dot, online, offline, busy, more, rule, quote, ellipsis, warning, masked: String

    package static let unicode = Symbols(
        cursor: "▌", unread: "•", starred: "★", answered: "←", forwarded: "→", deleted: "×", border: "│", joint: "├",
        folded: "▸", unfolded: "▾", separator: "›", dot: "·",
        online: "●", offline: "○", busy: "◌", more: "↓", rule: "─", quote: "│", ellipsis: "…", warning: "▲",
        masked: "•")

    package static let ascii = Symbols(
        cursor: ">", unread: "N", starred: "!", answered: "r", forwarded: "f", deleted: "D", border: "|", joint: "+",
        folded: "+", unfolded: "-", separator: ">", dot: "-",
        online: "*", offline: "o", busy: "~", more: "v", rule: "-", quote: "|", ellipsis: "~", warning: "!",
        masked: "*")
}
