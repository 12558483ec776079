// The target of a link, as far as a person must see it before trusting it.
extension TextLink {
    /// Whom it leads to: the host as browsers find it, in its own script, or all of a target that names none.
    package var shownHost: String {
        switch LinkTarget(target).kind {
        case .web(let host?), .mail(let host?): host.name
        default: target
        }
    }

    /// The same, and where it is not in Latin letters also as the net has it: letters of another script can look alike.
    package var toldHost: String {
        let host = shownHost
        guard !host.utf8.allSatisfy({ $0 < 0x80 }) else { return host }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false).map { label -> String in
            label.utf8.allSatisfy { $0 < 0x80 } ? String(label) : Punycode.encode(label).map { "xn--" + $0 } ?? "?"
        }
        return "\(host) (\(labels.joined(separator: ".")))"
    }

    /// The target without the scheme that most links have.
    package var shortTarget: String {
        let scheme = LinkTarget.scheme(of: target)
        guard scheme == "https" || scheme == "http" else { return target }
        let rest = target.utf8.dropFirst(scheme.utf8.count &+ 1)
        let short = rest.drop { $0 == UInt8(ascii: "/") }
        return short.isEmpty ? target : String(Substring(short))
    }
}
