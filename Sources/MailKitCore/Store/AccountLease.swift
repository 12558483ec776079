import Glibc

/// Which of several running processes acts for an account: replays its journal, sends its outbox, edits its filters.
///
/// It is a lock on a file, so it ends with the process, however that ends.
package final class AccountLease: Sendable {
    /// What taking it gave.
    package enum Taking: Sendable {
        case taken(AccountLease)
        /// Another process has it: its id, where that can be told.
        case held(by: Int32?)
    }

    private let file: LockFile

    private init(_ file: LockFile) { self.file = file }

    deinit {
        file.write("")
        file.release()
    }

    /// `$XDG_DATA_HOME/rohrpost`, else `~/.local/share/rohrpost`; `nil` where neither variable holds an absolute path.
    package static func standardFolder(environment: (String) -> String?) -> String? {
        if let base = environment("XDG_DATA_HOME"), base.hasPrefix("/") { return "\(base)/rohrpost" }
        if let home = environment("HOME"), home.hasPrefix("/") { return "\(home)/.local/share/rohrpost" }
        return nil
    }

    /// Takes the lease without waiting; it is given back with the last owner. Blocks for as long as opening a file does.
    ///
    /// - Parameters:
    ///   - folder: made with mode 0700 where it is missing
    ///   - name: of the account's files, see ``AccountConfiguration/fileName``
    package static func take(folder: String, name: String) throws(FileError) -> Taking {
        try LocalFileSystem().makeFolder(folder)
        let file = try LockFile("\(folder)/\(name).lease")
        guard file.own() else {
            return .held(by: Int32(file.read().prefix { $0.isNumber }))
        }
        file.write("\(getpid())\n")
        return .taken(AccountLease(file))
    }
}
