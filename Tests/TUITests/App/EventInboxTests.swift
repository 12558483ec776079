import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct EventInboxTests {
    private let view = Generation(4)

    @Test func keepsTheOrder() {
        let inbox = EventInbox()
        inbox.post(.rowsChanged(view: view, .reset(count: 3)))
        inbox.post(.rows(view: view, start: 0, rows: []))
        inbox.post(.rowsChanged(view: view, .removed(at: 1)))
        let names = inbox.take(limit: 10).map(name)
        #expect(names == ["reset 3", "rows", "removed"])
        #expect(inbox.count == 0)
        #expect(inbox.take(limit: 10).isEmpty)
    }

    @Test func floodOfChangesBecomesOneReset() throws {
        let inbox = EventInbox()
        let summary = try #require(SampleMail.summary(count: 1000))
        inbox.post(.mailboxOpened(view: view, summary))
        inbox.post(.rows(view: view, start: 0, rows: []))
        for _ in 0..<EventInbox.changeLimit { inbox.post(.rowsChanged(view: view, .inserted(at: 0, count: 2))) }
        inbox.post(.notice(SampleMail.account, MailError(.refused, subject: "x")))
        inbox.post(.rowsChanged(view: view, .removed(at: 0)))
        let count = 1000 + EventInbox.changeLimit * 2 - 1
        #expect(inbox.take(limit: 10).map(name) == ["opened", "notice", "reset \(count)"])
    }

    @Test func neverHoldsMoreThanItsLimits() {
        let inbox = EventInbox()
        for index in 0..<20_000 {
            inbox.post(.rowsChanged(view: view, .removed(at: index)))
            inbox.post(.notice(SampleMail.account, MailError(.refused, subject: "\(index)")))
            inbox.post(.connection(SampleMail.account, .connecting))
            inbox.post(.unseenCount(view: view, index))
        }
        #expect(inbox.count <= EventInbox.changeLimit + 2 * EventInbox.smallLimit)
        var subjects: [String] = []
        var counts: [Int] = []
        while true {
            let events = inbox.take(limit: 500)
            if events.isEmpty { break }
            for event in events {
                if case .notice(_, let error) = event { subjects.append(error.subject) }
                if case .unseenCount(_, let count) = event { counts.append(count) }
            }
        }
        #expect(subjects.count <= 2 * EventInbox.smallLimit)
        #expect(subjects.last == "19999")
        #expect(counts.last == 19_999)
    }

    @Test func anEarlierListIsForgotten() {
        let inbox = EventInbox()
        inbox.post(.rowsChanged(view: view, .reset(count: 3)))
        // The mailbox below a search goes on.
        inbox.post(.rowsChanged(view: Generation(3), .reset(count: 9)))
        inbox.post(.rowsChanged(view: Generation(2), .reset(count: 8)))
        #expect(inbox.take(limit: 10).map(name) == ["reset 3", "reset 9"])
    }

    @Test func eachOfTwoListsIsMadeAnew() {
        let inbox = EventInbox()
        for _ in 0..<EventInbox.changeLimit {
            inbox.post(.rowsChanged(view: Generation(3), .inserted(at: 0, count: 1)))
            inbox.post(.rowsChanged(view: view, .inserted(at: 0, count: 2)))
        }
        #expect(inbox.count < EventInbox.changeLimit)
        var counts: [Generation: Int] = [:]
        while let event = inbox.take(limit: 1).first {
            guard case .rowsChanged(let view, let change) = event else { continue }
            switch change {
            case .reset(let count): counts[view] = count
            case .inserted(_, let count): counts[view, default: 0] += count
            case .removed, .moved, .flags: break
            }
        }
        #expect(counts == [Generation(3): EventInbox.changeLimit, view: 2 * EventInbox.changeLimit])
    }

    @Test func progressDoesNotPileUp() {
        let inbox = EventInbox()
        for octets in 1...1000 {
            inbox.post(
                .partProgress(generation: Generation(3), received: ByteSize(UInt64(octets)), of: ByteSize(1000)))
        }
        #expect(inbox.count <= 2 * EventInbox.smallLimit)
        #expect(inbox.take(limit: 1000).map(name).last == "progress 1000")
    }

    @Test func isFilledFromManyThreads() async {
        let inbox = EventInbox()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for index in 0..<200 {
                        inbox.post(.failed(generation: Generation(UInt64(task)), MailError(.bug, subject: "\(index)")))
                    }
                }
            }
        }
        var taken = 0
        while true {
            let events = inbox.take(limit: 64)
            if events.isEmpty { break }
            taken += events.count
        }
        #expect(taken == 1600)
    }

    private func name(_ event: MailEvent) -> String {
        switch event {
        case .connection: "connection"
        case .mailboxOpened: "opened"
        case .mailboxes: "mailboxes"
        case .knownMailboxes: "known mailboxes"
        case .unseenCount: "unseen"
        case .mailboxConfirmed: "confirmed"
        case .storeTrouble: "store"
        case .changeKept: "kept"
        case .marked: "marked"
        case .undone: "undone"
        case .searched: "searched"
        case .rowsChanged(_, .reset(let count)): "reset \(count)"
        case .rowsChanged(_, .removed): "removed"
        case .rowsChanged(_, .inserted): "inserted"
        case .rowsChanged(_, .moved): "moved"
        case .rowsChanged(_, .flags): "flags"
        case .rows: "rows"
        case .listOrder: "order"
        case .threads: "threads"
        case .previews: "previews"
        case .message: "message"
        case .details: "details"
        case .messageText: "text"
        case .partProgress(_, let received, _): "progress \(received.octets)"
        case .partSaved: "saved"
        case .partViewed: "viewed"
        case .partNotShown: "not shown"
        case .lineSpeed: "speed"
        case .unsentChanges: "unsent"
        case .syncProgress: "sync"
        case .serverChanged: "server"
        case .transcript: "transcript"
        case .transcriptSaved: "transcriptSaved"
        case .statistics: "statistics"
        case .failed: "failed"
        case .notice: "notice"
        case .changeRefused: "refused"
        }
    }
}
