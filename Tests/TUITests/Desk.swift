import MailGrammar
import MailKitCore

@testable import TUI

/// A state that one works at as a person does, with the core's side played by the test.
struct Desk {
    var state: AppState
    private(set) var effects: [Effect] = []
    var language = Language.english
    /// Messages in the mailbox.
    let count: Int

    /// A mailbox of `count` messages: not opened, opened, or opened with its first rows.
    init(
        columns: Int = 80, rows: Int = 24, count: Int = 214, opened: Bool = true, isReadOnly: Bool = false,
        isAccountReadOnly: Bool = false, credential: CredentialSource = .prompt, keys: KeyBindings = .standard,
        lists: ListConfiguration? = nil, abilities: ListAbilities = ListAbilities(sorts: true, previews: true)
    ) {
        self.count = count
        state = AppState(
            account: SampleMail.account, accountLabel: "anna@example.org", isReadOnly: isAccountReadOnly,
            credential: credential, path: .inbox, size: ScreenSize(columns: columns, rows: rows),
            now: Instant(wall: SampleMail.now, boot: 1_000_000), keys: keys)
        state.listing.zone = SampleMail.zone
        if let lists { state.listing.configuration = lists }
        send(.start)
        guard opened,
            let summary = SampleMail.summary(
                count: count, isReadOnly: isReadOnly || isAccountReadOnly, abilities: abilities)
        else { return }
        send(.mail(.connection(SampleMail.account, .online)))
        send(.mail(.mailboxOpened(view: view, summary)))
        send(.mail(.unseenCount(view: view, min(3, count))))
        answerRows(0..<min(count, state.firstPage))
        answerAllRows()
        effects = []
    }

    var view: Generation { state.list.view }

    /// Requests among the effects so far.
    var requests: [MailRequest] {
        effects.compactMap { if case .mail(let request) = $0 { request } else { nil } }
    }

    /// What is changed is kept at once.
    mutating func send(_ message: Message) {
        let new = update(&state, message)
        effects += new
        for case .mail(.act(.flags(let add, let remove), let ids, _)) in new {
            effects += update(&state, .mail(.changeKept(ids, add: add, remove: remove)))
        }
    }

    /// The core tells that a change has come to nothing.
    mutating func refuse(
        _ ids: [MessageID], count: Int? = nil, add: Set<Flag> = [], remove: Set<Flag> = [], _ error: MailError
    ) {
        let refusal = ChangeRefusal(messages: ids, count: count, add: add, remove: remove, error: error)
        send(.mail(.changeRefused(SampleMail.account, refusal)))
    }

    mutating func take() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    mutating func answerRows(_ range: Range<Int>) {
        send(.mail(.rows(view: view, start: range.lowerBound, rows: SampleMail.rows(range, of: count))))
    }

    /// Answers every question for rows, until there is none.
    mutating func answerAllRows() {
        while true {
            let effects = take()
            let asked = effects.compactMap { effect -> Range<Int>? in
                if case .mail(.rows(_, let range)) = effect { range } else { nil }
            }
            for case .mail(.previews(_, let uids)) in effects {
                let texts = uids.map { ($0, SampleMail.preview($0)) }
                send(.mail(.previews(view: view, Dictionary(texts) { first, _ in first })))
            }
            if asked.isEmpty { return }
            for range in asked { answerRows(range) }
        }
    }

    /// A tape of keys as they are typed: `jj<enter><space>?`.
    mutating func type(_ tape: String) {
        var rest = Substring(tape)
        while let first = rest.first {
            if first == "<", let end = rest.firstIndex(of: ">") {
                press(String(rest[rest.index(after: rest.startIndex)..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                rest.removeFirst()
                for scalar in first.unicodeScalars { send(.key(.char(scalar))) }
            }
        }
    }

    private mutating func press(_ name: String) {
        let names: [String: Key] = [
            "enter": Key(.enter), "esc": Key(.escape), "tab": Key(.tab), "up": Key(.up), "down": Key(.down),
            "space": .char(" "),
            "pgdn": Key(.pageDown), "pgup": Key(.pageUp), "home": Key(.home), "end": Key(.end), "left": Key(.left),
            "right": Key(.right), "f1": Key(.function(1)), "bs": Key(.backspace), "^c": .ctrl("c"), "^l": .ctrl("l"),
            "^z": .ctrl("z"), "^r": .ctrl("r"), "^g": .ctrl("g"), "^u": .ctrl("u"), "^f": .ctrl("f"), "^b": .ctrl("b"),
            "^o": .ctrl("o"), "^t": .ctrl("t"), "^n": .ctrl("n"), "^p": .ctrl("p"),
        ]
        if let key = names[name] { return send(.key(key)) }
        for key in (try? KeyNotation.strokes(name)) ?? [] { send(.key(key)) }
    }

    /// Opens the message under the cursor and lets the core answer.
    mutating func open(text: String = SampleMail.letter, remaining: UInt64 = 0, notes: [MessageText.Note] = []) {
        type("<enter>")
        guard let reader = state.reader, let row = reader.row else { return }
        send(
            .mail(
                .message(
                    generation: reader.generation,
                    SampleMail.content(row, text: text, remaining: remaining, notes: notes))))
    }

    /// Opens the message under the cursor and lets the core answer with this one.
    mutating func open(_ content: (MessageRow) -> MessageContent) {
        type("<enter>")
        guard let reader = state.reader, let row = reader.row else { return }
        send(.mail(.message(generation: reader.generation, content(row))))
    }

    mutating func wait(milliseconds: Int64) {
        send(
            .time(
                Instant(wall: state.now.wall + milliseconds / 1000, boot: state.now.boot + milliseconds)))
    }

    var frame: Frame {
        draw(state, DrawContext(language: language, zone: SampleMail.zone))
    }
}
