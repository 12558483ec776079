import Glibc
import Synchronization
import Testing

/// A terminal of our own: what is written to it is collected by a thread, so that a writer never waits.
final class PseudoTerminal: Sendable {
    /// The program's side.
    let terminal: Int32
    private let controller: Int32
    private let collected = Mutex<[UInt8]>([])

    init?(columns: UInt16, rows: UInt16) {
        // Glibc's module has no posix_openpt; these are what it does. Source: pty(7), ioctl_tty(2).
        let unlock: UInt = 0x4004_5431
        let number: UInt = 0x8004_5430
        controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var isLocked: Int32 = 0
        var name: Int32 = 0
        guard controller >= 0, ioctl(controller, unlock, &isLocked) == 0, ioctl(controller, number, &name) == 0 else {
            return nil
        }
        terminal = open("/dev/pts/\(name)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        resize(columns: columns, rows: rows)
        var thread = pthread_t()
        let reader = Unmanaged.passRetained(self)
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<PseudoTerminal>.fromOpaque(argument).takeRetainedValue().collect()
                return nil
            }, reader.toOpaque())
        pthread_detach(thread)
    }

    /// Ends the thread: it sees the other side gone.
    func close() { _ = Glibc.close(terminal) }

    func resize(columns: UInt16, rows: UInt16, width: UInt16 = 0, height: UInt16 = 0) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: width, ws_ypixel: height)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    }

    /// What has been written since the last call. A mark is written behind it and waited for, for half a minute.
    func written() -> [UInt8] {
        let mark: [UInt8] = Array("\u{0}mark\u{0}".utf8)
        _ = write(terminal, mark, mark.count)
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let found: [UInt8]? = collected.withLock { bytes in
                guard bytes.count >= mark.count, Array(bytes.suffix(mark.count)) == mark else { return nil }
                defer { bytes = [] }
                return Array(bytes.dropLast(mark.count))
            }
            if let found { return found }
            sched_yield()
        }
        Issue.record("the pseudo-terminal gives nothing back")
        return []
    }

    /// The terminal's modes, as flags of its four words.
    func modes() -> [UInt32] {
        var modes = termios()
        tcgetattr(terminal, &modes)
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
    }

    private func collect() {
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = read(controller, &buffer, buffer.count)
            if count <= 0 { break }
            collected.withLock { $0 += buffer[..<count] }
        }
        _ = Glibc.close(controller)
    }
}
