/// PLAIN's message: NUL, user, NUL, password; of a master user the mailbox's user, NUL, the master user, NUL, password
/// (RFC 4616: `authzid`, `authcid`, `passwd`). Made for the moment of writing, then wiped.
struct PlainResponse: SecretBytes {
    let user: String
    let master: String?
    let password: any SecretBytes

    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        password.withBytes { secret in
            let authorization = master == nil ? "" : user
            let authentication = master ?? user
            let size = authorization.utf8.count + authentication.utf8.count + secret.count + 2
            return withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { buffer in
                var index = 0
                func put(_ byte: UInt8) {
                    buffer[index] = byte
                    index += 1
                }
                for byte in authorization.utf8 { put(byte) }
                put(0)
                for byte in authentication.utf8 { put(byte) }
                put(0)
                for byte in secret { put(byte) }
                defer { for index in buffer.indices { buffer[index] = 0 } }
                return body(UnsafeRawBufferPointer(buffer))
            }
        }
    }
}

/// Bytes that are no secret where a command wants the shape of one: a user name, SCRAM's messages.
struct PlainBytes: SecretBytes {
    let bytes: [UInt8]
    init(_ bytes: [UInt8]) { self.bytes = bytes }
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { bytes.withUnsafeBytes(body) }
}

/// OAUTHBEARER's message (RFC 7628, section 3.1) or XOAUTH2's, with ^A for 0x01. Made for the moment of writing, then wiped.
///
///     n,a=anna@example.org,^Aauth=Bearer TOKEN^A^A
///     user=anna@example.org^Aauth=Bearer TOKEN^A^A
struct TokenResponse: SecretBytes {
    private let head: [UInt8]
    private let token: any SecretBytes

    init(_ mechanism: LoginMechanism, user: String, token: any SecretBytes) {
        let name =
            mechanism == .oauthBearer
            ? Array("n,a=".utf8) + SCRAMClient.escaped(user) + ",".utf8 : Array("user=\(user)".utf8)
        head = name + "\u{1}auth=Bearer ".utf8
        self.token = token
    }

    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        token.withBytes { secret in
            withUnsafeTemporaryAllocation(byteCount: head.count + secret.count + 2, alignment: 1) { buffer in
                var index = 0
                func put(_ byte: UInt8) {
                    buffer[index] = byte
                    index += 1
                }
                for byte in head { put(byte) }
                for byte in secret { put(byte) }
                put(1)
                put(1)
                defer { for index in buffer.indices { buffer[index] = 0 } }
                return body(UnsafeRawBufferPointer(buffer))
            }
        }
    }
}
