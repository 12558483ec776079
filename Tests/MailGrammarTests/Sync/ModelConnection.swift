import TestSupport

@testable import MailGrammar

/// One connection of the model server: takes commands as text, answers as text, a few lines at a time, so that the world may change
/// in the middle of an answer.
struct ModelConnection {
    let habits: ModelHabits
    private(set) var output: [UInt8] = []
    private(set) var octetsSent = 0
    private(set) var octetsTaken = 0
    /// Commands as they came, without their tags.
    private(set) var commands: [String] = []
    private(set) var isBroken: String?

    private var input: [UInt8] = []
    /// What the client has been told of the mailbox: its UIDs in order.
    private var view: [UInt32] = []
    private var toldFlags: [UInt32: UInt64] = [:]
    private var isSelected = false
    private var isResyncing = false
    private var running: Running?

    /// A FETCH that is being answered.
    private struct Running {
        let tag: String
        var left: ArraySlice<UInt32>
        let items: String
        var leftOut = false
    }

    init(habits: ModelHabits) {
        self.habits = habits
        send("* PREAUTH [CAPABILITY \(habits.capabilities)] model")
    }

    mutating func take(_ bytes: [UInt8]) {
        input += bytes
        octetsTaken += bytes.count
    }

    /// What is to go over the line, at most so much of it.
    mutating func give(_ most: Int) -> [UInt8] {
        let given = Array(output.prefix(most))
        output.removeFirst(given.count)
        octetsSent += given.count
        return given
    }

    /// Something has been asked that is not answered.
    var isAnswering: Bool { running != nil || input.contains(10) }
    var isQuiet: Bool { running == nil && input.isEmpty && output.isEmpty }

    private mutating func send(_ line: String) { output += Array((line + "\r\n").utf8) }

    // MARK: Working

    /// Does a little: some rows of the answer under way, or the next command.
    mutating func step(_ world: inout ModelWorld, _ random: inout SeededGenerator, rows: Int = 3) {
        if random.below(4) == 0 { tellNews(world, &random) }
        if var now = running {
            for _ in 0..<max(1, rows) {
                guard let uid = now.left.popFirst() else { break }
                if !row(uid, now.items, world) { now.leftOut = true }
            }
            running = now
            guard now.left.isEmpty else { return }
            running = nil
            if habits.chatters, let uid = view.first { _ = row(uid, now.items, world) }
            if random.below(2) == 0 { tellNews(world, &random) }
            send(now.leftOut && random.below(2) == 0 ? "\(now.tag) NO [EXPUNGEISSUED] x" : "\(now.tag) OK x")
            return
        }
        guard let end = input.firstIndex(of: 10) else { return }
        let line = String(decoding: input[..<end].dropLast(), as: UTF8.self)
        input.removeSubrange(...end)
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2 else {
            isBroken = line
            return
        }
        commands.append(words[1])
        run(words[0], words[1], &world, &random)
    }

    private mutating func run(
        _ tag: String, _ command: String, _ world: inout ModelWorld, _ random: inout SeededGenerator
    ) {
        if command.hasPrefix("ENABLE QRESYNC"), habits.resync {
            isResyncing = true
            send("* ENABLED QRESYNC")
            send("\(tag) OK x")
        } else if command.hasPrefix("SELECT ") {
            select(tag, command, world)
        } else if command.hasPrefix("UID FETCH ") {
            fetch(tag, command, world)
        } else if command.hasPrefix("UID STORE ") {
            store(tag, command, &world, &random)
        } else if command.hasPrefix("UID SEARCH RETURN (") {
            search(tag, command, world)
            if random.below(3) == 0 { tellNews(world, &random) }
            send("\(tag) OK x")
        } else {
            tellNews(world, &random)
            send(habits.condstore && isSelected ? "\(tag) OK [HIGHESTMODSEQ \(world.highest)] x" : "\(tag) OK x")
        }
    }

    // MARK: News

    private mutating func tellNews(_ world: ModelWorld, _ random: inout SeededGenerator) {
        guard isSelected else { return }
        if habits.chatters, random.below(4) == 0 {
            send("* 1 RECENT")
            if isResyncing {
                send("* VANISHED 4000000000:4000000003")
                send("* \(view.count) EXISTS")
            }
        }
        let gone = view.filter { world.message($0) == nil }
        if !gone.isEmpty {
            if isResyncing {
                send("* VANISHED \(Self.wire(gone))")
            } else if !habits.shrinksSilently || random.below(2) == 0 {
                for uid in gone.reversed() {
                    if let index = view.firstIndex(of: uid) { send("* \(index + 1) EXPUNGE") }
                    view.removeAll { $0 == uid }
                }
            }
            view.removeAll { gone.contains($0) }
            if !isResyncing, habits.shrinksSilently { send("* \(view.count) EXISTS") }
        }
        let last = view.last ?? 0
        let new = world.messages.filter { $0.uid > last }
        if !new.isEmpty {
            view += new.map(\.uid)
            for message in new { toldFlags[message.uid] = message.modSequence }
            send("* \(view.count) EXISTS")
        }
        for (index, uid) in view.enumerated() {
            guard let message = world.message(uid), toldFlags[uid] != message.modSequence else { continue }
            toldFlags[uid] = message.modSequence
            var items = "FLAGS (\(Self.wire(message.flags)))"
            if habits.condstore { items += " MODSEQ (\(message.modSequence))" }
            if isResyncing || habits.newsByUID { items = "UID \(uid) " + items }
            send("* \(index + 1) FETCH (\(items))")
        }
    }

    // MARK: Commands

    private mutating func select(_ tag: String, _ command: String, _ world: ModelWorld) {
        let words = command.dropFirst(7).split(separator: " ", maxSplits: 1).map(String.init)
        isSelected = words.first == world.name
        guard isSelected else { return send("\(tag) NO [NONEXISTENT] x") }
        view = world.messages.map(\.uid)
        toldFlags = [:]
        for message in world.messages { toldFlags[message.uid] = message.modSequence }
        send("* \(view.count) EXISTS")
        send("* OK [UIDVALIDITY \(world.uidValidity)] x")
        if habits.tellsUIDNext { send("* OK [UIDNEXT \(world.uidNext)] x") }
        send(habits.condstore ? "* OK [HIGHESTMODSEQ \(world.highest)] x" : "* OK [NOMODSEQ] x")
        if words.count == 2, words[1].hasPrefix("(QRESYNC (") {
            resync(String(words[1].dropFirst(10).dropLast(2)), world)
        }
        send("\(tag) OK [READ-WRITE] x")
    }

    /// `77 40 1:9 (3,5 4,9)`
    private mutating func resync(_ arguments: String, _ world: ModelWorld) {
        let parts = arguments.split(separator: "(", maxSplits: 1).map(String.init)
        let words = parts[0].split(separator: " ").map(String.init)
        guard words.count >= 2, UInt32(words[0]) == world.uidValidity, let since = UInt64(words[1]) else { return }
        let known = words.count > 2 ? Self.set(words[2], world) : [1...max(1, world.uidNext - 1)]
        var gone = Set(world.expunged.filter { $0.modSequence > since }.map(\.uid))
        if since < world.remembersSince {
            var matched: UInt32 = 0
            if parts.count == 2 {
                let lists = parts[1].dropLast().split(separator: " ").map {
                    $0.split(separator: ",").compactMap { UInt32($0) }
                }
                for (sequence, uid) in zip(lists[0], lists[1])
                where Int(sequence) <= view.count && view[Int(sequence) - 1] == uid { matched = uid }
            }
            for range in known {
                // Of wide ranges only what once was there.
                let uids = range.count < 1_000 ? Array(range) : world.expunged.map(\.uid).filter(range.contains)
                for uid in uids where uid > matched && uid < world.uidNext && world.message(uid) == nil {
                    gone.insert(uid)
                }
            }
        }
        let told = gone.filter { uid in known.contains { $0.contains(uid) } }.sorted()
        if !told.isEmpty { send("* VANISHED (EARLIER) \(Self.wire(told))") }
        for (index, message) in world.messages.enumerated() where message.modSequence > since {
            guard known.contains(where: { $0.contains(message.uid) }) else { continue }
            send(
                "* \(index + 1) FETCH (UID \(message.uid) FLAGS (\(Self.wire(message.flags))) MODSEQ (\(message.modSequence)))"
            )
        }
    }

    private mutating func fetch(_ tag: String, _ command: String, _ world: ModelWorld) {
        let words = command.dropFirst(10).split(separator: " ", maxSplits: 1).map(String.init)
        guard isSelected, words.count == 2 else { return send("\(tag) BAD x") }
        let ranges = Self.set(words[0], world)
        var uids = view.filter { uid in ranges.contains { $0.contains(uid) } }
        if uids.isEmpty, habits.lastMessageForNone, let last = view.last { uids = [last] }
        var items = words[1]
        if let place = items.range(of: " (CHANGEDSINCE ") {
            let since = UInt64(items[place.upperBound...].dropLast()) ?? 0
            items = String(items[..<place.lowerBound])
            uids.removeAll { uid in (world.message(uid)?.modSequence ?? 0) <= since }
        }
        running = Running(tag: tag, left: uids[...], items: items)
    }

    /// `3:5 +FLAGS (\\Seen)`. Messages that are gone are passed over.
    private mutating func store(
        _ tag: String, _ command: String, _ world: inout ModelWorld, _ random: inout SeededGenerator
    ) {
        let words = command.dropFirst(10).split(separator: " ", maxSplits: 2).map(String.init)
        guard isSelected, words.count == 3 else { return send("\(tag) BAD x") }
        if habits.refuses, random.below(5) == 0 { return send("\(tag) NO [CANNOT] not this") }
        let ranges = Self.set(words[0], world)
        let flags = Set(words[2].dropFirst().dropLast().split(separator: " ").map { Flag(String($0)) })
        for (index, message) in world.messages.enumerated()
        where view.contains(message.uid) && ranges.contains(where: { $0.contains(message.uid) }) {
            let after = words[1].hasPrefix("+") ? message.flags.union(flags) : message.flags.subtracting(flags)
            world.setFlags(at: index, after, isOwn: true)
        }
        tellNews(world, &random)
        send("\(tag) OK x")
    }

    /// False where the message is gone.
    private mutating func row(_ uid: UInt32, _ items: String, _ world: ModelWorld) -> Bool {
        guard let index = view.firstIndex(of: uid) else { return true }
        guard let message = world.message(uid) else { return false }
        var told = "UID \(uid)"
        if items.contains("FLAGS") {
            toldFlags[uid] = message.modSequence
            told += " FLAGS (\(Self.wire(message.flags)))"
            if habits.condstore { told += " MODSEQ (\(message.modSequence))" }
        }
        if items.contains("ENVELOPE") {
            told +=
                " INTERNALDATE \"21-Nov-2026 10:00:00 +0000\" RFC822.SIZE 100 ENVELOPE (NIL \"\(message.subject)\" "
                + "NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 10 1) "
                + "BODY[HEADER.FIELDS (References List-Id X-Priority Importance Priority)] {2}\r\n\r\n"
        }
        send("* \(index + 1) FETCH (\(told))")
        return true
    }

    private mutating func search(_ tag: String, _ command: String, _ world: ModelWorld) {
        let words = command.split(separator: " ").map(String.init)
        guard words.count == 6, isSelected else { return }
        let ranges = Self.set(words[5], world)
        let uids = view.filter { uid in world.message(uid) != nil && ranges.contains { $0.contains(uid) } }
        let told = words[3] == "(COUNT)" ? " COUNT \(uids.count)" : uids.isEmpty ? "" : " ALL \(Self.wire(uids))"
        send("* ESEARCH (TAG \"\(tag)\") UID\(told)")
    }

    // MARK: Forms

    private static func set(_ text: String, _ world: ModelWorld) -> [ClosedRange<UInt32>] {
        text.split(separator: ",").compactMap { part in
            let ends = part.split(separator: ":").compactMap { UInt32($0) }
            guard let first = ends.first, let last = ends.last else { return nil }
            return min(first, last)...max(first, last)
        }
    }

    private static func wire(_ uids: [UInt32]) -> String { UIDSet(uids.compactMap { UID($0) }).wireForm }
    private static func wire(_ flags: Set<Flag>) -> String { flags.map(\.name).sorted().joined(separator: " ") }
}

extension String {
    /// Where a text first stands.
    func range(of other: String) -> Range<String.Index>? { ranges(of: other).first }
}

extension IMAPSession {
    /// The client's end of a line to the model server, which asks for no login.
    static func onModelLine(_ change: (inout Configuration) -> Void) -> IMAPSession {
        var settings = Configuration(
            user: "anna", needsStartTLS: false, nonce: [],
            scramPrimitives: { _ in SCRAMPrimitives(hmac: { _, _ in [] }, hash: { _ in [] }) })
        settings.compresses = false
        change(&settings)
        return IMAPSession(configuration: settings, secret: PlainBytes([]))
    }
}
