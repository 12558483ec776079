import MailGrammar
import MailKitCore

/// A change that came to nothing, as it is told.
package struct RefusedChange: Hashable, Sendable {
    package let account: AccountID
    /// Of the message, where it is one and its row was at hand.
    package let subject: String?
    /// Messages, from 1.
    package let count: Int
    package let action: MessageAction
    package let error: MailError
}

/// Changes that came to nothing, until they have been shown.
package struct Refusals: Hashable, Sendable {
    /// The oldest first, at most `limit`.
    package private(set) var all: [RefusedChange] = []
    /// Older ones that there was no room for.
    package private(set) var omitted = 0
    /// The page that lists them has been open since the last one came.
    package var areShown = false

    /// How many are held.
    package static let limit = 200

    /// All that have come since they were shown last.
    package var count: Int { all.count + omitted }

    /// Takes one more. Those that have been shown go then, unless the page is open.
    package mutating func add(_ refusal: RefusedChange, isPageOpen: Bool) {
        if areShown, !isPageOpen { (all, omitted) = ([], 0) }
        areShown = false
        all.append(refusal)
        guard all.count > Self.limit else { return }
        omitted += 1
        all.removeFirst()
    }
}
