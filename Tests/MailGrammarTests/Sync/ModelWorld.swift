import TestSupport

@testable import MailGrammar

/// A mailbox on a model server, as other clients change it, and everything that was ever true of it.
struct ModelWorld {
    struct Message {
        let uid: UInt32
        var flags: Set<Flag>
        var modSequence: UInt64
        /// Whose no other message is.
        let subject: String
    }

    struct Key: Hashable {
        let uidValidity: UInt32
        let uid: UInt32
    }

    struct FlagKey: Hashable {
        let message: Key
        let flag: Flag
    }

    var name = "Box0"
    var uidValidity: UInt32 = 7
    var uidNext: UInt32 = 1
    var messages: [Message] = []
    var highest: UInt64 = 1
    /// What went, with the sequence of its going.
    var expunged: [(uid: UInt32, modSequence: UInt64)] = []
    /// Before this the server does not know what went.
    var remembersSince: UInt64 = 0
    /// The connection has to go: the mailbox is another one.
    var isReplaced = false

    private(set) var flagsEver: [Key: Set<Set<Flag>>] = [:]
    private(set) var subjects: [Key: String] = [:]
    private var serial = 0
    /// Counts up with every change, and never back.
    private var tick: UInt64 = 0
    /// When somebody else has changed a flag of a message last.
    private(set) var touched: [FlagKey: UInt64] = [:]
    /// The flags that others have given to each message.
    private(set) var given: [Key: Set<Flag>] = [:]

    static let flags: [Flag] = [.seen, .flagged, .answered, Flag("$Later")]

    func key(_ uid: UInt32) -> Key { Key(uidValidity: uidValidity, uid: uid) }

    private mutating func note(_ message: Message) {
        flagsEver[key(message.uid), default: []].insert(message.flags)
        subjects[key(message.uid)] = message.subject
    }

    mutating func append(flags: Set<Flag> = [], gap: UInt32 = 0) {
        serial += 1
        highest += 1
        let (uid, overflow) = uidNext.addingReportingOverflow(gap)
        guard !overflow, uid < UInt32.max else { return }
        let message = Message(uid: uid, flags: flags, modSequence: highest, subject: "mail \(serial)")
        messages.append(message)
        uidNext = uid + 1
        given[key(uid)] = flags
        note(message)
    }

    mutating func expunge(at index: Int) {
        guard messages.indices.contains(index) else { return }
        highest += 1
        expunged.append((messages.remove(at: index).uid, highest))
    }

    mutating func nextTick() -> UInt64 {
        tick += 1
        return tick
    }

    /// - Parameter isOwn: the client itself has asked for it
    mutating func setFlags(at index: Int, _ flags: Set<Flag>, isOwn: Bool = false) {
        guard messages.indices.contains(index), messages[index].flags != flags else { return }
        highest += 1
        if !isOwn {
            let now = nextTick()
            let key = key(messages[index].uid)
            for flag in messages[index].flags.symmetricDifference(flags) {
                touched[FlagKey(message: key, flag: flag)] = now
                if flags.contains(flag) { given[key, default: []].insert(flag) } else { given[key]?.remove(flag) }
            }
        }
        messages[index].flags = flags
        messages[index].modSequence = highest
        note(messages[index])
    }

    mutating func replace() {
        uidValidity += 1
        messages = []
        expunged = []
        uidNext = 1
        highest = 1
        remembersSince = 0
        isReplaced = true
    }

    /// One change of another client's.
    mutating func change(_ random: inout SeededGenerator) {
        switch random.below(100) {
        case ..<40: append(flags: Self.someFlags(&random), gap: random.below(5) == 0 ? UInt32(random.below(40)) : 0)
        case ..<62: expunge(at: random.below(max(1, messages.count)))
        case ..<92: setFlags(at: random.below(max(1, messages.count)), Self.someFlags(&random))
        case ..<94: for index in messages.indices { setFlags(at: index, [.seen]) }
        case ..<96: while !messages.isEmpty { expunge(at: messages.count - 1) }
        case ..<97: remembersSince = highest
        case ..<98: replace()
        default: name = "Box\(random.below(1_000))"
        }
    }

    static func someFlags(_ random: inout SeededGenerator) -> Set<Flag> {
        Set(flags.filter { _ in random.below(3) == 0 })
    }

    func message(_ uid: UInt32) -> Message? {
        var low = 0
        var high = messages.count
        while low < high {
            let middle = (low + high) / 2
            if messages[middle].uid < uid { low = middle + 1 } else { high = middle }
        }
        return low < messages.count && messages[low].uid == uid ? messages[low] : nil
    }
}

/// What a model server can do, and what it does wrong.
struct ModelHabits {
    var condstore = false
    var resync = false
    var esearch = false
    var tellsUIDNext = true
    /// `n:*` and its like give the last message where there is none.
    var lastMessageForNone = false
    /// Sometimes EXISTS goes down and nothing says why.
    var shrinksSilently = false
    /// Tells of UIDs that never were, and of messages nobody asked for.
    var chatters = false
    /// The server names the UID with news of flags.
    var newsByUID = false
    /// Now and then it does not want a change.
    var refuses = false

    var capabilities: String {
        "IMAP4rev1" + (esearch ? " ESEARCH" : "") + (condstore ? " CONDSTORE" : "")
            + (resync ? " ENABLE QRESYNC" : "")
    }

    init(_ random: inout SeededGenerator) {
        switch random.below(3) {
        case 0:
            condstore = true
            resync = true
        case 1: condstore = true
        default: break
        }
        esearch = random.below(2) == 0
        tellsUIDNext = random.below(5) > 0
        lastMessageForNone = random.below(4) == 0
        shrinksSilently = random.below(6) == 0
        chatters = random.below(4) == 0
        newsByUID = random.below(2) == 0
        refuses = random.below(4) == 0
    }

    init() {}
}
