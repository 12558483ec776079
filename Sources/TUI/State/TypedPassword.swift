import MailKitCore

/// A password as far as it is typed: never a String, but a `Secret`, of which each key makes a new one while the old one is
/// wiped. So the state stays a value, and whatever prints it prints dots.
package struct TypedPassword: Hashable, Sendable {
    /// Octets that it takes; the limit is above any password.
    static let limit = 4096

    /// `nil` while nothing is typed.
    package private(set) var secret: Secret?

    var isEmpty: Bool { secret == nil }

    /// Characters typed: that many dots.
    package var count: Int { secret?.withBytes { $0.count { Self.begins($0) } } ?? 0 }

    /// Takes a character. Control characters are not part of any password.
    mutating func append(_ scalar: Unicode.Scalar) {
        guard scalar.properties.generalCategory != .control, let octets = UTF8.encode(scalar) else { return }
        replace(from: secret?.count ?? 0, with: octets)
    }

    /// Takes the last character back.
    mutating func removeLast() {
        let last = secret?.withBytes { $0.lastIndex { Self.begins($0) } } ?? nil
        replace(from: last ?? 0, with: EmptyCollection())
    }

    private mutating func replace(from start: Int, with octets: some Collection<UInt8>) {
        let size = start + octets.count
        guard size > 0 else {
            secret = nil
            return
        }
        guard size <= Self.limit else { return }
        let before = secret
        let after = try? Secret(capacity: size) { (buffer) throws(SecretError) in
            before?.withBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<start])) }
            for (index, octet) in octets.enumerated() { buffer[start + index] = octet }
            return size
        }
        // Where there is no memory for a longer one, what has been typed stays.
        if let after { secret = after }
    }

    /// Whether a byte of UTF-8 begins a character.
    private static func begins(_ octet: UInt8) -> Bool { octet & 0xC0 != 0x80 }
}
