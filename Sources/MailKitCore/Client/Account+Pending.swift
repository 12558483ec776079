import MailGrammar

/// What is under way with the session.
extension Account {
    /// What a request to the session was for.
    enum Pending {
        case open(Generation)
        case page(Generation)
        /// Of a list in another order than that of arrival.
        case sortedPage(Generation, UIDSet)
        case sort(Generation)
        /// What is found is still to be held against the rest of the query.
        case search(Generation, SearchQuery)
        /// Of messages that were found.
        case foundRows(Generation, UIDSet)
        /// Of other mailboxes than the open one, over a line of their own.
        case round
        case previews(Generation)
        case message(Generation)
        case details(Generation)
        case part(Generation)
        /// An entry of the journal.
        case change(Int64)
        /// Whether the server has one already.
        case lookUp(Int64)
        case poll
        /// Of mailboxes that are not open.
        case count
        /// The second line opens a mailbox.
        case examine
        /// The line on which one message is read does.
        case visit
        /// The line for changes does.
        case changesMailbox
        /// Whole messages, to be kept.
        case bodies

        /// The mailbox would be another one if it were lost.
        var changesSomething: Bool { if case .change = self { true } else { false } }

        /// A person waits for it.
        var isLookedFor: Bool {
            switch self {
            case .page, .sortedPage, .sort, .search, .foundRows, .message, .details: true
            // An empty mailbox has no first page to wait for, and a part may come for an hour.
            case .open, .previews, .part, .change, .lookUp, .poll, .count, .examine, .visit, .changesMailbox, .round,
                .bodies:
                false
            }
        }
    }
}

extension Account {
    /// Takes back what was asked for one of these; what comes of it all the same is nobody's.
    func cancelPending(_ isMeant: (Pending) -> Bool) {
        for (id, purpose) in pending where isMeant(purpose) {
            connection?.cancel(id)
            pending[id] = nil
        }
    }
}
