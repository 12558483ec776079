/// The seam through which other programs are started; tests pass one that starts none.
package protocol Spawner: Sendable {
    /// Runs a command and gives the first line of its standard output as a secret. Cancelling the task ends the command.
    func secret(from command: SecretCommand) async throws(CommandFailure) -> Secret
}

/// A command line that prints a password: `pass show mail/work`.
package struct SecretCommand: Hashable, Sendable {
    /// What the command finds on its standard input.
    package enum Input: Hashable, Sendable {
        /// Nothing.
        case nothing
        /// The terminal, in the foreground, so that it may ask; its standard error is shown there as well. Only while no
        /// screen of our own is up.
        case terminal
    }

    /// Given to `/bin/sh -c`.
    package let line: String
    package let input: Input
    /// After this it is ended, with everything it started.
    package let timeout: Duration

    /// 60 seconds are enough to find a card and type its PIN.
    package init(line: String, input: Input = .nothing, timeout: Duration = .seconds(60)) {
        self.line = line
        self.input = input
        self.timeout = timeout
    }
}

/// Why a command gave no secret. `message` is what it wrote to its standard error: at most 2,000 octets, cleaned, in one line.
package enum CommandFailure: Error, Hashable, Sendable {
    /// It could not be started: the `errno` value.
    case notStarted(code: Int32)
    /// It ended with a status other than 0.
    case failed(status: Int32, message: String)
    /// A signal ended it.
    case killed(signal: Int32, message: String)
    case timedOut(message: String)
    case cancelled
    /// It ended well and printed nothing, or an empty line.
    case empty(message: String)
    /// Its first line is longer than any secret.
    case tooLong
    /// The system gave no memory for the secret.
    case noMemory
}

extension MailError {
    /// A password command's failure as the facade's error. The subject is the command line as the person wrote it.
    package init(_ failure: CommandFailure, command: SecretCommand) {
        let (kind, detail): (Kind, String) =
            switch failure {
            case .notStarted(let code): (.local, "could not be started: \(systemReason(code))")
            case .failed(let status, let message): (.local, Self.detail("exit status \(status)", message))
            case .killed(let signal, let message): (.local, Self.detail("ended by signal \(signal)", message))
            case .timedOut(let message):
                (.timedOut, Self.detail("did not end within \(command.timeout.components.seconds) seconds", message))
            case .cancelled: (.cancelled, "")
            case .empty(let message): (.local, Self.detail("printed no password", message))
            case .tooLong: (.local, "printed a line longer than \(Secret.maximumCount) bytes")
            case .noMemory: (.local, "no memory for the password")
            }
        self.init(kind, subject: VisibleText.line(command.line.utf8, limit: 200), detail: detail)
    }

    private static func detail(_ what: String, _ message: String) -> String {
        message.isEmpty ? what : "\(what): \(message)"
    }
}
