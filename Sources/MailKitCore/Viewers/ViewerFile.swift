import Glibc
import Synchronization

/// A part as a file in a folder that nobody else can enter. Nothing of its name is from the mail. Its calls block.
///
/// Folder and file go when it is removed, at the latest with the last owner; what the program put beside it is its own affair,
/// the folder then stays.
package final class ViewerFile: AppendableFile {
    private let folder: String
    private let descriptor: Int32
    private let isThere = Atomic(true)
    /// `part`, until a row wants an ending.
    package var path: String { "\(folder)/part" }

    /// An empty one.
    ///
    /// - Parameter parent: the folder that it gets a folder in
    package init(in parent: String) throws(FileError) {
        folder = try makePrivateFolder(in: parent, named: "rohrpost")
        descriptor = open("\(folder)/part", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            _ = rmdir(folder)
            throw FileError(path: parent, code: code)
        }
    }

    deinit {
        close(descriptor)
        remove()
    }

    /// Takes folder and file away, once.
    package func remove() {
        guard isThere.exchange(false, ordering: .relaxed) else { return }
        _ = unlink(path)
        _ = rmdir(folder)
    }

    package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        let code = writeAll(bytes, to: descriptor)
        guard code == 0 else { throw FileError(path: path, code: code) }
    }

    /// Runs `body` while the file has an ending as well, and gives it that path.
    ///
    /// - Parameter ending: letters and digits, without the dot
    func withEnding<R>(_ ending: String?, _ body: (String) async -> R) async throws(FileError) -> R {
        guard let ending else { return await body(path) }
        let named = "\(path).\(ending)"
        let plain = path
        let code: Int32 = await Blocking.run { rename(plain, named) == 0 ? 0 : errno }
        guard code == 0 else { throw FileError(path: named, code: code) }
        let result = await body(named)
        await Blocking.run { _ = rename(named, plain) }
        return result
    }
}
