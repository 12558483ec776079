import MailGrammar
import MailKitCore

extension MailRequest {
    /// A change of the flags of one message, which is not to be taken back.
    package static func changeFlags(_ id: MessageID, add: Set<Flag>, remove: Set<Flag>) -> MailRequest {
        .act(.flags(add: add, remove: remove), [id], name: Generation(0))
    }

    /// It changes flags.
    package var changesFlags: Bool { if case .act(.flags, _, _) = self { true } else { false } }

    /// The same without the name of an action.
    package var unnamed: MailRequest {
        if case .act(let action, let messages, _) = self { .act(action, messages, name: Generation(0)) } else { self }
    }
}

extension ChangeRefusal {
    /// Of a change of flags.
    package init(messages: [MessageID], count: Int? = nil, add: Set<Flag>, remove: Set<Flag>, error: MailError) {
        self.init(messages: messages, count: count, action: .flags(add: add, remove: remove), error: error)
    }
}
