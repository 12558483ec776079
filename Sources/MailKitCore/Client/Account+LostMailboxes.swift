import MailGrammar

/// Changes in mailboxes that the server does not open any more. They are given up in its words where that is final, and not before it is
/// known that the mailbox has not got another name; where it may be for the moment, they wait.
extension Account {
    /// Mailboxes that were refused, and that changes wait for.
    struct LostMailboxes {
        /// Whether the server still lists them is being asked.
        var doubtful: [MailboxPath: Doubt] = [:]
        /// They are not there, and may have another name.
        var gone: [MailboxPath: MailError] = [:]

        struct Doubt {
            let error: MailError
            /// The server has said that there is none.
            let isDenied: Bool
            /// A list had it all the same, which may have been older.
            var wasListed = false
        }
    }

    /// The first line does not open the mailbox that is looked at.
    func notOpened(_ failure: SessionFailure) {
        guard let path = openPath else { return }
        open?.isRefused = true
        cannotChange(path, failure)
    }

    /// The server does not open a mailbox in which something is to be changed, or opens it to be read only.
    func cannotChange(_ path: MailboxPath, _ failure: SessionFailure) {
        // What comes for it later asks anew.
        guard journal.mailboxes.contains(path) else { return }
        closedElsewhere.insert(path)
        let error = MailError(failure, subject: path.name, isOfChange: true)
        switch failure {
        case .unsendable, .refused(.noPermission, _): giveUpChanges(in: path, error)
        case .refused(.nonexistent, _): doubt(path, LostMailboxes.Doubt(error: error, isDenied: true))
        case .refused(.other, _): doubt(path, LostMailboxes.Doubt(error: error, isDenied: false))
        // It may be opened another time.
        default: transcript.note("changes in a mailbox wait, which cannot be opened for the moment: \(failure)")
        }
    }

    /// Those that were refused for the moment may be opened by now.
    func lookAgainElsewhere() {
        closedElsewhere = []
        lost = LostMailboxes()
    }

    // MARK: Whether it is there

    private func doubt(_ path: MailboxPath, _ doubt: LostMailboxes.Doubt) {
        lost.doubtful[path] = doubt
        ask(.mailboxes, for: .whereabouts(path))
    }

    /// The server has listed its mailboxes after it had refused this one.
    func listed(_ path: MailboxPath) {
        guard var doubt = lost.doubtful.removeValue(forKey: path) else { return }
        let isListed = mailboxes.contains { $0.path == path && $0.isSelectable }
        switch (isListed || mailboxes.isEmpty, doubt.isDenied) {
        case (true, false): transcript.note("changes in a mailbox wait, which is there and cannot be opened")
        case (true, true) where !doubt.wasListed:
            // That list may have been on its way before.
            doubt.wasListed = true
            self.doubt(path, doubt)
        case (true, true): giveUpChanges(in: path, doubt.error)
        case (false, _):
            lost.gone[path] = doubt.error
            giveUpLost()
        }
    }

    /// It has not: they wait for another line.
    func notTold(_ path: MailboxPath) { lost.doubtful[path] = nil }

    // MARK: Whether it has another name

    /// The sync has found that a mailbox only has another name now.
    func renamed(_ rename: AccountSync.Rename) async {
        transcript.note("a mailbox has another name now, which its changes go to")
        lost.gone[rename.old] = nil
        journal.renamed(rename.old, to: rename.new, rename.uidValidity)
        await journal.settle()
    }

    /// Gives up the changes in mailboxes that are not there, unless it is still looked for what they are called now.
    func giveUpLost() {
        guard !lost.gone.isEmpty, !isLookingForNames else { return }
        let gone = lost.gone
        lost.gone = [:]
        for (path, error) in gone { giveUpChanges(in: path, error) }
    }

    /// What is known of the mailboxes' numbers is in the store: without one nothing can be found by another name.
    private var isLookingForNames: Bool { sync?.isTakingList ?? isSyncBeginning }

    private func giveUpChanges(in path: MailboxPath, _ error: MailError) {
        lost.doubtful[path] = nil
        // A later change asks anew, and is told as well.
        closedElsewhere.remove(path)
        journal.refused(in: path, error)
    }
}

extension MailError {
    /// What becomes of changes in a mailbox that cannot be opened to be changed.
    package static let changesGivenUp = "what was changed in it does not come to the server"

    /// - Parameter isOfChange: changes are given up for it
    fileprivate init(_ failure: SessionFailure, subject: String, isOfChange: Bool) {
        let error = MailError(failure, subject: subject)
        self.init(error.kind, subject: subject, detail: Self.changesGivenUp, serverText: error.serverText)
    }
}
