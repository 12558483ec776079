import Glibc
import MailKitCore
import TUI

/// The program: reads the command line, finds the account and its password, and hands over to the session.
@main
enum Rohrpost {
    /// Shown by `--version`.
    static let version = "0.1.0"

    static func main() {
        // A server that goes away is an error of the write, not the end of the program.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        let program = Program(
            environment: { name in getenv(name).map { String(cString: $0) } },
            files: LocalFileSystem(),
            isTerminal: { isatty($0) == 1 },
            isOpen: { fcntl($0, F_GETFD) >= 0 },
            output: Self.output,
            show: { Show(plan: $0, world: .system(write: Self.write)).run() },
            search: { Search(wanted: $0, clock: .system, output: Self.output).run() })
        exit(program.run(arguments, session: Session.run).rawValue)
    }

    private static func output(_ text: String, _ descriptor: Int32) {
        _ = write(Array(text.utf8), to: descriptor)
    }

    /// Writes all octets; gives the errno of a failure, else 0.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
    }
}
