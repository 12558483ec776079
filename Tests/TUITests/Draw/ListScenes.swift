import MailGrammar
import MailKitCore

@testable import TUI

extension Scene {
    /// The list as it can be made to look.
    static let lists: [Scene] = [
        list("list-columns") { $0.columns = [.flags, .priority, .from, .to, .subject, .attachment, .size, .date] },
        list("list-cc") { $0.columns = [.flags, .date, .from, .cc, .subject, .attachment] },
        Scene(name: "threads") {
            var desk = Desk(columns: $0, rows: $1, count: 12)
            desk.showThreads()
            return desk
        },
        Scene(name: "threads-waiting") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("T")
            desk.send(.mail(.threads(view: desk.view, .arrival, count: nil, place: nil)))
            return desk
        },
        Scene(name: "list-syncing") {
            var desk = Desk(columns: $0, rows: $1)
            let progress = SyncProgress(done: 12_400, total: 100_000, perSecond: 500)
            desk.send(.mail(.syncProgress(SampleMail.account, .inbox, progress)))
            desk.wait(milliseconds: 5_000)
            desk.send(.mail(.syncProgress(SampleMail.account, .inbox, progress)))
            return desk
        },
        list("list-absolute") { $0.dates = .absolute },
        list("list-preview") { $0.preview = true },
        list("list-grouped") { $0.grouping = .day },
        list("list-grouped-preview", keys: "<pgdn>j") {
            $0.preview = true
            $0.grouping = .day
        },
        list("list-grouped-reading", keys: "jj<enter>") { $0.grouping = .day },
        Scene(name: "list-sorted") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("jjj:sort -size<enter>")
            desk.send(.mail(.listOrder(view: desk.view, ListOrder(.size, isReversed: true), count: 214, place: 7)))
            desk.answerAllRows()
            return desk
        },
        Scene(name: "list-orders") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("oj")
            return desk
        },
        Scene(name: "list-orders-none") {
            var desk = Desk(columns: $0, rows: $1, abilities: ListAbilities())
            desk.type("oj")
            return desk
        },
        Scene(name: "list-sent") {
            var desk = Desk(columns: $0, rows: $1)
            desk.send(.mail(SampleFolders.event))
            desk.state.list.path = MailboxPath("Gesendet") ?? .inbox
            desk.type("j")
            return desk
        },
    ]

    private static func list(
        _ name: String, keys: String = "", _ change: @escaping @Sendable (inout ListOptions) -> Void
    ) -> Scene {
        Scene(name: name) {
            var configuration = ListConfiguration()
            change(&configuration.common)
            var rule = ColourRule()
            rule.from = ["buchhaltung"]
            rule.colour = .named(2)
            rule.bold = true
            configuration.rules = [rule]
            var desk = Desk(columns: $0, rows: $1, lists: configuration)
            desk.type(keys)
            desk.answerAllRows()
            return desk
        }
    }
}
