import TestSupport
import Testing

@testable import MailGrammar

@Suite("Sync: which mailbox is next")
struct SyncAgendaTests {
    private static func path(_ name: String) -> MailboxPath { MailboxPath(name) ?? .inbox }

    private static func info(
        _ name: String, _ use: MailboxUse? = nil, owner: MailboxOwner = .personal, isSubscribed: Bool? = true,
        isSelectable: Bool = true, counts: MailboxCounts? = nil
    ) -> MailboxInfo {
        MailboxInfo(
            path: path(name), delimiter: "/", levels: [name], owner: owner, use: use, isSelectable: isSelectable,
            isSubscribed: isSubscribed, hasChildren: false, takesChildren: true, counts: counts)
    }

    private static func counts(_ messages: UInt32, next: UInt32, modSequence: UInt64? = nil) -> MailboxCounts {
        var counts = MailboxCounts()
        counts.messages = messages
        counts.uidNext = UID(next)
        counts.uidValidity = UIDValidity(7)
        counts.modSequence = modSequence.map { ModSequence($0) }
        return counts
    }

    private static func held(_ count: Int, next: UInt32, modSequence: UInt64? = nil, isWhole: Bool = true)
        -> SyncAgenda.Held
    {
        SyncAgenda.Held(
            uidValidity: UIDValidity(7), uidNext: UID(next), modSequence: modSequence.map { ModSequence($0) },
            count: count, isWhole: isWhole)
    }

    /// Looks at one mailbox after another until none is due.
    private func all(_ agenda: inout SyncAgenda) -> [String] {
        var names: [String] = []
        while let path = agenda.next(), names.count < 100 {
            names.append(path.name)
            agenda.begin(path)
        }
        return names
    }

    @Test("the open one, INBOX, those for something, the others, and last what nobody looks for")
    func order() {
        var agenda = SyncAgenda()
        agenda.openPath = Self.path("Open")
        agenda.setMailboxes(
            [
                Self.info("Trash", .trash), Self.info("B"), Self.info("Sent", .sent), Self.info("A"),
                Self.info("INBOX", .inbox), Self.info("Open"), Self.info("None", isSelectable: false),
                Self.info("All", .all), Self.info("Stars", .flagged),
            ], stored: [:])
        #expect(agenda.dueCount == 6)
        #expect(all(&agenda) == ["Open", "INBOX", "Sent", "B", "A", "Trash"])
        agenda.openPath = Self.path("All")
        #expect(all(&agenda) == ["All"], "what shows others again is kept only where it is looked at")
    }

    @Test("what was not subscribed to is left out, unless nothing was; of others only what was")
    func subscribed() {
        let others = [
            Self.info("Team", owner: .shared), Self.info("Boss", owner: .otherUser, isSubscribed: false),
        ]
        var agenda = SyncAgenda()
        agenda.setMailboxes(
            [Self.info("INBOX", isSubscribed: false), Self.info("A"), Self.info("B", isSubscribed: false)] + others,
            stored: [:])
        #expect(all(&agenda) == ["INBOX", "A", "Team"])
        agenda = SyncAgenda()
        agenda.setMailboxes(
            [Self.info("A", isSubscribed: nil), Self.info("B", isSubscribed: false)] + others, stored: [:])
        #expect(all(&agenda) == ["A", "B", "Team"])
    }

    @Test(
        "what the store has as the server counts it is left alone",
        arguments: [
            (held(5, next: 9, modSequence: 4), counts(5, next: 9, modSequence: 4), false),
            (held(5, next: 9, modSequence: 4), counts(5, next: 9, modSequence: 5), true),
            (held(5, next: 9, modSequence: 4), counts(6, next: 10, modSequence: 4), true),
            (held(5, next: 9, modSequence: 4), counts(5, next: 10, modSequence: 4), true),
            (held(5, next: 9, modSequence: 4, isWhole: false), counts(5, next: 9, modSequence: 4), true),
            (held(5, next: 9), counts(5, next: 9), true),
            (held(0, next: 9), counts(0, next: 12), false),
        ])
    func upToDate(held: SyncAgenda.Held, counts: MailboxCounts, isDue: Bool) {
        var agenda = SyncAgenda()
        agenda.setMailboxes([Self.info("A", counts: counts)], stored: [Self.path("A"): held])
        #expect(agenda.isDue(Self.path("A")) == isDue)
    }

    @Test("it is due again when the server counts something else, and not when it says the same again")
    func counted() throws {
        let path = Self.path("A")
        var agenda = SyncAgenda()
        agenda.setMailboxes([Self.info("A", counts: Self.counts(5, next: 9))], stored: [:])
        #expect(all(&agenda) == ["A"])
        agenda.finish(path, Self.held(4, next: 9))
        agenda.take(Self.counts(5, next: 9), of: path)
        #expect(agenda.next() == nil, "the fifth cannot be had")
        agenda.take(Self.counts(6, next: 10), of: path)
        #expect(all(&agenda) == ["A"])
        agenda.finish(path, Self.held(6, next: 10))
        agenda.makeSilentDue()
        #expect(all(&agenda) == ["A"], "of flags it tells nothing")
        agenda.finish(path, Self.held(6, next: 10, modSequence: 3))
        agenda.makeSilentDue()
        #expect(agenda.next() == nil)
        agenda.take(Self.counts(1, next: 2), of: Self.path("Elsewhere"))
        #expect(agenda.next() == nil)
    }

    @Test("what is refused is left alone until another line is up, or a person opens it")
    func refused() {
        var agenda = SyncAgenda()
        agenda.setMailboxes([Self.info("A"), Self.info("B")], stored: [:])
        agenda.refuse(Self.path("A"))
        agenda.makeDue(Self.path("A"))
        #expect(all(&agenda) == ["B"])
        agenda.forgetRefusals()
        #expect(all(&agenda) == ["A"])
        agenda.refuse(Self.path("B"))
        agenda.openPath = Self.path("B")
        #expect(all(&agenda) == ["B"])
    }

    @Test("what goes from the list is due no more; what was held under a new name is not fetched again")
    func gone() {
        var agenda = SyncAgenda()
        agenda.setMailboxes([Self.info("A"), Self.info("B")], stored: [:])
        agenda.setMailboxes(
            [Self.info("C", counts: Self.counts(2, next: 3, modSequence: 8))],
            stored: [Self.path("C"): Self.held(2, next: 3, modSequence: 8)])
        #expect(agenda.next() == nil)
    }
}
