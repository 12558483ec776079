import MailGrammar

/// Whose file it is: what may stand in it depends on that.
package enum ConfigurationKind: Hashable, Sendable {
    /// The person's own, with their accounts.
    case user
    /// The host-wide one, with a brand and without accounts.
    case host
    /// Several laid over one another, each of which was found good.
    case layers
}

/// One file of settings, read by itself and found good.
package struct ConfigurationFile: Hashable, Sendable {
    /// What stands in it, so that it can be laid over another.
    let root: TOMLTable
    /// What it says by itself.
    package let configuration: Configuration

    /// Nothing at all.
    package static let empty = ConfigurationFile(root: TOMLTable(entries: []), configuration: .empty)

    /// Host-wide settings. One place for every system, since an administrator has to find it: `XDG_CONFIG_DIRS` is a variable, and
    /// whoever sets it would choose the brand and the defaults of others' programs.
    package static let hostPath = "/etc/rohrpost/config.toml"

    private init(root: TOMLTable, configuration: Configuration) {
        self.root = root
        self.configuration = configuration
    }

    /// Reads a file's content. All that is wrong is told at once; `file` is only named in the error.
    package init(_ content: [UInt8], file: String, kind: ConfigurationKind) throws(ConfigurationError) {
        let document: TOMLDocument
        do {
            document = try TOMLDocument(content)
        } catch {
            throw ConfigurationError(file: file, problems: [ConfigurationProblem(error)])
        }
        var reader = ConfigurationReader(kind: kind)
        let result = reader.read(document.root)
        guard reader.problems.isEmpty else { throw ConfigurationError(file: file, problems: reader.problems) }
        self.init(root: document.root, configuration: result)
    }

    /// Reads a file, at most 1 MB of it. `nil` for one that is not there, where it need not be.
    package init?(
        path: String, kind: ConfigurationKind, files: some FileSystem, mayBeMissing: Bool
    ) throws(ConfigurationError) {
        let content: [UInt8]
        do {
            content = try files.read(path, limit: 1 << 20)
        } catch {
            if mayBeMissing, error.isMissing { return nil }
            let problem = ConfigurationProblem(.unreadable(error.reason), at: nil)
            throw ConfigurationError(file: path, problems: [problem])
        }
        try self.init(content, file: path, kind: kind)
    }
}
