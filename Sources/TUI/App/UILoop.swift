import CPlatform
import Glibc
import MailKitCore

/// The loop of the user interface: waits for keys, events, signals, jobs and timers; updates; draws at most once a turn.
@UIActor
package final class UILoop {
    /// What has happened so far.
    package struct Counters: Hashable, Sendable {
        package var turns = 0
        package var draws = 0
        package var longestTurn = Duration.zero
        /// From when keys came to when a turn had shown what they did; those that came during the turn before count from its
        /// beginning, so that none is told too short.
        package var keys = LatencyHistogram()
    }

    package private(set) var state: AppState
    package private(set) var counters = Counters()
    private let context: DrawContext
    private let screen: any Screen
    private let input: Int32
    private let inbox: EventInbox
    private let signals: SignalWatch?
    private let clock: () -> Instant
    private let send: (MailRequest) -> Void
    private let themes: ThemeLibrary
    private let prefer: (String, String?) -> Void
    private let desktop: (any OutsideOpener)?
    private var decoder = KeyDecoder()
    private var timers: [(due: Int64, timer: Timer)] = []
    private var exit: ExitCode?
    private var needsDraw = true
    /// Keys have come in this turn.
    private var hasKeys = false
    /// When the last turn began.
    private var turnBegan = ContinuousClock.now
    /// When it began, by boot milliseconds.
    private var begun: Int64 = 0

    /// Events taken in one turn, so that keys never wait behind a flood.
    private static let eventsPerTurn = 512

    package init(
        state: AppState, context: DrawContext, screen: any Screen, input: Int32, inbox: EventInbox,
        signals: SignalWatch?,
        clock: @escaping () -> Instant, send: @escaping (MailRequest) -> Void,
        themes: ThemeLibrary = ThemeLibrary(folders: []), prefer: @escaping (String, String?) -> Void = { _, _ in },
        desktop: (any OutsideOpener)? = nil
    ) {
        self.desktop = desktop
        self.themes = themes
        self.prefer = prefer
        self.state = state
        self.context = context
        self.screen = screen
        self.input = input
        self.inbox = inbox
        self.signals = signals
        self.clock = clock
        self.send = send
    }

    /// Runs until somebody quits, the terminal goes away or a signal ends it.
    package func run() -> ExitCode {
        CrashReport.note(screen.size)
        turnBegan = .now
        tick()
        begun = state.now.boot
        dispatch(.start)
        present()
        while exit == nil {
            turn(wait())
        }
        return exit ?? .ok
    }

    // MARK: Waiting

    private enum Source: Int, CaseIterable { case input, inbox, jobs, signals }

    /// What has become ready, and whether keys were there before it was waited for.
    private func wait() -> (ready: [Source: Int16], isLate: Bool) {
        var descriptors = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: UIActor.executor.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        let count = nfds_t(descriptors.count)
        var found = poll(&descriptors, count, 0)
        let isLate = found > 0 && descriptors[Source.input.rawValue].revents != 0
        if found == 0 { found = poll(&descriptors, count, timeout()) }
        guard found > 0 else { return ([:], false) }
        var ready: [Source: Int16] = [:]
        for source in Source.allCases where descriptors[source.rawValue].revents != 0 {
            ready[source] = descriptors[source.rawValue].revents
        }
        return (ready, isLate)
    }

    private func timeout() -> Int32 {
        guard let due = (timers.map(\.due) + (decoder.deadline.map { [$0] } ?? [])).min() else { return -1 }
        return Int32(clamping: max(0, due &- clock().boot))
    }

    // MARK: One turn

    private func turn(_ came: (ready: [Source: Int16], isLate: Bool)) {
        let (ready, begun) = (came.ready, ContinuousClock.now)
        let keysCame = came.isLate ? turnBegan : begun
        turnBegan = begun
        counters.turns += 1
        tick()
        if ready[.signals] != nil { takeSignals() }
        if ready[.jobs] != nil, UIActor.executor.runJobs() > 0 { needsDraw = true }
        if let events = ready[.input] { takeInput(events) }
        takeInputs(decoder.expire(at: state.now.boot))
        if ready[.inbox] != nil {
            for event in inbox.take(limit: Self.eventsPerTurn) { dispatch(.mail(event)) }
        }
        fireTimers()
        if exit == nil { present() }
        let ended = ContinuousClock.now
        counters.longestTurn = max(counters.longestTurn, ended - begun)
        if hasKeys { counters.keys.add(microseconds: (ended - keysCame).microseconds) }
        hasKeys = false
        CrashReport.note(counters)
    }

    private func tick() { _ = update(&state, .time(clock())) }

    private func dispatch(_ message: Message) {
        needsDraw = true
        let effects = update(&state, message)
        runner.run(effects)
    }

    private func present() {
        guard needsDraw else { return }
        needsDraw = false
        counters.draws += 1
        screen.present(draw(state, context))
    }

    private var runner: EffectRunner {
        EffectRunner(
            send: send,
            schedule: { [self] in timers.append((state.now.boot &+ $0, $1)) },
            repaint: { [self] in
                screen.repaint()
                needsDraw = true
            },
            copy: { [self] text, way in
                let octets = Array(text(context.language).utf8)
                screen.send(ClipboardSequence.make(octets, by: way))
            },
            watchMouse: { [self] in screen.watchMouse($0) },
            count: { [self] in dispatch(.statistics(statistics)) },
            suspend: { [self] in suspend() },
            quit: { [self] in exit = $0 },
            findThemes: { [self] in findThemes() }, readTheme: { [self] in readTheme($0) },
            show: { [self] in screen.use($0) }, prefer: prefer,
            openOutside: { [self] in openOutside($0) },
            discardLent: { [desktop] path in Task { await desktop?.discard(path) } })
    }

    private func openOutside(_ target: OutsideTarget) {
        guard let desktop else { return }
        Task {
            do throws(OutsideFailure) {
                dispatch(.outside(.success(try await desktop.open(target))))
            } catch {
                dispatch(.outside(.failure(error)))
            }
        }
    }

    // MARK: Themes, which lie on a disk

    private func findThemes() {
        let library = themes
        Task {
            let names = await Blocking.run { library.names() }
            dispatch(.themes(names))
        }
    }

    private func readTheme(_ name: String) {
        let library = themes
        Task {
            let message = await Blocking.run { () -> Message in
                do throws(ThemeFileError) {
                    return .theme(try library.theme(named: name), named: name)
                } catch {
                    return .brokenTheme(named: name, reason: error.text)
                }
            }
            dispatch(message)
        }
    }

    private var statistics: ScreenStatistics {
        var result = ScreenStatistics()
        result.uptimeSeconds = max(0, (state.now.boot &- begun) / 1000)
        result.residentKilobytes = Self.residentKilobytes
        result.turns = counters.turns
        result.longestTurn = counters.longestTurn.microseconds
        result.frames = screen.counters.frames
        result.cells = screen.counters.cells
        result.bytes = screen.counters.bytes
        result.keys = counters.keys.count
        result.keyMedian = counters.keys.percentile(50)
        result.key99 = counters.keys.percentile(99)
        result.keyLongest = counters.keys.longest
        return result
    }

    private static var residentKilobytes: Int? {
        // The second word is pages. Source: proc(5), /proc/pid/statm.
        guard let text = try? LocalFileSystem().read("/proc/self/statm", limit: 256) else { return nil }
        let words = text.split(separator: UInt8(ascii: " "))
        guard words.count > 1, let pages = Int(String(decoding: words[1], as: UTF8.self)) else { return nil }
        return pages.multipliedReportingOverflow(by: Int(sysconf(Int32(_SC_PAGESIZE))) / 1024).partialValue
    }

    private func fireTimers() {
        let now = state.now.boot
        let due = timers.filter { $0.due <= now }
        guard !due.isEmpty else { return }
        timers.removeAll { $0.due <= now }
        for timer in due { dispatch(.timer(timer.timer)) }
    }

    // MARK: Keys

    private func takeInput(_ events: Int16) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        // It may have been a password.
        defer { Self.wipe(&buffer) }
        let count = read(input, &buffer, buffer.count)
        let code = errno
        if count > 0 { takeInputs(decoder.feed(buffer[..<count], at: state.now.boot)) }
        // EIO without more is what is read from a terminal that is no longer ours.
        let isGone = events & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 || count < 0 && code == EIO
        // The terminal is gone: what it sent before has been read, there will be no more.
        if isGone, count <= 0 { exit = exit ?? .ok }
    }

    private func takeInputs(_ inputs: consuming [KeyDecoder.Input]) {
        for index in inputs.indices where exit == nil {
            switch inputs[index] {
            case .key(let key):
                hasKeys = true
                dispatch(.key(key))
            case .mouse(let event):
                hasKeys = true
                dispatch(.mouse(event, context.language))
            case .paste(var bytes):
                // This is then its only owner, so that it is wiped where it lies.
                inputs[index] = .paste([])
                dispatch(.paste(bytes))
                Self.wipe(&bytes)
            }
        }
    }

    private static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { if let start = $0.baseAddress { rp_wipe(start, $0.count) } }
    }

    // MARK: Signals

    private func takeSignals() {
        guard let signals else { return }
        let came = signals.take()
        if came.contains(.end) { exit = exit ?? .ok }
        if came.contains(.continued) {
            screen.reclaim()
            measure()
        }
        if came.contains(.stop) { suspend() }
        // Back at the size it had, after others, it may have lost what stood on it.
        if came.contains(.resized), !measure() { screen.repaint() }
    }

    private func suspend() {
        screen.lend { signals?.stopGroup() }
        if let left = signals?.take(), left.contains(.end) { exit = exit ?? .ok }
        tick()
        measure()
    }

    @discardableResult
    private func measure() -> Bool {
        needsDraw = true
        guard screen.measure() else { return false }
        CrashReport.note(screen.size)
        dispatch(.resized(screen.size))
        return true
    }
}
