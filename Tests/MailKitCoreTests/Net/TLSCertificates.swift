import MailKitCore
import Glibc
import Synchronization
import TestSupport
import Testing

/// Certificates of every bad kind, made once by the openssl program: an authority that is trusted, one that is not, and what they
/// and nobody have issued. All are for `server.key`.
struct TLSCertificates: Sendable {
    let folder: TemporaryFolder

    static func make() async throws -> TLSCertificates { try await made.value }

    /// A file's path.
    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// What lives as long as the process is not taken down by it.
    private static let leftOver = Mutex<TemporaryFolder?>(nil)

    private static let made = Task {
        let folder = try TemporaryFolder()
        leftOver.withLock { $0 = folder }
        atexit {
            TLSCertificates.leftOver.withLock { folder in
                guard let folder else { return }
                for name in folder.names { unlink("\(folder.path)/\(name)") }
                rmdir(folder.path)
            }
        }
        folder.write(Array(huge.utf8), to: "huge.ext")
        _ = try await Command.run("cd '\(folder.path)' && bash -eu -o pipefail", input: script)
        return TLSCertificates(folder: folder)
    }

    /// 2000 names.
    private static let huge =
        "[alternatives]\n" + (1...2000).map { "DNS.\($0) = host\($0).example" }.joined(separator: "\n")
        + "\n[extensions]\nsubjectAltName = @alternatives\n"

    /// `mail.host.example`, NUL, `.evil.example` as the only name.
    private static let nul: String = {
        let name = Array("mail.host.example\u{0}.evil.example".utf8)
        let inner = [0x82, UInt8(name.count)] + name
        return ([0x30, UInt8(inner.count)] + inner).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }()

    private static let script = """
        exec 2>openssl.log
        key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
        for name in ca other server client; do key $name; done
        openssl genrsa -out weak.key 1024
        for ca in ca other; do
            openssl req -x509 -new -key $ca.key -days 30 -subj "/CN=Test $ca/O=Example" -out $ca.pem \\
                -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
        done
        printf '%s\\n' '[own]' 'database = index' 'new_certs_dir = .' 'rand_serial = yes' 'default_md = sha256' \\
            'policy = any' 'unique_subject = no' '[any]' 'commonName = supplied' >ca.conf
        : >index
        # certify FILE ISSUER EXTENSION [openssl ca options]
        certify() {
            file=$1 issuer=$2 extension=$3
            shift 3
            [ $# -gt 0 ] || set -- -days 30
            [ -f "$file.ext" ] || printf '[extensions]\\n%s\\n' "$extension" >"$file.ext"
            openssl req -new -key ${key:-server}.key -subj "/CN=$file.host.example" -out $file.csr
            openssl ca -batch -notext -name own -config ca.conf -extfile $file.ext -extensions extensions \\
                -cert $issuer.pem -keyfile $issuer.key -in $file.csr -out $file.pem "$@"
        }
        names=DNS:mail.host.example,DNS:imap.host.example
        past="-startdate 20200101000000Z -enddate 20200201000000Z"
        future="-startdate 20990101000000Z -enddate 20990201000000Z"
        certify good ca "subjectAltName=$names,IP:127.0.0.1,IP:::1"
        certify unknown other "subjectAltName=$names"
        certify expired ca "subjectAltName=$names" $past
        certify future ca "subjectAltName=$names" $future
        certify wildcard ca "subjectAltName=DNS:*.host.example"
        certify partial ca "subjectAltName=DNS:m*.host.example"
        certify nul ca "subjectAltName=DER:\(nul)"
        certify huge ca ""
        certify plain ca "basicConstraints=CA:FALSE"
        key=weak certify weak ca "subjectAltName=$names"
        key=client certify client ca "extendedKeyUsage=clientAuth"
        openssl req -x509 -new -key server.key -days 30 -subj "/CN=self" -out self.pem -addext "subjectAltName=$names"
        openssl ec -in client.key -aes128 -passout pass:tube -out encrypted.key
        chmod 600 *.key
        for file in *.pem; do openssl x509 -in $file -outform DER | openssl dgst -sha256 -r | cut -d ' ' -f 1 >$file.sha256; done
        """

    /// The octets of a PEM file's certificate.
    static func der(_ path: String) async throws -> [UInt8] {
        let text = try await Command.run("openssl x509 -in '\(path)' -outform DER | od -An -v -tx1")
        return text.split { $0 == " " || $0 == "\n" }.compactMap { UInt8($0, radix: 16) }
    }

    /// What the openssl program says of a certificate.
    func fingerprint(_ name: String) throws -> CertificateFingerprint {
        let text = String(decoding: folder.octets("\(name).pem.sha256"), as: UTF8.self)
        return try #require(CertificateFingerprint("sha256:" + text.filter { $0 != "\n" }))
    }
}
