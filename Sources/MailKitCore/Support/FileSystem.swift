import Glibc

/// The seam through which files are read and written; tests pass one that is full or broken.
package protocol FileSystem: Sendable {
    /// The whole content of a file.
    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8]
    /// Opens a file for appending, making it with mode 0600 where it is missing. A symbolic link is refused, and whatever is
    /// not a regular file.
    func openForAppending(_ path: String) throws(FileError) -> any AppendableFile
    /// Puts a file of mode 0600 in the place of what has that name, whole or not at all. Folders that are missing are made,
    /// with mode 0700.
    func replace(_ path: String, with content: [UInt8]) throws(FileError)
}

/// A file that grows. Closed when the last owner lets go.
package protocol AppendableFile: Sendable {
    /// Writes all of it, or throws.
    func append(_ bytes: UnsafeRawBufferPointer) throws(FileError)
}

extension AppendableFile {
    /// The same; what goes wrong is the result.
    func appending(_ bytes: [UInt8]) -> FileError? {
        bytes.withUnsafeBytes { buffer in
            do throws(FileError) {
                try append(buffer)
                return nil
            } catch {
                return error
            }
        }
    }
}

/// What a file operation failed with.
package struct FileError: Error, Hashable, Sendable {
    package let path: String
    /// The `errno` value; `EFBIG` for a file above the limit.
    package let code: Int32

    /// Any failure.
    package init(path: String, code: Int32) {
        self.path = path
        self.code = code
    }

    /// Whether there is no such file, or no folder where it would be.
    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    /// The system's words for it, in English: `No such file or directory`.
    package var reason: String { systemReason(code) }
}

/// A new folder that nobody else can enter (0700). Blocks.
///
/// - Parameters:
///   - parent: the folder that it is made in
///   - name: what its name begins with
/// - Returns: its path
func makePrivateFolder(in parent: String, named name: String) throws(FileError) -> String {
    var template = Array("\(parent)/\(name)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FileError(path: parent, code: errno) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The system's words for an `errno` value, in English, since the program never sets a language for libc's messages.
public func systemReason(_ code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        guard let base = buffer.baseAddress, strerror_r(code, base, buffer.count) == 0 else { return "error \(code)" }
        return String(cString: base)
    }
}

/// The machine's own files.
package struct LocalFileSystem: FileSystem {
    /// Needs nothing.
    package init() {}

    package func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        // Non-blocking, so that a FIFO in the place of a file cannot hold the program up.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
        defer { close(descriptor) }
        var content: [UInt8] = []
        while true {
            let free = max(0, limit - content.count)
            let (chunk, code) = Self.readChunk(descriptor, upTo: min(65_536, free + 1))
            guard code == 0 else { throw FileError(path: path, code: code) }
            if chunk.isEmpty { return content }
            content += chunk
            guard content.count <= limit else { throw FileError(path: path, code: EFBIG) }
        }
    }

    private static func readChunk(_ descriptor: Int32, upTo count: Int) -> (bytes: [UInt8], code: Int32) {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            var got: Int
            repeat { got = Glibc.read(descriptor, buffer.baseAddress, count) } while got < 0 && errno == EINTR
            code = got < 0 ? errno : 0
            used = max(0, got)
        }
        return (bytes, code)
    }

    package func openForAppending(_ path: String) throws(FileError) -> any AppendableFile {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw FileError(path: path, code: code)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FileError(path: path, code: EINVAL)
        }
        // One that was there before with a wider mode is narrowed; where it is another user's, it is not ours to use.
        guard fchmod(descriptor, 0o600) == 0 else {
            let code = errno
            close(descriptor)
            throw FileError(path: path, code: code)
        }
        return LocalAppendableFile(path: path, descriptor: descriptor)
    }
}

extension LocalFileSystem {
    package func replace(_ path: String, with content: [UInt8]) throws(FileError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try makeFolders(folder)
        var template = Array("\(folder)/.rohrpost-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileError(path: folder, code: errno) }
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var code = content.withUnsafeBytes { writeAll($0, to: descriptor) }
        // Without it a machine that goes down may have the new name and nothing behind it.
        if code == 0, fsync(descriptor) != 0, errno != EINVAL { code = errno }
        if close(descriptor) != 0, code == 0 { code = errno }
        if code == 0, rename(temporary, path) != 0 { code = errno }
        guard code == 0 else {
            unlink(temporary)
            throw FileError(path: path, code: code)
        }
    }

    /// Makes a folder, and those above it that are missing, with mode 0700. One that is there stays as it is.
    package func makeFolder(_ path: String) throws(FileError) { try makeFolders(path) }

    private func makeFolders(_ path: String) throws(FileError) {
        if path.isEmpty || access(path, F_OK) == 0 { return }
        if let slash = path.lastIndex(of: "/") { try makeFolders(String(path[..<slash])) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError(path: path, code: errno) }
    }
}

private final class LocalAppendableFile: AppendableFile {
    private let path: String
    private let descriptor: Int32

    init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        let code = writeAll(bytes, to: descriptor)
        guard code == 0 else { throw FileError(path: path, code: code) }
    }
}
