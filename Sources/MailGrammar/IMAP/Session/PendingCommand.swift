/// A command on the wire.
struct PendingCommand: Sendable {
    enum Kind: Sendable {
        case capability
        case startTLS
        case compress
        case authenticate
        case list
        case subscriptions
        case namespace
        case status(MailboxPath)
        case select(SelectedMailbox, firstPage: Int, known: KnownMailbox?)
        case page(ClosedRange<UInt32>, ResponseBatch)
        /// The first page asked for by UIDs, before it is known how many messages there are. `wanted` is what it has to
        /// cover, once that is known.
        case newest(wanted: ClosedRange<UInt32>?, ResponseBatch)
        case message(MessageQuestion, ResponseBatch)
        /// What has come of it so far.
        case sort([UInt32])
        /// The same.
        case search(SyncGathering)
        case rows(UIDSet, ResponseBatch)
        case previews(UIDSet, ResponseBatch)
        case flags(UIDSet, ResponseBatch)
        case sync(SyncQuestion, SyncGathering)
        /// Messages that have not come yet.
        case bodies(UIDSet)
        case unseen
        /// What changed while the mailbox was not selected; then everything up to here is known.
        case changes(ModSequence?)
        case enable([String])
        case identify
        case notify
        /// UNSELECT, or CLOSE of what is only looked at.
        case unselect
        /// EXAMINE, after which CLOSE expunges nothing.
        case examineToClose
        /// Adding and removing take a command each, many messages more than one; the request is done when all are.
        case store
        /// MOVE or COPY of these messages, and what the server has told of them.
        case transfer(UIDSet, CopiedMessages?)
        case expunge
        case poll
        case probe
        case idle
        case logout

        var isIdle: Bool { if case .idle = self { true } else { false } }
    }

    let tag: String
    var kind: Kind
    var request: SessionRequestID?
    /// SELECT went out with CONDSTORE or QRESYNC.
    var hasSelectOptions = false
    /// SELECT went out with QRESYNC, and tells what has changed.
    var isResync = false
    /// What is to be sent again where the login that it followed was refused.
    var original: SessionRequest?
    /// `IMAPSession.expunges` when it was sent.
    var expungesBefore: UInt64 = 0
    /// Literals of its answers that went by as chunks.
    var streams: [UInt32: [UInt8]] = [:]
    /// Of the other commands of its request one was refused.
    var failure: SessionFailure?
    /// Its answer means nothing: the login that it followed was refused.
    var isVoid = false

    var isProbe: Bool { if case .probe = kind { true } else { false } }

    /// Its place in the `SendGate`.
    var conduct: SendGate.Conduct {
        switch kind {
        case .page: .usesSequenceNumbers
        case .startTLS, .compress, .authenticate, .select, .unselect, .examineToClose: .exclusive
        case .capability, .list, .subscriptions, .namespace, .status, .newest, .message, .changes, .enable, .identify,
            .notify, .sort, .search, .rows, .previews, .flags, .sync, .bodies,
            .unseen, .store, .transfer, .expunge, .poll, .probe, .idle, .logout:
            .mayExpunge
        }
    }
}
