import MailGrammar
import MailKitCore

// The line that is typed, and the search inside a message.
extension AppState {
    /// Takes what was typed.
    mutating func accept() -> [Effect] {
        guard let typed = prompt else { return [] }
        prompt = nil
        switch typed.kind {
        case .link: showLink(typed.text)
        case .search: if typed.text.isEmpty, reader?.search != nil { goToMatch(1) } else { search(typed.text) }
        case .find: return acceptFind(typed.text)
        case .save(let section): return save(section, at: typed.text)
        case .saveLog: return saveLog(at: typed.text)
        case .password: return use(typed.password)
        case .folder: return openChosenFolder()
        case .command: return carryOutChosen()
        case .help: break
        }
        return []
    }

    /// Pasted text goes into the line that is typed, up to its first line end, and nowhere else.
    mutating func paste(_ bytes: [UInt8]) {
        guard question == nil, prompt != nil else { return }
        message = nil
        var octets = bytes.prefix(Self.pasteLimit).makeIterator()
        var decoder = UTF8()
        while case .scalarValue(let scalar) = decoder.decode(&octets), scalar != "\n", scalar != "\r" {
            prompt?.append(scalar)
        }
    }

    /// Octets of a paste that are looked at.
    private static let pasteLimit = 4096

    private mutating func use(_ typed: TypedPassword) -> [Effect] {
        guard let secret = typed.secret else { return [] }
        tell(PasswordTexts.trying)
        return [.mail(.usePassword(account: account, secret))]
    }

    /// The password was refused, and a person can type another one.
    var lacksPassword: Bool { line.failure?.isPasswordRefused == true && credential.canBeTyped }

    private mutating func showLink(_ typed: String) {
        guard let links = reader?.text.links, !typed.isEmpty else { return }
        guard let number = Int(typed), links.contains(where: { $0.number == number }) else {
            tell(StatusTexts.noSuchLink(links.last?.number ?? 0))
            return
        }
        overlay = .link(number: number, top: 0, from: nil)
    }

    /// Takes nothing. What was searched for is not marked any more.
    mutating func cancelPrompt() -> [Effect] {
        let kind = prompt?.kind
        if kind == .search { reader?.search = nil }
        prompt = nil
        return kind == .find ? closeSearch() : []
    }

    mutating func erase() -> [Effect] {
        guard prompt?.isEmpty == false else { return cancelPrompt() }
        prompt?.removeLast()
        return []
    }

    private mutating func search(_ query: String) {
        guard var open = reader, var search = ReaderSearch(query: query) else { return }
        open.text.layOut(rows: .max)
        search.take(open.text.lines)
        let top = open.text.rows.indices.contains(open.top) ? open.text.rows[open.top].line : 0
        search.current = search.first(fromLine: top) ?? (search.count > 0 && !open.text.hasMore ? 0 : nil)
        search.isWaiting = search.current == nil && open.text.hasMore
        open.search = search
        reader = open
        if search.current != nil {
            showMatch()
        } else if search.isWaiting {
            tell(StatusTexts.searchingOn)
        } else {
            tell(StatusTexts.noMatch(TerminalText.truncated(query, toWidth: 40)))
        }
    }

    /// The match after the current one or before it; behind the last one the first follows.
    mutating func goToMatch(_ direction: Int) {
        guard let search = reader?.search else { return }
        guard search.count > 0 else {
            tell(StatusTexts.noMatch(TerminalText.truncated(search.query, toWidth: 40)))
            return
        }
        let next = (search.current ?? (direction > 0 ? -1 : search.count)) + direction
        if next >= search.count, reader?.text.hasMore == true {
            reader?.search?.isWaiting = true
            tell(StatusTexts.searchingOn)
            return
        }
        reader?.search?.current = (next + search.count) % search.count
        showMatch()
    }

    /// Brings the current match on the screen, unfolded, and tells which one it is.
    private mutating func showMatch() {
        let height = ReaderLayout(self).text.count
        guard var open = reader, let search = open.search, let current = search.current else { return }
        let line = search.line(of: current)
        var row = open.text.row(ofLine: line)
        if open.text.rows.indices.contains(row), open.text.rows[row].line != line || open.text.rows[row].folded > 0 {
            open.text.setFolding(false, top: &open.top)
            row = open.text.row(ofLine: line)
        }
        open.wantsEnd = false
        if row < open.top || row >= open.top + height { open.top = max(0, row - height / 3) }
        reader = open
        tell(
            StatusTexts.match(
                current + 1, of: search.count, isMost: search.count >= ReaderSearch.matchLimit,
                next: keys.hint(.nextMatch, in: .reader), before: keys.hint(.previousMatch, in: .reader)))
    }

    /// Looks through what has come since; goes on to the match that was waited for.
    mutating func settleSearch(_ open: inout ReaderState, height: Int) {
        guard var search = open.search else { return }
        let isNew = search.takes(open.text)
        if isNew || search.isWaiting {
            open.text.layOut(rows: .max)
            search.take(open.text.lines)
        }
        if let current = search.current, current >= search.count { search.current = nil }
        open.search = search
        guard search.isWaiting else { return }
        let next = search.current.map { $0 + 1 } ?? 0
        guard next < search.count || !open.text.hasMore || open.hasMoreFailed else { return }
        open.search?.isWaiting = false
        guard search.count > 0 else {
            tell(StatusTexts.noMatch(TerminalText.truncated(search.query, toWidth: 40)))
            return
        }
        open.search?.current = next < search.count ? next : 0
        reader = open
        showMatch()
        open = reader ?? open
    }
}
