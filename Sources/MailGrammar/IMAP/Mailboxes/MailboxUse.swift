/// What a mailbox is for. Source: RFC 6154 (SPECIAL-USE), RFC 8457 (`\Important`).
public enum MailboxUse: String, Hashable, Sendable, CaseIterable {
    /// Where new mail comes.
    case inbox
    /// All messages, whichever mailbox they are in.
    case all
    /// What is kept.
    case archive
    /// What is being written.
    case drafts
    /// All messages that are marked.
    case flagged
    /// What the server takes for important.
    case important
    /// What is taken for spam.
    case junk
    /// What was sent.
    case sent
    /// What was deleted.
    case trash

    /// By an attribute of LIST, in any case, or of XLIST, which came before the standard and has names of its own.
    init?(attribute: String) {
        switch attribute.lowercased() {
        case "\\inbox": self = .inbox
        case "\\all", "\\allmail": self = .all
        case "\\archive": self = .archive
        case "\\drafts": self = .drafts
        case "\\flagged", "\\starred": self = .flagged
        case "\\important": self = .important
        case "\\junk", "\\spam": self = .junk
        case "\\sent": self = .sent
        case "\\trash": self = .trash
        default: return nil
        }
    }
}
