import MailGrammar
@testable import MailKitCore

/// Certificates that were refused.
enum SampleCertificate {
    static func fingerprint(_ seed: UInt8) -> CertificateFingerprint? {
        CertificateFingerprint(octets: (0..<32).map { seed &+ $0 &* 37 })
    }

    /// The reseller's case: the customer's name leads to the host, whose certificate has names of its own.
    static let reseller = CertificateReport(
        reasons: [.wrongName], subject: "mail.host.example", issuer: "R11, Let's Encrypt",
        names: [
            .host("mail.host.example"), .host("imap.host.example"), .wildcard("*.web.host.example"),
            .unusable("mail.host.example\\x00.evil.example"),
        ], moreNames: 3, notBefore: Timestamp(secondsSince1970: 1_790_000_000),
        notAfter: Timestamp(secondsSince1970: 1_797_776_000), fingerprint: fingerprint(7))

    static let selfSigned = CertificateReport(
        reasons: [.selfSigned, .expired], subject: "mail.example.org", issuer: "mail.example.org",
        names: [.host("mail.example.org")], notBefore: Timestamp(secondsSince1970: 1_500_000_000),
        notAfter: Timestamp(secondsSince1970: 1_600_000_000), fingerprint: fingerprint(9))

    static var changedPin: CertificateReport {
        let reasons = fingerprint(1).map { [CertificateReport.Reason.changedPin(pinned: $0)] } ?? []
        return CertificateReport(
            reasons: reasons, subject: "mail.example.org, Example e.V.", issuer: "R11, Let's Encrypt",
            names: [.host("mail.example.org")], notBefore: Timestamp(secondsSince1970: 1_790_000_000),
            notAfter: Timestamp(secondsSince1970: 1_797_776_000), fingerprint: fingerprint(7))
    }

    static func refused(_ report: CertificateReport, host: String = "mail.example.org") -> MailEvent {
        .connection(
            SampleMail.account,
            .offline(
                MailError(.tlsFailed, subject: "\(host):993", detail: report.reason, certificate: report),
                retryInSeconds: nil))
    }
}
