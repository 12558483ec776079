import CPlatform
import Glibc
import MailGrammar
import MailKitCore
import Synchronization
import TUI

/// From a plan to the screen and back: gets the password, starts the core, shows the mailbox until somebody quits.
enum Session {
    static func run(_ plan: StartPlan, log: (any AppendableFile)?) -> ExitCode {
        do {
            try TUI.check()
        } catch {
            say(CommandLineTexts.failure(error.text)(plan.language))
            return error.exitCode
        }
        // A password or a mail has no business in a core file.
        _ = rp_forbid_core_dumps()
        do throws(PasswordFailure) {
            let password = try firstPassword(plan)
            let others = try Password.obtain(forOthers: plan.otherAccounts, language: plan.language)
            return show(plan, password: password, others: others, log: log)
        } catch {
            say(CommandLineTexts.failure(error.text)(plan.language))
            return error.exitCode
        }
    }

    /// That of the first account; `nil` where a command has not given it and there are others, whose mail is shown all the same: why it
    /// is not there is told on the screen, for the command runs once more then.
    private static func firstPassword(_ plan: StartPlan) throws(PasswordFailure) -> Secret? {
        do throws(PasswordFailure) {
            return try Password.obtain(for: plan.account, language: plan.language)
        } catch {
            switch plan.account.credential {
            case .command, .tokenCommand: if !plan.otherAccounts.isEmpty { return nil }
            case .prompt, .fileDescriptor, .certificate: break
            }
            throw error
        }
    }

    private static func show(
        _ plan: StartPlan, password: Secret?, others: [AccountID: Secret], log: (any AppendableFile)?
    ) -> ExitCode {
        var environment = CoreEnvironment()
        environment.logSink = log
        environment.identity = ClientIdentity(name: "Rohrpost", version: Rohrpost.version)
        environment.trust = plan.trust
        environment.profiles = plan.profiles
        environment.journalFolder = plan.journalFolder
        environment.storeFolder = plan.storeFolder
        var options = TUIOptions(
            account: plan.account.id, accountLabel: plan.account.label, mailbox: plan.account.mailbox,
            language: plan.language)
        options.isReadOnly = plan.account.isReadOnly
        options.credential = plan.account.credential
        options.passwordOwner = plan.account.passwordOwner
        options.version = Rohrpost.version
        options.watchesMouse = plan.watchesMouse
        options.showsLinks = plan.showsLinks
        options.pictures = plan.pictures
        options.lists = plan.lists
        if let theme = plan.theme { options.themeName = theme.name }
        options.keys = plan.keys
        options.panes = plan.panes
        options.showsKeyBar = plan.showsKeyBar
        options.isThemeOptional = plan.isThemeOptional
        options.brand = plan.brand
        options.preferences = plan.preferences
        options.fixedSettings = plan.fixedSettings
        options.keepsMail = plan.storeFolder != nil && plan.account.store == .disk
        options.preferenceStore = plan.preferenceStore
        options.warnings = plan.warnings
        options.isFirstStart = plan.isFirstStart
        options.otherAccounts = plan.otherAccounts.map {
            TUIAccount($0, keepsMail: plan.storeFolder != nil && $0.store == .disk)
        }
        options.searches = plan.searches
        var sources = [plan.account.id: PasswordSource(account: plan.account, first: password)]
        for account in plan.otherAccounts {
            sources[account.id] = PasswordSource(account: account, first: others[account.id])
        }
        let passwords = sources
        let witness = ConnectionWitness()
        var core: MailCore?
        do {
            let code = try TUI.run(options) { inbox in
                let started = MailCore(accounts: [plan.account] + plan.otherAccounts, environment: environment) {
                    account async throws(MailError) in
                    guard let source = passwords[account.id] else { throw MailError(.bug, subject: account.id.name) }
                    return try await source.next()
                } deliver: { event in
                    witness.see(event)
                    inbox.post(event)
                }
                core = started
                return { started.send($0) }
            }
            if let core { close(core) }
            return code == .ok ? witness.exitCode : code
        } catch let error as TUIError {
            say(CommandLineTexts.failure(error.text)(plan.language))
            return error.exitCode
        } catch {
            // The closure above throws nothing, and the screen throws nothing else.
            return .other
        }
    }

    /// Lets what was asked for reach the server, a flag say, but no longer than a person waits for a prompt.
    private static func close(_ core: MailCore) {
        let done = rp_eventfd()
        guard done >= 0 else { return }
        Task {
            await core.close()
            _ = rp_eventfd_signal(done)
        }
        var wait = pollfd(fd: done, events: Int16(POLLIN), revents: 0)
        _ = poll(&wait, 1, 3_000)
    }

    private static func say(_ text: String) {
        _ = (text + "\n").withCString { write(STDERR_FILENO, $0, strlen($0)) }
    }
}

/// Remembers whether the account was ever reached: a program that never was does not end with 0.
private final class ConnectionWitness: Sendable {
    private let failure = Mutex<MailError?>(nil)
    private let wasOnline = Mutex(false)

    func see(_ event: MailEvent) {
        guard case .connection(_, let state) = event else { return }
        switch state {
        case .connecting: break
        case .online: wasOnline.withLock { $0 = true }
        case .offline(let error, _): failure.withLock { $0 = error }
        }
    }

    var exitCode: ExitCode {
        wasOnline.withLock { $0 } ? .ok : failure.withLock { $0 }?.exitCode ?? .ok
    }
}
