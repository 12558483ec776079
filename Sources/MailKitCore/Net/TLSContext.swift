import COpenSSL
import Glibc
import Synchronization

/// The one SSL_CTX of the process: TLS 1.2 or later, the system's trust, host names checked.
///
/// Trust comes from the hashed directory (0.13 ms) and not from the bundle (72 to 88 ms). `SSL_CERT_FILE` and
/// `SSL_CERT_DIR` replace the system's file and directory as they do for every OpenSSL program.
///
/// - Invariant (`@unchecked Sendable`): an SSL_CTX may be used from several threads once it is set up, and it is not changed
///   after `init`.
final class TLSContext: @unchecked Sendable {
    let pointer: OpaquePointer

    private static let cached = Mutex<TLSContext?>(nil)

    /// The process's context, made at the first call (4 to 5 ms).
    static func shared() throws(TransportError) -> TLSContext {
        let result: Result<TLSContext, TransportError> = cached.withLock { cached in
            if let context = cached { return .success(context) }
            do throws(TransportError) {
                let context = try TLSContext(trust: .fromEnvironment())
                cached = context
                return .success(context)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    init(trust: TrustSources) throws(TransportError) {
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw .tls(TLSError.queued()) }
        pointer = context
        rp_ssl_ctx_set_modes(context)
        guard rp_ssl_ctx_require_tls12(context) == 1 else { throw .tls(TLSError.queued()) }
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        SSL_CTX_set_cert_verify_callback(
            context,
            { check, _ in
                // A connection without a check of its own has none that could accept anything.
                guard let check, let peer = PeerCheck.of(checked: check) else { return 0 }
                return peer.verify(check) ? 1 : 0
            }, nil)
        rp_ssl_ctx_hand_out_sessions(context)
        SSL_CTX_sess_set_new_cb(context) { ssl, session in
            if let ssl, let session { PeerCheck.of(ssl)?.keep(session) }
            // The session stays OpenSSL's.
            return 0
        }
        for file in trust.files where SSL_CTX_load_verify_locations(context, file, nil) != 1 {
            throw .tls("cannot read certificates from \(file): \(TLSError.queued())")
        }
        for directory in trust.directories where SSL_CTX_load_verify_locations(context, nil, directory) != 1 {
            throw .tls("cannot use the certificate directory \(directory): \(TLSError.queued())")
        }
    }

    deinit { SSL_CTX_free(pointer) }
}

/// Where trusted certificates come from.
struct TrustSources: Hashable {
    var files: [String] = []
    var directories: [String] = []

    /// Directories of hashed certificates, by distribution; the first that exists is used.
    private static let systemDirectories = [
        "/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/openssl/certs", "/usr/local/share/certs",
    ]
    /// Bundles, used only where no such directory exists.
    private static let systemFiles = [
        "/etc/ssl/cert.pem", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    ]

    /// The environment's choice, else the system's.
    static func fromEnvironment() -> TrustSources {
        from(file: environment("SSL_CERT_FILE"), directories: environment("SSL_CERT_DIR")) {
            access($0, R_OK) == 0
        }
    }

    static func from(file: String?, directories: String?, exists: (String) -> Bool) -> TrustSources {
        var sources = TrustSources()
        if let file { sources.files = [file] }
        if let directories {
            sources.directories = directories.split(separator: ":").map(String.init)
        } else if let directory = systemDirectories.first(where: exists) {
            sources.directories = [directory]
        } else if file == nil, let bundle = systemFiles.first(where: exists) {
            sources.files = [bundle]
        }
        return sources
    }

    private static func environment(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}

enum TLSError {
    /// OpenSSL's queued errors as one line; empties the queue.
    static func queued() -> String {
        var reasons: [String] = []
        while true {
            let code = ERR_get_error()
            if code == 0 { break }
            if let reason = ERR_reason_error_string(code) { reasons.append(String(cString: reason)) }
        }
        return reasons.isEmpty ? "no reason given" : reasons.joined(separator: ", ")
    }
}
