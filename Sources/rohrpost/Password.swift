import Glibc
import MailGrammar
import MailKitCore
import TUI

/// Gets an account's password from where its configuration says, before the screen starts.
enum Password {
    /// Blocks until it is there. The text of a failure is for the terminal; the exit code is the program's.
    static func obtain(for account: AccountConfiguration, language: Language) throws(PasswordFailure) -> Secret {
        if account.credential == .certificate { return try none() }
        let secret =
            switch account.credential {
            case .command(let line), .tokenCommand(let line): try run(line)
            case .fileDescriptor(let descriptor): try read(descriptor)
            case .prompt, .certificate: try ask(account, language)
            }
        guard secret.count > 0 else {
            throw PasswordFailure(text: CommandLineTexts.emptyPassword, exitCode: .authenticationFailed)
        }
        return secret
    }

    /// Those of further accounts that a person types, before the screen starts. Commands are run when their accounts connect, so that one
    /// that hangs holds up nobody else's mail; who gives none for an account can give it on the screen.
    static func obtain(
        forOthers accounts: [AccountConfiguration], language: Language
    ) throws(PasswordFailure) -> [AccountID: Secret] {
        var secrets: [AccountID: Secret] = [:]
        for account in accounts {
            switch account.credential {
            case .certificate: secrets[account.id] = try none()
            case .prompt:
                let secret = try ask(account, language)
                if secret.count > 0 { secrets[account.id] = secret }
            case .command, .tokenCommand, .fileDescriptor: break
            }
        }
        return secrets
    }

    /// An empty one, for an account that logs in without.
    private static func none() throws(PasswordFailure) -> Secret {
        do throws(SecretError) {
            return try Secret(copying: UnsafeRawBufferPointer(start: nil, count: 0))
        } catch {
            throw PasswordFailure(text: CommandLineTexts.noMemory, exitCode: .other)
        }
    }

    private static func run(_ line: String) throws(PasswordFailure) -> Secret {
        // Nothing of ours is on the terminal yet, so the command may ask there.
        let command = SecretCommand(line: line, input: .terminal)
        do throws(CommandFailure) {
            return try ProcessSpawner().secretBlocking(from: command)
        } catch {
            let shown = VisibleText.line(line.utf8, limit: 200)
            throw PasswordFailure(
                text: CommandLineTexts.passwordCommand(shown, error),
                exitCode: MailError(error, command: command).exitCode)
        }
    }

    private static func read(_ descriptor: Int32) throws(PasswordFailure) -> Secret {
        defer { close(descriptor) }
        do throws(SecretError) {
            return try Secret.firstLine(from: descriptor)
        } catch {
            let text =
                switch error {
                case .tooLong: CommandLineTexts.passwordTooLong
                case .noMemory: CommandLineTexts.noMemory
                case .unreadable(let code): CommandLineTexts.passwordDescriptor(reason: systemReason(code))
                }
            throw PasswordFailure(text: text, exitCode: .other)
        }
    }

    private static func ask(_ account: AccountConfiguration, _ language: Language) throws(PasswordFailure) -> Secret {
        let question = CommandLineTexts.askPassword(
            user: VisibleText.line(account.passwordOwner.utf8, limit: 100), server: account.server.description)
        do throws(PasswordPrompt.Failure) {
            return try PasswordPrompt.ask(question(language))
        } catch {
            let text =
                switch error {
                case .cancelled: CommandLineTexts.cancelled
                case .noMemory: CommandLineTexts.noMemory
                case .terminal(let code): CommandLineTexts.passwordTerminal(reason: systemReason(code))
                }
            throw PasswordFailure(text: text, exitCode: .other)
        }
    }
}

/// Why there is no password.
struct PasswordFailure: Error {
    let text: Text
    let exitCode: ExitCode
}
