/// Decides which commands may stand on the wire together.
///
/// Sequence numbers shift with every EXPUNGE, and a server may send one while any command is in progress but FETCH, STORE
/// and SEARCH (RFC 9051, section 5.5 and 7.5.1). So a command that names sequence numbers waits until nothing is in flight
/// that could shift them, with one exception: behind an IDLE that has just been ended it goes out at once. That saves a
/// round trip for every page, and is safe for a FETCH, which changes nothing and whose answers name their UIDs; if the
/// mailbox shrank meanwhile, the session asks again with the new numbers (`PendingCommand.expungesBefore`).
package struct SendGate: Hashable, Sendable {
    /// What a command does to the others.
    package enum Conduct: Hashable, Sendable {
        /// Names sequence numbers. None may shift until it is done, and the server sees to that: FETCH, STORE, SEARCH.
        case usesSequenceNumbers
        /// May bring EXPUNGE: every UID command, NOOP, LIST, IDLE and the rest.
        case mayExpunge
        /// An IDLE whose DONE is on its way.
        case endingIdle
        /// Changes what the following commands mean: AUTHENTICATE, STARTTLS, SELECT. Only the opening flight goes behind it.
        case exclusive
    }

    package init() {}

    /// Whether a command may be sent while `inFlight` are unanswered.
    package func allows(_ command: Conduct, behind inFlight: some Sequence<Conduct>) -> Bool {
        inFlight.allSatisfy { earlier in
            switch (earlier, command) {
            case (.exclusive, _), (_, .exclusive): false
            case (.mayExpunge, .usesSequenceNumbers): false
            default: true
            }
        }
    }
}
