import CPlatform
import Glibc

extension ProcessSpawner: FilterSpawner {
    package func run(_ command: FilterCommand) async -> FilterOutcome {
        guard let bell = ProcessBell() else { return FilterOutcome(.notStarted(code: errno)) }
        return await withTaskCancellationHandler {
            await Blocking.run { RunningFilter.run(command, cancelled: bell) }
        } onCancel: {
            bell.ring()
        }
    }
}

/// A filter from its start to its end, on a thread that may block.
private struct RunningFilter {
    private static let messageLimit = 2000

    private let process: pid_t
    private let outputEnd: Int32
    private let errorsEnd: Int32
    private let limit: Int
    private let deadline: Duration
    private let cancelled: ProcessBell
    private var output: [UInt8] = []
    private var message: [UInt8] = []
    private var isOutputOpen = true
    private var isErrorsOpen = true

    static func run(_ command: FilterCommand, cancelled: ProcessBell) -> FilterOutcome {
        var input: Int32 = -1
        if let path = command.input {
            input = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard input >= 0 else { return FilterOutcome(.notStarted(code: errno)) }
        }
        defer { if input >= 0 { close(input) } }
        switch ChildProcess.start(command.arguments, environment: command.environment, input: input) {
        case .failure(let error): return FilterOutcome(.notStarted(code: error.code))
        case .success(let child):
            defer { child.closeEnds() }
            var running = RunningFilter(
                child, limit: max(0, command.outputLimit), deadline: Clock.system.monotonic() + command.timeout,
                cancelled: cancelled)
            return running.follow()
        }
    }

    private init(_ child: ChildProcess, limit: Int, deadline: Duration, cancelled: ProcessBell) {
        process = child.number
        outputEnd = child.output
        errorsEnd = child.errors
        self.limit = limit
        self.deadline = deadline
        self.cancelled = cancelled
    }

    private mutating func follow() -> FilterOutcome {
        let end = wait()
        return FilterOutcome(
            end, output: output, message: VisibleText.line(message, limit: Self.messageLimit))
    }

    private mutating func wait() -> FilterOutcome.End {
        let watch = rp_process_descriptor(process)
        defer { if watch >= 0 { close(watch) } }
        while true {
            if rp_eventfd_drain(cancelled.descriptor) == 1 {
                _ = collect()
                return .cancelled
            }
            let left = deadline - Clock.system.monotonic()
            guard left > .zero else {
                _ = collect()
                return .timedOut
            }
            var watched = [
                pollfd(fd: cancelled.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: watch, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOutputOpen ? outputEnd : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isErrorsOpen ? errorsEnd : -1, events: Int16(POLLIN), revents: 0),
            ]
            let milliseconds = Int32(
                clamping: left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1)
            // Where the kernel gives no descriptor for a process, its end is that of its output.
            _ = poll(&watched, nfds_t(watched.count), milliseconds)
            if watched[3].revents != 0 { readErrors() }
            if watched[2].revents != 0, readOutput() {
                _ = collect()
                return .outputFull
            }
            if watched[1].revents != 0 || (watch < 0 && !isOutputOpen) {
                // What it wrote before it ended is in the pipes.
                if isErrorsOpen { readErrors() }
                let isFull = isOutputOpen && readOutput()
                let end = collect()
                return isFull ? .outputFull : end
            }
        }
    }

    /// True where there is more than may be.
    private mutating func readOutput() -> Bool {
        for _ in 0..<64 {
            let chunk = Self.read(outputEnd)
            guard let chunk else { return false }
            if chunk.isEmpty {
                isOutputOpen = false
                return false
            }
            output += chunk.prefix(limit - output.count)
            if chunk.count > 0, output.count >= limit { return true }
        }
        return false
    }

    private mutating func readErrors() {
        for _ in 0..<64 {
            guard let chunk = Self.read(errorsEnd) else { return }
            if chunk.isEmpty {
                isErrorsOpen = false
                return
            }
            message += chunk.prefix(Self.messageLimit - message.count)
        }
    }

    /// nil where nothing is there now, nothing at the end.
    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var code: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, used in
            var got: Int
            repeat { got = Glibc.read(descriptor, buffer.baseAddress, buffer.count) } while got < 0 && errno == EINTR
            code = got < 0 ? errno : 0
            used = max(0, got)
        }
        return code == EAGAIN ? nil : chunk
    }

    /// Ends all that is left of it. The process is collected last: until then nobody else can get the number of its group.
    private func collect() -> FilterOutcome.End {
        kill(-process, SIGKILL)
        var end = rp_process_end()
        guard rp_wait(process, 1, &end) == 0 else { return .exited(status: 255) }
        return end.signal != 0 ? .killed(signal: end.signal) : .exited(status: end.code)
    }
}
