import CPlatform
import Glibc
import Synchronization

/// Starts real programs.
package struct ProcessSpawner: Spawner {
    /// Needs nothing.
    package init() {}

    package func secret(from command: SecretCommand) async throws(CommandFailure) -> Secret {
        guard let bell = ProcessBell() else { throw .notStarted(code: errno) }
        let result = await withTaskCancellationHandler {
            await Blocking.run { RunningCommand.run(command, cancelled: bell) }
        } onCancel: {
            bell.ring()
        }
        return try result.get()
    }
}

extension ProcessSpawner {
    /// The same on the calling thread, for the program's start, when nothing else runs yet.
    package func secretBlocking(from command: SecretCommand) throws(CommandFailure) -> Secret {
        guard let bell = ProcessBell() else { throw .notStarted(code: errno) }
        return try RunningCommand.run(command, cancelled: bell).get()
    }
}

/// A command from its start to its end, on a thread that may block.
private struct RunningCommand {
    private static let standardErrorLimit = 2000
    /// How long a command may take to end after it has been asked to.
    private static let grace = 1.0

    private let process: pid_t
    private let output: Int32
    private let errors: Int32
    private let terminal: Int32
    private let deadline: Double
    private let cancelled: ProcessBell
    private var message: [UInt8] = []

    static func run(_ command: SecretCommand, cancelled: ProcessBell) -> Result<Secret, CommandFailure> {
        var terminal: Int32 = -1
        if command.input == .terminal {
            terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
            guard terminal >= 0 else { return .failure(.notStarted(code: errno)) }
        }
        defer { if terminal >= 0 { close(terminal) } }
        switch ChildProcess.start(["/bin/sh", "-c", command.line], input: terminal, takesTerminal: terminal >= 0) {
        case .failure(let error): return .failure(.notStarted(code: error.code))
        case .success(let child):
            defer {
                child.closeEnds()
                if terminal >= 0 { _ = rp_take_terminal(terminal) }
            }
            var running = RunningCommand(
                child, terminal: terminal, deadline: now() + seconds(command.timeout), cancelled: cancelled)
            return running.finish()
        }
    }

    private init(_ child: ChildProcess, terminal: Int32, deadline: Double, cancelled: ProcessBell) {
        process = child.number
        output = child.output
        errors = child.errors
        self.terminal = terminal
        self.deadline = deadline
        self.cancelled = cancelled
    }

    /// Reads both outputs until the command has ended. A program it left running in the background, an agent say, may keep
    /// the pipes open: nobody waits for that one.
    private mutating func finish() -> Result<Secret, CommandFailure> {
        do throws(SecretError) {
            var end = Ending.cancelled
            let line = try Secret(capacity: Secret.maximumCount) { buffer throws(SecretError) in
                var reader = FirstLine(buffer: buffer)
                end = follow(&reader)
                return reader.lineCount
            }
            return result(end, try line.fitted())
        } catch {
            // The secret's memory is asked for before anything of the command is read.
            endNow()
            return .failure(error == .noMemory ? .noMemory : .tooLong)
        }
    }

    private enum Ending {
        case ended(rp_process_end)
        case cancelled
        case timedOut
        case tooLong
    }

    private func result(_ end: Ending, _ line: Secret) -> Result<Secret, CommandFailure> {
        let message = VisibleText.line(message, limit: Self.standardErrorLimit)
        switch end {
        case .cancelled: return .failure(.cancelled)
        case .timedOut: return .failure(.timedOut(message: message))
        case .tooLong: return .failure(.tooLong)
        case .ended(let end) where end.signal == SIGINT && terminal >= 0:
            // Ctrl-C while the command had the terminal: the person gave it up.
            return .failure(.cancelled)
        case .ended(let end) where end.signal != 0: return .failure(.killed(signal: end.signal, message: message))
        case .ended(let end) where end.code != 0: return .failure(.failed(status: end.code, message: message))
        case .ended: return line.count == 0 ? .failure(.empty(message: message)) : .success(line)
        }
    }

    private mutating func follow(_ reader: inout FirstLine) -> Ending {
        let watch = rp_process_descriptor(process)
        defer { if watch >= 0 { close(watch) } }
        var outputOpen = true
        var errorsOpen = true
        while true {
            if rp_eventfd_drain(cancelled.descriptor) == 1 {
                endNow()
                return .cancelled
            }
            var end = rp_process_end()
            // An error here means that nobody can tell any more how it ended; that is not success.
            if rp_wait(process, 0, &end) != 0 { end = rp_process_end(running: 0, stopped: 0, code: 255, signal: 0) }
            if end.running == 0 {
                // What it wrote before it ended is in the pipes.
                if outputOpen { _ = drainOutput(&reader) }
                if errorsOpen { _ = drainErrors() }
                return reader.lineCount >= Secret.maximumCount && !reader.isComplete ? .tooLong : .ended(end)
            }
            if end.stopped == 1, terminal >= 0 {
                // Ctrl-Z while the command had the terminal: nobody could bring it back, since we have no prompt.
                endNow()
                return .cancelled
            }
            let left = deadline - Self.now()
            guard left > 0 else {
                endNow()
                return .timedOut
            }
            var watched = [
                pollfd(fd: cancelled.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: watch, events: Int16(POLLIN), revents: 0),
                pollfd(fd: outputOpen ? output : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errorsOpen ? errors : -1, events: Int16(POLLIN), revents: 0),
            ]
            // Where the kernel gives no descriptor for a process, its end is looked for ten times a second; so is a stop,
            // which no descriptor tells.
            let pause = watch >= 0 && terminal < 0 ? left : min(left, 0.1)
            _ = poll(&watched, nfds_t(watched.count), Int32(clamping: Int(pause * 1000) + 1))
            if watched[2].revents != 0 {
                switch drainOutput(&reader) {
                case .end, .failed: outputOpen = false
                case .tooLong:
                    endNow()
                    return .tooLong
                case .more, .wouldBlock: break
                }
            }
            if watched[3].revents != 0 { errorsOpen = drainErrors() }
        }
    }

    /// Takes what is in the pipe now, at most a megabyte at a time, so that an endless writer still meets its deadline.
    private func drainOutput(_ reader: inout FirstLine) -> FirstLine.Step {
        for _ in 0..<256 {
            let step = reader.read(from: output)
            if step != .more { return step }
        }
        return .more
    }

    /// False when the pipe has come to its end.
    private mutating func drainErrors() -> Bool {
        for _ in 0..<256 {
            var chunk: [UInt8] = Array(repeating: 0, count: 4096)
            let got = read(errors, &chunk, chunk.count)
            if got == 0 { return false }
            if got < 0 {
                if errno == EINTR { continue }
                return errno == EAGAIN
            }
            message += chunk.prefix(min(got, Self.standardErrorLimit - message.count))
            if terminal >= 0 { _ = write(terminal, chunk, got) }
        }
        return true
    }

    /// Ends the command and all it started: politely, then not. Collects it.
    private func endNow() {
        kill(-process, SIGTERM)
        kill(-process, SIGCONT)
        let patience = Self.now() + Self.grace
        var end = rp_process_end()
        while rp_wait(process, 0, &end) == 0, end.running == 1 {
            guard Self.now() < patience else {
                kill(-process, SIGKILL)
                _ = rp_wait(process, 1, &end)
                return
            }
            usleep(5000)
        }
        // The command itself has gone, its children may not have. While one of them is there nobody else gets this number.
        kill(-process, SIGKILL)
    }

    private static func now() -> Double { seconds(Clock.system.monotonic()) }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
