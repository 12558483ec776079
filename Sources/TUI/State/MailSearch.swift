import MailGrammar
import MailKitCore

/// A search whose results the list shows in the place of a mailbox.
package struct MailSearch: Sendable {
    /// The list of the mailbox that is open below; what happens in it is taken meanwhile.
    package var below: ListState
    /// From where the search began, and where in its list one was.
    package let path: MailboxPath
    let origin: ListReturn?
    package var text: String
    package var query: SearchQuery
    package var scope: SearchScope
    /// `nil` before anything is known.
    package var outcome: SearchOutcome?
    /// The newest is to be under the mark when the next results come.
    package var isFresh = true
    /// The line is not typed any more.
    package var isKept = false
    /// The server is asked at most once by itself.
    var hasAskedItself = false

    init(_ query: SearchQuery, text: String, scope: SearchScope, from list: ListState) {
        below = list
        path = list.path
        origin = list.current.map { ListReturn(list, message: $0.id) }
        self.text = text
        self.query = query
        self.scope = scope
    }

    /// What a store tells of those messages alone that it keeps whole.
    package var looksIntoTexts: Bool { query.needs.contains(.body) }

    /// The server may find more than the store.
    package var serverMayFindMore: Bool {
        guard let outcome, outcome.server == .notAsked else { return false }
        return outcome.incomplete > 0 || looksIntoTexts && outcome.textless > 0
    }
}
