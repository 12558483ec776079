import MailGrammar
import MailKitCore
import TUI

/// What the reader draws of a message in a file: the same state, the same drawing, and rows of text in the place of a screen.
struct ShowScreen {
    private let show: Show
    private let file: FileMessage
    private let section: String?

    init(_ show: Show, _ file: FileMessage, _ part: Int?) {
        self.show = show
        self.file = file
        section = part.map { file.message.tree.nodes[$0].section }
    }

    /// The rows of a screen of this size.
    func lines(_ size: ScreenSize) throws -> [String] {
        let account = AccountID("")
        // A list of this one message, in a mailbox that has the file's name.
        let name = show.plan.name(show.plan.language)
        let path = MailboxPath(String(name.split(separator: "/").last ?? "-")) ?? .inbox
        var state = AppState(
            account: account, accountLabel: "", path: path, size: size, now: Instant(wall: show.world.now, boot: 0))
        var reading = FileReading(file, section: section, charsets: show.world.charsets)
        guard let text = try reading.next() else { return [] }
        let content = try show.content(of: file, text: text, section: section)
        for message in Self.opening(content, state.list.view, account, path) { _ = update(&state, message) }
        _ = update(&state, .key(Key(.enter)))
        guard let generation = state.reader?.generation else { return [] }
        _ = update(&state, .mail(.message(generation: generation, content)))
        while state.reader?.text.hasMore == true, state.reader?.text.rows.count ?? 0 < size.rows,
            let more = try reading.next()
        {
            _ = update(&state, .mail(.messageText(generation: generation, more)))
        }
        let frame = draw(state, show.context)
        return (0..<size.rows).map { frame.line($0) }
    }

    /// What the core would tell before.
    private static func opening(
        _ content: MessageContent, _ view: Generation, _ account: AccountID, _ path: MailboxPath
    ) -> [Message] {
        let row = MessageRow(
            id: content.id, flags: [.seen], date: content.date, from: content.from, to: content.to,
            subject: content.subject, size: nil, attachmentCount: content.parts.count(where: \.isAttachment))
        let summary = MailboxSummary(
            account: account, mailbox: content.id.mailbox, path: path, uidValidity: content.id.uidValidity, count: 1,
            isReadOnly: false)
        return [
            .mail(.connection(account, .online)), .mail(.mailboxOpened(view: view, summary)),
            .mail(.rows(view: view, start: 0, rows: [row])),
        ]
    }
}
