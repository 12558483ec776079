import MailGrammar

/// Puts the words of whole messages into the index, when nobody waits for anything: octets are read on the lane of the store's reader,
/// texts made of them on the computing one, words written on the writer's, some messages at a time.
@NetActor
final class TextIndexing {
    /// What it takes from the account.
    struct Surroundings {
        let store: () async -> Store?
        let charsets: any CharsetDecoding
        /// A person waits for an answer.
        let isLookedFor: () -> Bool
        /// Other work goes on beside it, which it is not to hold up.
        let isBusy: () -> Bool
        let clock: Clock
        /// This process is the one that makes the index.
        let isAllowed: () -> Bool
        /// The texts of the messages with these rows are there.
        let came: ([Int64]) -> Void
        /// More can be found than before.
        let indexed: () -> Void
        let failed: (StoreError) -> Void
    }

    /// Messages and octets of text that are written at once, and octets beyond which a message is not read into memory.
    private static let messagesAtOnce = 32
    private static let octetsAtOnce = 256 << 10
    private static let held = ByteSize(1 << 20)
    /// Milliseconds until it is looked again whether a person waits.
    private static let patience = 50

    private let surroundings: Surroundings
    private var work: Task<Void, Never>?
    private var isPoked = false
    private var isClosed = false

    init(_ surroundings: Surroundings) { self.surroundings = surroundings }

    /// There may be something to do.
    func poke() {
        isPoked = true
        guard work == nil, !isClosed else { return }
        work = Task { @NetActor in
            while isPoked, !Task.isCancelled {
                isPoked = false
                do throws(StoreError) {
                    try await run()
                } catch {
                    surroundings.failed(error)
                }
            }
            work = nil
        }
    }

    func close() async {
        isClosed = true
        work?.cancel()
        await work?.value
    }

    private func run() async throws(StoreError) {
        guard surroundings.isAllowed(), let store = await surroundings.store(), try await store.openBodiesIfAny() else {
            return
        }
        let path = try await store.openBodies()
        var hasIndexed = false
        while !Task.isCancelled {
            let began = surroundings.clock.monotonic()
            let some = try await store.reader.bodiesWithoutText(Self.messagesAtOnce)
            if some.isEmpty { break }
            try await index(some, store, path)
            hasIndexed = true
            if surroundings.isBusy() { await rest(surroundings.clock.monotonic() - began) }
        }
        if hasIndexed { surroundings.indexed() }
        while !Task.isCancelled, try await store.writer.tidyTexts() { await yield() }
    }

    private func index(_ some: [IndexedBody], _ store: Store, _ path: String) async throws(StoreError) {
        var ready: [IndexedBody] = []
        var octets = 0
        for var body in some {
            await yield()
            if Task.isCancelled { break }
            let message: any MessageOctets =
                body.size <= Self.held
                ? HeldOctets(try await store.reader.octets(of: body)) : try StoredOctets(body.body, path: path)
            body.text = await Self.text(message, surroundings.charsets)
            octets += body.text?.size ?? 0
            ready.append(body)
            if octets >= Self.octetsAtOnce {
                try await write(ready, store)
                (ready, octets) = ([], 0)
            }
        }
        if !ready.isEmpty { try await write(ready, store) }
    }

    private func write(_ some: [IndexedBody], _ store: Store) async throws(StoreError) {
        try await store.writer.indexBodies(some)
        surroundings.came(some.map(\.row))
    }

    @CPUActor
    private static func text(_ octets: any MessageOctets, _ charsets: any CharsetDecoding) -> IndexedText? {
        IndexedText(octets, charsets: charsets)
    }

    /// Lets a person go first.
    private func yield() async {
        while surroundings.isLookedFor(), !Task.isCancelled {
            _ = await NetActor.shared.reactor.wait(-1, nil, until: .after(milliseconds: Self.patience))
        }
    }

    /// Leaves most of the time to others.
    private func rest(_ time: Duration) async {
        let (seconds, attoseconds) = time.components
        let milliseconds = Int(clamping: seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
        _ = await NetActor.shared.reactor.wait(-1, nil, until: .after(milliseconds: min(2_000, 3 * milliseconds + 1)))
    }
}
