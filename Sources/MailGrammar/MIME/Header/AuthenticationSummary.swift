/// What the own host found out about a message's sender, and believes.
///
/// Anybody can write an Authentication-Results field, with the own host's name in it too. A host has to take such fields
/// out of what it receives (RFC 8601, section 5), but not every one does. So only the topmost are believed: those above
/// the first Received field of another host and, once one was found, above the next Received field of any host. What the
/// sender wrote stands below both, wherever the own host writes its field above its Received. Where it writes it below,
/// the sender's own fields follow at once: there its first word on a method counts, and the rest is for the host to remove.
///
/// ```
/// Authentication-Results: mx.example.org; dmarc=pass …      believed
/// Received: from a.test by mx.example.org …
/// Authentication-Results: mx.example.org; dmarc=pass …      not believed: it came with the message
/// Received: from b.test by a.test …
/// ```
public struct AuthenticationSummary: Hashable, Sendable {
    /// What it comes to.
    public enum Verdict: Hashable, Sendable {
        /// The address in From is that of who sent it: DMARC passed.
        case confirmed
        /// It is not: DMARC failed, or both SPF and DKIM did.
        case failed
        /// Neither can be said.
        case unclear
    }

    /// The host that says so.
    public let host: String
    /// One a method, in the order of `AuthenticationResult.Method`.
    public let results: [AuthenticationResult]

    /// The values of one summary.
    public init(host: String, results: [AuthenticationResult]) {
        self.host = host
        self.results = results
    }

    /// Fields that are looked through from the top.
    static let fieldLimit = 200

    /// nil without trusted hosts, and where none of them has said anything: then nothing is known.
    ///
    /// - Parameter trustedHosts: the names that the own host signs its fields with (`authserv-id`).
    public init?(_ header: RawHeader, trustedHosts: [String]) {
        guard !trustedHosts.isEmpty else { return nil }
        let trusted = Set(trustedHosts.prefix(100).map { $0.lowercased() })
        let domains = trusted.compactMap { DomainName($0) }
        var host: String?
        var found: [AuthenticationResult] = []
        for field in header.fields.prefix(Self.fieldLimit) {
            switch field.name.lowercased() {
            case "received":
                guard host == nil, Self.isOwn(field.value, domains) else {
                    self.init(host, found)
                    return
                }
            case "authentication-results":
                guard let said = AuthenticationResults(field.value[...]), trusted.contains(said.host),
                    host == nil || host == said.host
                else { continue }
                host = said.host
                found += said.results
            default: continue
            }
        }
        self.init(host, found)
    }

    private init?(_ host: String?, _ found: [AuthenticationResult]) {
        guard let host else { return nil }
        self.host = host
        results = AuthenticationResult.Method.allCases.compactMap { method in
            let said = found.filter { $0.method == method }
            // A message may bear several signatures; one that holds is enough.
            if method == .dkim, let passed = said.first(where: { $0.outcome == .pass }) { return passed }
            return said.first
        }
    }

    /// What a method found; nil where the host says nothing of it.
    public func outcome(_ method: AuthenticationResult.Method) -> AuthenticationResult.Outcome? {
        results.first { $0.method == method }?.outcome
    }

    /// A list that changes a message breaks what DMARC checks; where ARC passed that is no sign of a forgery (RFC 8617).
    public var verdict: Verdict {
        switch outcome(.dmarc) {
        case .pass: return .confirmed
        case .fail: return outcome(.arc) == .pass ? .unclear : .failed
        default: break
        }
        let spf = outcome(.spf)
        return (spf == .fail || spf == .softfail) && outcome(.dkim) == .fail ? .failed : .unclear
    }

    /// Said beside the sender where the verdict is `failed`.
    public var warnings: [MessageWarning] {
        guard verdict == .failed else { return [] }
        let methods: [AuthenticationResult.Method] = outcome(.dmarc) == .fail ? [.dmarc] : [.spf, .dkim]
        let names = methods.map(\.rawValue).joined(separator: ", ")
        return [MessageWarning(.authenticationFailed, [names, AuthenticationResult.Outcome.fail.rawValue])]
    }

    /// `Received: from … by mx.example.org …`: whether the own host wrote it, or one of its domain.
    private static func isOwn(_ raw: [UInt8], _ domains: [DomainName]) -> Bool {
        var scanner = AuthenticationScanner(Array(raw.prefix(4096)))
        let words = scanner.statement()
        guard let by = words.firstIndex(where: { $0.lowercased() == "by" }), by + 1 < words.count,
            let host = DomainName(words[by + 1])
        else {
            // Left by a program on the way within one host: `Received: (qmail 123 invoked by uid 1)`.
            return words.isEmpty || words[0].lowercased() != "from"
        }
        // A name without a dot is of a machine behind the own host: `by dovecot with LMTP`.
        return host.labels.count == 1 || domains.contains { $0.isRelated(to: host) }
    }
}
