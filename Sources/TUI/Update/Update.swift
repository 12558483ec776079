import MailGrammar
import MailKitCore

/// The only writer of the state: pure, synchronous, no clock and no wish of its own but the effects it returns.
package func update(_ state: inout AppState, _ message: Message) -> [Effect] {
    var effects: [Effect] = []
    switch message {
    case .start: effects += state.start()
    case .time(let now): state.now = now
    case .key(let key): effects += state.press(key)
    case .paste(let bytes): state.paste(bytes)
    case .command(let command): effects += state.carryOut(command)
    case .mail(let event): effects += state.take(event)
    case .resized(let size): state.resize(to: size)
    case .mouse(let event, let language): effects += state.take(event, language: language)
    case .statistics(let counted): state.statistics.screen = counted
    case .timer(let timer): effects += state.fire(timer)
    case .themes(let names): state.take(themes: names)
    case .theme(let theme, let name): effects += state.take(theme: theme, named: name)
    case .brokenTheme(let name, let reason): state.takeBroken(theme: name, reason)
    case .outside(let outcome): state.take(outcome)
    }
    if case .time = message { return effects }
    return effects + state.settle()
}

extension AppState {
    /// Rows that come with the opening of the mailbox: a screen and its margin. Asked for by itself the margin would wait for the
    /// end of IDLE, a turn.
    var firstPage: Int { max(20, min(200, layout.fullListHeight * 2)) }

    mutating func start() -> [Effect] {
        warnOfKeys()
        return openMailbox() + standBy() + [.after(milliseconds: 60_000, .minute)]
            + (terminal.watchesMouse ? [.watchMouse(true)] : [])
    }

    /// Asks for the mailbox, the first time or once more.
    mutating func openMailbox() -> [Effect] {
        list.view = newGeneration()
        list.failure = nil
        if reader?.isAskedFor == false { reader?.failure = nil }
        list.kept = nil
        list.look = listing.look(of: list.path, use: openUse)
        list.shape = ListShape(
            order: list.look.order, items: listing.items(list.look), isThreaded: list.look.threads)
        return [
            .mail(
                .openMailbox(
                    account: account, path: list.path, firstPage: firstPage, view: list.view, shape: list.shape))
        ]
    }

    /// A key goes to the keymap of whoever has the keyboard.
    mutating func press(_ key: Key) -> [Effect] {
        // First of all it takes an error off the screen: whoever has read that is not done with what lies below.
        let isTaken = key == Key(.escape) && strokes.isEmpty && message?.kind == .failure && question == nil
        message = nil
        if isTaken { return [] }
        reader?.hasMoreFailed = false
        reader?.wantedTop = nil
        list.isHeldBack = false
        if let scope = guidance.describing {
            describe(key, in: scope)
            return []
        }
        if question == nil, prompt != nil, strokes.isEmpty, case .character(let scalar) = key.code, key.isTyped {
            prompt?.append(scalar)
            return []
        }
        strokes.append(key)
        switch keys.keymap(scope).match(strokes) {
        case .prefix:
            if layout.keyBar.isEmpty { tell(GuidanceTexts.continuations(strokes, keys, scope)) }
            return []
        case .action(let action):
            strokes = []
            return carryOut(action)
        case .none:
            if case .welcome = overlay {
                // Any key goes on.
                strokes = []
                overlay = nil
                return []
            }
            let names = strokes.name
            // Whoever has begun a sequence by mistake gets out of it as out of anything else.
            let isGivenUp = strokes.count > 1 && key == Key(.escape)
            strokes = []
            // Not even one key of a password is shown.
            if prompt?.kind != .password, !isGivenUp { tell(StatusTexts.unknownKey(names, help: hint(.help))) }
            return []
        }
    }

    mutating func fire(_ timer: Timer) -> [Effect] {
        switch timer {
        case .minute: return [.after(milliseconds: 60_000, .minute)]
        case .retry:
            return tick()
        case .opening(let generation): return askForOpened(generation)
        case .answer:
            isTickingForAnswer = false
            return []
        case .message(let serial):
            if message?.serial == serial { message = nil }
            return []
        case .rowsOverdue(let view, let askedAt):
            if view == list.view { list.pending.removeAll { $0.askedAt <= askedAt } }
            return []
        case .rowsAgain(let view):
            guard view == list.view else { return [] }
            list.isHeldBack = false
            list.pending.removeAll(where: \.hasBegun)
            return []
        case .statistics:
            statistics.isTicking = false
            return askForStatistics()
        }
    }

    mutating func tell(_ text: Text, _ kind: StatusMessage.Kind = .information) {
        messageCount += 1
        message = StatusMessage(kind: kind, text: text, serial: messageCount)
    }
}
