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
        /// All messages of the open mailbox, to mark those at these places.
        case marking(Generation, Range<Int>, MarkPurpose)
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
        /// Where the next message will stand of the mailbox that an entry copies into.
        case target(Int64, MailboxPath)
        case poll
        /// Of mailboxes that are not open.
        case count
        /// Whether the server still lists one that it does not open.
        case whereabouts(MailboxPath)
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
            case .page, .sortedPage, .sort, .search, .foundRows, .message: true
            // An empty mailbox has no first page to wait for; parts may come for an hour, and are waited for no less than a look at them.
            case .open, .previews, .details, .marking, .part, .change, .lookUp, .target, .poll, .count, .whereabouts,
                .examine, .visit,
                .changesMailbox, .round,
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

    // MARK: What fails

    func fail(_ id: SessionRequestID, _ error: MailError) {
        failed(settle(id), error)
    }

    /// What was asked for this purpose cannot be had.
    func failed(_ purpose: Pending?, _ error: MailError) {
        switch purpose {
        case .message(let generation):
            windowFailed(generation)
            deliver(.failed(generation: generation, error))
        case .open(let generation) where open?.source != nil:
            open?.source?.firstPageFailed()
            failParkedTransfers(error)
            deliver(.failed(generation: generation, error))
        case .open(let generation), .page(let generation):
            deliver(.failed(generation: generation, error))
        case .sortedPage(let view, let uids):
            if let open, open.view == view { open.sorted?.failed(error, for: uids) }
        case .previews(let view): deliver(.previews(view: view, [:]))
        case .sort(let view): sortFailed(view, error)
        case .search(let view, _): serverSearchFailed(view, error)
        // They are asked for again when they are on the screen.
        case .foundRows: search?.askedFor = []
        case .part(let generation): partFailed(generation, error)
        case .poll, .marking: deliver(.notice(configuration.id, error))
        case .change(let entry), .lookUp(let entry), .target(let entry, _): journal.refused(entry, error)
        case .whereabouts(let path): notTold(path)
        // The message can be read without them.
        case .details, .count, .examine, .changesMailbox, .visit, .round, .bodies, nil: break
        }
    }
}
