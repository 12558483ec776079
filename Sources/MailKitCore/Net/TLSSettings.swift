/// What an account asks of TLS beyond what holds for all of them.
struct TLSSettings: Sendable {
    /// The only certificate that the server may show.
    var pin: CertificateFingerprint?
    /// What the client shows of itself where the server asks.
    var identity: ClientCertificate?
    /// Where tickets are kept to come back with, and what they are for; `nil`: every connection is a new one.
    var tickets: (TLSTickets, TLSTicket.Binding)?
    /// `nil` for the process's own.
    var context: TLSContext?
}
