import MailGrammar

/// The folder with one file an account: what is remembered of its server. Mode 0700, the files 0600.
///
/// Its calls block.
package struct ProfileFolder: Sendable {
    package let path: String
    private let files: any FileSystem

    package init(path: String, files: any FileSystem) {
        self.path = path
        self.files = files
    }

    /// `$XDG_STATE_HOME/rohrpost/servers`, else `~/.local/state/rohrpost/servers`; `nil` where there is neither.
    package static func standardPath(environment: (String) -> String?) -> String? {
        StateFolder.path(environment: environment).map { "\($0)/servers" }
    }

    /// What is remembered of an account; nothing where there is no file, or one that cannot be read as ours.
    package func read(_ account: AccountConfiguration) throws(FileError) -> AccountProfile {
        do throws(FileError) {
            let text = try files.read(file(of: account), limit: AccountProfile.sizeLimit)
            return AccountProfile(text: text) ?? AccountProfile()
        } catch {
            if error.isMissing { return AccountProfile() }
            throw error
        }
    }

    /// Whether anything is remembered of an account.
    package func isKnown(_ account: AccountConfiguration) -> Bool {
        (try? files.read(file(of: account), limit: AccountProfile.sizeLimit)) != nil
    }

    /// Puts it in the place of what was remembered, whole or not at all.
    package func write(_ profile: AccountProfile, of account: AccountConfiguration) throws(FileError) {
        try files.replace(file(of: account), with: Array(profile.text.utf8))
    }

    /// The same login to the same server is the same file, whatever the account is called.
    func file(of account: AccountConfiguration) -> String {
        "\(path)/\(account.fileName).toml"
    }
}
