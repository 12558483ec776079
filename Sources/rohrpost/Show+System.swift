import CPlatform
import Glibc
import MailKitCore
import TUI

extension Show.World {
    /// The machine's own. `write` takes octets for a descriptor and gives an `errno` value.
    static func system(write: @escaping ([UInt8], Int32) -> Int32) -> Show.World {
        // A mail has no business in a core file.
        _ = rp_forbid_core_dumps()
        return Show.World(
            open: { (source) throws(FileError) in try open(source) },
            write: { write($0, STDOUT_FILENO) },
            complain: { _ = write(Array(($0 + "\n").utf8), STDERR_FILENO) },
            columns: columns, now: rp_wall_seconds(), zone: { Int(rp_zone_minutes($0)) })
    }

    private static func open(_ source: ShowPlan.Source) throws(FileError) -> any MessageOctets {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        let temporary = folder.hasPrefix("/") ? folder : "/tmp"
        switch source {
        case .file(let path): return try FileOctets(path: path, temporaryFolder: temporary)
        case .standardInput:
            // A copy, so that closing it closes nothing of the process's.
            let descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
            guard descriptor >= 0 else { throw FileError(path: "-", code: errno) }
            return try FileOctets(owned: descriptor, path: "-", temporaryFolder: temporary)
        }
    }

    /// Of the terminal that standard output is.
    private static var columns: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return Show.usualColumns }
        return Int(size.ws_col)
    }
}
