import CPlatform
import Glibc

extension ProcessSpawner: FilterSpawner {
    package func run(_ command: FilterCommand) async -> FilterOutcome {
        guard let bell = FilterBell() else { return FilterOutcome(.notStarted(code: errno)) }
        return await withTaskCancellationHandler {
            await Blocking.run { RunningFilter.run(command, cancelled: bell) }
        } onCancel: {
            bell.ring()
        }
    }
}

/// An event descriptor that lives as long as somebody may ring it.
private final class FilterBell: Sendable {
    let descriptor: Int32

    init?() {
        descriptor = rp_eventfd()
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    func ring() { _ = rp_eventfd_signal(descriptor) }
}

/// A filter from its start to its end, on a thread that may block.
private struct RunningFilter {
    private static let messageLimit = 2000

    private let process: pid_t
    private let outputEnd: Int32
    private let errorsEnd: Int32
    private let limit: Int
    private let deadline: Duration
    private let cancelled: FilterBell
    private var output: [UInt8] = []
    private var message: [UInt8] = []
    private var isOutputOpen = true
    private var isErrorsOpen = true

    static func run(_ command: FilterCommand, cancelled: FilterBell) -> FilterOutcome {
        var input: Int32 = -1
        if let path = command.input {
            input = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard input >= 0 else { return FilterOutcome(.notStarted(code: errno)) }
        }
        var output: [Int32] = [-1, -1]
        var errors: [Int32] = [-1, -1]
        defer { for end in output + errors + [input] where end >= 0 { close(end) } }
        guard rp_pipe(&output, 0) == 0, rp_pipe(&errors, 0) == 0 else {
            return FilterOutcome(.notStarted(code: errno))
        }
        for end in [output[0], errors[0]] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        var process: pid_t = 0
        let code = start(command, input: input, output: output[1], errors: errors[1], process: &process)
        guard code == 0 else { return FilterOutcome(.notStarted(code: code)) }
        close(output[1])
        close(errors[1])
        output[1] = -1
        errors[1] = -1
        var running = RunningFilter(
            process: process, outputEnd: output[0], errorsEnd: errors[0], limit: max(0, command.outputLimit),
            deadline: Clock.system.monotonic() + command.timeout, cancelled: cancelled)
        return running.follow()
    }

    private init(
        process: pid_t, outputEnd: Int32, errorsEnd: Int32, limit: Int, deadline: Duration, cancelled: FilterBell
    ) {
        self.process = process
        self.outputEnd = outputEnd
        self.errorsEnd = errorsEnd
        self.limit = limit
        self.deadline = deadline
        self.cancelled = cancelled
    }

    private static func start(
        _ command: FilterCommand, input: Int32, output: Int32, errors: Int32, process: inout pid_t
    ) -> Int32 {
        var arguments = command.arguments.map { strdup($0) }
        var environment = command.environment.map { strdup($0) }
        defer { for string in arguments + environment { free(string) } }
        guard !arguments.isEmpty, (arguments + environment).allSatisfy({ $0 != nil }) else { return ENOMEM }
        arguments.append(nil)
        environment.append(nil)
        let descriptors = [
            rp_spawn_descriptor(parent: input, child: 0),
            rp_spawn_descriptor(parent: output, child: 1),
            rp_spawn_descriptor(parent: errors, child: 2),
        ]
        return arguments.withUnsafeBufferPointer { arguments in
            environment.withUnsafeBufferPointer { environment in
                descriptors.withUnsafeBufferPointer { descriptors in
                    var request = rp_spawn_request(
                        path: arguments[0], arguments: arguments.baseAddress, environment: environment.baseAddress,
                        descriptors: descriptors.baseAddress, descriptor_count: descriptors.count,
                        own_process_group: 1, foreground_on: -1)
                    return rp_spawn(&request, &process)
                }
            }
        }
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
