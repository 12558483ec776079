import MailKitCore
import Synchronization

/// Gives the core the account's password: the one that was got before the screen started, and after a refused login, where a
/// command gives it, a fresh one. A descriptor can be read once, and what is typed on the screen goes to the core by itself
/// (`MailRequest.usePassword`).
final class PasswordSource: Sendable {
    private let account: AccountConfiguration
    private let first: Secret
    private let isUsed = Mutex(false)

    init(account: AccountConfiguration, first: Secret) {
        self.account = account
        self.first = first
    }

    func next() async throws(MailError) -> Secret {
        let wasUsed = isUsed.withLock { isUsed in
            defer { isUsed = true }
            return isUsed
        }
        guard wasUsed else { return first }
        let line: String
        switch account.credential {
        case .command(let text), .tokenCommand(let text): line = text
        case .fileDescriptor, .prompt, .certificate: return first
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
