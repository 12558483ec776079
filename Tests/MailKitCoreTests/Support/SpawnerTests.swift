import CPlatform
import Glibc
import Testing

@testable import MailKitCore

@Suite("Spawner")
struct SpawnerTests {
    private func run(_ line: String, timeout: Duration = .seconds(20)) async throws(CommandFailure) -> [UInt8] {
        try await ProcessSpawner().secret(from: SecretCommand(line: line, timeout: timeout)).withBytes { Array($0) }
    }

    @Test(
        "The first line of the output is the secret",
        arguments: [
            ("a line", "echo geheim", "geheim"),
            ("no line end", "printf geheim", "geheim"),
            ("further lines are not part of it", "printf 'geheim\\nuser: max\\n'", "geheim"),
            ("in pieces", "printf ge; sleep 0.05; echo heim", "geheim"),
            ("what goes to standard error is not part of it", "echo noise >&2; echo geheim", "geheim"),
            ("standard input is empty", "cat; echo geheim", "geheim"),
            ("much behind the line", "echo geheim; head -c 3000000 /dev/zero", "geheim"),
            ("much on standard error", "head -c 3000000 /dev/zero >&2; echo geheim", "geheim"),
            ("an agent left running holds nobody up", "sleep 30 & echo geheim", "geheim"),
            ("outputs closed early", "echo geheim; exec >&- 2>&-; sleep 0.1", "geheim"),
        ])
    func secret(name: String, line: String, expected: String) async throws {
        #expect(try await run(line) == Array(expected.utf8))
    }

    @Test("The command has descriptors 0, 1 and 2 only, and no signal blocked or ignored")
    func inheritance() async throws {
        // A descriptor that is not close-on-exec, as a careless library would leave it.
        let careless = dup(STDERR_FILENO)
        defer { close(careless) }
        let fds = try await run("echo /proc/self/fd/*")
        // The shell's own glob opens the directory as one more for a moment; the inherited ones are what counts.
        #expect(!String(decoding: fds, as: UTF8.self).contains("/\(careless)"))
        signal(SIGPIPE, SIG_IGN)
        let signals = try await run("grep -E '^Sig(Blk|Ign)' /proc/self/status | tr -d '\\n\\t '")
        // 32 and 33 are glibc's own, which it ignores between fork and exec; no program but glibc can use them.
        let own = String(decoding: signals, as: UTF8.self).replacing(
            "SigIgn:0000000180000000", with: "SigIgn:0000000000000000")
        #expect(own == "SigBlk:0000000000000000SigIgn:0000000000000000")
    }

    @Test(
        "What goes wrong is told with what the command said",
        arguments: [
            ("status", "echo 'no such entry' >&2; exit 3", CommandFailure.failed(status: 3, message: "no such entry")),
            (
                "no such program", "exec /nowhere/x 2>/dev/null",
                CommandFailure.failed(status: 127, message: "")
            ),
            ("signal", "echo au >&2; kill -9 $$", CommandFailure.killed(signal: 9, message: "au")),
            ("nothing", "true", CommandFailure.empty(message: "")),
            ("an empty line", "echo; echo later", CommandFailure.empty(message: "")),
            ("a line too long", "head -c 100000 /dev/zero", CommandFailure.tooLong),
            (
                "control characters and lines", "printf 'a\\033[31m\\nb\\n' >&2; exit 1",
                CommandFailure.failed(status: 1, message: "a\\x1B[31m b")
            ),
        ])
    func failures(name: String, line: String, expected: CommandFailure) async throws {
        await #expect(throws: expected) { try await run(line) }
    }

    @Test("Standard error is kept to 2,000 octets")
    func boundedMessage() async throws {
        let failure = await #expect(throws: CommandFailure.self) {
            try await run("head -c 100000 /dev/zero | tr '\\0' x >&2; exit 1")
        }
        #expect(failure == .failed(status: 1, message: String(repeating: "x", count: 2000)))
    }

    @Test("A command that takes too long is ended with all that it started")
    func timeout() async throws {
        let marker = "86\(getpid())"
        await #expect(throws: CommandFailure.timedOut(message: "waiting")) {
            try await run("echo waiting >&2; sleep \(marker) & sleep \(marker)", timeout: .milliseconds(200))
        }
        #expect(try await !processExists(argument: marker))
    }

    @Test("One that ignores being asked is ended all the same")
    func stubborn() async throws {
        let marker = "87\(getpid())"
        await #expect(throws: CommandFailure.timedOut(message: "")) {
            try await run("trap '' TERM; while :; do sleep \(marker); done", timeout: .milliseconds(200))
        }
        #expect(try await !processExists(argument: marker))
    }

    @Test("Cancelling the task ends the command")
    func cancelling() async throws {
        let marker = "88\(getpid())"
        let task = Task { try await run("sleep \(marker); echo geheim", timeout: .seconds(60)) }
        while try await !processExists(argument: marker) { await Task.yield() }
        task.cancel()
        await #expect(throws: CommandFailure.cancelled) { try await task.value }
        #expect(try await !processExists(argument: marker))
    }

    @Test("A task cancelled before it starts runs nothing to its end")
    func cancelledBefore() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await run("sleep 50; echo geheim")
        }
        await #expect(throws: CommandFailure.cancelled) { try await task.value }
    }

    @Test("More commands at once than the lane has threads all come to their end")
    func many() async throws {
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for number in 0..<(Blocking.limit * 3) { group.addTask { try await run("echo \(number)") } }
            var seen: Set<String> = []
            for try await line in group { seen.insert(String(decoding: line, as: UTF8.self)) }
            #expect(seen.count == Blocking.limit * 3)
        }
    }

    @Test("As the facade's error it names the command and carries no output")
    func asMailError() {
        let command = SecretCommand(line: "pass show\tmail", timeout: .seconds(30))
        let failed = MailError(.failed(status: 1, message: "no"), command: command)
        #expect(failed.kind == .local)
        #expect(failed.subject == "pass show mail")
        #expect(failed.detail == "exit status 1: no")
        #expect(MailError(.timedOut(message: ""), command: command).exitCode == .timedOut)
        #expect(MailError(.cancelled, command: command).kind == .cancelled)
    }

    @Test("Bad requests are refused before anything starts")
    func badRequests() {
        var process: pid_t = 0
        let twice = [rp_spawn_descriptor(parent: -1, child: 1), rp_spawn_descriptor(parent: -1, child: 1)]
        let beyond = [rp_spawn_descriptor(parent: -1, child: 64)]
        for descriptors in [twice, beyond] {
            let code = descriptors.withUnsafeBufferPointer { list in
                var request = rp_spawn_request()
                request.descriptors = list.baseAddress
                request.descriptor_count = list.count
                request.foreground_on = -1
                return rp_spawn(&request, &process)
            }
            #expect(code == EINVAL)
        }
    }

    /// Whether a process runs that has `argument` among its arguments (and is no shell that would only mention it).
    private func processExists(argument: String) async throws -> Bool {
        let found = try await run("pgrep -x sleep -a | grep -c ' \(argument)$'; true")
        return String(decoding: found, as: UTF8.self) != "0"
    }
}
