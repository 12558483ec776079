extension SearchScope {
    /// Mailboxes that a server is asked in, the likeliest first. Those that only show again what lies elsewhere are left out, unless one is
    /// that from which is searched.
    ///
    /// - Parameters:
    ///   - path: from where is searched
    ///   - all: the account's mailboxes
    package func asked(from path: MailboxPath, among all: [MailboxInfo]) -> [MailboxInfo] {
        let above = all.first { $0.path == path }?.levels
        let within = all.filter { info in
            guard info.isSelectable else { return false }
            if info.path == path { return true }
            switch info.use {
            case .all, .flagged, .important: return false
            default: break
            }
            switch self {
            case .mailbox: return false
            case .below: return above.map { info.levels.starts(with: $0) } ?? false
            case .account, .everywhere: return true
            }
        }
        let ranked = (0..<4).flatMap { rank in within.filter { $0.syncRank == rank } }
        return ranked.filter { $0.owner == .personal } + ranked.filter { $0.owner != .personal }
    }
}
