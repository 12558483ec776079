/// What an account asks of TLS beyond what holds for all of them.
struct TLSSettings: Sendable {
    /// The only certificate that the server may show.
    var pin: CertificateFingerprint?
    /// `nil` for the process's own.
    var context: TLSContext?
}
