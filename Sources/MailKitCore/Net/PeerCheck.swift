import COpenSSL

/// What one connection's peer is checked against, and what came of it. Lives beside its SSL, which points to it.
final class PeerCheck {
    private let pin: CertificateFingerprint?
    private let tickets: (TLSTickets, TLSTicket.Binding)?
    private var objections: Set<CertificateObjection> = []
    /// What is wrong with the certificate that was refused; `nil` before that.
    private(set) var report: CertificateReport?

    /// A chain of any length brings no more than so many, and what there is to say of the server's own certificate.
    private static let objectionLimit = 64

    /// - Parameters:
    ///   - pin: the only certificate that is accepted.
    ///   - tickets: where the peer's are kept, and as what.
    init(pin: CertificateFingerprint?, tickets: (TLSTickets, TLSTicket.Binding)? = nil) {
        self.pin = pin
        self.tickets = tickets
    }

    /// The one whose connection a chain is being checked for.
    static func of(checked check: OpaquePointer?) -> PeerCheck? {
        guard let check, let ssl = rp_ssl_being_verified(check) else { return nil }
        return of(ssl)
    }

    /// The one of a connection.
    static func of(_ ssl: OpaquePointer) -> PeerCheck? {
        rp_ssl_owner(ssl).map { Unmanaged<PeerCheck>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Takes what the server gives to come back with: at the end of the handshake with TLS 1.2, with the first octets read
    /// with 1.3.
    func keep(_ session: OpaquePointer) {
        guard report == nil, let (box, binding) = tickets, let ticket = TLSTicket(session: session, for: binding) else {
            return
        }
        box.put(ticket)
    }

    /// Takes the place of OpenSSL's own check, inside a handshake: lets it go through the whole chain, noting all that it objects
    /// to, and then decides. Nothing is sent to a peer before.
    func verify(_ check: OpaquePointer) -> Bool {
        objections = []
        X509_STORE_CTX_set_verify_cb(check) { isGood, check in
            if isGood != 1, let check { PeerCheck.of(checked: check)?.note(check) }
            return 1
        }
        var isComplete = X509_verify_cert(check) == 1
        // An error that nothing was said of would be one of OpenSSL's own.
        if objections.isEmpty, X509_STORE_CTX_get_error(check) != X509_V_OK { isComplete = false }
        guard let certificate = X509_STORE_CTX_get0_cert(check) else { return false }
        let fingerprint = CertificateFingerprint(of: certificate)
        let ordered = objections.sorted { ($0.depth, $0.code) < ($1.depth, $1.code) }
        let reasons = CertificateVerdict.reasons(
            ordered, isComplete: isComplete, fingerprint: fingerprint, pin: pin)
        ERR_clear_error()
        guard reasons.isEmpty else {
            report = CertificateReport(of: certificate, reasons: reasons)
            // Decides the alert that the server is told.
            X509_STORE_CTX_set_error(check, ordered.first?.code ?? X509_V_ERR_APPLICATION_VERIFICATION)
            return false
        }
        X509_STORE_CTX_set_error(check, X509_V_OK)
        return true
    }

    private func note(_ check: OpaquePointer) {
        let objection = CertificateObjection(
            code: X509_STORE_CTX_get_error(check), depth: X509_STORE_CTX_get_error_depth(check))
        // Nothing that is said of the server's own certificate is lost behind a long chain.
        guard objection.depth == 0 || objections.count < Self.objectionLimit else { return }
        objections.insert(objection)
    }
}
