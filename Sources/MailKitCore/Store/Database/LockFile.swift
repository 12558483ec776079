import Glibc

/// A file that processes lock as a whole, never waiting. The lock goes with the last owner of this, however the process ends.
///
/// By `flock`, so that two in one process count as two.
final class LockFile: Sendable {
    private let descriptor: Int32

    /// Opens it, making it with mode 0600 where it is missing. A symbolic link is refused.
    init(_ path: String) throws(FileError) {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
        // Where it is another user's, it is not ours to lock.
        guard fchmod(descriptor, 0o600) == 0 else { throw FileError(path: path, code: errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Beside others that hold it shared.
    func share() -> Bool { lock(LOCK_SH) }
    /// Alone.
    func own() -> Bool { lock(LOCK_EX) }
    /// Gives it back.
    func release() { _ = lock(LOCK_UN) }

    private func lock(_ operation: Int32) -> Bool {
        var result: Int32
        repeat { result = flock(descriptor, operation | LOCK_NB) } while result != 0 && errno == EINTR
        return result == 0
    }

    /// Puts a short text in the place of what the file holds.
    func write(_ text: String) {
        guard ftruncate(descriptor, 0) == 0 else { return }
        var text = text
        text.withUTF8 { _ = pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// The first octets of the file.
    func read() -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let got = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, got)), as: UTF8.self)
    }
}
