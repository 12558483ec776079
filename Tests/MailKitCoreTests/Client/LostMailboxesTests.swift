import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// A process before this one has left a change of the message 20 of `Other`, which is not what it was.
@Suite("Account: changes in mailboxes that are gone, renamed, or not to be changed", .timeLimit(.minutes(2)))
struct LostMailboxesTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var data: String { "\(folder.path)/data" }

    private var name: String {
        get throws {
            let address = try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS))
            return AccountConfiguration(
                id: AccountID("a"), server: address, user: "anna", credential: .prompt
            ).fileName
        }
    }

    private func leave(_ uid: UInt32 = 20, in mailbox: String = "Other") async throws {
        let slots = JournalSlots(folder: data, name: try name)
        let next = try await slots.read().next
        try await slots.add(
            JournalEntry(
                id: next, mailbox: try #require(MailboxPath(mailbox)), uidValidity: try #require(UIDValidity(7)),
                uids: UIDSet(try #require(UID(uid))), action: .flags(add: [.seen], remove: [])))
        await slots.close()
    }

    /// What the next process would find: `Other 20`.
    private func left() async throws -> [String] {
        let slots = JournalSlots(folder: data, name: try name)
        let entries = try await slots.read().entries
        await slots.close()
        return entries.map { "\($0.mailbox.name) \($0.uids.wireForm)" }
    }

    /// A line on which these mailboxes are listed, and some commands are answered in other words than usual.
    private func line(_ listed: [String], _ answers: [String: [String]] = [:], told: Gate? = nil) -> Script {
        let mailbox = mailbox
        return Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if let (_, words) = answers.first(where: { command.text.hasPrefix($0.key) }) {
                    for word in words.dropLast() { try line.say(word) }
                    try line.say("\(command.tag) \(words.last ?? "OK done")")
                    told?.open()
                } else if command.text.hasPrefix("LIST") {
                    for name in listed { try line.say("* LIST () \"/\" \(name)") }
                    try line.say("\(command.tag) OK done")
                } else {
                    try line.answerSync(command, mailbox)
                }
            }
        }
    }

    private func mail(_ scripts: [Script], _ change: (inout CoreEnvironment) -> Void = { _ in }) throws -> (
        ScriptedMail, ScriptedServer
    ) {
        let server = ScriptedServer(scripts: scripts)
        let data = data
        let mail = try ScriptedMail(server, countsChanges: true) {
            $0.journalFolder = data
            $0.opensBackgroundLines = true
            change(&$0)
        }
        return (mail, server)
    }

    /// The first refusal, and the counts of changes up to the last one that is waited for.
    private func through(_ last: String, _ mail: ScriptedMail) async throws -> (error: MailError?, counts: [String]) {
        var error: MailError?
        var counts: [String] = []
        while error == nil && last == "refused" || last != "refused" && counts.last != last {
            let event = try await mail.next()
            if case .changeRefused(_, let refusal) = event { error = refusal.error }
            if event.short.hasPrefix("unsent") { counts.append(event.short) }
        }
        return (error, counts)
    }

    // MARK: For good

    @Test(
        "where the server has it no longer, or never lets it be changed, that is told in its words, and nothing is left",
        arguments: [
            ("NO [NONEXISTENT] no such thing", ["INBOX"], MailError.Kind.notFound),
            ("NO [NONEXISTENT] no such thing", ["INBOX", "Other"], .notFound),
            ("NO Mailbox doesn't exist", ["INBOX"], .notFound),
            ("NO it went away", ["INBOX"], .refused),
            ("NO [NOPERM] hands off", ["INBOX", "Other"], .refused),
            ("NO [CANNOT] only folders in it", ["INBOX", "Other"], .refused),
        ])
    func forGood(_ answer: String, _ listed: [String], _ kind: MailError.Kind) async throws {
        try await leave()
        try await leave(30)
        let (mail, _) = try mail([line(listed), line(listed, ["SELECT Other": [answer]])])
        mail.open()
        let told = try await through("refused", mail)
        #expect(told.error?.kind == kind && told.error?.subject == "Other")
        #expect(told.error?.detail == MailError.changesGivenUp)
        #expect(told.error.map { answer.hasSuffix($0.serverText ?? "-") } == true)
        #expect(told.counts == ["unsent 2 kept", "unsent 0 kept"])
        // Each change is told by itself.
        #expect(try await through("refused", mail).error == told.error)
        try await mail.close()
        #expect(try await left().isEmpty)
    }

    @Test("so it is where the server opens it to be read only")
    func readOnly() async throws {
        try await leave()
        let answer = ["* 3 EXISTS", "* OK [UIDVALIDITY 7] x", "OK [READ-ONLY] selected"]
        let (mail, server) = try mail([line(["INBOX", "Other"]), line(["INBOX", "Other"], ["SELECT Other": answer])])
        mail.open()
        let error = try await through("refused", mail).error
        #expect(error?.kind == .readOnly && error?.subject == "Other")
        try await mail.close()
        #expect(try await left().isEmpty)
        #expect(!server.said(1).contains { $0.contains("STORE") })
    }

    @Test("and where it is the one that is looked at, also of what is changed in it after that")
    func opened() async throws {
        try await leave()
        let other = try #require(MailboxPath("Other"))
        let refusal = ["SELECT Other": ["NO [NONEXISTENT] no such thing"]]
        let (mail, server) = try mail([line(["INBOX"], refusal), line(["INBOX"], refusal)])
        mail.open(0, other)
        #expect(try await through("refused", mail).error?.serverText == "no such thing")
        try await mail.close()
        // The journal may be there after the first refusal: another line has asked then.
        #expect(server.connections <= 2)
        #expect(try await left().isEmpty)
    }

    // MARK: For the moment

    @Test(
        "where it may be for the moment nothing is told, and it goes out when the server lets it",
        arguments: [
            "NO [UNAVAILABLE] later", "NO [INUSE] later", "NO [SERVERBUG] oops", "NO [LIMIT] slowly", "NO not now",
            "NO [OVERQUOTA] full",
        ])
    func forTheMoment(_ answer: String) async throws {
        try await leave()
        let listed = ["INBOX", "Other"]
        let isRefused = Gate()
        let (mail, server) = try mail([
            line(listed), line(listed, ["SELECT Other": [answer]], told: isRefused),
            line(listed, ["UID STORE": ["OK done"]]),
        ])
        mail.open()
        try await mail.events(through: "rows")
        await isRefused.wait()
        if answer == "NO not now" { #expect(await server.hears("LIST \"\" *")) }
        // That line goes, since there is nothing else to be done over it.
        #expect(await server.runs(1))
        #expect(mail.untaken.allSatisfy { $0.hasPrefix("unsent 1") })
        mail.refresh()
        let told = try await through("unsent 0 kept", mail)
        #expect(told.error == nil)
        #expect(server.said(2).contains { $0.contains("UID STORE 20 +FLAGS (\\Seen)") })
        try await mail.close()
        #expect(try await left().isEmpty)
    }

    @Test("a line that goes says nothing of the mailbox")
    func lineLost() async throws {
        try await leave()
        let isAsked = Gate()
        let (mail, server) = try mail([
            line(["INBOX"]),
            Script { line in
                try line.open(mailbox, until: "SELECT Other")
                isAsked.open()
                try line.say("* BYE")
            },
        ])
        mail.open()
        try await mail.events(through: "rows")
        await isAsked.wait()
        #expect(await server.runs(1))
        try await mail.close()
        #expect(mail.untaken.allSatisfy { !$0.hasPrefix("notice") && !$0.hasPrefix("refused") })
        #expect(try await left() == ["Other 20"])
    }

    // MARK: Renamed

    /// The store knows `Other`, with UIDs up to 30.
    private func fill() async throws {
        let store = try await Store.open(folder: "\(folder.path)/cache", name: try name).store
        for id in try await store.writer.setMailboxes(
            ["INBOX", "Other"].map { StoredSample.mailbox($0) }, isComplete: true)
        {
            var sync = StoredSync()
            sync.uidValidity = UIDValidity(id == MailboxID(1) ? 6 : 7)
            sync.uidNext = UID(31)
            let id = try #require(try await store.writer.setSync(sync, of: id))
            var random = StoredSample(seed: 1)
            try await store.writer.write([10, 20, 30].compactMap { UID($0) }.map { random.message($0) }, to: id)
        }
        await store.close()
    }

    @Test("one that has another name takes its changes along, also for the next process", arguments: [true, false])
    func renamed(isOpened: Bool) async throws {
        try await leave()
        try await fill()
        let isAsked = Gate()
        var answers = [
            "SELECT Other": ["NO [NONEXISTENT] no such thing"], "EXAMINE Other": ["NO [NONEXISTENT] no such thing"],
            "STATUS Neu": ["* STATUS Neu (MESSAGES 3 UNSEEN 3 UIDNEXT 31 UIDVALIDITY 7)", "OK done"],
            "UID STORE": ["OK done"],
        ]
        if !isOpened { answers["SELECT Neu"] = ["NO [UNAVAILABLE] later"] }
        let (said, mailbox) = (answers, mailbox)
        // Which line is there first is nobody's business.
        let script = Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if let (_, words) = said.first(where: { command.text.hasPrefix($0.key) }) {
                    for word in words.dropLast() { try line.say(word) }
                    try line.say("\(command.tag) \(words.last ?? "")")
                    if command.text.hasPrefix("SELECT Neu") { isAsked.open() }
                } else if command.text.hasPrefix("LIST") {
                    try line.say("* LIST () \"/\" INBOX", "* LIST () \"/\" Neu", "\(command.tag) OK done")
                } else {
                    try line.answerSync(command, mailbox)
                }
            }
        }
        let path = folder.path
        let (mail, server) = try mail(Array(repeating: script, count: 9)) { $0.storeFolder = "\(path)/cache" }
        mail.open()
        if isOpened {
            #expect(try await through("unsent 0 kept", mail).error == nil)
        } else {
            await isAsked.wait()
        }
        try await mail.close()
        #expect(try await left() == (isOpened ? [] : ["Neu 20"]))
        let stores = (0..<server.connections).map { server.said($0) }.joined().filter { $0.contains("STORE") }
        #expect(stores.count == (isOpened ? 1 : 0))
        #expect(!mail.untaken.contains { $0.hasPrefix("notice") || $0.hasPrefix("refused") })
    }

    // MARK: Journals that cannot be used

    /// A change goes out that is made while the journal cannot be used, which is told.
    private func works(_ detail: String? = nil) async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in try line.takeChange("UID STORE 30 +FLAGS (\\Seen)", mailbox) })
        let data = data
        let mail = try ScriptedMail(server, countsChanges: true) { $0.journalFolder = data }
        mail.open()
        var events: [MailEvent] = []
        func has(_ beginning: String) -> Bool { events.contains { $0.short.hasPrefix(beginning) } }
        while !has("rows") || !has("notice") { events.append(try await mail.next()) }
        for event in events {
            guard case .notice(_, let error) = event else { continue }
            #expect(
                error.kind == .local && !error.detail.isEmpty && error.detail == detail ?? error.detail
                    && error.subject.hasPrefix(folder.path))
        }
        try mail.addFlags(30)
        #expect(try await mail.events(2) == ["unsent 1", "unsent 0"])
        try await mail.close()
    }

    @Test("one of a later version is told and let be, and changes live in memory meanwhile")
    func laterVersion() async throws {
        try await leave()
        let path = "\(data)/\(try name).db"
        try Database(path, .writing).run("PRAGMA user_version = 99")
        try await works("a later version of the program has written it")
        let database = try Database(path, .writing)
        #expect(try database.number("SELECT count(*) FROM journal WHERE mailbox = 'Other'") == 1)
        #expect(try database.number("PRAGMA user_version") == 99)
        try database.run("PRAGMA user_version = 1")
        #expect(try await left() == ["Other 20"])
    }

    @Test("one that cannot be written is told, and takes no harm")
    func notWritable() async throws {
        try await leave()
        // Root may write anywhere but where a file is in the way of a folder.
        if getuid() == 0 {
            #expect(rename(data, "\(folder.path)/kept") == 0)
            folder.write([], to: "data")
            try await works()
            unlink(data)
            #expect(rename("\(folder.path)/kept", data) == 0)
        } else {
            for name in try TemporaryFolderNames.names(data) { chmod("\(data)/\(name)", 0o400) }
            chmod(data, 0o500)
            try await works()
            chmod(data, 0o700)
            for name in try TemporaryFolderNames.names(data) { chmod("\(data)/\(name)", 0o600) }
        }
        #expect(try await left() == ["Other 20"])
    }
}
