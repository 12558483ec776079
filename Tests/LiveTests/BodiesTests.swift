import Glibc
import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// Mailboxes that are kept whole, beside what Dovecot has of them.
@Suite("Live: messages kept whole", .enabled(if: MailHost.isRunning, "no mail host runs"))
struct BodiesTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    private func harness(
        _ user: MailHost.User, _ folder: TemporaryFolder, _ policy: BodyPolicy, isOffline: Bool = false
    ) throws -> MailCoreHarness {
        var environment = CoreEnvironment()
        environment.storeFolder = "\(folder.path)/cache"
        environment.diskReserve = ByteSize(0)
        if isOffline { environment.connector = NoNetwork() }
        var bodies = BodyPolicies()
        bodies.common = policy
        return try MailCoreHarness(host, user, bodies: bodies, environment: environment)
    }

    private struct NoNetwork: Connector {
        func open(_ server: ServerAddress, by deadline: Deadline) async throws(TransportError) -> OpenLine {
            throw .connect(errno: ECONNREFUSED, addresses: 1)
        }
    }

    private func isDone(_ harness: MailCoreHarness) async throws {
        try await harness.next("a store that has all") { event in
            if case .syncProgress(_, nil, nil) = event { () } else { nil }
        }
    }

    /// Searches until so many are found.
    private func search(_ harness: MailCoreHarness, _ text: String, finds count: Int, view: UInt64) async throws {
        harness.core.send(
            .search(
                account: harness.account.id, try SearchQueryParser.parse(text), in: .inbox, scope: .mailbox,
                view: Generation(view)))
        try await harness.next("\(count) found") { event in
            if case .searched(Generation(view), let outcome) = event, outcome.count == count { () } else { nil }
        }
    }

    /// What is kept, by UID.
    private func kept(_ folder: TemporaryFolder, _ name: String) async throws -> [UInt32: [UInt8]] {
        let (store, _) = try await Store.open(folder: "\(folder.path)/cache", name: name)
        let mailbox = try #require(try await store.reader.mailbox(.inbox))
        let place = BodyPlace(.inbox, try #require(mailbox.sync.uidValidity))
        var found: [UInt32: [UInt8]] = [:]
        if try await store.openBodiesIfAny() {
            for uid in try await store.reader.uids(in: mailbox.id) {
                guard let body = try await store.reader.body(of: uid, in: place) else { continue }
                found[uid.rawValue] = try await store.reader.octets(of: body, 0..<body.size.octets)
            }
        }
        await store.close()
        return found
    }

    private func letter(_ number: Int, date: String) -> String {
        """
        From petra@lindner.example \(date)
        From: Petra Lindner <petra@lindner.example>
        Subject: Brief \(number)
        Message-ID: <\(number)@lindner.example>
        Content-Type: text/plain; charset=utf-8

        Hafenrundfahrt und Brief Nummer \(number) für später.

        """
    }

    @Test("all of a mailbox is kept to the octet, is read and searched without a line, and so is what arrives")
    func all() async throws {
        let user = try await host.makeUser()
        let local = user.name.prefix { $0 != "@" }
        _ = try await Command.run("'\(host.script)' fill '\(host.directory)' '\(local)' --messages 60")
        let folder = try TemporaryFolder()
        let online = try harness(user, folder, .all)
        online.open()
        try await isDone(online)
        // One more arrives while the mailbox is watched.
        try await host.deliver(letter(4711, date: "Sat Nov 21 10:00:00 2026"), to: user)
        try await search(online, "body:hafenrundfahrt subject:\"brief 4711\"", finds: 1, view: 2)
        await online.core.close()

        let port = host.imapPort
        let served = try await Blocking.run { Result { try RawMailbox.read(port: port, user) } }.get()
        let kept = try await kept(folder, online.account.fileName)
        let count = try await host.doveadm("mailbox status -u '\(user.name)' messages INBOX")
        #expect(count.contains("messages=\(served.count)") && served.count > 60)
        #expect(Set(kept.keys) == Set(served.keys))
        #expect(served.allSatisfy { kept[$0.key] == $0.value })

        let offline = try harness(user, folder, .all, isOffline: true)
        offline.open()
        let row = try await offline.next("the newest row") { event in
            if case .rows(_, 0, let rows) = event { rows.first } else { nil }
        }
        #expect(row.subject == "Brief 4711")
        offline.core.send(.openMessage(row.id, generation: Generation(9), charset: nil, section: nil))
        let text = try await offline.next("its text") { event in
            if case .message(Generation(9), let content) = event { content.text.text } else { nil }
        }
        #expect(text.contains("Hafenrundfahrt und Brief Nummer 4711 für später."))
        try await search(offline, "body:\"nummer 4711 für\"", finds: 1, view: 3)
        await offline.core.close()
    }

    @Test("with 30 days what is older is left on the server, and what was kept of it before goes")
    func days() async throws {
        let user = try await host.makeUser()
        var now = time(nil)
        var old = now - 60 * 86_400
        try await host.deliver(letter(1, date: Self.date(&old)) + letter(2, date: Self.date(&now)), to: user)
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        for (folder, policy, wanted) in [(folder, BodyPolicy.all, 2), (folder, .days(30), 1), (other, .days(30), 1)] {
            let harness = try harness(user, folder, policy)
            harness.open()
            try await isDone(harness)
            await harness.core.close()
            let kept = try await kept(folder, harness.account.fileName)
            #expect(kept.count == wanted)
            #expect(kept.values.contains { String(decoding: $0, as: UTF8.self).contains("Brief Nummer 2 ") })
        }
    }

    /// As the first line of a message in an mbox has it.
    private static func date(_ seconds: inout time_t) -> String {
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 64)
        strftime(&text, text.count, "%a %b %d %H:%M:%S %Y", &parts)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// A mailbox as its server gives it, by a client that knows nothing but literals.
private enum RawMailbox {
    struct Unreadable: Error {}

    static func read(port: UInt16, _ user: MailHost.User) throws -> [UInt32: [UInt8]] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let words =
            "a LOGIN \(user.name) \(user.password)\r\nb EXAMINE INBOX\r\nc UID FETCH 1:* (UID BODY.PEEK[])\r\nd LOGOUT\r\n"
        let sent = Array(words.utf8).withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard status == 0, sent == words.utf8.count else { throw Unreadable() }
        var octets: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = recv(descriptor, &piece, piece.count, 0), count > 0 { octets += piece[..<count] }
        return messages(octets)
    }

    /// `* 1 FETCH (UID 3 BODY[] {12}` and what follows.
    private static func messages(_ octets: [UInt8]) -> [UInt32: [UInt8]] {
        var found: [UInt32: [UInt8]] = [:]
        var rest = octets[...]
        while let end = rest.firstIndex(of: 0x0A) {
            let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            guard line.hasPrefix("* "), line.hasSuffix("}\r") || line.hasSuffix("}"),
                let uid = line.split(separator: "UID ").last?.split(separator: " ").first.flatMap({ UInt32($0) }),
                let size = line.split(separator: "{").last.flatMap({ Int($0.prefix { $0.isNumber }) }),
                size <= rest.count
            else { continue }
            found[uid] = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return found
    }
}
