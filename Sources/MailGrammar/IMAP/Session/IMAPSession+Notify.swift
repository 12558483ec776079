/// News of mailboxes that are not selected. Source: RFC 5465.
extension IMAPSession {
    /// How far NOTIFY has come. It holds for the connection, whichever mailbox is selected.
    enum Notify: Hashable, Sendable {
        case untried
        case asked
        case on
        /// The server does not do it, or does it no more.
        case off
    }

    var wantsNotify: Bool {
        notify == .untried && capabilities.has("NOTIFY") && !configuration.isBackground
    }

    /// Whether the server tells what comes into mailboxes that are not selected.
    package var hearsOfMailboxes: Bool { notify == .on }

    /// SELECTED-DELAYED leaves EXPUNGE where it may stand without NOTIFY, so that sequence numbers stay as safe as they are
    /// (`SendGate`); IDLE goes on telling of the selected mailbox.
    mutating func askForNotifications() {
        guard wantsNotify else { return }
        notify = .asked
        let messages = NotifyRequest.MessageEvents(flagChanges: true)
        send(
            .notify(
                NotifyRequest([
                    .init(.selectedDelayed, messages: messages),
                    .init(.personal, messages: messages, events: [.names, .subscriptions]),
                ])), as: .notify)
    }

    mutating func notifyAnswered(_ condition: StatusCondition) { notify = condition == .ok ? .on : .off }

    /// A LIST that nobody asked for: a mailbox has come, gone, or changed its name or subscription. What it is exactly a new list
    /// tells, in the next quiet moment.
    mutating func mailboxChanged() {
        if notify == .on, listing == nil { hasListed = false }
    }

    /// `[NOTIFICATIONOVERFLOW]`: the server tells nothing any more (RFC 5465, section 5.8). What was missed is in a new list.
    mutating func notificationsOverflowed() {
        guard notify == .on else { return }
        notify = .off
        hasListed = false
    }
}
