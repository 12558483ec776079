import Glibc
import MailGrammar

/// Where the store of one account lies, and what is done with its files. Folder 0700, files 0600. Its calls block.
package struct StoreFile: Sendable {
    package let folder: String
    /// Without an ending.
    package let name: String

    package init(folder: String, name: String) {
        self.folder = folder
        self.name = name
    }

    /// `$XDG_CACHE_HOME/rohrpost`, else `~/.cache/rohrpost`; `nil` where neither variable holds an absolute path.
    package static func standardFolder(environment: (String) -> String?) -> String? {
        if let base = environment("XDG_CACHE_HOME"), base.hasPrefix("/") { return "\(base)/rohrpost" }
        if let home = environment("HOME"), home.hasPrefix("/") { return "\(home)/.cache/rohrpost" }
        return nil
    }

    package var path: String { "\(folder)/\(name).db" }
    /// Held by every process that has the store open.
    var lockPath: String { "\(folder)/\(name).lock" }
    /// The last damaged one, and the one before.
    package var setAsidePaths: [String] { ["\(path).damaged-1", "\(path).damaged-2"] }

    /// Makes the folder, resolves the links that lead to it, and looks whose it is.
    func resolved() throws(StoreError) -> StoreFile {
        do throws(FileError) {
            try LocalFileSystem().makeFolder(folder)
        } catch {
            throw StoreError(error)
        }
        guard let resolved = realpath(folder, nil) else { throw failure(folder) }
        defer { free(resolved) }
        let place = StoreFile(folder: String(cString: resolved), name: name)
        var status = stat()
        guard lstat(place.folder, &status) == 0 else { throw failure(folder) }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
            throw StoreError(.cannotOpen, path: folder, .othersFolder)
        }
        if status.st_mode & 0o077 != 0, chmod(place.folder, 0o700) != 0 { throw failure(folder) }
        return place
    }

    /// Makes the file with its mode where there is none. One that is there is never opened here: closing it would take SQLite's locks
    /// away.
    func makeFile() throws(StoreError) {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(path, flags, 0o600)
        if descriptor >= 0 {
            close(descriptor)
            return
        }
        guard errno == EEXIST else { throw failure(path) }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
            throw StoreError(.cannotOpen, path: path, .othersFile)
        }
        if status.st_mode & 0o177 != 0, chmod(path, 0o600) != 0 { throw failure(path) }
    }

    /// Whether there is anything in the file.
    package var hasContent: Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_size > 0
    }

    /// Gives the file another name, so that a new one takes its place; of those set aside before one is kept. Nobody may have it
    /// open.
    ///
    /// - Returns: its new path
    func setAside() throws(StoreError) -> String {
        let aside = setAsidePaths
        for ending in ["", "-wal"] {
            try move(aside[0] + ending, to: aside[1] + ending)
            try move(path + ending, to: aside[0] + ending)
        }
        unlink(path + "-shm")
        return aside[0]
    }

    /// Where there is nothing to be moved, there is nothing afterwards.
    private func move(_ from: String, to: String) throws(StoreError) {
        guard rename(from, to) != 0 else { return }
        guard errno == ENOENT else { throw failure(from) }
        unlink(to)
    }

    private func failure(_ path: String) -> StoreError { StoreError(FileError(path: path, code: errno)) }
}
