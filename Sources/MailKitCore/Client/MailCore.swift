import MailGrammar

/// The client core, as a front end sees it: requests go in, events come out, nothing waits.
///
///     let core = MailCore(accounts: [account], password: ask) { event in inbox.post(event) }
///     core.send(.openMailbox(account: account.id, path: .inbox, firstPage: 20, view: Generation(1)))
public final class MailCore: Sendable {
    private let requests: AsyncStream<MailRequest>.Continuation
    private let hub: Hub
    private let loop: Task<Void, Never>

    /// - Parameters:
    ///   - accounts: those that requests may name.
    ///   - password: gives an account's password; asked again after a refused login. Runs on no lane of the front end's.
    ///   - deliver: takes events, in order, on the network's lane; it must not wait.
    public convenience init(
        accounts: [AccountConfiguration],
        password: @escaping @Sendable (AccountConfiguration) async throws(MailError) -> Secret,
        deliver: @escaping @Sendable (MailEvent) -> Void
    ) {
        self.init(accounts: accounts, environment: CoreEnvironment(), password: password, deliver: deliver)
    }

    /// The same, in a world of the caller's making.
    package init(
        accounts: [AccountConfiguration], environment: CoreEnvironment,
        password: @escaping @Sendable (AccountConfiguration) async throws(MailError) -> Secret,
        deliver: @escaping @Sendable (MailEvent) -> Void
    ) {
        let (stream, continuation) = AsyncStream<MailRequest>.makeStream()
        var environment = environment
        environment.logNamesAccounts = accounts.count > 1
        let hub = Hub(accounts: accounts, environment: environment, password: password, deliver: deliver)
        requests = continuation
        self.hub = hub
        loop = Task { @NetActor in
            for await request in stream { hub.handle(request) }
            await hub.close()
        }
    }

    /// Hands a request over. Requests are taken in the order in which they were sent.
    public func send(_ request: MailRequest) { requests.yield(request) }

    /// Ends all connections and waits until they are gone.
    public func close() async {
        requests.finish()
        await loop.value
    }

    /// What the account's connection, or the last one where it is down, has cost.
    package func turns(of account: AccountID) async -> Int { await hub.counters(of: account).turns }
    package func counters(of account: AccountID) async -> ConnectionCounters { await hub.counters(of: account) }
    /// Who the account's server says it is.
    package func serverIdentity(of account: AccountID) async -> ServerIdentity? {
        await hub.serverIdentity(of: account)
    }

    /// The account's dialogue so far, without secrets.
    package func transcript(of account: AccountID) async -> String { await hub.transcript(of: account) }
}

/// The accounts, on the network's lane.
@NetActor
private final class Hub {
    private var accounts: [AccountID: Account] = [:]
    private let deliver: @Sendable (MailEvent) -> Void
    /// As they were given.
    private let order: [AccountID]
    /// The list of all accounts; `nil` while there is none.
    private var merged: MergedList?

    nonisolated init(
        accounts configurations: [AccountConfiguration], environment: CoreEnvironment,
        password: @escaping @Sendable (AccountConfiguration) async throws(MailError) -> Secret,
        deliver: @escaping @Sendable (MailEvent) -> Void
    ) {
        let deliver = { @Sendable (event: MailEvent) in if !event.isForNobody { deliver(event) } }
        self.deliver = deliver
        order = configurations.map(\.id)
        Task { @NetActor in
            for configuration in configurations {
                self.accounts[configuration.id] = Account(
                    configuration: configuration, environment: environment,
                    password: { () async throws(MailError) -> Secret in try await password(configuration) },
                    deliver: deliver)
            }
        }
    }

    func handle(_ request: MailRequest) {
        if let id = request.changedAccount, let account = accounts[id], account.configuration.isReadOnly {
            let error = MailError(.readOnly, subject: account.configuration.label)
            if case .act(let action, let messages, _) = request {
                let named = messages.prefix(ChangeRefusal.messageLimit)
                let refusal = ChangeRefusal(messages: named, count: messages.count, action: action, error: error)
                deliver(.changeRefused(id, refusal))
            } else {
                deliver(.notice(id, error))
            }
            return
        }
        switch request {
        case .openMailbox(let id, let path, let firstPage, let view, let shape):
            account(id, view)?.openMailbox(path, firstPage: firstPage, view: view, shape: shape)
        case .reshape(let view, let shape, let uid):
            for account in accounts.values { account.reshape(view: view, shape, keeping: uid) }
        case .fold(let view, let message):
            for account in accounts.values { account.fold(view: view, message) }
        case .searchAll(let query, let path, let view): searchAll(query, in: path, view)
        case .standBy(let id, let path): accounts[id]?.standBy(path)
        case .search(let id, let query, let path, let scope, let view):
            endMerged(view)
            account(id, view)?.search(query, in: path, scope, view: view)
        case .searchServer(let view):
            if let merged, merged.view == view { return merged.searchServer() }
            for account in accounts.values { account.searchServer(view: view) }
        case .endSearch(let view):
            endMerged(view)
            for account in accounts.values { account.endSearch(view: view) }
        case .previews(let view, let uids):
            for account in accounts.values { account.loadPreviews(view: view, uids) }
        case .rows(let view, let range):
            if let merged, merged.view == view { return merged.load(range) }
            for account in accounts.values { account.loadRows(view: view, range: range) }
        case .openMessage(let id, let generation, let charset, let section):
            account(id.account, generation)?.openMessage(
                id, generation: generation, charset: charset, section: section)
        case .moreText(let id, let generation):
            account(id.account, generation)?.moreText(id, generation: generation)
        case .savePart(let id, let section, let generation, let path):
            account(id.account, generation)?.savePart(id, section: section, generation: generation, path: path)
        case .lendPart(let id, let section, let generation):
            account(id.account, generation)?.lendPart(id, section: section, generation: generation)
        case .viewPart(let id, let section, let generation, let columns, let pictures, let room):
            account(id.account, generation)?
                .viewPart(
                    id, section: section, generation: generation, columns: columns, pictures: pictures, room: room)
        case .act(let action, let messages, let name):
            for account in messages.accounts { accounts[account]?.act(action, on: messages.of(account), name: name) }
        case .mark(let view, let range):
            if let merged, merged.view == view { return deliver(.marked(view: view, merged.messages(at: range))) }
            for account in accounts.values { account.mark(range, view: view) }
        case .actOnAll(let action, let account, let view, let name):
            if let merged, merged.view == view {
                let all = merged.messages(at: 0..<Int.max).of(account)
                accounts[account]?.act(action, on: all, name: name)
            } else {
                accounts[account]?.mark(0..<Int.max, view: view, for: .act(action, name: name))
            }
        case .undo(let account, let name): accounts[account]?.undo(name)
        case .refresh(let id): accounts[id]?.refresh()
        case .useServer(let id, let host): accounts[id]?.useServer(host)
        case .pauseSync(let id, let isPaused): accounts[id]?.pauseSync(isPaused)
        case .giveUp(let id): accounts[id]?.giveUp()
        case .trustLogin(let id): accounts[id]?.trustLogin()
        case .usePassword(let id, let typed): accounts[id]?.usePassword(typed)
        case .transcript(let id):
            if let account = accounts[id] {
                deliver(.transcript(id, account.transcript.text().split(separator: "\n").map(String.init)))
            }
        case .saveTranscript(let id, let generation, let path, let proposed):
            account(id, generation)?.saveTranscript(generation: generation, path: path, proposed: proposed)
        case .statistics(let id): if let account = accounts[id] { deliver(.statistics(id, account.statistics)) }
        case .cancel(let generation):
            for account in accounts.values { account.cancel(generation) }
        }
    }

    private func searchAll(_ query: SearchQuery, in path: MailboxPath?, _ view: Generation) {
        for account in accounts.values { account.endSearch(view: view) }
        if merged?.view != view {
            merged?.end()
            merged = MergedList(view: view, accounts: order.compactMap { accounts[$0] }, deliver: deliver)
        }
        merged?.look(for: query, in: path)
    }

    private func endMerged(_ view: Generation) {
        guard let merged, merged.view == view else { return }
        merged.end()
        self.merged = nil
    }

    /// All at once: one that hangs keeps no other from ending well.
    func close() async {
        await withTaskGroup(of: Void.self) { group in
            for account in accounts.values { group.addTask { await account.close() } }
        }
        merged = nil
    }

    func counters(of id: AccountID) -> ConnectionCounters { accounts[id]?.counters ?? ConnectionCounters() }
    func serverIdentity(of id: AccountID) -> ServerIdentity? { accounts[id]?.serverIdentity }
    func transcript(of id: AccountID) -> String { accounts[id]?.transcript.text() ?? "" }

    private func account(_ id: AccountID, _ generation: Generation) -> Account? {
        if let account = accounts[id] { return account }
        deliver(.failed(generation: generation, MailError(.bug, subject: id.name, detail: "no such account")))
        return nil
    }
}
