/// Help, and what was asked about keys and commands.
package struct Guidance: Sendable {
    /// What help is narrowed down to; empty where all of it is shown.
    package var helpFilter = ""
    /// What help was asked over, to go back to.
    var below: (overlay: Overlay?, prompt: Prompt?)?
    /// The next key is told about, and not carried out: what it does there.
    package var describing: Scope?
    /// Lines of the palette that were carried out, the last one last.
    package private(set) var history: [String] = []
    /// The one that was brought back, as it is while nothing of it is changed.
    private(set) var recalled: Int?
    /// What was typed before one was brought back.
    private var draft = ""

    /// Lines that are remembered.
    static let historyLimit = 100

    /// A line of the past stands where one types.
    var isRecalling: Bool { recalled != nil }

    /// Remembers a line, once, as the last.
    mutating func remember(_ line: String) {
        history.removeAll { $0 == line }
        history.append(line)
        history.removeFirst(max(0, history.count - Self.historyLimit))
        recalled = nil
    }

    /// The line before the one that was brought back last, or the one after it; behind the last one comes what was typed.
    /// `nil` where there is none.
    mutating func recall(older: Bool, typed: String) -> String? {
        let next = (recalled ?? history.count) + (older ? -1 : 1)
        guard history.indices.contains(next) else {
            if older || recalled == nil { return nil }
            recalled = nil
            return draft
        }
        if recalled == nil { draft = typed }
        recalled = next
        return history[next]
    }

    /// What is typed now.
    mutating func settle(typed: String?) {
        guard let recalled, history.indices.contains(recalled), history[recalled] == typed else {
            recalled = nil
            return
        }
    }
}

extension AppState {
    /// The key that a sentence names for a command: that of where one is, else of the list or the message below.
    func hint(_ id: CommandID) -> Text {
        keys.hint(id, in: keys.applies(id, in: scope) ? scope : reader == nil ? .list : .reader)
    }
}

extension KeyBindings {
    /// The key for an answer: where there is one with the first letter of the word, that one.
    func answer(_ id: CommandID) -> Text {
        func key(_ language: Language) -> String {
            let names = (row(id)?.keys[.question] ?? []).map { $0.name(language) }
            let initial = String((row(id)?.title(language) ?? "").prefix(1))
            return names.first { $0 == initial } ?? names.first ?? ""
        }
        return Text(en: key(.english), de: key(.german))
    }
}
