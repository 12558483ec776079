import MailGrammar
import MailKitCore

@testable import TUI

extension Scene {
    /// Searching the mail.
    static let searches: [Scene] = [
        searching("search-typing", keys: "/rech", found: 3),
        searching("search-found", keys: "/from:petra (rechnung OR mahnung)<enter>j", found: 4),
        searching("search-nothing", keys: "/zebra<enter>", found: 0),
        Scene(name: "search-incomplete") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("/plan<tab><tab><enter>")
            return answered(desk, 2) {
                $0.incomplete = 3
                $0.mailboxes = 7
                $0.server = .answered
                $0.round.mailboxes = 4
                $0.round.answered = 1
                $0.round.unreached = 3
                $0.round.obstacle = .noFurtherLine
            }
        },
        searching("search-server", keys: "/plan<enter><Ctrl-S>", found: 2),
        searching("search-mistake", keys: "/vor:morgen rechnung", found: nil),
        searching("search-reading", keys: "/plan<enter>j<enter>", found: 3),
    ]

    private static func searching(_ name: String, keys: String, found: Int?) -> Scene {
        Scene(name: name) {
            var desk = Desk(columns: $0, rows: $1)
            guard let end = keys.firstIndex(of: "<"), let found else {
                desk.type(keys)
                return found.map { answered(desk, $0) } ?? desk
            }
            desk.type(String(keys[..<end]))
            desk = answered(desk, found)
            desk.type(String(keys[end...]))
            return desk
        }
    }

    private static func answered(
        _ desk: Desk, _ count: Int, _ change: (inout SearchOutcome) -> Void = { _ in }
    ) -> Desk {
        var desk = desk
        var outcome = SearchOutcome()
        outcome.count = count
        outcome.mailboxes = 1
        outcome.paths = [MailboxPlace(account: SampleMail.account, mailbox: SampleMail.mailbox): .inbox]
        change(&outcome)
        desk.send(.mail(.rowsChanged(view: desk.view, .reset(count: count))))
        desk.send(.mail(.searched(view: desk.view, outcome)))
        desk.answerRows(0..<count)
        return desk
    }
}
