import MailGrammar

/// A line on which one thing is asked after another, each of which is waited for. It only looks (EXAMINE), and goes with the last question.
@NetActor
final class AskingLine {
    private struct Question {
        var events: [SessionEvent] = []
        let answered: CheckedContinuation<Result<[SessionEvent], SessionFailure>, Never>
    }

    private var connection: Connection?
    private var life: Task<Void, Never>?
    private var questions: [SessionRequestID: Question] = [:]
    private var last: UInt64 = 0
    /// The login has gone through.
    private(set) var hasBeenUp = false
    private(set) var counters = ConnectionCounters()

    /// Begins at once.
    init(settings: Connection.Settings, secret: Secret, rowItems: RowItems = []) {
        let connection = Connection(settings: settings, secret: secret, measure: { _, _ in }) { [weak self] event in
            self?.take(event)
        }
        connection.rowItems = rowItems
        self.connection = connection
        life = Task { @NetActor in
            _ = await connection.run()
            self.counters = connection.counters
            self.connection = nil
            self.failAll(.ended)
        }
    }

    func close() async {
        life?.cancel()
        await life?.value
    }

    /// What the server answers, in its order; or why it does not.
    func ask(_ request: SessionRequest) async -> Result<[SessionEvent], SessionFailure> {
        guard let connection else { return .failure(.ended) }
        last &+= 1
        let id = SessionRequestID(last)
        return await withCheckedContinuation { continuation in
            questions[id] = Question(answered: continuation)
            connection.request(request, id: id)
        }
    }

    /// Opens a mailbox; `nil` where the server does not.
    func select(_ path: MailboxPath) async throws(SessionFailure) -> UIDValidity? {
        do throws(SessionFailure) {
            for case .selected(_, let mailbox) in try await ask(.select(path, firstPage: 0)).get() {
                return mailbox.uidValidity
            }
        } catch {
            if error.isOfLine { throw error }
        }
        return nil
    }

    private func take(_ event: SessionEvent) {
        switch event {
        case .authenticated: hasBeenUp = true
        case .selected(let id, _), .page(let id, _), .found(let id, _): answer(id, with: event)
        case .done(let id): answer(id, with: nil)
        case .failed(let id, let failure):
            questions.removeValue(forKey: id)?.answered.resume(returning: .failure(failure))
        default: break
        }
    }

    private func answer(_ id: SessionRequestID, with event: SessionEvent?) {
        guard var question = questions.removeValue(forKey: id) else { return }
        if let event { question.events.append(event) }
        question.answered.resume(returning: .success(question.events))
    }

    private func failAll(_ failure: SessionFailure) {
        let open = questions
        questions = [:]
        for question in open.values { question.answered.resume(returning: .failure(failure)) }
    }
}
