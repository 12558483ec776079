import MailGrammar

/// Flags that a person changes, until the server has them.
extension Account {
    /// Flags of a message that a person has changed.
    struct FlagChange {
        let message: MessageID
        let add: Set<Flag>
        let remove: Set<Flag>
    }

    func changeFlags(_ id: MessageID, add: Set<Flag>, remove: Set<Flag>) {
        guard isOpen(id) else {
            deliver(.notice(configuration.id, MailError(.notFound, subject: subject)))
            return
        }
        let change = FlagChange(message: id, add: add, remove: remove)
        guard connection != nil, !unsent.isEmpty else { return store(change) }
        // Behind those that wait for the mailbox: of a message that is changed twice the last change counts.
        unsent.append(change)
        tellUnsent()
    }

    func store(_ change: FlagChange) {
        ask(.store(change.message.uid, add: change.add, remove: change.remove), for: .flags(change))
        tellUnsent()
    }

    /// Tells how many changes are not known to be on the server, where that is news.
    func tellUnsent() {
        let count = unsent.count + pending.values.count(where: \.changesSomething)
        guard count != toldUnsent else { return }
        toldUnsent = count
        deliver(.unsentChanges(configuration.id, count: count))
    }

    /// The mailbox is there again.
    func storeUnsent() {
        for _ in unsent.indices {
            let change = unsent.removeFirst()
            if isOpen(change.message) {
                store(change)
            } else {
                deliver(.notice(configuration.id, MailError(.notFound, subject: subject)))
            }
        }
        tellUnsent()
    }
}
