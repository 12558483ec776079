import MailGrammar

/// What was found in the parts of an open message beside its text: by a look at their beginnings, or at all of what is small.
public struct MessageDetails: Hashable, Sendable {
    /// What parts mean: invitations, reports, visiting cards, attached messages.
    public var cards: [Card]
    /// Of attachments and of files in them; without those that the message's own warnings have told by name.
    public var warnings: [MessageWarning]
    /// Files that lie in a `winmail.dat`. Their sections say in which part: `2/1` is the first one in part 2.
    public var files: [PartSummary]

    /// All of it.
    public init(cards: [Card] = [], warnings: [MessageWarning] = [], files: [PartSummary] = []) {
        self.cards = cards
        self.warnings = warnings
        self.files = files
    }

    /// There is nothing to tell.
    public var isEmpty: Bool { cards.isEmpty && warnings.isEmpty && files.isEmpty }
}
