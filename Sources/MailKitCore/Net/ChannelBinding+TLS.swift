import COpenSSL
import MailGrammar

extension ChannelBinding {
    /// The value of a connection that is up: exported from its keys with TLS 1.3, before that the hash of the certificate,
    /// since the exporter of older versions is only unique with an extension that not everybody has (RFC 9266, section 4.2).
    init?(of ssl: OpaquePointer) {
        let isModern = SSL_version(ssl) >= TLS1_3_VERSION
        guard let value = isModern ? Self.exported(from: ssl) : Self.endPoint(of: ssl) else {
            ERR_clear_error()
            return nil
        }
        self.init(isModern ? .tlsExporter : .tlsServerEndPoint, value)
    }

    /// Source: RFC 9266, section 4.
    private static func exported(from ssl: OpaquePointer) -> [UInt8]? {
        let label = "EXPORTER-Channel-Binding"
        var value = [UInt8](repeating: 0, count: 32)
        let status = SSL_export_keying_material(ssl, &value, value.count, label, label.utf8.count, [], 0, 1)
        return status == 1 ? value : nil
    }

    /// By the hash of the certificate's signature, SHA-256 in place of one that is broken. A signature without a hash of its
    /// own (Ed25519) has no value. Source: RFC 5929, section 4.1.
    private static func endPoint(of ssl: OpaquePointer) -> [UInt8]? {
        var hash: Int32 = 0
        guard let certificate = SSL_get0_peer_certificate(ssl),
            X509_get_signature_info(certificate, &hash, nil, nil, nil) == 1, hash != NID_undef
        else { return nil }
        let isBroken = hash == NID_md5 || hash == NID_sha1
        let algorithm = isBroken ? EVP_sha256() : EVP_get_digestbyname(OBJ_nid2sn(hash))
        guard let algorithm else { return nil }
        var value = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard X509_digest(certificate, algorithm, &value, &length) == 1 else { return nil }
        return Array(value.prefix(Int(length)))
    }
}
