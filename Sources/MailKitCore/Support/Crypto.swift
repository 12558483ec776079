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

    /// HMAC-SHA-256: 32 bytes. Source: RFC 2104.
    package static func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 32
        HMAC(EVP_sha256(), key, Int32(clamping: key.count), message, message.count, &digest, &length)
        return digest
    }

    /// `Hi` of RFC 5802, section 2.2: PBKDF2 with HMAC-SHA-256, 32 bytes, or `nil` where
    /// OpenSSL cannot. Takes milliseconds: run it on the lane for calls that block.
    package static func saltedPasswordSHA256(
        password: some SecretBytes, salt: [UInt8], iterations: Int
    ) -> [UInt8]? {
        var key = [UInt8](repeating: 0, count: 32)
        let status = password.withBytes { raw in
            PKCS5_PBKDF2_HMAC(
                raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: raw.count), salt,
                Int32(clamping: salt.count), Int32(clamping: iterations), EVP_sha256(), 32, &key)
        }
        return status == 1 ? key : nil
    }

    /// What SCRAM-SHA-256 computes with.
    package static let scramSHA256 = SCRAMPrimitives(
        hmac: { hmacSHA256(key: $0, message: $1) }, hash: { sha256($0) })
}
