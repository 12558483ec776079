extension IMAPCommand {
    /// Whether a mailbox is afterwards as it was before: no flag, no `\Recent`, no message, no name and no subscription is
    /// another.
    ///
    /// SELECT is not such a command: it takes `\Recent` away (RFC 3501, section 6.3.1), and EXAMINE does not. CLOSE is not
    /// either: it expunges where the mailbox was selected. No `default` here: a new command has to be put on a side.
    package var onlyLooks: Bool {
        switch self {
        case .capability, .noop, .logout, .startTLS, .compressDeflate, .idle, .login, .authenticate, .enable, .id,
            .namespace, .examine, .unselect, .list, .status, .search, .sort, .thread, .cancelUpdate, .getQuota,
            .getQuotaRoot, .getACL, .listRights, .myRights, .getMetadata:
            true
        case .fetch(_, let items, _): items.allSatisfy(\.onlyLooks)
        // The server fetches on its own what is asked for with the news.
        case .notify(let request): request?.items.allSatisfy(\.onlyLooks) ?? true
        case .select, .close, .create, .delete, .rename, .subscribe, .unsubscribe, .store, .copy, .move, .expunge,
            .uidExpunge, .append, .setQuota, .setACL, .deleteACL, .setMetadata:
            false
        }
    }
}

extension FetchItem {
    /// Whether the server leaves `\Seen` as it is.
    package var onlyLooks: Bool {
        switch self {
        case .body(_, let peek, _), .binary(_, let peek, _): peek
        case .uid, .flags, .internalDate, .size, .envelope, .bodyStructure, .modSequence, .emailID, .threadID,
            .saveDate, .preview, .lazyPreview, .gmailLabels, .gmailMessageID, .gmailThreadID, .binarySize:
            true
        }
    }
}
