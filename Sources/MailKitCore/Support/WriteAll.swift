import Glibc

/// Writes all octets to a descriptor that blocks, however many pieces it takes them in.
///
/// - Returns: 0, or the errno of what stopped it.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
        let written = write(descriptor, base, rest.count)
        if written < 0 {
            if errno == EINTR { continue }
            return errno
        }
        // A descriptor that takes nothing takes nothing the next time either.
        guard written > 0 else { return EIO }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
    }
    return 0
}
