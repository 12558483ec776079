import COpenSSL
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Certificates", .timeLimit(.minutes(2)))
struct CertificateTests {
    private let certificates: TLSCertificates
    private let settings: TLSSettings

    init() async throws {
        certificates = try await TLSCertificates.make()
        settings = TLSSettings(
            context: try TLSContext(trust: TrustSources(files: [certificates.path("ca.pem")])))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let file: String
        let host: String
        var key = "server"
        var reasons: [CertificateReport.Reason] = []
        var names: [CertificateName]?
        var offered: [String] = []
        var testDescription: String { "\(file) for \(host)" }
    }

    private static let hosts = [CertificateName.host("mail.host.example"), .host("imap.host.example")]

    @Test(
        "are accepted, or refused with the reason and all that they say",
        arguments: [
            Row(file: "good", host: "mail.host.example"), Row(file: "good", host: "127.0.0.1"),
            Row(file: "good", host: "::1"), Row(file: "wildcard", host: "mail.host.example"),
            Row(file: "plain", host: "plain.host.example"),
            Row(
                file: "good", host: "mail.customer.example", reasons: [.wrongName],
                names: hosts + [.address("127.0.0.1"), .address("::1")],
                offered: ["mail.host.example", "imap.host.example"]),
            Row(
                file: "good", host: "127.0.0.2", reasons: [.wrongName],
                offered: ["mail.host.example", "imap.host.example"]),
            Row(
                file: "plain", host: "mail.host.example", reasons: [.wrongName], names: [.host("plain.host.example")],
                offered: ["plain.host.example"]),
            Row(file: "self", host: "mail.host.example", reasons: [.selfSigned], names: hosts),
            Row(file: "self", host: "other.example", reasons: [.selfSigned, .wrongName]),
            Row(file: "unknown", host: "mail.host.example", reasons: [.unknownIssuer], names: hosts),
            Row(file: "unknown", host: "other.example", reasons: [.unknownIssuer, .wrongName]),
            Row(file: "expired", host: "mail.host.example", reasons: [.expired]),
            Row(file: "expired", host: "other.example", reasons: [.expired, .wrongName]),
            Row(file: "future", host: "mail.host.example", reasons: [.notYetValid]),
            Row(file: "weak", host: "mail.host.example", key: "weak", reasons: [.weak]),
            Row(
                file: "wildcard", host: "host.example", reasons: [.wrongName], names: [.wildcard("*.host.example")]),
            Row(file: "wildcard", host: "a.mail.host.example", reasons: [.wrongName]),
            Row(
                file: "partial", host: "mail.host.example", reasons: [.wrongName], names: [.unusable("m*.host.example")]
            ),
            Row(
                file: "nul", host: "mail.host.example", reasons: [.wrongName],
                names: [.unusable("mail.host.example\\x00.evil.example")]),
        ])
    @NetActor
    func verdicts(row: Row) async throws {
        let server = TLSServer(certificates, row.file, key: row.key)
        let report = try await server.refusal(row.host, settings)
        #expect(report?.reasons ?? [] == row.reasons)
        let visit = try #require(await server.visits(1).first)
        #expect(visit.heard.isEmpty)
        guard !row.reasons.isEmpty, let report else { return }
        if let names = row.names { #expect(report.names == names) }
        #expect(report.offeredHosts == row.offered)
        #expect(report.fingerprint == (try certificates.fingerprint(row.file)))
    }

    @Test("a report tells who, by whom and when")
    @NetActor
    func whole() async throws {
        let report = try #require(
            try await TLSServer(certificates, "expired").refusal("mail.host.example", settings))
        #expect(report.subject == "expired.host.example")
        #expect(report.issuer == "Test ca, Example")
        #expect(report.notBefore?.iso8601 == "2020-01-01T00:00:00Z")
        #expect(report.notAfter?.iso8601 == "2020-02-01T00:00:00Z")
    }

    @Test("damaged certificates that can be read at all make a report")
    func damaged() async throws {
        let original = try await TLSCertificates.der(certificates.path("good.pem"))
        var generator = SeededGenerator(seed: 20_261_122)
        var readable = 0
        for _ in 0..<3000 {
            var octets = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                octets[Int.random(in: octets.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let certificate = octets.withUnsafeBufferPointer { buffer in
                var place = buffer.baseAddress
                return d2i_X509(nil, &place, buffer.count)
            }
            guard let certificate else { continue }
            defer { X509_free(certificate) }
            readable += 1
            let report = CertificateReport(of: certificate, reasons: [.wrongName])
            let isVisible = ([report.subject, report.issuer] + report.names.map(\.text)).allSatisfy { text in
                text.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && $0.value != 0x7F && !(0x80...0xA0).contains($0.value)
                }
            }
            #expect(isVisible, "\(report)")
        }
        ERR_clear_error()
        #expect(readable > 100)
    }

    @Test("thousands of names are counted, and few are kept")
    @NetActor
    func huge() async throws {
        let report = try #require(try await TLSServer(certificates, "huge").refusal("mail.host.example", settings))
        #expect(report.names.count == CertificateReport.nameLimit)
        #expect(report.moreNames == 2000 - CertificateReport.nameLimit)
        #expect(report.offeredHosts == (1...9).map { "host\($0).example" })
    }

    @Test(
        "a pin stands in for issuer and name, for nothing else, and nothing else stands in for it",
        arguments: [
            ("self", "self", "mail.host.example", []), ("self", "self", "other.example", []),
            ("unknown", "unknown", "other.example", []), ("good", "good", "mail.host.example", []),
            ("expired", "expired", "mail.host.example", [.expired]), ("future", "future", "a.example", [.notYetValid]),
        ] as [(String, String, String, [CertificateReport.Reason])])
    @NetActor
    func pinned(file: String, pin: String, host: String, reasons: [CertificateReport.Reason]) async throws {
        var settings = settings
        settings.pin = try certificates.fingerprint(pin)
        let report = try await TLSServer(certificates, file).refusal(host, settings)
        #expect(report?.reasons ?? [] == reasons)
    }

    @Test(
        "another certificate than the pinned one is refused, be it ever so good",
        arguments: ["good", "self", "expired"])
    @NetActor
    func changedPin(file: String) async throws {
        var settings = settings
        let pin = try certificates.fingerprint("wildcard")
        settings.pin = pin
        let report = try #require(try await TLSServer(certificates, file).refusal("mail.host.example", settings))
        #expect(report.reasons.first == .changedPin(pinned: pin))
        #expect(report.fingerprint == (try certificates.fingerprint(file)))
        #expect(report.offeredHosts.isEmpty)
    }

    @Test("a weak key is refused, pinned or not")
    @NetActor
    func weakPinned() async throws {
        var settings = settings
        settings.pin = try certificates.fingerprint("weak")
        let server = TLSServer(certificates, "weak", key: "weak")
        #expect(try await server.refusal("mail.host.example", settings)?.reasons == [.weak])
    }

    @Test(
        "a name is offered only where it is one",
        arguments: [
            ("mail.example.org", .host("mail.example.org")), ("MAIL.Example.ORG", .host("mail.example.org")),
            ("xn--bcher-kva.example", .host("xn--bcher-kva.example")), ("*.example.org", .wildcard("*.example.org")),
            ("localhost", .unusable("localhost")), ("", .unusable("")), ("*.", .unusable("*.")),
            ("*", .unusable("*")), ("*.org", .unusable("*.org")), ("a.*.example", .unusable("a.*.example")),
            ("mail_1.example", .unusable("mail_1.example")), ("-a.example", .unusable("-a.example")),
            ("a-.example", .unusable("a-.example")), ("a..example", .unusable("a..example")),
            ("a.example.", .unusable("a.example.")), ("10.0.0.1", .unusable("10.0.0.1")),
            ("mail.example\u{1B}[2J", .unusable("mail.example\\x1B[2J")),
            ("mail.\u{202E}gro.elpmaxe", .unusable("mail.\\xE2\\x80\\xAEgro.elpmaxe")),
            ("bücher.example", .unusable("bücher.example")), ("a b.example", .unusable("a b.example")),
            (String(repeating: "a", count: 64) + ".example", .unusable(String(repeating: "a", count: 64) + ".example")),
        ] as [(String, CertificateName)])
    func names(text: String, name: CertificateName) {
        #expect(CertificateName(dns: Array(text.utf8)) == name)
    }

    @Test("a name of 254 octets is none")
    func longName() {
        let long = String(repeating: "a.", count: 123) + "example"
        #expect(CertificateName(dns: Array(long.utf8)) == .host(long))
        #expect(
            CertificateName(dns: Array(("a" + long).utf8)) == .unusable(VisibleText.line(("a" + long).utf8, limit: 80)))
    }

    @Test("only a certificate with nothing wrong but its name offers others")
    func offers() {
        func offered(_ reasons: [CertificateReport.Reason]) -> [String] {
            let names = [
                CertificateName.wildcard("*.b.example"), .host("a.example"), .host("a.example"), .unusable("x"),
            ]
            return CertificateReport(
                reasons: reasons, subject: "", issuer: "", names: names, notBefore: nil, notAfter: nil, fingerprint: nil
            ).offeredHosts
        }
        #expect(offered([.wrongName]) == ["a.example"])
        for other in [CertificateReport.Reason.expired, .selfSigned, .unknownIssuer, .other("x"), .weak] {
            #expect(offered([other, .wrongName]).isEmpty)
            #expect(offered([other]).isEmpty)
        }
        #expect(offered([]).isEmpty)
    }
}

@Suite("Certificates: verdict")
struct CertificateVerdictTests {
    private static let ours = CertificateFingerprint(octets: [UInt8](repeating: 1, count: 32))
    private static let other = CertificateFingerprint(octets: [UInt8](repeating: 2, count: 32))

    private func reasons(
        _ objections: [(Int32, Int32)], isComplete: Bool = true, pin: CertificateFingerprint? = nil
    ) -> [CertificateReport.Reason] {
        CertificateVerdict.reasons(
            objections.map { CertificateObjection(code: $0.0, depth: $0.1) }, isComplete: isComplete,
            fingerprint: Self.ours, pin: pin)
    }

    @Test("every objection refuses, whatever it is, and none is lost")
    func everyCode() {
        for code in Int32(1)...110 {
            #expect(!reasons([(code, 0)]).isEmpty, "\(code)")
            #expect(!reasons([(code, 1)]).isEmpty, "\(code)")
        }
        #expect(reasons([]).isEmpty)
    }

    @Test("the gravest comes first, each once")
    func order() {
        #expect(
            reasons([
                (X509_V_ERR_HOSTNAME_MISMATCH, 0), (X509_V_ERR_CERT_HAS_EXPIRED, 0), (X509_V_ERR_CERT_HAS_EXPIRED, 1),
                (X509_V_ERR_CERT_REVOKED, 1), (X509_V_ERR_EE_KEY_TOO_SMALL, 0),
                (X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, 0), (X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, 0),
            ]) == [.revoked, .weak, .selfSigned, .expired, .wrongName])
    }

    @Test("a check that did not come to its end refuses")
    func incomplete() {
        #expect(reasons([], isComplete: false).count == 1)
        #expect(!reasons([], isComplete: false, pin: Self.ours).isEmpty)
    }

    @Test("a pin passes over the issuers and the name alone")
    func pin() throws {
        let pin = try #require(Self.ours)
        for code in [
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH,
        ] {
            #expect(reasons([(code, 0)], pin: pin).isEmpty)
        }
        #expect(reasons([(X509_V_ERR_CERT_HAS_EXPIRED, 1), (X509_V_ERR_CA_MD_TOO_WEAK, 2)], pin: pin).isEmpty)
        for code in [
            X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_REVOKED,
            X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_INVALID_PURPOSE, X509_V_ERR_CERT_SIGNATURE_FAILURE,
        ] {
            #expect(reasons([(code, 0)], pin: pin).count == 1, "\(code)")
        }
        let changed = try #require(Self.other)
        #expect(reasons([], pin: changed) == [.changedPin(pinned: changed)])
    }
}

@Suite("Certificates: fingerprint")
struct CertificateFingerprintTests {
    private static let digits = "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef"

    @Test("is read in the forms that people have")
    func forms() throws {
        let plain = try #require(CertificateFingerprint("sha256:" + Self.digits))
        #expect(plain.octets.prefix(3) == [0x01, 0x23, 0x45] && plain.octets.count == 32)
        #expect(plain.description == "sha256:" + Self.digits.lowercased())
        #expect(CertificateFingerprint("SHA256:" + plain.lines(pairs: 32)[0]) == plain)
        #expect(CertificateFingerprint("sha256: " + plain.lines(pairs: 16).joined(separator: " ")) == plain)
        #expect(CertificateFingerprint(plain.description) == plain)
        #expect(plain.lines(pairs: 16).map(\.count) == [47, 47])
        #expect(plain.lines(pairs: 0).count == 32)
    }

    private static let short = String(digits.dropLast())

    @Test(
        "nothing else is one",
        arguments: [
            "", "sha256:", "\(digits)", "sha1:0123456789abcdef0123456789abcdef01234567", "sha256:\(short)",
            "sha256:\(digits)0", "sha256:\(short)g", "sha256:\(short)٣",
        ] as [String])
    func others(text: String) {
        #expect(CertificateFingerprint(text) == nil)
    }

    @Test("what was meant is told where it can be")
    func meant() {
        let meant = CertificateFingerprint("sha256:" + Self.digits)
        let colons = meant?.lines(pairs: 32)[0] ?? ""
        for text in [Self.digits, "SHA256 Fingerprint=\(colons)", "sha-256:\(Self.digits)", colons] {
            #expect(CertificateFingerprint.meant(by: text) == meant, "\(text)")
        }
        for text in ["", "x", "sha1:0123456789abcdef0123456789abcdef01234567", String(repeating: "a", count: 2000)] {
            #expect(CertificateFingerprint.meant(by: text) == nil, "\(text)")
        }
    }
}
