import MailKitCore

@testable import TUI

extension Scene {
    /// Several accounts, and searches among the folders.
    static let accounts: [Scene] = [
        Scene(name: "accounts-list") { TwoAccounts.desk(columns: $0, rows: $1) },
        Scene(name: "accounts-folders") {
            var desk = TwoAccounts.desk(columns: $0, rows: $1, isOnline: false, searches: searchesOfBoth)
            desk.type("c")
            return desk
        },
        Scene(name: "accounts-picked") {
            var desk = TwoAccounts.desk(columns: $0, rows: $1)
            desk.type("cin")
            return desk
        },
        Scene(name: "accounts-other") {
            var desk = TwoAccounts.desk(columns: $0, rows: $1, isOnline: false)
            desk.type("i")
            return desk
        },
        Scene(name: "accounts-all") {
            var desk = TwoAccounts.desk(columns: $0, rows: $1)
            desk.type("I")
            TwoAccounts.answer(&desk, 8)
            desk.type("j")
            return desk
        },
        Scene(name: "accounts-all-broken") {
            var desk = TwoAccounts.desk(columns: $0, rows: $1, isOnline: false)
            desk.type("I")
            TwoAccounts.answer(&desk, 4)
            return desk
        },
        Scene(name: "accounts-search") {
            var desk = TwoAccounts.desk(columns: $0, rows: $1)
            desk.type("/plan<tab><tab><tab>")
            TwoAccounts.answer(&desk, 4)
            return desk
        },
        Scene(name: "accounts-saved") {
            var desk = TwoAccounts.desk(columns: $0, rows: $1, searches: searchesOfBoth)
            desk.type("cunread<enter>")
            TwoAccounts.answer(&desk, 4)
            return desk
        },
        Scene(name: "accounts-remove-search") {
            var desk = TwoAccounts.desk(columns: $0, rows: $1, searches: searchesOfBoth)
            desk.type(":remove-search Petra<enter>")
            return desk
        },
    ]

    private static let searchesOfBoth = [
        TwoAccounts.saved("unread, 7 days", "is:unread newer_than:7d"),
        TwoAccounts.saved("Petra", "from:petra", in: SavedSearch.Place(account: SampleMail.account)),
    ].compactMap(\.self)
}
