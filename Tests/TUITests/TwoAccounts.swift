import MailGrammar
import MailKitCore

@testable import TUI

/// A desk with a second account, of which nothing is shown yet.
enum TwoAccounts {
    static let other = AccountID("berta")
    static let label = "berta@firma.example"

    static func desk(
        columns: Int = 80, rows: Int = 24, count: Int = 214, isOnline: Bool = true, searches: [SavedSearch] = []
    ) -> Desk {
        var desk = Desk(columns: columns, rows: rows, count: count)
        desk.state.add(AccountState(other, label: label, keepsMail: true))
        desk.state.searches = searches
        desk.send(.mail(SampleFolders.event))
        desk.send(.mail(.mailboxes(other, folders)))
        desk.send(.mail(.connection(other, isOnline ? .online : .offline(failure, retryInSeconds: 8))))
        _ = desk.take()
        return desk
    }

    static let folders = [
        SampleFolders.mailbox("INBOX", use: .inbox, unseen: 2, messages: 60),
        SampleFolders.mailbox("Sent", use: .sent), SampleFolders.mailbox("Verträge", unseen: 5),
    ].compactMap(\.self)

    static let failure = MailError(
        .connectionFailed, subject: "imap.firma.example:993", detail: "Connection refused")

    /// A message of the second account's inbox.
    static func row(_ index: Int, of count: Int = 60) -> MessageRow? {
        SampleMail.row(index, of: count).map { row in
            MessageRow(
                id: MessageID(
                    account: other, mailbox: row.id.mailbox, uidValidity: row.id.uidValidity, uid: row.id.uid),
                flags: row.flags, date: row.date, from: row.from, to: row.to, subject: row.subject, size: row.size,
                attachmentCount: row.attachmentCount, arrival: row.arrival)
        }
    }

    /// What the core tells of a list of both: rows of the one and the other in turn.
    static func answer(_ desk: inout Desk, _ count: Int, _ change: (inout SearchOutcome) -> Void = { _ in }) {
        var outcome = SearchOutcome()
        outcome.count = count
        outcome.mailboxes = 2
        for account in [SampleMail.account, other] {
            outcome.paths[MailboxPlace(account: account, mailbox: SampleMail.mailbox)] = .inbox
        }
        change(&outcome)
        desk.send(.mail(.rowsChanged(view: desk.view, .reset(count: count))))
        desk.send(.mail(.searched(view: desk.view, outcome)))
        let rows = (0..<count).compactMap { $0.isMultiple(of: 2) ? SampleMail.row($0 / 2, of: 214) : row($0 / 2 + 1) }
        desk.send(.mail(.rows(view: desk.view, start: 0, rows: rows)))
        _ = desk.take()
    }

    static func saved(_ name: String, _ text: String, in place: SavedSearch.Place? = nil) -> SavedSearch? {
        (try? SearchQueryParser.parse(text)).map { SavedSearch(name: name, text: text, query: $0, place: place) }
    }
}
