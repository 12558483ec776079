/// A message of SASL with the password or the token inside it. Made for the moment of writing, then wiped.
struct EnclosedSecret: SecretBytes {
    private let head: [UInt8]
    private let secret: any SecretBytes
    private let tail: [UInt8]

    /// PLAIN's message: NUL, user, NUL, password; of a master user the mailbox's user, NUL, the master user, NUL, password
    /// (RFC 4616: `authzid`, `authcid`, `passwd`).
    static func plain(user: String, master: String?, password: any SecretBytes) -> EnclosedSecret {
        let authorization = master == nil ? "" : user
        return EnclosedSecret(
            head: Array("\(authorization)\0\(master ?? user)\0".utf8), secret: password, tail: [])
    }

    /// OAUTHBEARER's message (RFC 7628, section 3.1) or XOAUTH2's, with ^A for 0x01.
    ///
    ///     n,a=anna@example.org,^Aauth=Bearer TOKEN^A^A
    ///     user=anna@example.org^Aauth=Bearer TOKEN^A^A
    static func token(_ mechanism: LoginMechanism, user: String, token: any SecretBytes) -> EnclosedSecret {
        let name =
            mechanism == .oauthBearer
            ? Array("n,a=".utf8) + SCRAMClient.escaped(user) + ",".utf8 : Array("user=\(user)".utf8)
        return EnclosedSecret(head: name + "\u{1}auth=Bearer ".utf8, secret: token, tail: [1, 1])
    }

    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        secret.withBytes { secret in
            withUnsafeTemporaryAllocation(byteCount: head.count + secret.count + tail.count, alignment: 1) { buffer in
                var index = 0
                func put(_ bytes: some Sequence<UInt8>) {
                    for byte in bytes {
                        buffer[index] = byte
                        index += 1
                    }
                }
                put(head)
                put(secret)
                put(tail)
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
