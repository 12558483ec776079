/// The account's mailboxes: by as few commands as the server allows.
extension IMAPSession {
    /// A listing under way.
    struct Listing: Sendable {
        var tree = MailboxTree()
        /// Who asked for it.
        var requests: [SessionRequestID] = []
        /// To be asked as soon as IDLE lets it.
        var due: [ListRequest] = []
        /// LIST goes out with options (RFC 5258).
        var hasOptions: Bool
        /// Namespaces of which nothing had come were asked for by their prefix.
        var hasAskedNamespaces = false
        /// Why LIST was refused.
        var failure: SessionFailure?
    }

    /// Asks for the mailboxes, once a session.
    mutating func listMailboxes() {
        if !hasListed { startListing(for: nil) }
    }

    /// Asks for the mailboxes, or joins the listing that is under way.
    mutating func startListing(for id: SessionRequestID?) {
        hasListed = true
        if listing != nil {
            if let id { listing?.requests.append(id) }
            return
        }
        listing = Listing(requests: id.map { [$0] } ?? [], hasOptions: takesListOptions)
        beginListing()
        sendDueLists()
        if namespaces.isEmpty, offers("NAMESPACE") { send(.namespace, as: .namespace) }
    }

    private mutating func beginListing() {
        guard let hasOptions = listing?.hasOptions else { return }
        var tree = MailboxTree()
        tree.namespaces = namespaces
        if hasOptions { tree.expectSubscriptions() }
        let due = listRequests(hasOptions: hasOptions)
        listing?.tree = tree
        listing?.due = due
    }

    /// Whether the server has a capability, by itself or as a part of IMAP4rev2 (RFC 9051, appendix E).
    func offers(_ name: String) -> Bool { capabilities.has(name) || capabilities.has("IMAP4REV2") }

    private var takesListOptions: Bool { offers("LIST-EXTENDED") && !refusesListOptions }

    /// What the listing asks first: everything in one command, or LIST and LSUB.
    private func listRequests(hasOptions: Bool) -> [ListRequest] {
        guard hasOptions else {
            // Servers with SPECIAL-USE show the uses in a plain LIST, too; old Gmail showed them in XLIST only.
            let isOldGmail = capabilities.has("XLIST") && !offers("SPECIAL-USE")
            return [ListRequest(verb: isOldGmail ? .xlist : .list), ListRequest(verb: .lsub)]
        }
        return [ListRequest(returning: listOptions, status: statusWithList)]
    }

    /// Sends what the listing has to ask. IDLE must not be waiting for its `+`.
    mutating func sendDueLists() {
        guard let due = listing?.due, !due.isEmpty else { return }
        listing?.due = []
        for request in due { send(.list(request), as: request.verb == .lsub ? .subscriptions : .list) }
    }

    private var listOptions: [String] {
        (offers("SPECIAL-USE") ? ["SPECIAL-USE"] : []) + ["SUBSCRIBED", "CHILDREN"]
    }

    /// What STATUS is asked for with the list (RFC 5819). With HIGHESTMODSEQ the server also tells the modification sequences of
    /// what changes from here on (RFC 7162, section 3.1).
    private var statusWithList: [StatusItem] { offers("LIST-STATUS") ? statusItems : [] }

    /// Whether a listing brings what is in the mailboxes, in one command.
    package var countsWithList: Bool { takesListOptions && offers("LIST-STATUS") }

    var statusItems: [StatusItem] {
        [.messages, .unseen, .uidNext, .uidValidity] + (hasModSequences ? [.highestModSequence] : [])
    }

    var hasModSequences: Bool { capabilities.has("CONDSTORE") || capabilities.has("QRESYNC") }

    // MARK: What comes

    /// The path that a server's octets name; `nil` for a name that is none, or longer than any server's.
    func path(_ name: ByteSlice) -> MailboxPath? {
        guard name.count <= MailboxTree.longestName else { return nil }
        return MailboxPath(wire: scratch[name], isUTF8: acceptsUTF8)
    }

    mutating func listed(_ line: MailboxListing) {
        guard listing != nil, inFlight.contains(where: { $0.kind.isList }) else {
            mailboxChanged()
            return
        }
        guard let path = path(line.name) else { return }
        listing?.tree.list(
            path, delimiter: line.delimiter.map { Character(Unicode.Scalar($0)) },
            attributes: scratch.slices(line.attributes).prefix(32).map(scratch.string))
    }

    mutating func subscribed(_ line: MailboxListing) {
        guard listing != nil, inFlight.contains(where: { $0.kind.isSubscriptions }), let path = path(line.name) else {
            return
        }
        listing?.tree.subscription(
            path, attributes: scratch.slices(line.attributes).prefix(32).map(scratch.string))
    }

    mutating func told(_ spaces: Namespaces) {
        func made(_ entries: [Namespaces.Entry], _ owner: MailboxOwner) -> [MailboxNamespace] {
            entries.prefix(MailboxTree.namespaceLimit / 3).compactMap { entry in
                guard entry.prefix.count <= MailboxTree.longestName else { return nil }
                // An empty prefix names no mailbox, and is one all the same.
                let prefix = entry.prefix.isEmpty ? "" : path(entry.prefix)?.name
                return prefix.map {
                    MailboxNamespace(
                        owner: owner, prefix: $0, delimiter: entry.delimiter.map { Character(Unicode.Scalar($0)) })
                }
            }
        }
        namespaces =
            made(spaces.personal, .personal) + made(spaces.otherUsers, .otherUser) + made(spaces.shared, .shared)
        listing?.tree.namespaces = namespaces
    }

    mutating func told(_ status: MailboxStatus) {
        guard let path = path(status.name) else { return }
        let counts = MailboxCounts(status)
        let isAsked = inFlight.contains { if case .status(path) = $0.kind { true } else { false } }
        if listing != nil, inFlight.contains(where: { $0.kind.isList }) {
            listing?.tree.status(path, counts)
            if !isAsked { return }
        }
        emit(.status(path, counts))
    }

    // MARK: The answers

    /// LIST, LSUB or NAMESPACE was answered.
    mutating func listingAnswered(_ kind: PendingCommand.Kind, _ condition: StatusCondition, _ text: StatusText) {
        guard listing != nil else { return }
        // Where one namespace cannot be looked into, what came of the others stays.
        if condition != .ok, kind.isList, listing?.hasAskedNamespaces == false {
            if listing?.hasOptions == true {
                // Offered and refused (quirk `listOptionsRefused`): the plain form is as old as IMAP.
                refusesListOptions = true
                listing?.hasOptions = false
                beginListing()
            } else {
                let failure = SessionFailure.refused(reason(text.code), words(text.text))
                listing?.failure = failure
            }
        }
        if condition == .ok, kind.isSubscriptions { listing?.tree.expectSubscriptions() }
        finishListing()
    }

    private mutating func finishListing() {
        guard let done = listing, done.due.isEmpty, !inFlight.contains(where: { $0.kind.isOfListing }) else { return }
        if done.failure == nil, !done.hasAskedNamespaces {
            // `LIST "" *` leaves out what does not lie in one's own namespace on some servers (UW, Cyrus by configuration).
            let options = done.hasOptions ? listOptions : []
            let due = done.tree.unlistedNamespaces.prefix(10).map {
                ListRequest(patterns: [$0.prefix + "*"], returning: options)
            }
            listing?.hasAskedNamespaces = true
            listing?.due = due
            if !due.isEmpty { return }
        }
        listing = nil
        if done.failure == nil { emit(.mailboxes(done.tree.mailboxes())) }
        for id in done.requests { emit(done.failure.map { .failed(id, $0) } ?? .done(id)) }
    }
}

extension PendingCommand.Kind {
    var isList: Bool { if case .list = self { true } else { false } }
    var isSubscriptions: Bool { if case .subscriptions = self { true } else { false } }

    var isOfListing: Bool {
        switch self {
        case .list, .subscriptions, .namespace: true
        default: false
        }
    }
}
