import MailKitCore
import Synchronization

/// Gives the core the account's password: the one that was got before the screen started, and after a refused login, where a
/// command gives it, a fresh one. A descriptor can be read once, and what is typed on the screen goes to the core by itself
/// (`MailRequest.usePassword`).
final class PasswordSource: Sendable {
    private let account: AccountConfiguration
    /// Got before the screen started; `nil` where it was not asked for then, or not given.
    private let first: Secret?
    private let isUsed = Mutex(false)

    init(account: AccountConfiguration, first: Secret?) {
        self.account = account
        self.first = first
    }

    func next() async throws(MailError) -> Secret {
        let wasUsed = isUsed.withLock { isUsed in
            defer { isUsed = true }
            return isUsed
        }
        if !wasUsed, let first { return first }
        let line: String
        switch account.credential {
        case .command(let text), .tokenCommand(let text): line = text
        case .fileDescriptor, .prompt, .certificate:
            // Without one the account is as if it had been refused: another one can be typed.
            guard let first else { throw MailError(.authenticationFailed, subject: account.server.description) }
            return first
        }
        // The terminal is the screen's now: the command gets no input.
        let command = SecretCommand(line: line, input: .nothing)
        do throws(CommandFailure) {
            return try await ProcessSpawner().secret(from: command)
        } catch {
            throw MailError(error, command: command)
        }
    }
}
