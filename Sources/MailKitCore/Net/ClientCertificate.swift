import COpenSSL
import Glibc

/// A certificate and its key, by which a client shows who it is.
///
/// - Invariant (`@unchecked Sendable`): certificates and key are not changed after `init`, and OpenSSL counts their owners
///   atomically.
final class ClientCertificate: @unchecked Sendable {
    private let certificate: OpaquePointer
    /// Those of the issuers that come with it.
    private let chain: [OpaquePointer]
    private let key: OpaquePointer
    let fingerprint: CertificateFingerprint

    /// Issuers that are sent along.
    private static let chainLimit = 8
    /// Octets of a file.
    private static let fileLimit = 1 << 20

    /// Reads PEM files. Blocks.
    init(_ files: ClientCertificateFiles, home: String?) throws(ClientCertificateError) {
        let certificatePath = Self.expanded(files.certificate, home)
        let keyPath = files.key.map { Self.expanded($0, home) } ?? certificatePath
        var certificates = Self.certificates(try Self.read(certificatePath, isSecret: false))
        guard let first = certificates.first, let fingerprint = CertificateFingerprint(of: first) else {
            throw .noCertificate(path: certificatePath)
        }
        certificates.removeFirst()
        var bytes: [UInt8] = []
        defer { bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
        var failure: ClientCertificateError?
        var key: OpaquePointer?
        do throws(ClientCertificateError) {
            bytes = try Self.read(keyPath, isSecret: true)
            key = try Self.key(bytes, path: keyPath)
            if X509_check_private_key(first, key) != 1 { failure = .otherKey(path: keyPath) }
        } catch {
            failure = error
        }
        ERR_clear_error()
        guard failure == nil, let key else {
            X509_free(first)
            for certificate in certificates { X509_free(certificate) }
            if let key { EVP_PKEY_free(key) }
            throw failure ?? .noKey(path: keyPath)
        }
        (certificate, chain, self.key, self.fingerprint) = (first, certificates, key, fingerprint)
    }

    deinit {
        X509_free(certificate)
        for certificate in chain { X509_free(certificate) }
        EVP_PKEY_free(key)
    }

    /// Has a connection show it where the server asks for one.
    func use(in ssl: OpaquePointer) -> Bool {
        guard SSL_use_certificate(ssl, certificate) == 1, SSL_use_PrivateKey(ssl, key) == 1 else { return false }
        return chain.allSatisfy { rp_ssl_add_chain_certificate(ssl, $0) == 1 }
    }

    private static func expanded(_ path: String, _ home: String?) -> String {
        guard path.hasPrefix("~/"), let home else { return path }
        return home + path.dropFirst()
    }

    /// The whole file; one with a key must be a file that nobody else may read.
    private static func read(_ path: String, isSecret: Bool) throws(ClientCertificateError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, code: EINVAL) }
        if isSecret, status.st_mode & 0o077 != 0 { throw .open(path: path) }
        let size = Int(status.st_size)
        guard size <= fileLimit else { throw .unreadable(path: path, code: EFBIG) }
        var code: Int32 = 0
        // Of its full size at once: a buffer that grew would leave copies of the key behind.
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { code = errno }
                guard got > 0 else { return }
                count += got
            }
        }
        guard code == 0 else { throw .unreadable(path: path, code: code) }
        return bytes
    }

    /// The certificates in a PEM file, the client's own first.
    private static func certificates(_ bytes: [UInt8]) -> [OpaquePointer] {
        bytes.withUnsafeBytes { buffer in
            guard let memory = BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)) else { return [] }
            defer { BIO_free(memory) }
            var found: [OpaquePointer] = []
            while found.count <= chainLimit, let next = PEM_read_bio_X509(memory, nil, nil, nil) { found.append(next) }
            return found
        }
    }

    /// The key in a PEM file. One that is encrypted is found out by the question for its password.
    private static func key(_ bytes: [UInt8], path: String) throws(ClientCertificateError) -> OpaquePointer {
        var isEncrypted = false
        let key = bytes.withUnsafeBytes { buffer -> OpaquePointer? in
            guard let memory = BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)) else { return nil }
            defer { BIO_free(memory) }
            return withUnsafeMutablePointer(to: &isEncrypted) { flag in
                PEM_read_bio_PrivateKey(
                    memory, nil,
                    { _, _, _, flag in
                        flag?.assumingMemoryBound(to: Bool.self).pointee = true
                        return -1
                    }, flag)
            }
        }
        if let key { return key }
        throw isEncrypted ? .encryptedKey(path: path) : .noKey(path: path)
    }
}

/// Why there is no client certificate.
enum ClientCertificateError: Error, Hashable, Sendable {
    case unreadable(path: String, code: Int32)
    /// Others than its owner may read the file with the key.
    case open(path: String)
    case noCertificate(path: String)
    case noKey(path: String)
    /// Nobody could be asked for the key's password.
    case encryptedKey(path: String)
    /// The key is not that of the certificate.
    case otherKey(path: String)
}

extension MailError {
    init(_ error: ClientCertificateError) {
        let (path, detail) =
            switch error {
            case .unreadable(let path, let code): (path, systemReason(code))
            case .open(let path): (path, "others may read this key")
            case .noCertificate(let path): (path, "there is no certificate in it")
            case .noKey(let path): (path, "there is no key in it")
            case .encryptedKey(let path): (path, "the key is encrypted")
            case .otherKey(let path): (path, "the key is not that of the certificate")
            }
        self.init(.local, subject: VisibleText.line(path.utf8, limit: 200), detail: detail)
    }
}
