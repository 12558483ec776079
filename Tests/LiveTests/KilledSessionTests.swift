import Glibc
import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// A person's session is killed at any moment, several times in a row, against the real server.
///
/// What it had told to be kept is on the server in the end, in the order in which it was made; the change that it was about to make may be;
/// nothing else is. `ROHRPOST_TEST_FULL` plays 500 series instead of 25.
@Suite(
    "Live: sessions that are killed", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"),
    .timeLimit(.minutes(60)))
struct KilledSessionTests {
    private let host: MailHost
    private static var series: Range<UInt64> {
        TestAmount.of(0..<25, full: 0..<500)
    }

    init() throws { host = try #require(MailHost.running) }

    /// Flags of messages as they must be, and as they may be because of a change that nobody has told to be kept.
    private struct Model {
        var flags: [UInt32: Set<String>] = [:]
        var open: (uid: UInt32, adds: Bool, flag: String)?

        mutating func take(_ line: String) {
            let words = line.split(separator: " ").map(String.init)
            if words.first == "ask", words.count == 4, let uid = UInt32(words[1]) {
                open = (uid, words[2] == "+", words[3])
            } else if words.first == "kept" {
                apply()
            }
        }

        mutating func apply() {
            guard let change = open else { return }
            open = nil
            if change.adds {
                flags[change.uid, default: []].insert(change.flag)
            } else {
                flags[change.uid, default: []].remove(change.flag)
            }
        }

        /// What the server may have, one of two.
        var allowed: [[UInt32: Set<String>]] {
            var other = self
            other.apply()
            return [flags, other.flags].map { $0.filter { !$0.value.isEmpty } }
        }
    }

    @Test("nothing that was kept is lost, nothing is done twice, and the store opens", arguments: series)
    func killed(seed: UInt64) async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox((1...12).map { "mail \($0)" }), to: user)
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: seed)
        var model = Model()
        // Each begins with what the one before has left behind.
        let rounds = 1 + random.below(2)
        for round in 0..<rounds {
            let wait = random.below(40)
            let pause = UInt32(random.below(9_000))
            let lines = try await Blocking.run {
                Result { try killed(user, folder.path, seed: seed &* 10 &+ UInt64(round), behind: wait, pause) }
            }.get()
            // A kill may have left one change open, and its file may have it: whatever the server says of that one is right from here on.
            for line in lines { model.take(line) }
            try #require(lines.contains("open"), "seed \(seed), round \(round): \(lines)")
            #expect(!lines.contains { $0.hasPrefix("trouble") }, "seed \(seed), round \(round): \(lines)")
            if model.open != nil {
                let now = try await settled(user, folder.path)
                #expect(model.allowed.contains(now), "seed \(seed), round \(round): \(lines.suffix(3))")
                model.flags = now
                model.open = nil
            }
        }
        #expect(try await settled(user, folder.path) == model.allowed.first, "seed \(seed)")
    }

    /// Works until so many lines have come and a moment has passed; gives all of them.
    private func killed(
        _ user: MailHost.User, _ folder: String, seed: UInt64, behind count: Int, _ pause: UInt32
    ) throws -> [String] {
        let child = try StoreProcess("session", folder, user.name)
        for line in ["\(host.imapsPort)", user.password, "\(seed)", "1000"] { child.tell(line) }
        var lines: [String] = []
        while lines.count <= count, case let line = child.line(), !line.isEmpty { lines.append(line) }
        usleep(pause)
        child.kill()
        return lines + child.lines()
    }

    /// Lets a session send what is left; the flags on the server then.
    private func settled(_ user: MailHost.User, _ folder: String) async throws -> [UInt32: Set<String>] {
        let lines = try await Blocking.run {
            Result {
                let child = try StoreProcess("session", folder, user.name)
                for line in ["\(host.imapsPort)", user.password, "0", "0"] { child.tell(line) }
                return child.lines()
            }
        }.get()
        #expect(lines.last == "settled" && !lines.contains { $0.hasPrefix("trouble") }, "\(lines)")
        let output = try await host.doveadm("fetch -u '\(user.name)' 'uid flags' mailbox INBOX")
        var found: [UInt32: Set<String>] = [:]
        var uid: UInt32 = 0
        for line in output.split(separator: "\n") {
            if line.hasPrefix("uid: ") { uid = UInt32(line.dropFirst(5)) ?? 0 }
            if line.hasPrefix("flags: ") {
                let flags = line.dropFirst(7).split(separator: " ").map(String.init)
                found[uid] = Set(flags).subtracting(["\\Recent", "\\Seen"])
            }
        }
        return found.filter { !$0.value.isEmpty }
    }
}
