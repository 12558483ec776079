/// What a machine may know of a secret: its bytes for the moment of writing them into a frame.
///
/// The buffer itself (locked, wiped, never a String) is `MailKitCore.Secret`; this is its shape, so that grammar code can
/// take one without importing anything.
public protocol SecretBytes: Sendable {
    /// Lends the bytes for the length of `body`. They must not be copied into anything that is not wiped.
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R
}
