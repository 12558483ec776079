/// The signs that the program itself draws. Each has a twin for a terminal that takes only ASCII, of the same width.
package struct Symbols: Hashable, Sendable {
    package let cursor, unread, starred, answered, forwarded, deleted: String
    package let separator, dot, online, offline, busy, more, rule, quote, ellipsis, warning, masked: String
    package let urgent, unhurried: String

    package static let unicode = Symbols(
        cursor: "▌", unread: "•", starred: "★", answered: "←", forwarded: "→", deleted: "×", separator: "›", dot: "·",
        online: "●", offline: "○", busy: "◌", more: "↓", rule: "─", quote: "│", ellipsis: "…", warning: "▲",
        masked: "•", urgent: "↑", unhurried: "↓")

    package static let ascii = Symbols(
        cursor: ">", unread: "N", starred: "!", answered: "r", forwarded: "f", deleted: "D", separator: ">", dot: "-",
        online: "*", offline: "o", busy: "~", more: "v", rule: "-", quote: "|", ellipsis: "~", warning: "!",
        masked: "*", urgent: "^", unhurried: "v")
}
