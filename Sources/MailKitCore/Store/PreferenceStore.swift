import MailGrammar
import Synchronization

/// The file with what was chosen on the screen: mode 0600 in a folder of mode 0700.
///
/// Each choice is written by itself into what the file holds then, so that two programs at once do not undo each other's.
public final class PreferenceStore: Sendable {
    /// Where the file lies.
    package let path: String
    private let files: any FileSystem
    /// Choices that are not in the file yet. A later one of the same key takes the place of the one before.
    private let waiting = Mutex<[String: String?]>([:])
    /// One at a time writes.
    private let writing = Mutex(())

    package init(path: String, files: any FileSystem) {
        self.path = path
        self.files = files
    }

    /// `$XDG_STATE_HOME/rohrpost/settings.toml`, else `~/.local/state/rohrpost/settings.toml`; `nil` where there is neither.
    package static func standardPath(environment: (String) -> String?) -> String? {
        if let base = environment("XDG_STATE_HOME"), base.hasPrefix("/") { return "\(base)/rohrpost/settings.toml" }
        if let home = environment("HOME"), home.hasPrefix("/") { return "\(home)/.local/state/rohrpost/settings.toml" }
        return nil
    }

    /// What was chosen; `nil` where there is no file. Blocks.
    package func read() throws(ConfigurationError) -> Preferences? {
        let content: [UInt8]
        do {
            content = try files.read(path, limit: Preferences.sizeLimit)
        } catch {
            if error.isMissing { return nil }
            throw self.error(ConfigurationProblem(.unreadable(error.reason), at: nil))
        }
        do {
            return try Preferences(content)
        } catch {
            throw self.error(ConfigurationProblem(error))
        }
    }

    /// What is wrong with a choice, as an error of the file.
    package func error(_ problem: ConfigurationProblem) -> ConfigurationError {
        ConfigurationError(file: path, problems: [problem])
    }

    /// Remembers a choice, or takes it back. Never waits; what goes wrong is told from another thread.
    public func keep(_ key: String, _ value: String?, onFailure: @escaping @Sendable (MailError) -> Void) {
        waiting.withLock { $0[key] = .some(value) }
        Task {
            if let failure = await Blocking.run({ self.flush() }) { onFailure(failure) }
        }
    }

    /// Writes what waits. Blocks.
    @discardableResult
    public func flush() -> MailError? {
        writing.withLock { _ in
            let changes = waiting.withLock { waiting in
                defer { waiting = [:] }
                return waiting
            }
            return changes.isEmpty ? nil : write(changes)
        }
    }

    private func write(_ changes: [String: String?]) -> MailError? {
        var preferences = Preferences()
        do throws(ConfigurationError) {
            // What cannot be read is somebody's: it is not written over.
            preferences = try read() ?? preferences
        } catch {
            return MailError(.local, subject: path, detail: Self.reason(error))
        }
        for (key, value) in changes { preferences.set(key, to: value) }
        do throws(FileError) {
            try files.replace(path, with: Array(preferences.text.utf8))
            return nil
        } catch {
            return MailError(.local, subject: path, detail: error.reason)
        }
    }

    private static func reason(_ error: ConfigurationError) -> String {
        switch error.problems.first?.reason {
        case .unreadable(let why), .syntax(let why): why
        default: ""
        }
    }
}
