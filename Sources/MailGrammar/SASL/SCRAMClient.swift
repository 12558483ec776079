/// The hashes that SCRAM is defined with. Source: RFC 5802, RFC 7677.
package enum SCRAMHash: Hashable, Sendable, CaseIterable {
    case sha1
    case sha256
}

/// The hash functions that SCRAM needs, handed in by the shell: grammar code has no cryptography of its own.
package struct SCRAMPrimitives: Sendable {
    /// HMAC over `message` with `key`.
    package let hmac: @Sendable (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]
    /// The plain hash.
    package let hash: @Sendable ([UInt8]) -> [UInt8]

    package init(
        hmac: @escaping @Sendable (_ key: [UInt8], _ message: [UInt8]) -> [UInt8],
        hash: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) {
        self.hmac = hmac
        self.hash = hash
    }
}

/// The client's side of SCRAM (RFC 5802, RFC 7677), with channel binding or without.
///
///     C: n,,n=anna,r=rOprNGfwEbeRWgbNEkqO
///     S: r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTC,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096
///     C: c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTC,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=
///     S: v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=
///
/// The password itself never comes here: the shell derives the salted password off the network's lane, since that is the
/// slow part (`Hi`, RFC 5802, section 2.2), and hands it in.
package struct SCRAMClient: Sendable {
    /// Why an exchange cannot go on.
    package enum Failure: Error, Hashable, Sendable {
        /// A message that RFC 5802, section 7, does not allow.
        case malformed
        /// The server's nonce does not continue ours: it is not answering us.
        case nonceMismatch
        /// Fewer iterations than RFC 7677 demands, or more than this program is ready to compute.
        case iterationCount(Int)
        /// The server said why it refuses: `invalid-proof`.
        case refused(String)
        /// The server does not know the password: it is not who it says it is.
        case wrongSignature
    }

    /// What is said of the connection below (RFC 5802, section 7: `gs2-cbind-flag`).
    package enum Binding: Hashable, Sendable {
        /// `n`: nothing can or need be.
        case none
        /// `y`: it could be bound, and the server does not seem to know how. One that does knows then that somebody has
        /// taken the `-PLUS` out of its list, and refuses.
        case notOffered
        /// `p=`: the proof holds for this connection alone.
        case bound(ChannelBinding)
    }

    /// RFC 7677, section 4: at least 4096.
    package static let minimumIterations = 4096
    /// A hostile server could ask for hours.
    package static let maximumIterations = 1_000_000

    /// What a message begins with that goes to the mechanism and not to its hash (RFC 5802, section 7: `gs2-header`).
    private let header: [UInt8]
    private let bindingValue: [UInt8]
    private let firstBare: [UInt8]
    private let nonce: [UInt8]
    private let primitives: SCRAMPrimitives
    private var serverFirst: [UInt8] = []
    private var combinedNonce: [UInt8] = []
    private var expectedSignature: [UInt8] = []

    /// - Parameters:
    ///   - user: whose password it is, as the server knows it; `,` and `=` are escaped here (RFC 5802, section 5.1).
    ///   - authorizationIdentity: whose mailbox is wanted, where that is another one's.
    ///   - binding: what is said of the connection below.
    ///   - nonce: printable ASCII without a comma, from the shell's random source.
    package init(
        user: String, authorizationIdentity: String? = nil, binding: Binding = .none, nonce: [UInt8],
        primitives: SCRAMPrimitives
    ) {
        var header: [UInt8]
        switch binding {
        case .none: (header, bindingValue) = (Array("n,".utf8), [])
        case .notOffered: (header, bindingValue) = (Array("y,".utf8), [])
        case .bound(let channel): (header, bindingValue) = (Array("p=\(channel.kind.rawValue),".utf8), channel.value)
        }
        if let authorizationIdentity { header += "a=".utf8 + Self.escaped(authorizationIdentity) }
        self.header = header + ",".utf8
        firstBare = Array("n=".utf8) + Self.escaped(user) + ",r=".utf8 + nonce
        self.nonce = nonce
        self.primitives = primitives
    }

    /// A name as GS2 has it: without `,` and `=` (RFC 5801, section 4: `saslname`).
    static func escaped(_ name: String) -> [UInt8] {
        var escaped: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: ","): escaped += "=2C".utf8
            case UInt8(ascii: "="): escaped += "=3D".utf8
            default: escaped.append(byte)
            }
        }
        return escaped
    }

    /// The initial response.
    package var clientFirst: [UInt8] { header + firstBare }

    /// Takes the server's challenge; the answer is what the key is to be derived from.
    package mutating func receive(serverFirst message: [UInt8]) throws(Failure) -> (salt: [UInt8], iterations: Int) {
        let fields = try Self.fields(message)
        if let reason = fields.first(where: { $0.name == UInt8(ascii: "e") }) {
            throw .refused(Self.text(reason.value))
        }
        // `m=` announces a mandatory extension, and there is none that we know.
        guard fields.count >= 3, fields[0].name == UInt8(ascii: "r"), fields[1].name == UInt8(ascii: "s"),
            fields[2].name == UInt8(ascii: "i")
        else { throw .malformed }
        let combined = Array(fields[0].value)
        guard combined.count > nonce.count, combined.starts(with: nonce) else { throw .nonceMismatch }
        guard let salt = Base64.decode(fields[1].value), !salt.isEmpty else { throw .malformed }
        guard fields[2].value.count <= 9, let iterations = Int(Self.text(fields[2].value)) else { throw .malformed }
        guard iterations >= Self.minimumIterations, iterations <= Self.maximumIterations else {
            throw .iterationCount(iterations)
        }
        serverFirst = message
        combinedNonce = combined
        return (salt, iterations)
    }

    /// The final message with the proof, from the salted password.
    package mutating func clientFinal(saltedPassword: [UInt8]) -> [UInt8] {
        let withoutProof = Array("c=".utf8) + Base64.encode(header + bindingValue) + ",r=".utf8 + combinedNonce
        let separator = [UInt8(ascii: ",")]
        let authMessage = firstBare + separator + serverFirst + separator + withoutProof
        let clientKey = primitives.hmac(saltedPassword, Array("Client Key".utf8))
        let clientSignature = primitives.hmac(primitives.hash(clientKey), authMessage)
        let serverKey = primitives.hmac(saltedPassword, Array("Server Key".utf8))
        expectedSignature = primitives.hmac(serverKey, authMessage)
        let proof = zip(clientKey, clientSignature).map { $0 ^ $1 }
        return withoutProof + ",p=".utf8 + Base64.encode(proof)
    }

    /// Checks the server's signature. Nothing that came before it is to be believed until this has returned.
    package func receive(serverFinal message: [UInt8]) throws(Failure) {
        let fields = try Self.fields(message)
        guard let first = fields.first else { throw .malformed }
        if first.name == UInt8(ascii: "e") { throw .refused(Self.text(first.value)) }
        guard first.name == UInt8(ascii: "v"), let signature = Base64.decode(first.value) else { throw .malformed }
        guard !expectedSignature.isEmpty, signature.count == expectedSignature.count else { throw .wrongSignature }
        let difference = zip(signature, expectedSignature).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        guard difference == 0 else { throw .wrongSignature }
    }

    /// `a=value,b=value`: the attributes in order. RFC 5802, section 5.1.
    private static func fields(_ message: [UInt8]) throws(Failure) -> [(name: UInt8, value: ArraySlice<UInt8>)] {
        var fields: [(name: UInt8, value: ArraySlice<UInt8>)] = []
        for part in message.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let value = part.dropFirst(2)
            guard part.count >= 2, part[part.startIndex + 1] == UInt8(ascii: "=") else { throw .malformed }
            fields.append((part[part.startIndex], value))
        }
        return fields
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix(200), as: UTF8.self)
    }
}
