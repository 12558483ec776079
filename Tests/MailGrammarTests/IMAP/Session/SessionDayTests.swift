import TestSupport
import Testing

@testable import MailGrammar

@Suite("IMAP session: a day under IDLE")
struct SessionDayTests {
    private typealias Opening = SessionOpeningTests

    /// A session under IDLE, on a clock of its own, against a server that answers at once.
    private struct Day {
        var player = SessionPlayer()
        /// Seconds.
        var now = 0
        var count = 5
        var tag = 8
        var renewals = 0
        var lastSaid = 0

        init() {
            player.select()
            player.play(Opening.pipelined + Opening.quiet)
            _ = player.takeEvents()
        }

        /// Nothing happens until the session speaks up.
        mutating func quiet() {
            now += player.session.patience.seconds
            player.play("TICK\nC: DONE\nS: A\(tag) OK Idle completed.\nC: A\(tag + 1) IDLE\nS: + idling")
            tag += 1
            renewals += 1
            lastSaid = now
        }

        /// The server tells something; the unseen are counted again, and IDLE goes on.
        mutating func news(_ line: String) {
            player.play(
                """
                S: \(line)
                C: DONE
                C: A\(tag + 1) UID SEARCH RETURN (COUNT) UNSEEN
                S: A\(tag) OK Idle completed.
                C: A\(tag + 2) IDLE
                S: * ESEARCH (TAG "A\(tag + 1)") UID COUNT 1
                S: A\(tag + 1) OK Search completed.
                S: + idling
                """)
            tag += 2
            lastSaid = now
        }

        /// The machine has slept.
        mutating func sleep() {
            player.probe()
            player.play(
                """
                C: DONE
                C: A\(tag + 1) NOOP
                S: A\(tag) OK Idle completed.
                C: A\(tag + 2) IDLE
                S: A\(tag + 1) OK Nothing.
                S: + idling
                """)
            tag += 2
            lastSaid = now
        }
    }

    @Test("24 hours with nothing to tell: IDLE is renewed before a server or a router gives up")
    func nothing() {
        var day = Day()
        while day.now < 86_400 { day.quiet() }
        #expect(day.renewals == 86_400 / IMAPSession.Patience.news.seconds)
        #expect(day.player.takeEvents().isEmpty)
        #expect(day.player.closed == nil)
        #expect(day.player.session.inFlight.count == 1)
    }

    @Test("24 hours of news, sleep and silence: the count stays right, and nothing piles up", arguments: 1...5)
    func everything(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var day = Day()
        var told = 5
        while day.now < 86_400 {
            let before = day.now
            switch random.next() % 5 {
            case 0:
                day.now += Int(random.next() % 200)
                day.count += 1
                day.news("* \(day.count) EXISTS")
            case 1 where day.count > 0:
                day.now += Int(random.next() % 200)
                day.news("* \(1 + Int(random.next() % UInt64(day.count))) EXPUNGE")
                day.count -= 1
            case 2 where day.count > 0:
                day.now += Int(random.next() % 200)
                day.news("* \(day.count) FETCH (FLAGS (\\Seen))")
            case 3:
                day.now += 3_000
                day.sleep()
            default: day.quiet()
            }
            #expect(day.now - before <= 3_000)
            for event in day.player.takeEvents() {
                switch event {
                case .count(let count): told = Int(count)
                case .expunged: told -= 1
                default: break
                }
            }
            #expect(told == day.count)
        }
        #expect(day.player.closed == nil)
        #expect(day.player.session.inFlight.count == 1)
        #expect(day.player.session.queue.isEmpty)
        #expect(day.player.session.streams.isEmpty)
    }

    @Test("a server that does not stir after a sleep is given up after five seconds")
    func gone() {
        var day = Day()
        day.player.probe()
        #expect(day.player.session.patience.seconds == 5)
        day.player.play("C: DONE\nC: A9 NOOP\nTICK")
        #expect(day.player.closed == .some(.timedOut))
    }

    @Test("what is under way is a sign of life of its own")
    func busy() throws {
        var day = Day()
        day.player.request(.window(try #require(UID(9)), section: "1", window: 0..<10), id: 2)
        day.player.play("C: DONE\nC: A9 UID FETCH 9 (UID BODY.PEEK[1]<0.10>)")
        day.player.probe()
        day.player.play("")
    }
}
