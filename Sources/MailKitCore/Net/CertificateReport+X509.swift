import COpenSSL
import Glibc
import MailGrammar

extension CertificateReport {
    /// Reads a certificate that is being refused. Bounded, whatever the peer has put into it.
    init(of certificate: OpaquePointer, reasons: [Reason]) {
        let subject = X509_get_subject_name(certificate)
        let alternatives = Self.alternatives(of: certificate)
        var (names, total) = (alternatives.names, alternatives.total)
        if names.isEmpty, let common = Self.entry(subject, NID_commonName) {
            // Without alternative names the subject is what a server is looked for in.
            (names, total) = ([CertificateName(dns: common)], 1)
        }
        self.init(
            reasons: reasons, subject: Self.words(subject), issuer: Self.words(X509_get_issuer_name(certificate)),
            names: names, moreNames: max(0, total - names.count),
            notBefore: Self.time(X509_get0_notBefore(certificate)),
            notAfter: Self.time(X509_get0_notAfter(certificate)),
            fingerprint: CertificateFingerprint(of: certificate))
    }

    /// The DNS names and addresses, and how many there are. Source: RFC 5280, section 4.2.1.6.
    private static func alternatives(of certificate: OpaquePointer) -> (names: [CertificateName], total: Int) {
        guard let raw = X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else { return ([], 0) }
        let general = OpaquePointer(raw)
        defer { rp_general_names_free(general) }
        var names: [CertificateName] = []
        var total = 0
        for index in 0..<max(0, rp_general_names_count(general)) {
            var length: Int32 = 0
            if let bytes = rp_general_name_dns(general, index, &length) {
                total += 1
                guard names.count < nameLimit else { continue }
                names.append(CertificateName(dns: UnsafeBufferPointer(start: bytes, count: Int(max(0, length)))))
            } else if let bytes = rp_general_name_address(general, index, &length) {
                total += 1
                guard names.count < nameLimit else { continue }
                names.append(address(UnsafeBufferPointer(start: bytes, count: Int(max(0, length)))))
            }
        }
        return (names, total)
    }

    /// 4 octets are IPv4, 16 are IPv6.
    private static func address(_ octets: UnsafeBufferPointer<UInt8>) -> CertificateName {
        let family: Int32? = octets.count == 4 ? AF_INET : octets.count == 16 ? AF_INET6 : nil
        let text = family.flatMap { family in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer -> String? in
                guard let text = inet_ntop(family, octets.baseAddress, buffer.baseAddress, 64) else { return nil }
                return String(cString: text)
            }
        }
        return text.map(CertificateName.address) ?? .unusable("?")
    }

    /// `Example CA, Example Ltd`: common name and organisation, what there is of them.
    private static func words(_ name: OpaquePointer?) -> String {
        var words: [String] = []
        for kind in [NID_commonName, NID_organizationName] {
            guard let octets = entry(name, kind) else { continue }
            let text = VisibleText.line(octets, limit: 100)
            if !text.isEmpty, !words.contains(text) { words.append(text) }
        }
        return words.joined(separator: ", ")
    }

    /// The first entry of a kind, in UTF-8.
    private static func entry(_ name: OpaquePointer?, _ kind: Int32) -> [UInt8]? {
        guard let name else { return nil }
        let index = X509_NAME_get_index_by_NID(name, kind, -1)
        guard index >= 0, let entry = X509_NAME_get_entry(name, index), let value = X509_NAME_ENTRY_get_data(entry)
        else { return nil }
        var bytes: UnsafeMutablePointer<UInt8>?
        let length = ASN1_STRING_to_UTF8(&bytes, value)
        guard let bytes else { return nil }
        defer { rp_openssl_free(bytes) }
        return length < 0 ? nil : Array(UnsafeBufferPointer(start: bytes, count: Int(length)))
    }

    private static func time(_ time: UnsafePointer<ASN1_TIME>?) -> Timestamp? {
        var parts = tm()
        guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Timestamp(secondsSince1970: Int64(timegm(&parts)))
    }
}

extension CertificateFingerprint {
    /// `nil` only where there is no memory.
    init?(of certificate: OpaquePointer) {
        var octets = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        guard X509_digest(certificate, EVP_sha256(), &octets, &length) == 1, length == 32 else { return nil }
        self.init(octets: octets)
    }
}
