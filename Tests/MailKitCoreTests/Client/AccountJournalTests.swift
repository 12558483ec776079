import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Account: the journal of changes", .timeLimit(.minutes(1)))
@NetActor
struct AccountJournalTests {
    /// Keeps in memory what would be kept on a disk, and tells in which order.
    private final class Paper: JournalKeeper {
        struct State: Sendable {
            var entries: [JournalEntry] = []
            var next: Int64 = 1
            var isFull = false
            var isHeld = false
            /// No more can be written of what is there.
            var isFixed = false
            var log: [String] = []
        }

        let state: Board<State>

        init(_ entries: [JournalEntry] = [], next: Int64 = 1) { state = Board(State(entries: entries, next: next)) }

        func read() async throws(StoreError) -> JournalContents {
            if state.now.isHeld { throw StoreError(.busy, path: "journal") }
            return state.change {
                $0.log.append("read")
                return JournalContents(entries: $0.entries, next: $0.next)
            }
        }

        func add(_ entry: JournalEntry) async throws(StoreError) {
            let isFull = state.change { state in
                if !state.isFull {
                    state.log.append("add \(entry.id)")
                    state.entries.append(entry)
                    state.next = entry.id + 1
                }
                return state.isFull
            }
            if isFull { throw StoreError(.full, path: "journal") }
        }

        func markSent(_ ids: [Int64]) async throws(StoreError) {
            if state.now.isFixed { throw StoreError(.full, path: "journal") }
            state.change { state in
                state.log.append("sent \(ids)")
                for index in state.entries.indices where ids.contains(state.entries[index].id) {
                    state.entries[index].progress = .sent
                }
            }
        }

        func keep(_ entries: [JournalEntry]) async throws(StoreError) {
            state.change { state in
                for entry in entries {
                    state.log.append("keep \(entry.id) \(entry.mailbox.name)")
                    guard let index = state.entries.firstIndex(where: { $0.id == entry.id }) else { continue }
                    state.entries[index] = entry
                }
            }
        }

        func remove(_ ids: [Int64]) async throws(StoreError) {
            state.change { state in
                state.log.append("remove \(ids)")
                state.entries.removeAll { ids.contains($0.id) }
            }
        }

        func close() async { state.change { $0.log.append("close") } }
    }

    /// A journal, and what it asks and tells.
    @NetActor
    private final class Desk {
        var asked: [String] = []
        var told: [String] = []
        var changes = 0
        var hasLine = true
        private(set) lazy var journal = AccountJournal(keeper: paper) { [unowned self] in
            changes += 1
        } failed: { [unowned self] entry, outcome in
            switch outcome {
            case .notKept(let error): told.append("not kept \(entry.id) \(error.kind)")
            case .refused(let error): told.append("refused \(entry.id) \(error.kind)")
            }
        } damaged: { [unowned self] path, saved in
            told.append("damaged \(path) \(saved)")
        } unkept: { [unowned self] error in
            told.append("unkept \(error.kind)")
        }
        let paper: Paper?

        nonisolated init(_ paper: Paper?) { self.paper = paper }

        func add(_ uid: UInt32, _ flag: Flag = .seen) throws {
            journal.add(
                .flags(add: [flag], remove: []), to: UIDSet(try #require(UID(uid))), in: .inbox,
                try #require(UIDValidity(7))
            ) { [unowned self] _ in told.append("kept \(uid)") }
        }

        func send(_ validity: UInt32 = 7) async {
            guard let validity = UIDValidity(validity) else { return }
            journal.send(in: .inbox, validity, JournalAbilities(moves: true, expungesByUID: true)) {
                [unowned self] step in
                guard hasLine else { return false }
                switch step {
                case .send(let id, let uids, _): asked.append("send \(id) \(uids.wireForm)")
                case .lookUp(let id, let uids):
                    asked.append("look up \(id) \(uids.wireForm)")
                    journal.lookingUp(id, pieces: 1)
                case .askTarget(let id, let path): asked.append("ask \(id) \(path.name)")
                case .lookForCopies(let id, let uids, _, _): asked.append("look for \(id) \(uids.wireForm)")
                }
                return true
            }
            await journal.settle()
        }
    }

    @Test("a change is kept before it is told to be made, and that it goes out before it does")
    func order() async throws {
        let paper = Paper()
        let desk = Desk(paper)
        try desk.add(4)
        #expect(desk.told.isEmpty && desk.journal.count == 0)
        await desk.journal.settle()
        #expect(desk.told == ["kept 4"] && desk.journal.count == 1 && desk.journal.isDurable)
        await desk.send()
        #expect(desk.asked == ["send 1 4"])
        desk.journal.done(1)
        await desk.journal.settle()
        #expect(paper.state.now.log == ["read", "add 1", "sent [1]", "remove [1]"])
        #expect(desk.journal.count == 0 && paper.state.now.entries.isEmpty)
    }

    @Test("what an earlier process has left is done first, what it had sent is looked up, and numbers go on")
    func restart() async throws {
        let uid = try #require(UID(9))
        let left = JournalEntry(
            id: 41, mailbox: .inbox, uidValidity: try #require(UIDValidity(7)), uids: UIDSet(uid),
            action: .flags(add: [.flagged], remove: []), progress: .sent)
        let paper = Paper([left], next: 42)
        let desk = Desk(paper)
        desk.journal.read()
        try desk.add(9)
        await desk.journal.settle()
        #expect(paper.state.now.log == ["read", "add 42"])
        await desk.send()
        #expect(desk.asked == ["look up 41 9"])
        desk.journal.found(41, [uid: [.flagged]])
        await desk.send()
        #expect(desk.asked == ["look up 41 9", "send 42 9"])
        #expect(paper.state.now.entries.map(\.id) == [42])
    }

    @Test("what cannot be kept is not made")
    func full() async throws {
        let paper = Paper()
        paper.state.change { $0.isFull = true }
        let desk = Desk(paper)
        try desk.add(4)
        await desk.journal.settle()
        #expect(desk.told == ["not kept 1 local"] && desk.journal.count == 0)
        paper.state.change { $0.isFull = false }
        try desk.add(5)
        await desk.journal.settle()
        #expect(desk.told.last == "kept 5" && desk.journal.count == 1)
    }

    @Test("a refusal is told once and forgotten; other messages are not touched")
    func refused() async throws {
        let paper = Paper()
        let desk = Desk(paper)
        try desk.add(4)
        try desk.add(5)
        await desk.journal.settle()
        await desk.send()
        desk.journal.refused(1, MailError(.refused, subject: "INBOX"))
        desk.journal.refused(1, MailError(.refused, subject: "INBOX"))
        desk.journal.selected(.inbox, try #require(UIDValidity(8)))
        await desk.journal.settle()
        #expect(desk.told == ["kept 4", "kept 5", "refused 1 refused", "refused 2 notFound"])
        #expect(desk.journal.count == 0 && paper.state.now.entries.isEmpty)
    }

    @Test("what is made of an older list after the mailbox was opened anew is told, and goes nowhere")
    func madeLate() async throws {
        let paper = Paper()
        let desk = Desk(paper)
        desk.journal.selected(.inbox, try #require(UIDValidity(8)))
        try desk.add(4)
        await desk.journal.settle()
        await desk.send(8)
        #expect(desk.asked.isEmpty && desk.told == ["kept 4", "refused 1 notFound"])
        #expect(desk.journal.count == 0 && paper.state.now.entries.isEmpty)
    }

    @Test("what cannot be noted to go out goes out all the same")
    func unmarked() async throws {
        let paper = Paper()
        let desk = Desk(paper)
        try desk.add(4)
        await desk.journal.settle()
        paper.state.change { $0.isFixed = true }
        await desk.send()
        #expect(desk.asked == ["send 1 4"])
        desk.journal.done(1)
        await desk.journal.settle()
        #expect(desk.journal.count == 0 && paper.state.now.entries.isEmpty)
        #expect(paper.state.now.log == ["read", "add 1", "remove [1]"])
    }

    @Test("a mailbox that is renamed takes its changes along where they are kept, also what was not read yet")
    func renamed() async throws {
        let validity = try #require(UIDValidity(7))
        let other = try #require(MailboxPath("Other"))
        let left = JournalEntry(
            id: 1, mailbox: .inbox, uidValidity: validity, uids: UIDSet(try #require(UID(9))),
            action: .flags(add: [.flagged], remove: []))
        let paper = Paper([left], next: 2)
        let desk = Desk(paper)
        desk.journal.renamed(.inbox, to: other, validity)
        try desk.add(4)
        await desk.journal.settle()
        #expect(paper.state.now.log == ["read", "keep 1 Other", "add 2"])
        #expect(paper.state.now.entries.map(\.mailbox) == [other, other] && desk.journal.mailboxes == [other])
        desk.journal.renamed(other, to: .inbox, validity)
        await desk.journal.settle()
        #expect(paper.state.now.log.suffix(2) == ["keep 1 INBOX", "keep 2 INBOX"])
        desk.journal.refused(in: .inbox, MailError(.notFound, subject: "INBOX"))
        await desk.journal.settle()
        #expect(desk.told == ["kept 4", "refused 1 notFound", "refused 2 notFound"])
        #expect(paper.state.now.entries.isEmpty && desk.journal.count == 0)
    }

    @Test("where another mailbox is open by the time it may go out, nothing goes there")
    func lineGone() async throws {
        let desk = Desk(Paper())
        try desk.add(4)
        await desk.journal.settle()
        desk.hasLine = false
        await desk.send()
        #expect(desk.asked.isEmpty && desk.journal.count == 1)
        desk.hasLine = true
        await desk.send()
        #expect(desk.asked == ["look up 1 4"], "whether it went is looked up all the same")
    }

    @Test("where other processes have all of the journal it lives in memory, which is told once")
    func held() async throws {
        let paper = Paper()
        paper.state.change { $0.isHeld = true }
        let desk = Desk(paper)
        try desk.add(4)
        try desk.add(5)
        await desk.journal.settle()
        #expect(desk.told == ["unkept busy", "kept 4", "kept 5"] && desk.journal.count == 2 && !desk.journal.isDurable)
        await desk.send()
        #expect(desk.asked == ["send 1 4", "send 2 5"])
    }

    @Test("without a keeper all is the same for as long as the process lives")
    func inMemory() async throws {
        let desk = Desk(nil)
        try desk.add(4)
        #expect(desk.told == ["kept 4"] && !desk.journal.isDurable)
        await desk.send()
        desk.journal.lost(1)
        await desk.send()
        #expect(desk.asked == ["send 1 4", "look up 1 4"])
        desk.journal.found(1, [:])
        #expect(desk.journal.count == 0)
    }
}
