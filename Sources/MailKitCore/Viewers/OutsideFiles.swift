import Glibc
import MailGrammar
import Synchronization

/// Parts that lie in files for programs of the desktop: each in a folder of its own (0700), at the latest until the program ends.
package final class OutsideFiles: Sendable {
    /// For the whole process.
    package static let shared = OutsideFiles()

    private let folders = Mutex<Set<String>>([])

    /// Knows of none yet.
    package init() {}

    /// A name in which nothing means anything to a shell, so that no row of a mailcap has to quote it. It begins with neither hyphen
    /// nor dot, and its ending is that of the part's name, or of its type.
    static func name(_ given: String, mediaType: String) -> String {
        let safe = SafeFileName.make(given, fallback: "part")
        let dot = safe.lastIndex(of: ".")
        let written = dot.map { safe[safe.index(after: $0)...] } ?? ""
        let ending = ViewerCommand.isFileEnding(written) ? String(written) : ViewerCommand.fileEnding(mediaType)
        var stem = ""
        for scalar in (dot.map { safe[..<$0] } ?? safe[...]).unicodeScalars.prefix(60) {
            let isPlain =
                scalar.isASCII && scalar != "/" && scalar != ":" && scalar.utf8.allSatisfy(ViewerCommand.isPath)
            stem.unicodeScalars.append(isPlain ? scalar : "_")
        }
        return (stem.isEmpty ? "part" : stem) + (ending.map { ".\($0)" } ?? "")
    }

    /// A new folder that nobody else can enter. Blocks.
    func makeFolder(in parent: String) throws(FileError) -> String {
        let folder = try makePrivateFolder(in: parent, named: "rohrpost-open")
        _ = folders.withLock { $0.insert(folder) }
        return folder
    }

    /// Takes away the file at a path, with its folder; only what was made here. Blocks.
    package func remove(_ path: String) {
        guard let slash = path.lastIndex(of: "/") else { return }
        let folder = String(path[..<slash])
        guard folders.withLock({ $0.remove(folder) }) != nil else { return }
        Self.clear(folder)
    }

    /// One that is gone already: its name may be another's by now.
    func forget(_ folder: String) { _ = folders.withLock { $0.remove(folder) } }

    /// Takes all of them away. Blocks.
    package func removeAll() {
        let all = folders.withLock { folders in
            defer { folders = [] }
            return folders
        }
        for folder in all { Self.clear(folder) }
    }

    /// With what programs have put beside the file; not with folders of theirs.
    private static func clear(_ path: String) {
        // Never through a link, and never what is another's: such a name can be seen by all while it is free.
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_uid == geteuid() else {
            close(descriptor)
            return
        }
        if let folder = fdopendir(descriptor) {
            while let entry = readdir(folder) {
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: 256) { _ = unlinkat(dirfd(folder), $0, 0) }
                }
            }
            closedir(folder)
        } else {
            close(descriptor)
        }
        rmdir(path)
    }
}
