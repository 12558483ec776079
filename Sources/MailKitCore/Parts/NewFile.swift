import CPlatform
import Glibc
import MailGrammar
import Synchronization

/// A file that gets its name when it is whole, and never takes the place of another one. Mode 0600.
///
/// It is written without a name, so that nothing of it is left where the program ends before that. Where a file system has no
/// such files it has a name of ours until then, which begins with a dot.
///
/// Its calls block.
package final class NewFile: AppendableFile {
    /// Names that are tried: `a.pdf`, `a-1.pdf`, …
    private static let nameLimit = 1_000

    private let place: FilePlace
    private let descriptor: Int32
    /// Its name until it gets its own; `nil` for none.
    private let workingPath: String?
    private let hasWorkingPath = Atomic(true)

    /// Begins a file, so that a folder that takes none is known before anything is fetched for it.
    ///
    /// - Parameter openUnnamed: opens a file without a name in a folder, or gives a negative number where there are none
    package init(
        at place: FilePlace, openUnnamed: (String) -> Int32 = { rp_open_unnamed($0) }
    ) throws(FileError) {
        self.place = place
        // Without /proc it could not be given a name.
        let unnamed = access("/proc/self/fd", X_OK) == 0 ? openUnnamed(place.folder) : -1
        if unnamed >= 0 {
            descriptor = unnamed
            workingPath = nil
            return
        }
        // A missing folder is told as ENOENT by both ways, whatever else only by the second one.
        var name = Array("\(place.folder)/.rohrpost-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw FileError(path: place.folder, code: errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        workingPath = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        close(descriptor)
        discard()
    }

    /// Takes away what has no name of its own yet, once.
    package func discard() {
        guard let workingPath, hasWorkingPath.exchange(false, ordering: .relaxed) else { return }
        unlink(workingPath)
    }

    /// Waits until the octets are on the disk: what does not fit is told now.
    package func sync() throws(FileError) {
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError(path: place.path, code: errno) }
    }

    package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        let code = writeAll(bytes, to: descriptor)
        guard code == 0 else { throw FileError(path: place.path, code: code) }
    }

    /// Gives it its name, or the same with a number where there is such a file already; the path it has now.
    package func keep() throws(FileError) -> String {
        for number in 0..<Self.nameLimit {
            let name = number == 0 ? place.name : SafeFileName.numbered(place.name, number)
            let path = FilePlace(folder: place.folder, name: name).path
            let result = workingPath.map { rp_rename_new($0, path) } ?? rp_name_file(descriptor, path)
            if result == 0 {
                hasWorkingPath.store(false, ordering: .relaxed)
                return path
            }
            guard errno == EEXIST else { throw FileError(path: path, code: errno) }
        }
        throw FileError(path: place.path, code: EEXIST)
    }
}

/// Where a file is to be.
package struct FilePlace: Hashable, Sendable {
    /// Without a slash at its end, but for the root.
    package let folder: String
    package let name: String

    package init(folder: String, name: String) {
        self.folder = folder
        self.name = name
    }

    /// What a person typed: a path, one from home (`~/a.pdf`), or a folder that is there, in which the file gets the
    /// `proposed` name. Blocks: it looks whether there is such a folder.
    package init(typed: String, proposed: String, home: String?) {
        var path = typed
        if path == "~" || path.hasPrefix("~/"), let home { path = home + path.dropFirst() }
        var status = stat()
        let isFolder = path.hasSuffix("/") || stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        if isFolder {
            while path.count > 1, path.hasSuffix("/") { path.removeLast() }
            self.init(folder: path, name: proposed)
        } else if let slash = path.lastIndex(of: "/") {
            let folder = path[..<slash]
            self.init(folder: folder.isEmpty ? "/" : String(folder), name: String(path[path.index(after: slash)...]))
        } else {
            self.init(folder: ".", name: path)
        }
    }

    package var path: String {
        folder == "." ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
}
