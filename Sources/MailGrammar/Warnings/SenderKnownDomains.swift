/// The domains a reader knows, and what looks like one of them without being it.
struct KnownDomains {
    private struct Known {
        let domain: DomainName
        let looks: DomainLooks
        let labels: [DomainLooks]
    }

    private let known: [Known]
    private let ownCount: Int

    init(own: [String], contacts: some Sequence<String>) {
        var seen: Set<DomainName> = []
        var known: [Known] = []
        func add(_ name: String) {
            guard known.count < SenderWarnings.knownLimit, let domain = DomainName(name), domain.labels.count > 1,
                seen.insert(domain).inserted
            else { return }
            let labels = domain.labels.map { DomainLooks($0, decoded: $0) }
            let looks = DomainLooks(joining: labels.suffix(domain.registrable.count))
            known.append(Known(domain: domain, looks: looks, labels: labels))
        }
        for name in own.prefix(SenderWarnings.knownLimit) { add(name) }
        ownCount = known.count
        for name in contacts {
            if known.count >= SenderWarnings.knownLimit { break }
            add(name)
        }
        self.known = known
    }

    /// Whether it is one of them, or belongs to one.
    func has(_ domain: DomainName) -> Bool { known.contains { domain.isRelated(to: $0.domain) } }

    func isOwn(_ domain: DomainName) -> Bool { known.prefix(ownCount).contains { domain.isRelated(to: $0.domain) } }

    /// The known domain that this one is taken for; nil for a known one and for one like no other.
    ///
    /// - Parameter written: as the message has it: `paypaI.example` with a capital I is lower case in `domain`.
    func model(of domain: DomainName, written: String) -> DomainName? {
        guard !known.isEmpty, domain.labels.count > 1, !has(domain) else { return nil }
        let writtenLabels = written.split(separator: ".").suffix(domain.labels.count).map(String.init)
        let isAligned = writtenLabels.count == domain.labels.count
        let labels = domain.labels.enumerated().map { place, label in
            DomainLooks(isAligned ? writtenLabels[place] : label, decoded: label)
        }
        let looks = DomainLooks(joining: labels.suffix(domain.registrable.count))
        return known.first { one in
            one.looks.isLike(looks) || Self.holds(one.labels, in: labels)
        }?.domain
    }

    /// `lindner.example.login.test` holds `lindner.example`, though it is nobody's who owns that.
    private static func holds(_ known: [DomainLooks], in labels: [DomainLooks]) -> Bool {
        guard labels.count > known.count else { return false }
        return (0..<labels.count - known.count).contains { start in
            zip(known, labels[start...]).allSatisfy { $0.isLike($1) }
        }
    }
}

/// How a label looks: its skeleton, with digits read as the letters they stand in for.
struct DomainLooks {
    /// `1` as `l`.
    private let withL: [UInt32]
    /// `1` as `i`.
    private let withI: [UInt32]

    /// - Parameter written: as sent, capitals and all; `decoded` instead where it is `xn--…`.
    init(_ written: String, decoded: String) {
        let isSame = written == decoded || (!written.hasEncodedPrefix && written.lowercased() == decoded)
        let text = isSame ? written : decoded
        withL = Self.folded(Confusables.skeleton(text.unicodeScalars.lazy.map { Self.letter($0, one: "l") }))
        let hasOne = text.utf8.contains(UInt8(ascii: "1"))
        withI =
            hasOne
            ? Self.folded(Confusables.skeleton(text.unicodeScalars.lazy.map { Self.letter($0, one: "i") })) : withL
    }

    /// Several labels with dots between.
    init(joining labels: ArraySlice<DomainLooks>) {
        withL = Array(labels.map(\.withL).joined(separator: [UInt32(ASCII.dot)]))
        withI = Array(labels.map(\.withI).joined(separator: [UInt32(ASCII.dot)]))
    }

    func isLike(_ other: DomainLooks) -> Bool { withL == other.withL || withI == other.withI }

    /// Digits that stand in for letters where people play such tricks.
    private static func letter(_ scalar: Unicode.Scalar, one: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "0": "o"
        case "1": one
        case "3": "e"
        case "4": "a"
        case "5": "s"
        case "7": "t"
        case "8": "b"
        default: scalar
        }
    }

    /// `vv` is `w`.
    private static func folded(_ skeleton: [UInt32]) -> [UInt32] {
        let v = UInt32(UInt8(ascii: "v"))
        var result: [UInt32] = []
        result.reserveCapacity(skeleton.count)
        for value in skeleton {
            if value == v && result.last == v {
                result[result.count - 1] = UInt32(UInt8(ascii: "w"))
            } else {
                result.append(value)
            }
        }
        return result
    }
}

extension String {
    fileprivate var hasEncodedPrefix: Bool {
        utf8.count > 4 && utf8.prefix(4).elementsEqual("xn--".utf8) { ASCII.lower($0) == $1 }
    }
}
