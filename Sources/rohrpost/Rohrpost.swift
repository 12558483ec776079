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
        if Arguments.wantsCompletionScript(arguments) { Arguments.main(arguments) }
        let program = Program(
            environment: { name in getenv(name).map { String(cString: $0) } },
            files: LocalFileSystem(),
            isTerminal: { isatty($0) == 1 },
            isOpen: { fcntl($0, F_GETFD) >= 0 },
            output: { text, descriptor in Self.write(text, to: descriptor) })
        exit(program.run(arguments, session: Session.run).rawValue)
    }

    /// Writes all of a text; where nobody reads it there is nothing left to say.
    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
