import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("Searches among the folders")
struct SavedSearchTests {
    private func desk(_ searches: [SavedSearch] = []) -> Desk { TwoAccounts.desk(searches: searches) }

    private func kept(_ desk: Desk) -> [String] {
        desk.effects.compactMap {
            if case .prefer(let key, let value) = $0 { "\(key) = \(value ?? "nothing")" } else { nil }
        }
    }

    @Test("a search is saved with its reach, stands in the tree and is opened like a folder")
    func saving() throws {
        var desk = desk()
        desk.type("/from:petra<tab><enter>")
        _ = desk.take()
        desk.type(":save-search Petras Post<enter>")
        #expect(
            kept(desk) == [
                "search.\"Petras Post\".in = anna/INBOX", "search.\"Petras Post\".below = true",
                "search.\"Petras Post\".query = from:petra",
            ])
        let tree = desk.state.folderTree()
        #expect(tree[tree.count - 1] == .search(0) && tree[tree.count - 2] == .searches)
        desk.type("<esc>i")
        _ = desk.take()
        desk.type("cpetras<enter>")
        let query = try SearchQueryParser.parse("from:petra")
        #expect(
            desk.requests.contains(
                .search(account: SampleMail.account, query, in: .inbox, scope: .below, view: desk.view)))
        #expect(desk.state.account == SampleMail.account)
    }

    @Test("what was saved on the screen is there at the next start, and what cannot be read is told")
    func nextStart() {
        var desk = desk()
        for (key, text) in [
            ("search.\"Petras Post\".query", "from:petra"), ("search.\"Petras Post\".in", "anna/INBOX"),
            ("search.alt.query", "vor:morgen"), ("search.weg.query", "plan"), ("search.weg.in", "niemand"),
        ] {
            desk.state.preferences.values.set(key, to: text)
        }
        let said = desk.state.takeSavedSearches()
        #expect(desk.state.searches.map(\.name) == ["Petras Post"])
        #expect(desk.state.searches.first?.place == SavedSearch.Place(account: SampleMail.account, mailbox: .inbox))
        #expect(said == [SavedSearchTexts.unreadable("alt"), SavedSearchTexts.unreadable("weg")])
    }

    @Test("taking one away asks, and leaves its list")
    func removing() throws {
        let saved = try #require(TwoAccounts.saved("unread", "is:unread"))
        var desk = desk([saved])
        desk.type("cunread<enter>")
        TwoAccounts.answer(&desk, 3)
        #expect(desk.state.mailSearch?.source == .saved("unread"))
        desk.type(":remove-search<enter>")
        #expect(desk.state.question == .removeSearch("unread") && desk.state.searches.count == 1)
        desk.type("n:remove-search unread<enter>y")
        #expect(desk.state.searches.isEmpty && desk.state.mailSearch == nil)
        #expect(kept(desk) == ["search.unread.query = nothing"])
    }

    @Test("one of the configuration is not taken away here, and no name is given twice")
    func refused() throws {
        let configuration = try Configuration(
            Array("[[search]]\nname = \"neu\"\nquery = \"is:unread\"\n".utf8), file: "config.toml")
        var desk = desk(configuration.searches)
        desk.type(":remove-search neu<enter>")
        #expect(desk.state.message?.text == SavedSearchTexts.configured("neu") && desk.state.question == nil)
        desk.type("/plan<enter>:save-search neu<enter>")
        #expect(desk.state.message?.text == SavedSearchTexts.taken("neu"))
        desk.type(":save-search \(String(repeating: "x", count: 65))<enter>")
        #expect(desk.state.message?.text == SavedSearchTexts.badName)
        #expect(kept(desk).isEmpty)
    }

    @Test("with one account a search of everything is that of its mailboxes, and opens as well")
    func oneAccount() throws {
        var desk = Desk()
        desk.state.searches = [try #require(TwoAccounts.saved("unread", "is:unread"))]
        desk.send(.mail(SampleFolders.event))
        _ = desk.take()
        desk.type("cunread<enter>")
        #expect(
            desk.requests == [.searchAll(try SearchQueryParser.parse("is:unread"), in: nil, view: desk.view)])
        #expect(desk.state.namesMailboxes)
    }
}
