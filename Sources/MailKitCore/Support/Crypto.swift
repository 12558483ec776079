import COpenSSL
import MailGrammar

/// Digests and key derivation by OpenSSL.
package enum Crypto {
    /// SHA-256 of `bytes`: 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 32
        EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
        return digest
    }

    /// SHA-256 of octets that come in pieces.
    package struct SHA256: ~Copyable {
        private let context: OpaquePointer?

        /// A digest of nothing yet.
        package init() {
            context = EVP_MD_CTX_new()
            EVP_DigestInit_ex(context, EVP_sha256(), nil)
        }

        deinit { EVP_MD_CTX_free(context) }

        /// Takes the next octets.
        package mutating func update(_ bytes: [UInt8]) {
            EVP_DigestUpdate(context, bytes, bytes.count)
        }

        /// The 32 bytes. Nothing may be added afterwards.
        package mutating func finish() -> [UInt8] {
            var digest = [UInt8](repeating: 0, count: 32)
            var length: UInt32 = 32
            EVP_DigestFinal_ex(context, &digest, &length)
            return digest
        }
    }

    /// HMAC, as long as the hash. Source: RFC 2104.
    package static func hmac(_ hash: SCRAMHash, key: [UInt8], message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: hash.size)
        var length = UInt32(hash.size)
        HMAC(hash.algorithm, key, Int32(clamping: key.count), message, message.count, &digest, &length)
        return digest
    }

    /// `Hi` of RFC 5802, section 2.2: PBKDF2 with HMAC, as long as the hash, or `nil` where OpenSSL cannot. Takes
    /// milliseconds: run it on the lane for calls that block.
    package static func saltedPassword(
        _ hash: SCRAMHash, password: some SecretBytes, salt: [UInt8], iterations: Int
    ) -> [UInt8]? {
        var key = [UInt8](repeating: 0, count: hash.size)
        let status = password.withBytes { raw in
            PKCS5_PBKDF2_HMAC(
                raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: raw.count), salt,
                Int32(clamping: salt.count), Int32(clamping: iterations), hash.algorithm, Int32(hash.size), &key)
        }
        return status == 1 ? key : nil
    }

    /// What SCRAM computes with.
    package static func scramPrimitives(_ hash: SCRAMHash) -> SCRAMPrimitives {
        SCRAMPrimitives(
            hmac: { hmac(hash, key: $0, message: $1) },
            hash: { bytes in
                var digest = [UInt8](repeating: 0, count: hash.size)
                var length = UInt32(hash.size)
                EVP_Digest(bytes, bytes.count, &digest, &length, hash.algorithm, nil)
                return digest
            })
    }
}

extension SCRAMHash {
    /// In bytes.
    fileprivate var size: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        }
    }

    /// OpenSSL's constant for it.
    fileprivate var algorithm: OpaquePointer? {
        switch self {
        case .sha1: EVP_sha1()
        case .sha256: EVP_sha256()
        }
    }
}
