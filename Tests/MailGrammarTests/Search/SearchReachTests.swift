import Testing

@testable import MailGrammar

@Suite("Search: mailboxes that a server is asked in")
struct SearchReachTests {
    private func info(_ name: String, _ use: MailboxUse? = nil, selectable: Bool = true) -> MailboxInfo {
        MailboxInfo(
            path: MailboxPath(name) ?? .inbox, delimiter: "/", levels: name.split(separator: "/").map(String.init),
            owner: name.hasPrefix("Team") ? .shared : .personal, use: use, isSelectable: selectable, isSubscribed: nil,
            hasChildren: false, takesChildren: true)
    }

    private var all: [MailboxInfo] {
        [
            info("Team"), info("Trash", .trash), info("Alt"), info("Alt/Neu"), info("Altes"), info("Alle", .all),
            info("Marked", .flagged), info("Only", selectable: false), info("Sent", .sent), info("INBOX"),
        ]
    }

    private func asked(_ scope: SearchScope, _ path: String) -> [String] {
        scope.asked(from: MailboxPath(path) ?? .inbox, among: all).map(\.path.name)
    }

    @Test("as far as the search reaches, the likeliest first, and nothing twice")
    func reach() {
        #expect(asked(.mailbox, "Alt") == ["Alt"])
        #expect(asked(.below, "Alt") == ["Alt", "Alt/Neu"])
        #expect(asked(.account, "Alt") == ["INBOX", "Sent", "Alt", "Alt/Neu", "Altes", "Trash", "Team"])
        #expect(asked(.everywhere, "Alt") == asked(.account, "Alt"))
        #expect(asked(.mailbox, "Alle") == ["Alle"], "asked for by name it is searched")
        #expect(asked(.below, "Nirgends").isEmpty)
    }
}
