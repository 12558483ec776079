import TestSupport

@testable import MailGrammar

/// The planner, a real session and a model store, on a line to a model server.
struct ModelClient {
    private(set) var store = ModelStore()
    private(set) var sync: MailboxSync?
    private(set) var connection: ModelConnection?
    private var session: IMAPSession?
    private var nextID: UInt64 = 0
    /// Writes of the client after having read: turns of the line.
    private(set) var turns = 0
    private var hasRead = true
    private(set) var requests = 0

    mutating func connect(_ habits: ModelHabits, _ configuration: MailboxSync.Configuration) {
        begin(with: store.state, habits, configuration)
    }

    mutating func begin(
        with known: SyncState?, _ habits: ModelHabits, _ configuration: MailboxSync.Configuration
    ) {
        session = .onModelLine { $0.vanishes = true }
        connection = ModelConnection(habits: habits)
        guard let path = MailboxPath(store.path) else { return }
        sync = MailboxSync(path: path, known: known, configuration: configuration)
    }

    /// The line goes, or the program with it: what was not settled is forgotten.
    mutating func cut() {
        session = nil
        connection = nil
        sync = nil
        store.kill()
    }

    mutating func rename(to name: String) { store.path = name }

    var isConnected: Bool { connection != nil }
    var isQuiet: Bool { sync?.isQuiet == true && connection?.isQuiet == true && session?.isQuiet == true }

    mutating func pause(_ isPaused: Bool) { if isPaused { sync?.pause() } else { sync?.resume() } }
    mutating func want(_ uids: UIDSet) { sync?.want(uids) }
    mutating func measured(_ octets: Int, _ milliseconds: Int) {
        sync?.measured(octets: octets, milliseconds: milliseconds)
    }

    mutating func serve(_ world: inout ModelWorld, _ random: inout SeededGenerator, rows: Int = 3) {
        connection?.step(&world, &random, rows: rows)
    }

    /// Octets of the server's arrive, and what follows from them.
    ///
    /// - Returns: whether the store has committed something
    mutating func receive(_ most: Int) -> Bool {
        guard let bytes = connection?.give(most), !bytes.isEmpty else { return work() }
        hasRead = true
        bytes.withUnsafeBytes { session?.receive($0) }
        return work()
    }

    mutating func poll() {
        nextID += 1
        session?.request(.poll, id: SessionRequestID(nextID))
        _ = work()
    }

    mutating func work() -> Bool {
        var isCommitted = false
        var isGoing = true
        while isGoing {
            isGoing = false
            for action in session?.takeActions() ?? [] {
                isGoing = true
                switch action {
                case .send(let bytes, _):
                    if hasRead { turns += 1 }
                    hasRead = false
                    connection?.take(bytes)
                case .event(let event): sync?.take(event)
                case .startTLS, .startCompression, .deriveKey, .close: break
                }
            }
            nextID += 1
            while let request = sync?.step(as: SessionRequestID(nextID)) {
                isGoing = true
                requests += 1
                session?.request(request, id: SessionRequestID(nextID))
                nextID += 1
            }
            if let changes = sync?.takeChanges(), store.apply(changes) { isCommitted = true }
        }
        return isCommitted
    }
}
