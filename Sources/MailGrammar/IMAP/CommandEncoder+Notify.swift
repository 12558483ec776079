extension FrameWriter {
    /// `NOTIFY SET (selected (MessageNew (UID) MessageExpunge)) (personal NONE)`, `NOTIFY NONE`.
    /// Source: RFC 5465, section 8.
    mutating func notify(_ request: NotifyRequest?) throws(EncodingError) {
        guard let request else { return raw("NOTIFY NONE") }
        guard !request.groups.isEmpty else { throw .empty("NOTIFY") }
        raw(request.status ? "NOTIFY SET STATUS " : "NOTIFY SET ")
        try spaced(request.groups) { (frame, group) throws(EncodingError) in try frame.group(group) }
    }

    private mutating func group(_ group: NotifyRequest.Group) throws(EncodingError) {
        raw("(")
        var isSelected = false
        switch group.mailboxes {
        case .selected:
            raw("SELECTED ")
            isSelected = true
        case .selectedDelayed:
            raw("SELECTED-DELAYED ")
            isSelected = true
        case .inboxes: raw("INBOXES ")
        case .personal: raw("PERSONAL ")
        case .subscribed: raw("SUBSCRIBED ")
        case .subtree(let paths): try mailboxes("SUBTREE ", paths)
        case .named(let paths): try mailboxes("MAILBOXES ", paths)
        }
        // Only messages can be news of the selected mailbox (RFC 5465, section 6.1).
        guard !isSelected || group.events.isEmpty else { throw .conflict("mailbox events with SELECTED") }
        if group.messages == nil, group.events.isEmpty { return raw("NONE)") }
        raw("(")
        if let messages = group.messages {
            raw("MessageNew")
            if !messages.items.isEmpty {
                guard isSelected else { throw .conflict("fetched items without SELECTED") }
                raw(" ")
                try list(messages.items) { (frame, item) throws(EncodingError) in try frame.item(item) }
            }
            raw(" MessageExpunge")
            if messages.flagChanges { raw(" FlagChange") }
            if messages.annotationChanges { raw(" AnnotationChange") }
            if !group.events.isEmpty { raw(" ") }
        }
        try spaced(group.events) { (frame, event) throws(EncodingError) in
            try frame.atom(event.rawValue, in: "NOTIFY")
        }
        raw("))")
    }

    private mutating func mailboxes(_ word: StaticString, _ paths: [MailboxPath]) throws(EncodingError) {
        guard !paths.isEmpty else { throw .empty("NOTIFY mailboxes") }
        raw(word)
        try list(paths) { (frame, path) throws(EncodingError) in try frame.mailbox(path) }
        raw(" ")
    }
}
