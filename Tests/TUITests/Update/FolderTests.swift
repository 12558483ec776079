import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct FolderTests {
    private func desk() -> Desk {
        var desk = Desk()
        desk.send(.mail(SampleFolders.event))
        _ = desk.take()
        return desk
    }

    private func shown(_ desk: Desk) -> [String] {
        guard case .folders(_, let filter) = desk.state.overlay else { return [] }
        return desk.state.folders.lines(filter).map { String(repeating: ">", count: $0.depth) + $0.name }
    }

    private func opened(_ desk: Desk) -> [String] {
        desk.requests.compactMap { if case .openMailbox(_, let path, _, _, _) = $0 { path.name } else { nil } }
    }

    @Test func ownOnesComeFirstByUseThenByNameEachBelowItsParent() {
        var desk = desk()
        desk.type("c")
        #expect(
            shown(desk) == [
                "INBOX", "Entwürfe", "Gesendet", "Archiv", "Junk", "Papierkorb", "archiv 2025", "Bert\u{1B}[2J/x",
                "Kunden", ">Alt/2024", ">Lindner", ">Öttinger & Söhne", "user/berta/Hafen",
            ])
        guard case .folders(let place, _) = desk.state.overlay else { return _ = Issue.record("it is not there") }
        #expect(place.cursor == 0)
    }

    @Test func eachIsFoundWhereItStandsFoldedOrNarrowedDown() throws {
        var folders = FolderList()
        folders.take(SampleFolders.all)
        #expect(folders.isTree)
        let kunden = try #require(MailboxPath("Kunden"))
        for isFolded in [false, true] {
            for filter in ["", "k", "posteingang"] {
                let lines = folders.lines(filter)
                for mailbox in SampleFolders.all {
                    let place = lines.firstIndex { folders[$0].path == mailbox.path }
                    #expect(folders.place(of: mailbox.path, in: lines) == place)
                    #expect(folders[mailbox.path] == mailbox)
                }
            }
            guard !isFolded, let at = folders.place(of: kunden, in: folders.lines()) else { continue }
            folders.setFolded(true, folders.lines()[at])
            let below = try #require(MailboxPath("Kunden/Lindner"))
            #expect(folders.place(of: below, in: folders.lines(), orAbove: true) == at)
        }
        folders.take([])
        #expect(folders[kunden] == nil && !folders.isTree)
    }

    /// From a message, too: what is read stays open until another mailbox is chosen.
    @Test func aMessageLeadsToTheFoldersAndBack() {
        var desk = desk()
        desk.open()
        desk.type("c<esc>")
        #expect(desk.state.reader?.isLoaded == true)
        desk.type("cLIN<enter>")
        #expect(desk.state.reader == nil && desk.state.list.path.name == "Kunden/Lindner")
    }

    @Test func typingNarrowsThemDownAndEnterOpensTheFirstThatFits() {
        var desk = desk()
        desk.type("cLIN")
        #expect(shown(desk) == ["Kunden/Lindner"])
        desk.type("<enter>")
        #expect(opened(desk) == ["Kunden/Lindner"])
        #expect(desk.state.overlay == nil && desk.state.prompt == nil && desk.state.list.path.name == "Kunden/Lindner")
        #expect(!desk.state.list.isOpen && desk.state.list.count == 0)
    }

    @Test(arguments: [("posteing", "INBOX"), ("sent", "Gesendet"), ("deleted", "Papierkorb"), ("werbung", "Junk")])
    func whatOneIsForFindsItInAnyLanguage(typed: String, name: String) {
        var desk = desk()
        desk.type("c" + typed)
        #expect(shown(desk) == [name])
    }

    @Test func whatIsTypedCanBeTakenBack() {
        var desk = desk()
        desk.type("cxyz")
        #expect(shown(desk) == [])
        #expect((0..<24).contains { desk.frame.line($0).contains("No folder has such a name.") })
        desk.type("<enter>")
        #expect(opened(desk) == [] && desk.state.scope == .picker)
        desk.type("<bs><bs><bs>ötti")
        #expect(shown(desk) == ["Kunden/Öttinger & Söhne"])
        desk.type("<^u>")
        #expect(shown(desk).count == SampleFolders.all.count)
        desk.type("<esc>")
        #expect(desk.state.overlay == nil && desk.state.prompt == nil && desk.state.scope == .list)
        desk.type("c<bs>")
        #expect(desk.state.overlay == nil && desk.state.prompt == nil)
    }

    @Test func arrowsChooseAndWhatHoldsNoMessagesIsNotOpened() {
        var desk = desk()
        desk.type("c<down><down><enter>")
        #expect(opened(desk) == ["Gesendet"])
        desk.type("c<end><up><up><up><up><enter>")
        #expect(desk.state.message?.text == StatusTexts.folderHoldsNone)
        #expect(opened(desk) == ["Gesendet"] && desk.state.scope == .picker)
        // The open one is just left open.
        desk.type("<home><down><down><enter>")
        #expect(opened(desk) == ["Gesendet"] && desk.state.overlay == nil)
    }

    @Test func neighboursOpenWithOneKey() {
        var desk = desk()
        desk.type("K")
        #expect(desk.state.message?.text == StatusTexts.firstFolder)
        desk.type("JJ")
        #expect(opened(desk) == ["Entwürfe", "Gesendet"])
        desk.type("K")
        #expect(opened(desk) == ["Entwürfe", "Gesendet", "Entwürfe"])
    }

    @Test func whatWasBeingReadIsGivenUpAndLateAnswersAreDropped() {
        var desk = desk()
        let view = desk.view
        desk.type("cgesend<enter>")
        desk.send(.mail(.rows(view: view, start: 0, rows: SampleMail.rows(0..<3, of: 214))))
        desk.send(.mail(.unseenCount(view: view, 9)))
        #expect(desk.state.list.rows.range.isEmpty && desk.state.list.unseen == nil)
    }

    @Test func offlineNothingElseOpens() {
        var desk = desk()
        let error = MailError(.connectionFailed, subject: "mail.example.org:993")
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
        desk.type("cgesend<enter>")
        #expect(desk.state.message?.text == StatusTexts.offlineNoFolder && opened(desk) == [])
    }

    @Test func offlineOneThatIsKeptOpens() throws {
        var desk = desk()
        desk.state.keepsMail = true
        let error = MailError(.connectionFailed, subject: "mail.example.org:993")
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
        desk.type("cgesend<enter>")
        #expect(opened(desk).count == 1)
        let summary = try #require(SampleMail.summary(count: 300))
        desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
        desk.answerAllRows()
        desk.type("<end>")
        #expect(
            desk.requests.contains { if case .rows(desk.view, let rows) = $0 { rows.contains(299) } else { false } })
    }

    @Test func beforeTheListIsThereTypingIsTakenAllTheSame() {
        var desk = Desk()
        desk.type("cFN<enter>")
        #expect(desk.state.scope == .picker && desk.requests.isEmpty)
        #expect((0..<24).contains { desk.frame.line($0).contains("The server has not told its folders yet.") })
        desk.type("<^u>lind")
        desk.send(.mail(SampleFolders.event))
        #expect(shown(desk) == ["Kunden/Lindner"])
        desk.type("<enter>")
        #expect(opened(desk) == ["Kunden/Lindner"])
    }

    @Test func whatIsRememberedWillDoUntilTheServerHasTold() {
        var desk = Desk()
        desk.type("J")
        #expect(desk.state.message?.text == StatusTexts.noFoldersYet)
        // What is remembered will do until the server has told, and not after.
        desk.send(.mail(.knownMailboxes(SampleMail.account, Array(SampleFolders.all.prefix(3)))))
        #expect(desk.state.folders.mailboxes.count == 3)
        desk.send(.mail(SampleFolders.event))
        desk.send(.mail(.knownMailboxes(SampleMail.account, Array(SampleFolders.all.prefix(3)))))
        #expect(desk.state.folders.mailboxes.count == SampleFolders.all.count)
        desk.send(.mail(.mailboxes(AccountID("other"), [])))
        #expect(desk.state.folders.mailboxes.count == SampleFolders.all.count)
    }

    @Test func countsChangeWhereTheyStand() throws {
        var desk = desk()
        desk.type("c")
        var all = SampleFolders.all
        let junk = try #require(all.firstIndex { $0.path.name == "Junk" })
        all[junk].counts?.unseen = 77
        desk.send(.mail(.mailboxes(SampleMail.account, all)))
        #expect((0..<24).contains { desk.frame.line($0).contains("77 new") })
    }

    @Test func hostileNamesAreShownSafely() {
        let hostile = [
            "Bert\u{1B}[2J", "a\nb", "a\r\nb", "c\u{202E}dxe", "e\u{2066}f\u{2069}", "g\u{200B}h", "i\u{2028}j\u{2029}",
            "k\u{9B}31ml", "m\u{85}n\u{90}", "o\u{200F}p\u{61C}", "q\u{FEFF}r\u{AD}", "s\u{7F}t\u{8}",
        ]
        #expect(hostile.allSatisfy { $0.unicodeScalars.contains(where: HostileText.isHostile) })
        let mailboxes = hostile.compactMap { SampleFolders.mailbox("Kunden/" + $0, unseen: 1) }
        #expect(mailboxes.count >= 10)
        for columns in [80, 130] {
            var desk = Desk(columns: columns, rows: 40)
            desk.send(.mail(.mailboxes(SampleMail.account, SampleFolders.all + mailboxes)))
            #expect(HostileText.leaks(desk.frame) == [], "\(columns) columns")
            desk.type("c")
            #expect(HostileText.leaks(desk.frame) == [], "\(columns) columns, folders")
            desk.type("q")
            for mailbox in mailboxes {
                // Asked for by name, as the path of a search is, and refused.
                desk.state.list.path = mailbox.path
                let error = MailError(.notFound, subject: mailbox.path.name, serverText: mailbox.path.name)
                desk.send(.mail(.notice(SampleMail.account, error)))
                #expect(HostileText.leaks(desk.frame) == [], "\(mailbox.path.name.debugDescription)")
                desk.type("W")
                #expect(HostileText.leaks(desk.frame) == [], "\(mailbox.path.name.debugDescription) in full")
                desk.type("<esc>")
            }
        }
    }

    @Test func thousandsOfThemAreSortedOnce() throws {
        var folders = FolderList()
        let many = (0..<20_000).compactMap { SampleFolders.mailbox("a/\($0 % 100)/b\($0)") }
        folders.take(many)
        #expect(folders.lines().count == 20_000)
        #expect(folders.lines().first?.name == "a/0/b0")
        #expect(folders.lines("b19999").count == 1)
    }

    @Test("A mailbox with the usual name of its use is called in the reader's language")
    func usualNames() {
        var desk = Desk(columns: 130, rows: 40)
        func mailboxes(_ names: [(String, MailboxUse?)]) -> MailEvent {
            .mailboxes(SampleMail.account, names.compactMap { SampleFolders.mailbox($0, use: $1) })
        }
        func shown(_ language: Language) -> String {
            desk.language = language
            return ScreenText.characters(desk.frame)
        }
        desk.send(
            .mail(
                mailboxes([
                    ("INBOX", .inbox), ("Drafts", .drafts), ("Sent", .sent), ("Junk", .junk), ("Trash", .trash),
                    ("Archive", nil), ("Sent Messages", .sent), ("Kunden/Drafts", .drafts),
                ])))
        for name in ["Posteingang", "Entwürfe", "Gesendet", "Spam", "Papierkorb", "Archive", "Sent Messages"] {
            #expect(shown(.german).contains(name), "\(name)")
        }
        #expect(shown(.german).contains("Kunden/Drafts") && !shown(.german).contains("INBOX"))
        for name in ["INBOX", "Drafts", "Sent", "Junk", "Trash"] { #expect(shown(.english).contains(name)) }
        #expect(desk.frame.title.hasPrefix("INBOX "))
        // Both names find it, in any language.
        for typed in ["entw", "draft"] {
            desk.type("c\(typed)<enter>")
            #expect(desk.state.list.path.name == "Drafts")
            #expect(shown(.german).contains("anna@example.org › Entwürfe"))
            desk.type("cinbox<enter>")
        }
        // Nothing is called as another one is.
        desk.send(.mail(mailboxes([("INBOX", .inbox), ("Archive", .archive), ("Archiv", nil), ("Trash", .trash)])))
        #expect(shown(.german).contains("Archive ") && shown(.german).contains("Papierkorb"))
    }
}
