import CPlatform
import Glibc
import MailGrammar

/// A password or key: bytes in memory of their own that is locked against swapping, kept out of core dumps and wiped when the
/// last owner lets go. It is not a `String`, of which copies cannot be wiped, and prints as `•••` everywhere.
public final class Secret: SecretBytes, Sendable {
    /// No password is longer; what is beyond is refused.
    public static let maximumCount = 65_536

    /// Octets.
    public let count: Int

    /// Whether the memory is locked; where the system's limit on locked memory is used up it is not, and may reach a swap file.
    package let isLocked: Bool

    private let capacity: Int
    // Never written to after `init`, freed by `deinit` only: so any thread may read it.
    nonisolated(unsafe) private let memory: UnsafeMutableRawPointer

    /// Lends `capacity` zeroed bytes to `fill`, which returns how many of them it used. The rest stays zero.
    package init(capacity: Int, fill: (UnsafeMutableRawBufferPointer) throws(SecretError) -> Int) throws(SecretError) {
        guard capacity <= Self.maximumCount else { throw .tooLong }
        let size = max(1, capacity)
        var locked: Int32 = 0
        guard let memory = rp_secret_allocate(size, &locked) else { throw .noMemory }
        do throws(SecretError) {
            let used = try fill(UnsafeMutableRawBufferPointer(start: memory, count: size))
            self.count = max(0, min(used, capacity))
        } catch {
            rp_secret_free(memory, size)
            throw error
        }
        self.memory = memory
        self.capacity = size
        self.isLocked = locked == 1
    }

    /// Copies bytes. The caller wipes its own.
    public convenience init(copying bytes: UnsafeRawBufferPointer) throws(SecretError) {
        try self.init(capacity: bytes.count) { buffer throws(SecretError) in
            buffer.copyMemory(from: bytes)
            return bytes.count
        }
    }

    deinit { rp_secret_free(memory, capacity) }

    /// Lends the bytes for the length of `body`. They must not be copied into anything that is not wiped.
    public func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// Whether both hold the same bytes; takes the same time wherever they differ (their lengths are no secret).
    public func equals(_ other: Secret) -> Bool {
        count == other.count && rp_equal_constant_time(memory, other.memory, count) == 1
    }
}

/// Why there is no secret.
public enum SecretError: Error, Hashable, Sendable {
    /// More than `Secret.maximumCount` octets.
    case tooLong
    /// The system gave no memory.
    case noMemory
    /// The descriptor could not be read: the `errno` value.
    case unreadable(Int32)
}

extension Secret {
    /// Reads the first line of a descriptor, without its LF, or all of it where no LF comes before the end. Blocks.
    ///
    /// What comes with the line in the same read is thrown away.
    package static func firstLine(from descriptor: Int32) throws(SecretError) -> Secret {
        let line = try Secret(capacity: maximumCount) { buffer throws(SecretError) in
            var reader = FirstLine(buffer: buffer)
            while !reader.isComplete {
                switch reader.read(from: descriptor) {
                case .more: continue
                case .end: return reader.lineCount
                case .wouldBlock:
                    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                    _ = poll(&poller, 1, -1)
                case .failed(let code): throw .unreadable(code)
                case .tooLong: throw .tooLong
                }
            }
            return reader.lineCount
        }
        return try line.fitted()
    }

    /// The same bytes in as little memory as they need: what is locked is scarce.
    package func fitted() throws(SecretError) -> Secret {
        try Secret(copying: UnsafeRawBufferPointer(start: memory, count: count))
    }
}

/// Collects the first line that a descriptor gives in borrowed secret memory.
struct FirstLine {
    enum Step: Equatable {
        case more, end, wouldBlock, tooLong
        case failed(Int32)
    }

    private let buffer: UnsafeMutableRawBufferPointer
    private var used = 0
    /// Set when the LF has been seen.
    private(set) var isComplete = false
    /// Octets of the line so far, the LF not counted.
    private(set) var lineCount = 0

    /// Borrows memory that is wiped by its owner.
    init(buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

    /// One `read`. After the LF it goes on taking bytes, into memory that is wiped at once, so that the writer is not held up.
    mutating func read(from descriptor: Int32) -> Step {
        if isComplete { return discard(from: descriptor) }
        guard used < buffer.count, let base = buffer.baseAddress else { return .tooLong }
        let got = Glibc.read(descriptor, base + used, buffer.count - used)
        if got == 0 { return .end }
        if got < 0 { return errno == EINTR ? .more : errno == EAGAIN ? .wouldBlock : .failed(errno) }
        let fresh = used..<(used + got)
        used += got
        if let lineEnd = fresh.first(where: { buffer[$0] == 0x0A }) {
            isComplete = true
            lineCount = lineEnd
            rp_wipe(base + lineEnd, used - lineEnd)
        } else {
            lineCount = used
        }
        return .more
    }

    private func discard(from descriptor: Int32) -> Step {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { scratch in
            let got = Glibc.read(descriptor, scratch.baseAddress, scratch.count)
            let code = errno
            if let base = scratch.baseAddress, got > 0 { rp_wipe(base, got) }
            if got == 0 { return .end }
            if got < 0 { return code == EINTR ? .more : code == EAGAIN ? .wouldBlock : .failed(code) }
            return .more
        }
    }
}

extension Secret: Hashable {
    /// The same bytes, told in constant time.
    public static func == (lhs: Secret, rhs: Secret) -> Bool { lhs.equals(rhs) }
    /// By the number of bytes alone: a hash must tell nothing of them.
    public func hash(into hasher: inout Hasher) { hasher.combine(count) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `•••`, whatever it holds.
    public var description: String { "•••" }
    /// `•••`, whatever it holds.
    public var debugDescription: String { "•••" }
    /// Without children: `dump` finds nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>(), displayStyle: .class) }
}
