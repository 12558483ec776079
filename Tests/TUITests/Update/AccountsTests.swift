import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("Several accounts on the screen")
struct AccountsTests {
    @Test("at the start every account is asked to be there, and the first one's mailbox is opened")
    func start() {
        var state = AppState(
            account: SampleMail.account, accountLabel: "anna@example.org", path: .inbox,
            size: ScreenSize(columns: 80, rows: 24), now: Instant(wall: SampleMail.now, boot: 0))
        state.add(AccountState(TwoAccounts.other, label: TwoAccounts.label))
        let requests = update(&state, .start).compactMap { if case .mail(let request) = $0 { request } else { nil } }
        guard case .openMailbox(SampleMail.account, .inbox, _, _, _)? = requests.first else {
            Issue.record("\(requests)")
            return
        }
        #expect(requests.dropFirst() == [.standBy(account: TwoAccounts.other, path: .inbox)])
    }

    @Test(
        "what happens to the line of another account changes nothing of the list, and is told with its name where it stays"
    )
    func otherLine() {
        var desk = TwoAccounts.desk()
        let before = desk.state.list.rows
        desk.send(.mail(.connection(TwoAccounts.other, .offline(TwoAccounts.failure, retryInSeconds: 4))))
        #expect(desk.state.message == nil)
        #expect(desk.state.list.rows == before && desk.state.line.state == .online)
        #expect(desk.effects == [.after(milliseconds: 1000, .retry)])
        let refused = MailError(.authenticationFailed, subject: "imap.firma.example:993")
        desk.send(.mail(.connection(TwoAccounts.other, .offline(refused, retryInSeconds: nil))))
        #expect(desk.state.message?.text.en.hasPrefix("berta@firma.example: ") == true)
        #expect(desk.state.line.state == .online && desk.state.list.rows == before)
    }

    @Test("its mailboxes go into the tree below its name, and its troubles carry the name")
    func events() {
        var desk = TwoAccounts.desk()
        #expect(desk.state.accounts[1].folders.mailboxes.count == 3)
        #expect(desk.state.folders.mailboxes.count == SampleFolders.all.count)
        desk.send(.mail(.notice(TwoAccounts.other, MailError(.refused, subject: "Sent", serverText: "no"))))
        #expect(desk.state.message?.text.de.hasPrefix("berta@firma.example: ") == true)
        desk.send(.mail(.unsentChanges(TwoAccounts.other, count: 3)))
        desk.wait(milliseconds: 5_000)
        #expect(desk.state.changesToLose == 3)
    }

    @Test("i goes to the next account's inbox and round, and commands are about that account from there on")
    func next() {
        var desk = TwoAccounts.desk()
        desk.type("i")
        #expect(desk.state.account == TwoAccounts.other)
        guard case .openMailbox(TwoAccounts.other, .inbox, _, let view, _)? = desk.requests.first else {
            Issue.record("\(desk.requests)")
            return
        }
        #expect(view == desk.view)
        _ = desk.take()
        desk.type(":log<enter>")
        #expect(desk.requests == [.transcript(account: TwoAccounts.other)])
        desk.type("i")
        #expect(desk.state.account == SampleMail.account)
    }

    @Test("an account is picked by its name, and a wrong one is told with what was meant")
    func byName() {
        var desk = TwoAccounts.desk()
        desk.type(":account berta<enter>")
        #expect(desk.state.account == TwoAccounts.other)
        desk.type(":account ana<enter>")
        #expect(desk.state.account == TwoAccounts.other)
        #expect(desk.state.message?.text.en.contains("anna") == true)
        var alone = Desk()
        alone.type("i")
        #expect(alone.state.message?.text == AccountTexts.onlyOne)
        #expect(alone.requests.isEmpty)
    }

    @Test("events of a list that was left do not reach the one that is shown, although both are of an INBOX")
    func staleList() {
        var desk = TwoAccounts.desk()
        let before = desk.view
        desk.type("i")
        desk.send(.mail(.rowsChanged(view: before, .inserted(at: 0, count: 5))))
        #expect(desk.state.list.count == 0)
        desk.send(.mail(.failed(generation: before, TwoAccounts.failure)))
        #expect(desk.state.list.failure == nil)
    }

    @Test(
        "the tree has all inboxes first, then each account with its mailboxes; J goes from one account on to the next")
    func tree() {
        var desk = TwoAccounts.desk()
        let tree = desk.state.folderTree()
        #expect(tree[0] == .allInboxes && tree[1] == .account(0))
        #expect(tree.count == 3 + SampleFolders.all.count + 3)
        // One of them holds no messages.
        for _ in 1..<SampleFolders.all.count { desk.type("J") }
        #expect(desk.state.account == TwoAccounts.other && desk.state.list.path == .inbox)
        desk.type("K")
        #expect(desk.state.account == SampleMail.account && desk.state.list.path != .inbox)
    }

    @Test("an account is folded in the tree, and what is typed finds the mailboxes of both below their accounts")
    func folding() {
        var desk = TwoAccounts.desk()
        desk.type("c<home><down><left>")
        #expect(desk.state.folderTree().count == 3 + 3)
        desk.type("<right>")
        #expect(desk.state.folderTree().count == 3 + SampleFolders.all.count + 3)
        desk.type("vertr<enter>")
        #expect(desk.state.account == TwoAccounts.other && desk.state.list.path.name == "Verträge")
    }

    // MARK: All inboxes

    @Test(
        "all inboxes are one list; what is marked decides whose commands they are, and a message is read beside the list"
    )
    func inboxes() throws {
        var desk = TwoAccounts.desk()
        desk.type("I")
        #expect(desk.requests == [.searchAll(.everything, in: .inbox, view: desk.view)])
        TwoAccounts.answer(&desk, 6)
        #expect(desk.state.account == SampleMail.account)
        desk.type("j")
        #expect(desk.state.account == TwoAccounts.other)
        _ = desk.take()
        desk.type("<enter>")
        let id = try #require(desk.state.reader?.id)
        #expect(id.account == TwoAccounts.other)
        #expect(desk.requests == [.openMessage(id, generation: try #require(desk.state.reader?.generation))])
        #expect(desk.state.list.count == 6)
        desk.type("q")
        #expect(desk.state.mailSearch?.source == .inboxes && desk.state.list.cursor == 1)
    }

    @Test("a message that is read in it is marked as read in its own account, and starred there")
    func marking() throws {
        var desk = TwoAccounts.desk()
        desk.type("I")
        TwoAccounts.answer(&desk, 6)
        desk.type("jF")
        let id = try #require(desk.state.list.current?.id)
        #expect(desk.requests.map(\.unnamed).contains(.changeFlags(id, add: [.flagged], remove: [])))
        #expect(desk.state.list.current?.flags.contains(.flagged) == true)
    }

    @Test("an account that is read only is so in it, and the other is not")
    func readOnly() {
        var desk = TwoAccounts.desk()
        desk.state.accounts[1].isReadOnly = true
        desk.type("I")
        TwoAccounts.answer(&desk, 4)
        desk.type("jF")
        #expect(desk.state.message?.text == StatusTexts.readOnlyAccount)
        desk.type("kF")
        #expect(desk.requests.contains { $0.changesFlags })
    }

    @Test("a folder is left for it and opened from it; q ends the program there, as in any folder")
    func leaving() {
        var desk = TwoAccounts.desk()
        let mailbox = desk.view
        desk.type("I")
        TwoAccounts.answer(&desk, 4)
        let list = desk.view
        desk.type("c<home><down><down><enter>")
        #expect(desk.state.mailSearch == nil && desk.view == mailbox && desk.state.list.count == 214)
        #expect(desk.requests.contains(.endSearch(view: list)))
        desk.type("Iq")
        #expect(desk.effects.contains(.quit(.ok)))
    }

    @Test("a search in it is one of all accounts, and Esc goes back to it")
    func searchWithin() throws {
        var desk = TwoAccounts.desk()
        desk.type("I")
        TwoAccounts.answer(&desk, 4)
        desk.type("/plan")
        let query = try SearchQueryParser.parse("plan", whileTyping: true)
        #expect(desk.requests.contains(.searchAll(query, in: nil, view: desk.view)))
        #expect(desk.state.mailSearch?.source == .typed)
        _ = desk.take()
        desk.type("<esc>")
        #expect(desk.state.mailSearch?.source == .inboxes)
        #expect(desk.requests.contains(.searchAll(.everything, in: .inbox, view: desk.view)))
    }

    @Test("a line that finds nothing yet while it is typed shows the list from which was searched, and goes on")
    func unfinishedSearchWithin() throws {
        var desk = TwoAccounts.desk()
        desk.type("I")
        TwoAccounts.answer(&desk, 4)
        desk.type("/in:")
        #expect(desk.state.mailSearch?.source == .inboxes && desk.state.prompt?.text == "in:")
        desk.type("sent<enter>")
        #expect(desk.state.mailSearch?.source == .typed)
        #expect(desk.requests.last == .searchAll(try SearchQueryParser.parse("in:sent"), in: nil, view: desk.view))
    }

    @Test("the mailbox below goes on meanwhile, and a broken account does not end the list")
    func below() {
        var desk = TwoAccounts.desk()
        let mailbox = desk.view
        desk.type("I")
        TwoAccounts.answer(&desk, 4)
        desk.send(.mail(.rowsChanged(view: mailbox, .inserted(at: 0, count: 2))))
        desk.send(.mail(.connection(TwoAccounts.other, .offline(TwoAccounts.failure, retryInSeconds: 9))))
        #expect(desk.state.list.count == 4)
        desk.type("i")
        #expect(desk.state.account == TwoAccounts.other)
        desk.type("i")
        #expect(desk.state.account == SampleMail.account)
    }

    @Test("it stands in the order of time: it is neither sorted nor made of threads, and INBOX stays as it was chosen")
    func orders() {
        var desk = TwoAccounts.desk()
        desk.type("I")
        TwoAccounts.answer(&desk, 4)
        let choices = desk.state.listing.made
        desk.type("T")
        #expect(desk.state.message?.text == FindTexts.noOrder)
        desk.type(":sort subject<enter>")
        #expect(desk.state.message?.text == FindTexts.noOrder)
        #expect(desk.state.listing.made == choices && desk.requests.isEmpty)
    }

    @Test("a message put aside from it comes back beside whatever list there is")
    func tab() throws {
        var desk = TwoAccounts.desk()
        desk.type("I")
        TwoAccounts.answer(&desk, 4)
        desk.type("j")
        desk.open()
        let id = try #require(desk.state.reader?.id)
        desk.type("<^t>c<home><down><down><enter>")
        #expect(desk.state.reader == nil && desk.state.mailSearch == nil)
        let view = desk.view
        desk.type("<^n>")
        #expect(desk.state.reader?.id == id && desk.view == view)
        #expect(desk.state.placeOfReader == nil)
    }

    // MARK: How far a search goes

    @Test("where all accounts are searched the servers of those that are online are asked, and the others named")
    func serversEverywhere() throws {
        var desk = TwoAccounts.desk()
        desk.type("/plan<tab><tab><tab><enter>")
        TwoAccounts.answer(&desk, 2) { $0.incomplete = 2 }
        var search = try #require(desk.state.mailSearch)
        #expect(search.outcome?.server == .asked)
        #expect(desk.state.trouble(search) == FindTexts.serverIsAsked(ServerRound()))
        TwoAccounts.answer(&desk, 3) {
            $0.incomplete = 2
            $0.server = .answered
            $0.unasked = [TwoAccounts.other]
        }
        search = try #require(desk.state.mailSearch)
        #expect(desk.state.trouble(search) == AccountTexts.of(TwoAccounts.label, AccountTexts.notAsked))
        for account in [SampleMail.account, TwoAccounts.other] {
            #expect(desk.state.serverSearchObstacle == nil)
            desk.send(.mail(.connection(account, .offline(TwoAccounts.failure, retryInSeconds: 9))))
        }
        #expect(desk.state.serverSearchObstacle == FindTexts.offline)
    }

    @Test("a saved search of all accounts is sent to the servers, all inboxes are not")
    func serversOfSaved() throws {
        var desk = TwoAccounts.desk(searches: [try #require(TwoAccounts.saved("pläne", "plan"))])
        desk.type("I")
        TwoAccounts.answer(&desk, 4)
        desk.type("<Ctrl-S>")
        #expect(!desk.requests.contains(.searchServer(view: desk.view)))
        #expect(desk.state.message?.kind == .refusal)
        desk.type("cpläne<enter>")
        TwoAccounts.answer(&desk, 4) { $0.incomplete = 1 }
        #expect(desk.state.mailSearch?.source == .saved("pläne"))
        desk.type("<Ctrl-S>")
        #expect(desk.requests.contains(.searchServer(view: desk.view)))
    }

    @Test("the reach goes on to all accounts where there are several")
    func everywhere() throws {
        var desk = TwoAccounts.desk()
        desk.type("/plan<tab><tab><tab>")
        let query = try SearchQueryParser.parse("plan", whileTyping: true)
        #expect(desk.requests.last == .searchAll(query, in: nil, view: desk.view))
        desk.type("<tab>")
        guard case .search(SampleMail.account, _, _, .mailbox, _)? = desk.requests.last else {
            Issue.record("\(desk.requests)")
            return
        }
        var alone = Desk()
        alone.type("/plan<tab><tab><tab>")
        #expect(alone.state.mailSearch?.scope == .mailbox)
    }
}
