/// What the words of a link say about where it leads.
enum LinkClaim {
    /// The host that the words name, where it is not the target's; `nil` where they name none or the right one.
    static func host(of words: String, leadingTo target: LinkTarget) -> LinkHost? {
        switch target.kind {
        case .web(let host):
            if let claimed = webHost(in: words) {
                // A name in the words that stands before an `@` is read as the host, whatever it is.
                if let pretended = claimed.pretended, pretended.owner != host?.owner { return pretended }
                if let named = claimed.host, named.owner != host?.owner { return named }
                return nil
            }
            if let pretended = target.pretendedHost, pretended.owner != host?.owner { return pretended }
            return nil
        case .mail(let host):
            guard let named = addressHost(in: words), named.owner != host?.owner else { return nil }
            return named
        case .other, .inside, .refused: return nil
        }
    }

    /// The host of an address that is all the words.
    private static func addressHost(in words: String) -> LinkHost? {
        let word = trimmed(words)
        guard word.utf8.contains(ASCII.at), !word.utf8.contains(where: { $0 <= ASCII.space }) else { return nil }
        return LinkTarget.domain(of: word)
    }

    /// `https://host/…` or `www.host` anywhere in the words, or a host that is all of them.
    private static func webHost(in words: String) -> (host: LinkHost?, pretended: LinkHost?)? {
        let tokens = words.utf8.split(maxSplits: 32) { $0 <= ASCII.space }.map { trimmed(String(Substring($0))) }
        for token in tokens {
            let scheme = LinkTarget.scheme(of: token)
            if scheme == "http" || scheme == "https" {
                return LinkTarget.authority(Substring(token).utf8.dropFirst(scheme.utf8.count + 1))
            }
            if token.utf8.prefix(4).elementsEqual("www.".utf8, by: { ASCII.lower($0) == $1 }) {
                return LinkTarget.authority(Substring(token).utf8)
            }
        }
        guard tokens.count == 1, let token = tokens.first, !token.utf8.contains(ASCII.at) else { return nil }
        let authority = LinkTarget.authority(Substring(token).utf8)
        return authority.host.map { looksLikeHost($0, token) } == true ? authority : nil
    }

    /// Without quotes and punctuation around.
    private static func trimmed(_ text: String) -> String {
        var slice = Substring(text)
        while let first = slice.unicodeScalars.first, isAround(first) { slice.unicodeScalars.removeFirst() }
        while let last = slice.unicodeScalars.last, isAround(last) || last == "/" { slice.unicodeScalars.removeLast() }
        return String(slice)
    }

    private static func isAround(_ scalar: Unicode.Scalar) -> Bool {
        "<>()[]{}\"'.,;:!?*|→»«›‹“”„‘’ \u{A0}".unicodeScalars.contains(scalar)
    }

    /// - Parameter token: as the host was written
    private static func looksLikeHost(_ host: LinkHost, _ token: String) -> Bool {
        let labels = host.name.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let top = labels.last, labels.allSatisfy({ isLabel($0) }) else { return false }
        // `1.2.2026` is a date, `3.5` a number; four of them are an address.
        if labels.allSatisfy({ $0.utf8.allSatisfy(ASCII.isDigit) }) {
            return labels.count == 4 && !token.hasPrefix("0")
        }
        guard !top.utf8.allSatisfy(ASCII.isDigit) else { return false }
        return top.utf8.contains { $0 >= 0x80 } || top.utf8.count == 2 && !fileEndings.contains(String(top))
            || tops.contains(String(top))
    }

    private static func isLabel(_ label: Substring) -> Bool {
        !label.isEmpty
            && label.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == ASCII.minus || $0 >= 0x80 }
    }

    /// Two letters that end a file's name more often than a host's.
    private static let fileEndings: Set<String> = [
        "js", "ts", "gz", "xz", "md", "py", "sh", "ps", "pl", "rs", "cc", "so",
    ]
    /// What ends a host's name, beside the countries.
    private static let tops: Set<String> = [
        "com", "net", "org", "info", "biz", "edu", "gov", "mil", "int", "eu", "name", "mobi", "app", "dev", "shop",
        "online", "site", "xyz", "bank", "email", "cloud", "club", "store", "tech", "page", "blog", "news", "live",
        "top",
        "vip", "icu", "win", "bid", "link", "click", "work", "world", "today", "agency", "support", "services", "group",
        "company", "center", "digital", "media", "design", "network", "systems", "solutions", "software", "finance",
        "money", "credit", "pay", "insurance", "legal", "law", "health", "care", "travel", "tours", "hotel", "events",
        "education", "academy", "school", "berlin", "hamburg", "koeln", "cologne", "bayern", "wien", "tirol", "swiss",
        "saarland", "ruhr", "nrw", "london", "paris", "amsterdam", "brussels", "nyc", "tokyo", "africa", "asia",
        "google",
        "amazon", "apple", "microsoft", "example", "test", "invalid", "localhost", "local", "arpa", "coop", "museum",
        "pro",
        "tel", "jobs", "cat", "post", "onion", "chat", "art", "fun", "run", "life", "space", "website", "zone",
        "gmbh", "haus", "kaufen", "reise", "reisen", "immobilien", "versicherung", "schule", "immo", "auto", "bio",
        "green",
    ]
}
