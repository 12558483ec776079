import Glibc

/// The octets of a whole message, wherever they lie; read in windows, so that no message is ever held as a whole.
package protocol MessageOctets: Sendable {
    /// How many there are.
    var size: UInt64 { get }
    /// Those of a range; fewer where there are fewer. At most a few hundred kilobytes are asked for at a time.
    func read(_ range: Range<UInt64>) throws(FileError) -> [UInt8]
}

/// A message in a file of its own.
package final class FileOctets: MessageOctets {
    /// Octets that are taken from a pipe before it is called too large.
    package static let spoolLimit: UInt64 = 4 << 30
    /// Octets read at a time.
    package static let window = 256 << 10

    package let size: UInt64
    private let path: String
    private let descriptor: Int32

    /// Opens a file for reading; what is no regular file, a pipe say, is copied to a file that has no name.
    package convenience init(path: String, temporaryFolder: String) throws(FileError) {
        var descriptor: Int32
        repeat { descriptor = open(path, O_RDONLY | O_CLOEXEC) } while descriptor < 0 && errno == EINTR
        guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
        try self.init(owned: descriptor, path: path, temporaryFolder: temporaryFolder)
    }

    /// The same with a descriptor that is open, as the standard input is. It is closed.
    package init(owned descriptor: Int32, path: String, temporaryFolder: String) throws(FileError) {
        self.path = path
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw FileError(path: path, code: code)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            self.descriptor = descriptor
            size = UInt64(clamping: status.st_size)
        case S_IFDIR:
            close(descriptor)
            throw FileError(path: path, code: EISDIR)
        default:
            defer { close(descriptor) }
            (self.descriptor, size) = try Self.spool(descriptor, path: path, folder: temporaryFolder)
        }
    }

    deinit { close(descriptor) }

    package func read(_ range: Range<UInt64>) throws(FileError) -> [UInt8] {
        let count = Int(clamping: range.upperBound - range.lowerBound)
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            used = 0
            while used < count, let base = buffer.baseAddress {
                let offset = range.lowerBound &+ UInt64(used)
                guard let place = off_t(exactly: offset) else { return }
                let got = pread(descriptor, base + used, count - used, place)
                if got < 0 {
                    if errno == EINTR { continue }
                    code = errno
                    return
                }
                // The file has become shorter.
                if got == 0 { return }
                used += got
            }
        }
        guard code == 0 else { throw FileError(path: path, code: code) }
        return bytes
    }

    /// Copies all that comes to a file that only this process can reach.
    private static func spool(
        _ source: Int32, path: String, folder: String
    ) throws(FileError) -> (descriptor: Int32, size: UInt64) {
        let target = try unnamedFile(in: folder)
        var size: UInt64 = 0
        var code: Int32 = 0
        withUnsafeTemporaryAllocation(byteCount: window, alignment: 16) { buffer in
            while code == 0 {
                let got = Glibc.read(source, buffer.baseAddress, buffer.count)
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else {
                    code = errno
                    return
                }
                if got == 0 { return }
                size += UInt64(got)
                guard size <= spoolLimit else {
                    code = EFBIG
                    return
                }
                code = writeAll(UnsafeRawBufferPointer(rebasing: buffer[..<got]), to: target)
            }
        }
        guard code == 0 else {
            close(target)
            throw FileError(path: path, code: code)
        }
        return (target, size)
    }

    private static func unnamedFile(in folder: String) throws(FileError) -> Int32 {
        var name = Array("\(folder)/rohrpost-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw FileError(path: folder, code: errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(name)
        return descriptor
    }
}

/// A message in memory.
package struct HeldOctets: MessageOctets {
    private let bytes: [UInt8]

    /// All of it.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var size: UInt64 { UInt64(bytes.count) }

    package func read(_ range: Range<UInt64>) throws(FileError) -> [UInt8] {
        let lower = min(range.lowerBound, size)
        return Array(bytes[Int(lower)..<Int(min(range.upperBound, size))])
    }
}
