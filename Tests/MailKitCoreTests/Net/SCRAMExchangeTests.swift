import MailGrammar
import Testing

@testable import MailKitCore

/// SCRAM needs both the machine and the shell's hashes, so its exchange is tested here.
@Suite("SCRAM")
struct SCRAMExchangeTests {
    private struct Password: SecretBytes {
        let text: String
        func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { Array(text.utf8).withUnsafeBytes(body) }
    }

    // The exchange of RFC 7677, section 3.
    private let nonce = Array("rOprNGfwEbeRWgbNEkqO".utf8)
    private let serverFirst = Array(
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096".utf8)

    private func client(user: String = "user") -> SCRAMClient {
        SCRAMClient(user: user, nonce: nonce, primitives: Crypto.scramPrimitives(.sha256))
    }

    @Test("plays the example of RFC 7677 to the letter")
    func example() throws {
        var client = client()
        #expect(client.clientFirst == Array("n,,n=user,r=rOprNGfwEbeRWgbNEkqO".utf8))
        let (salt, iterations) = try client.receive(serverFirst: serverFirst)
        #expect(iterations == 4096)
        let derived = Crypto.saltedPassword(
            .sha256, password: Password(text: "pencil"), salt: salt, iterations: iterations)
        let key = try #require(derived)
        let final = client.clientFinal(saltedPassword: key)
        #expect(
            String(decoding: final, as: UTF8.self)
                == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
        try client.receive(serverFinal: Array("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".utf8))
    }

    @Test("plays the example of RFC 5802 to the letter, which is SCRAM-SHA-1's")
    func exampleSHA1() throws {
        var client = SCRAMClient(
            user: "user", nonce: Array("fyko+d2lbbFgONRv9qkxdawL".utf8), primitives: Crypto.scramPrimitives(.sha1))
        #expect(client.clientFirst == Array("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL".utf8))
        let (salt, iterations) = try client.receive(
            serverFirst: Array(
                "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096".utf8))
        let derived = Crypto.saltedPassword(
            .sha1, password: Password(text: "pencil"), salt: salt, iterations: iterations)
        let final = client.clientFinal(saltedPassword: try #require(derived))
        #expect(
            String(decoding: final, as: UTF8.self)
                == "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")
        try client.receive(serverFinal: Array("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=".utf8))
    }

    @Test("binds the proof to the connection: its value stands behind the header that is repeated")
    func bound() throws {
        let channel = ChannelBinding(.tlsExporter, Array(0..<32))
        var client = SCRAMClient(
            user: "user", binding: .bound(channel), nonce: nonce, primitives: Crypto.scramPrimitives(.sha256))
        #expect(client.clientFirst == Array("p=tls-exporter,,n=user,r=rOprNGfwEbeRWgbNEkqO".utf8))
        let (salt, iterations) = try client.receive(serverFirst: serverFirst)
        let derived = Crypto.saltedPassword(
            .sha256, password: Password(text: "pencil"), salt: salt, iterations: iterations)
        let final = client.clientFinal(saltedPassword: try #require(derived))
        // Computed apart, by Python's hmac.
        #expect(
            String(decoding: final, as: UTF8.self)
                == "c=cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,"
                + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=QC6CS20quADQRb3mT99YUH+n3VJxUvzuK0K0E1Vrs2M=")
        try client.receive(serverFinal: Array("v=2GiAgapEppLVlUXbxUDksL3VgYHzuqiK5tR4mhJGgvs=".utf8))
    }

    @Test("escapes the comma and the equals sign of a user name")
    func escapes() {
        #expect(client(user: "a,b=c").clientFirst == Array("n,,n=a=2Cb=3Dc,r=rOprNGfwEbeRWgbNEkqO".utf8))
    }

    @Test("a master user names the mailbox's user in front, and what was in front is repeated in the proof")
    func authorizationIdentity() throws {
        var client = SCRAMClient(
            user: "support", authorizationIdentity: "a,b=c", nonce: nonce, primitives: Crypto.scramPrimitives(.sha256))
        #expect(client.clientFirst == Array("n,a=a=2Cb=3Dc,n=support,r=rOprNGfwEbeRWgbNEkqO".utf8))
        _ = try client.receive(serverFirst: serverFirst)
        let final = client.clientFinal(saltedPassword: [1])
        // The base64 of `n,a=a=2Cb=3Dc,`.
        #expect(final.starts(with: Array("c=bixhPWE9MkNiPTNEYyw=,r=".utf8)))
    }

    @Test(
        "refuses a server's first message",
        arguments: [
            (
                "a nonce that is not ours", "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                SCRAMClient.Failure.nonceMismatch
            ),
            ("our nonce and nothing more", "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", .nonceMismatch),
            ("too few iterations", "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1", .iterationCount(1)),
            (
                "iterations for hours", "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=999999999",
                .iterationCount(999_999_999)
            ),
            ("a number that would overflow", "r=rOprNGfwEbeRWgbNEkqOx,s=AA==,i=99999999999999999999", .malformed),
            ("a mandatory extension", "m=x,r=rOprNGfwEbeRWgbNEkqOx,s=AA==,i=4096", .malformed),
            ("no salt", "r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096", .malformed),
            ("a refusal", "e=unknown-user", .refused("unknown-user")),
            ("nothing", "", .malformed),
            ("an equals sign alone", "=", .malformed),
        ])
    func refuses(name: String, message: String, failure: SCRAMClient.Failure) {
        var client = client()
        #expect(throws: failure, "\(name)") { try client.receive(serverFirst: Array(message.utf8)) }
    }

    @Test("refuses a server that does not know the password")
    func wrongSignature() throws {
        var client = client()
        _ = try client.receive(serverFirst: serverFirst)
        _ = client.clientFinal(saltedPassword: [UInt8](repeating: 1, count: 32))
        #expect(throws: SCRAMClient.Failure.wrongSignature) {
            try client.receive(serverFinal: Array("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".utf8))
        }
    }

    @Test("refuses a signature before the proof was sent")
    func signatureTooEarly() {
        #expect(throws: SCRAMClient.Failure.wrongSignature) {
            try client().receive(serverFinal: Array("v=AAAA".utf8))
        }
    }
}
