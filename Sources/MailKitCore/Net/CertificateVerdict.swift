import COpenSSL

/// What OpenSSL objects to in a chain: the code (`X509_V_ERR_…`) and how far above the server's own certificate (0).
struct CertificateObjection: Hashable {
    let code: Int32
    let depth: Int32
}

/// Decides on a certificate from all that OpenSSL objects to. A value: it is told everything and looks at nothing.
///
/// Without a pin every objection refuses. With one, the certificate must be the pinned one; then it needs no issuer and no name,
/// since a person has looked at that very certificate. What is objected to in itself, its dates say, refuses it all the same.
enum CertificateVerdict {
    /// Why it is refused, the gravest first; empty where it is accepted.
    /// - Parameter isComplete: OpenSSL has gone through the chain to its end.
    static func reasons(
        _ objections: [CertificateObjection], isComplete: Bool, fingerprint: CertificateFingerprint?,
        pin: CertificateFingerprint?
    ) -> [CertificateReport.Reason] {
        var remaining = objections
        var reasons: [CertificateReport.Reason] = []
        if let pin {
            if fingerprint == pin {
                remaining.removeAll { $0.depth > 0 || chainCodes.contains($0.code) || nameCodes.contains($0.code) }
            } else {
                reasons.append(.changedPin(pinned: pin))
            }
        }
        for objection in remaining {
            let reason = reason(objection.code)
            if !reasons.contains(reason) { reasons.append(reason) }
        }
        // One that nobody knows is said to be just that, not also to be unknown.
        if reasons.contains(.selfSigned) { reasons.removeAll { $0 == .unknownIssuer } }
        if !isComplete, reasons.isEmpty { reasons.append(.other("the certificate cannot be checked")) }
        return reasons.enumerated().sorted { ($0.element.weight, $0.offset) < ($1.element.weight, $1.offset) }
            .map(\.element)
    }

    private static func reason(_ code: Int32) -> CertificateReport.Reason {
        switch code {
        case X509_V_ERR_CERT_HAS_EXPIRED: .expired
        case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
        case X509_V_ERR_CERT_REVOKED: .revoked
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK: .weak
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: .selfSigned
        case _ where nameCodes.contains(code): .wrongName
        case _ where issuerCodes.contains(code): .unknownIssuer
        default: .other(String(cString: X509_verify_cert_error_string(Int(code))))
        }
    }

    /// Nobody trusted has issued it.
    private static let issuerCodes: Set<Int32> = [
        X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
        X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_CERT_UNTRUSTED,
    ]

    /// What a matching pin stands in for: the issuer, and what a certificate that is its own issuer lacks.
    private static let chainCodes = issuerCodes.union([
        X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_INVALID_CA, X509_V_ERR_KEYUSAGE_NO_CERTSIGN,
    ])

    private static let nameCodes: Set<Int32> = [
        X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH,
    ]
}

extension CertificateReport.Reason {
    /// The gravest has the least.
    fileprivate var weight: Int {
        switch self {
        case .changedPin: 0
        case .revoked: 1
        case .weak: 2
        case .selfSigned: 3
        case .unknownIssuer: 4
        case .expired, .notYetValid: 5
        case .other: 6
        case .wrongName: 7
        }
    }
}
