/// The signs that the program itself draws. Each has a twin for a terminal that takes only ASCII, of the same width.
package struct Symbols: Hashable, Sendable {
    package let cursor, marked, unread, starred, answered, forwarded, deleted: String
    /// What lies in a mailbox is hidden, or shown below it.
    package let folded, unfolded: String
    /// Frames, and the lines between panes: `boxSide`, and `boxLeft` where one begins at it.
    package let boxTopLeft, boxTopRight, boxBottomLeft, boxBottomRight, boxLeft, boxRight, boxSide: String
    package let separator, dot, online, offline, busy, more, rule, quote, ellipsis, warning, masked: String
    package let urgent, unhurried: String
    /// Before `rule`, a message in its thread: the first one below what is missing, one that others follow, the last one.
    package let firstBranch, branch, lastBranch: String

    package static let unicode = Symbols(
        cursor: "▌", marked: "◆", unread: "•", starred: "★", answered: "←", forwarded: "→", deleted: "×", folded: "▸",
        unfolded: "▾", boxTopLeft: "┌", boxTopRight: "┐", boxBottomLeft: "└", boxBottomRight: "┘", boxLeft: "├",
        boxRight: "┤", boxSide: "│", separator: "›", dot: "·",
        online: "●", offline: "○", busy: "◌", more: "↓", rule: "─", quote: "│", ellipsis: "…", warning: "▲",
        masked: "•", urgent: "↑", unhurried: "↓", firstBranch: "┌", branch: "├", lastBranch: "└")

    package static let ascii = Symbols(
        cursor: ">", marked: "x", unread: "N", starred: "!", answered: "r", forwarded: "f", deleted: "D", folded: "+",
        unfolded: "-", boxTopLeft: "+", boxTopRight: "+", boxBottomLeft: "+", boxBottomRight: "+", boxLeft: "+",
        boxRight: "+", boxSide: "|", separator: ">", dot: "-",
        online: "*", offline: "o", busy: "~", more: "v", rule: "-", quote: "|", ellipsis: "~", warning: "!",
        masked: "*", urgent: "^", unhurried: "v", firstBranch: ",", branch: "|", lastBranch: "`")
}
