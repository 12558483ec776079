// The target of a link, as far as a person must see it before trusting it.
extension TextLink {
    /// Whom it leads to: the host as browsers find it, in its own script, or all of a target that names none.
    package var shownHost: String {
        switch LinkTarget(target).kind {
        case .web(let host?), .mail(let host?): host.name
        default: target
        }
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
