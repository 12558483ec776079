import MailGrammar

/// An account's second line, for work that nobody looks at: parts that are fetched whole, counts of mailboxes that are not open.
///
/// It only looks (EXAMINE), hears no news, and goes when it has had nothing to do for a while. Where it does not come up the first
/// line does its work.
@NetActor
final class BackgroundLine {
    /// What it has open, or is to open.
    private var wanted: MessageID?
    /// By which request that is being opened.
    private var opening: SessionRequestID?
    /// Mailboxes that it cannot open.
    private var closed: Set<MailboxID> = []
    /// As far as the server has opened it.
    private var selected: SelectedMailbox?
    /// The login has gone through.
    private(set) var isUp = false
    /// It went through at some time.
    private(set) var hasBeenUp = false
    private let connection: Connection
    private var life: Task<Void, Never>?
    /// Requests and answers since it was last looked whether there are any.
    private var uses = 0

    /// Begins at once.
    ///
    /// - Parameters:
    ///   - deliver: takes the session's events. `.failed` comes for everything that is still open, before `ended`.
    ///   - ended: is told once, when it is gone.
    init(
        settings: Connection.Settings, secret: Secret, measure: @escaping (_ octets: Int, _ isAnswer: Bool) -> Void,
        deliver: @escaping (SessionEvent) -> Void
    ) {
        connection = Connection(settings: settings, secret: secret, measure: measure, deliver: deliver)
    }

    /// Comes up and stays until it ends, or has not been used for so long and is not `needed`.
    func run(restMilliseconds: Int, isNeeded: @escaping () -> Bool, ended: @escaping (ConnectionFailure) -> Void) {
        let connecting = Task { @NetActor [connection] in await connection.run() }
        life = Task { @NetActor in
            let watch = Task { @NetActor in
                repeat {
                    self.uses = 0
                    _ = await NetActor.shared.reactor.wait(
                        -1, nil, until: .after(milliseconds: restMilliseconds))
                } while !Task.isCancelled && (self.uses > 0 || isNeeded())
                connecting.cancel()
            }
            let failure = await withTaskCancellationHandler {
                await connecting.value
            } onCancel: {
                connecting.cancel()
            }
            watch.cancel()
            self.isUp = false
            ended(failure)
        }
    }

    /// Ends it and waits until it is gone.
    func close() async {
        life?.cancel()
        await life?.value
    }

    /// Has the mailbox of a message opened, by a request of this number.
    func open(_ path: MailboxPath, of message: MessageID, id: SessionRequestID) {
        wanted = message
        // What is asked from here on would be asked of the mailbox that comes.
        selected = nil
        opening = id
        request(.select(path, firstPage: 0), id: id)
    }

    /// The mailbox is open. One with another UIDVALIDITY than the message's is another one.
    func opened(_ mailbox: SelectedMailbox, by request: SessionRequestID) {
        guard request == opening else { return }
        if mailbox.uidValidity == wanted?.uidValidity { selected = mailbox } else { refused() }
    }

    /// The mailbox cannot be opened.
    func refused(_ request: SessionRequestID? = nil) {
        guard request == nil || request == opening else { return }
        if let wanted { closed.insert(wanted.mailbox) }
        wanted = nil
    }

    /// Whether it has tried in vain to open this message's mailbox.
    func refuses(_ message: MessageID) -> Bool { closed.contains(message.mailbox) }

    func authenticated() {
        isUp = true
        hasBeenUp = true
    }

    /// Whether messages of this one's mailbox are being opened, or are at hand.
    func isFor(_ message: MessageID) -> Bool { wanted?.mailbox == message.mailbox }

    /// Whether this message can be fetched.
    func holds(_ message: MessageID) -> Bool {
        isUp && isFor(message) && selected?.uidValidity == message.uidValidity
    }

    func request(_ request: SessionRequest, id: SessionRequestID) {
        uses += 1
        connection.request(request, id: id)
    }

    func cancel(_ id: SessionRequestID) { connection.cancel(id) }

    /// What the rows of a list hold beside the usual, from the next question on.
    var rowItems: RowItems {
        get { connection.rowItems }
        set { connection.rowItems = newValue }
    }

    var counters: ConnectionCounters { connection.counters }
}
