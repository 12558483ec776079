import MailGrammar
import MailKitCore

// Changes that came to nothing.
extension AppState {
    /// Takes one change back, and nothing else, and tells of it.
    mutating func refused(_ refusal: ChangeRefusal, in account: AccountID) {
        guard let place = place(of: account) else { return }
        let isPageOpen = if case .failure = overlay { true } else { false }
        let told = RefusedChange(
            account: account, subject: refusal.count == 1 ? refusal.messages.first.flatMap(subject(of:)) : nil,
            count: refusal.count, action: refusal.action, error: refusal.error)
        takeBack(refusal)
        refusals.add(told, isPageOpen: isPageOpen)
        if place == current { lastError = nil }
        let others = refusals.count - 1
        let words = [RefusalTexts.line, RefusalTexts.short].map { words in
            let text = words(told, others, hint(.why))
            return hasAccounts ? AccountTexts.of(accounts[place].label, text) : text
        }
        tell(words[0], .failure)
        message?.shorter = Array(words.dropFirst())
    }

    private func subject(of id: MessageID) -> String? {
        if let index = list.rows.index(where: { $0.id == id }), let row = list.rows[index] { return row.subject }
        return reader?.id == id ? reader?.subject : nil
    }

    /// What other changes have done to the same messages stays.
    private mutating func takeBack(_ refusal: ChangeRefusal) {
        // Rows that have left come back by themselves.
        guard case .flags(let add, let remove) = refusal.action else { return }
        for id in refusal.messages {
            // It could not be kept, and was never shown as made.
            guard refusal.error.kind != .local, refusal.error.kind != .readOnly else {
                list.changing[id] = nil
                continue
            }
            let before = list.unconfirmed[id]
            func without(_ flags: Set<Flag>) -> Set<Flag> {
                flags.subtracting(add.filter { before?.contains($0) != true })
                    .union(remove.filter { before?.contains($0) != false })
            }
            let after = without(flags(of: id))
            show(after, of: id)
            if before == after { list.unconfirmed[id] = nil }
            if let wanted = list.changing[id] {
                list.changing[id] = without(wanted) == after ? nil : without(wanted)
            }
        }
    }
}
