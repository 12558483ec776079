/// What the server is to tell of its own accord. Source: RFC 5465.
package struct NotifyRequest: Sendable {
    /// Which mailboxes a group of events is about.
    package enum Mailboxes: Sendable {
        /// The selected one, at once.
        case selected
        /// The selected one; EXPUNGE only where it could come without NOTIFY.
        case selectedDelayed
        /// Where mail is delivered to.
        case inboxes
        case personal
        case subscribed
        /// These and all below them.
        case subtree([MailboxPath])
        case named([MailboxPath])
    }

    /// What is told of messages: new ones and their removal only together (RFC 5465, section 5).
    package struct MessageEvents: Sendable {
        /// What is fetched of a new one; of the selected mailbox only.
        package var items: [FetchItem]
        package var flagChanges: Bool
        package var annotationChanges: Bool

        package init(items: [FetchItem] = [], flagChanges: Bool = false, annotationChanges: Bool = false) {
            self.items = items
            self.flagChanges = flagChanges
            self.annotationChanges = annotationChanges
        }
    }

    /// Of mailboxes themselves.
    package enum MailboxEvent: String, CaseIterable, Sendable {
        case names = "MailboxName"
        case subscriptions = "SubscriptionChange"
        case metadata = "MailboxMetadataChange"
        case serverMetadata = "ServerMetadataChange"
    }

    /// `(selected (MessageNew (UID FLAGS) MessageExpunge FlagChange))`; `NONE` where it names no event.
    package struct Group: Sendable {
        package var mailboxes: Mailboxes
        package var messages: MessageEvents?
        package var events: [MailboxEvent]

        package init(_ mailboxes: Mailboxes, messages: MessageEvents? = nil, events: [MailboxEvent] = []) {
            self.mailboxes = mailboxes
            self.messages = messages
            self.events = events
        }
    }

    /// At least one.
    package var groups: [Group]
    /// A STATUS of every mailbox that is not selected comes at once.
    package var status: Bool

    package init(_ groups: [Group], status: Bool = false) {
        self.groups = groups
        self.status = status
    }

    /// Everything that is to be fetched of new messages.
    package var items: [FetchItem] { groups.flatMap { $0.messages?.items ?? [] } }
}
