import COpenSSL
import Glibc

extension TLSTicket {
    /// Seconds after which no ticket is good. Source: RFC 8446, section 4.6.1.
    private static let lifetime: Int64 = 604_800

    /// Writes down what a server gave; `nil` where it cannot be used again.
    init?(session: OpaquePointer, for binding: Binding) {
        let size = Int(i2d_SSL_SESSION(session, nil))
        guard SSL_SESSION_is_resumable(session) == 1, (1...Self.limit).contains(size) else { return nil }
        let octets = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            var place = buffer.baseAddress
            count = Int(max(0, i2d_SSL_SESSION(session, &place)))
        }
        self.init(octets, for: binding)
    }

    /// Puts the ticket into a connection that has not begun; false where it cannot be used.
    ///
    /// A session that is taken up again brings no certificate. So the one it began with, which the ticket holds, must still be
    /// good for this server: its dates, and its name or the pin. Who issued it was checked when the session began.
    func offer(by ssl: OpaquePointer, pin: CertificateFingerprint?) -> Bool {
        defer { ERR_clear_error() }
        let session = octets.withUnsafeBufferPointer { buffer in
            var place = buffer.baseAddress
            return d2i_SSL_SESSION(nil, &place, buffer.count)
        }
        guard let session else { return false }
        defer { SSL_SESSION_free(session) }
        let age = Int64(time(nil)) - Int64(SSL_SESSION_get_time(session))
        guard SSL_SESSION_is_resumable(session) == 1, (0..<Self.lifetime).contains(age),
            SSL_SESSION_get_protocol_version(session) >= TLS1_2_VERSION,
            let certificate = SSL_SESSION_get0_peer(session), isGood(certificate, pin)
        else { return false }
        return SSL_set_session(ssl, session) == 1
    }

    private func isGood(_ certificate: OpaquePointer, _ pin: CertificateFingerprint?) -> Bool {
        guard X509_cmp_current_time(X509_get0_notBefore(certificate)) < 0,
            X509_cmp_current_time(X509_get0_notAfter(certificate)) > 0
        else { return false }
        if let pin { return CertificateFingerprint(of: certificate) == pin }
        let host = binding.host
        let flags = UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS)
        return X509_check_host(certificate, host, host.utf8.count, flags, nil) == 1
            || X509_check_ip_asc(certificate, host, 0) == 1
    }
}
