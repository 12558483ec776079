import CPlatform
import Glibc
import MailGrammar
import MailKitCore
import Synchronization
import Testing

@testable import TUI

/// A value that several threads may touch.
final class Shared<Value: Sendable>: Sendable {
    let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }
}

/// The loop with a pipe for a keyboard and a grid for a screen.
@Suite(.serialized) struct UILoopTests {
    /// What a run left behind.
    struct Outcome {
        let code: ExitCode
        let frames: Int
        let turns: Int
        let shown: String
        let requests: [MailRequest]
        let repaints: Int
        let size: ScreenSize
        let sent: [[UInt8]]
        let watchesMouse: Bool
        let keys: LatencyHistogram
        let screen: GridScreen
    }

    /// Runs the loop until it ends; `during` is given the writing end of the keyboard, the inbox and the screen.
    func run(
        keys: String, signals: SignalWatch? = nil, themes: [String] = [],
        answer: @escaping (MailRequest, EventInbox, GridScreen, Int32) -> Void = { _, _, _, _ in },
        prefer: @escaping (String, String?, Int32) -> Void = { _, _, _ in }
    ) -> Outcome? {
        var ends: [Int32] = [0, 0]
        guard rp_pipe(&ends, 1) == 0 else { return nil }
        let (input, keyboard) = (ends[0], ends[1])
        defer {
            close(input)
            close(keyboard)
        }
        Self.type(keys, on: keyboard)
        let inbox = EventInbox()
        let screen = GridScreen(size: ScreenSize(columns: 80, rows: 24))
        let requests = Mutex<[MailRequest]>([])
        let state = AppState(
            account: SampleMail.account, accountLabel: "anna@example.org", path: .inbox, size: screen.size,
            now: Instant(wall: SampleMail.now, boot: 0))
        let send = { (request: MailRequest) in
            requests.withLock { $0.append(request) }
            answer(request, inbox, screen, keyboard)
        }
        nonisolated(unsafe) let local = (screen: screen, send: send, prefer: { prefer($0, $1, keyboard) })
        let result = UIActor.takeThread { () -> (ExitCode, UILoop.Counters) in
            let loop = UILoop(
                state: state, context: DrawContext(language: .english, zone: SampleMail.zone), screen: local.screen,
                input: input,
                inbox: inbox, signals: signals,
                clock: { Instant(wall: SampleMail.now, boot: rp_boot_milliseconds()) }, send: local.send,
                themes: ThemeLibrary(folders: themes), prefer: local.prefer)
            return (loop.run(), loop.counters)
        }
        return Outcome(
            code: result.0, frames: screen.counters.frames, turns: result.1.turns,
            shown: screen.shown.map(ScreenText.characters) ?? "", requests: requests.withLock { $0 },
            repaints: screen.counters.repaints, size: screen.size, sent: screen.sent,
            watchesMouse: screen.watchesMouse, keys: result.1.keys, screen: screen)
    }

    static func type(_ keys: String, on keyboard: Int32) {
        var bytes = Array(keys.utf8)
        _ = write(keyboard, &bytes, bytes.count)
    }

    /// Keys that come when what has been posted so far is on the screen: in one turn keys go before events.
    private static func typeLater(_ keys: String, on keyboard: Int32) {
        Task { @UIActor in
            await Task.yield()
            await Task.yield()
            type(keys, on: keyboard)
        }
    }

    private static func openMailbox(_ request: MailRequest, _ inbox: EventInbox) {
        guard case .openMailbox(let account, _, let first, let view, _) = request,
            let summary = SampleMail.summary(count: 214)
        else {
            return
        }
        inbox.post(.connection(account, .online))
        inbox.post(.mailboxOpened(view: view, summary))
        inbox.post(.rows(view: view, start: 0, rows: SampleMail.rows(0..<first, of: 214)))
    }

    @Test func opensShowsAndQuits() throws {
        let outcome = try #require(
            run(keys: "") { request, inbox, _, keyboard in
                Self.openMailbox(request, inbox)
                if case .openMailbox = request { Self.typeLater("jjN", on: keyboard) }
                if case .act(.flags(let add, let remove), let ids, _) = request {
                    inbox.post(.changeKept(ids, add: add, remove: remove))
                    Self.typeLater("\u{03}", on: keyboard)
                }
            })
        #expect(outcome.code == .ok)
        #expect(outcome.shown.contains("\n▌   19:30   Buchhaltung"))
        #expect(outcome.frames <= outcome.turns + 1, "at most one frame a turn")
        let changed = outcome.requests.compactMap { if case .act(.flags, let ids, _) = $0 { ids.first } else { nil } }
        #expect(changed == [SampleMail.row(2, of: 214)?.id])
    }

    @Test func manyKeysAndEventsAreOneFrame() throws {
        let outcome = try #require(
            run(keys: String(repeating: "j", count: 500) + "q") { request, inbox, _, _ in
                Self.openMailbox(request, inbox)
            })
        #expect(outcome.frames == 1, "the keys were all there; quitting draws nothing more")
    }

    /// A key that comes while a long turn goes on has waited for it.
    @Test func aKeyOfALongTurnCountsFromItsBeginning() throws {
        let outcome = try #require(
            run(keys: "") { request, _, _, keyboard in
                guard case .openMailbox = request else { return }
                Self.type("\u{03}", on: keyboard)
                let begun = ContinuousClock.now
                while ContinuousClock.now - begun < .milliseconds(50) {}
            })
        #expect(outcome.keys.count == 1)
        #expect(outcome.keys.longest >= 50_000)
    }

    @Test func endOfTheTerminalEndsTheLoop() throws {
        let outcome = try #require(
            run(keys: "") { request, inbox, _, keyboard in
                Self.openMailbox(request, inbox)
                if case .openMailbox = request {
                    // Closing the keyboard is what a lost terminal looks like.
                    let null = open("/dev/null", O_WRONLY)
                    dup2(null, keyboard)
                    close(null)
                }
            })
        #expect(outcome.code == .ok)
    }

    @Test func loneEscapeActsAfterItsDelay() throws {
        let outcome = try #require(
            run(keys: "") { request, inbox, _, keyboard in
                Self.openMailbox(request, inbox)
                switch request {
                case .openMailbox: Self.typeLater("\r", on: keyboard)
                case .openMessage: Self.type("\u{1B}", on: keyboard)
                case .cancel: Self.type("q", on: keyboard)
                default: break
                }
            })
        #expect(outcome.requests.contains { if case .cancel = $0 { true } else { false } })
    }

    @Test func jobsOfTheActorRunOnTheLoopsThread() throws {
        let seen = Shared(false)
        let outcome = try #require(
            run(keys: "") { request, inbox, _, keyboard in
                guard case .openMailbox = request else { return }
                let thread = pthread_self()
                Task { @UIActor in
                    UIActor.shared.preconditionIsolated()
                    seen.value.withLock { $0 = pthread_equal(thread, pthread_self()) != 0 }
                    await Task.yield()
                    Self.type("q", on: keyboard)
                }
            })
        #expect(outcome.code == .ok)
        #expect(seen.value.withLock { $0 })
    }

    @Test func signals() throws {
        let descriptor = rp_eventfd()
        defer { close(descriptor) }
        let pending = Shared<SignalWatch.Signals>([])
        let stops = Shared(0)
        let watch = SignalWatch(
            descriptor: descriptor,
            take: {
                _ = rp_eventfd_drain(descriptor)
                return pending.value.withLock { signals in
                    defer { signals = [] }
                    return signals
                }
            }, stopGroup: { stops.value.withLock { $0 += 1 } })
        func raise(_ signals: SignalWatch.Signals) {
            pending.value.withLock { $0.formUnion(signals) }
            _ = rp_eventfd_signal(descriptor)
        }
        let outcome = try #require(
            run(keys: "", signals: watch) { request, inbox, screen, keyboard in
                Self.openMailbox(request, inbox)
                switch request {
                case .openMailbox:
                    screen.resize(to: ScreenSize(columns: 60, rows: 20))
                    raise([.resized, .continued])
                    Self.typeLater("\u{1A}$", on: keyboard)
                case .refresh:
                    #expect(!screen.isReleased)
                    raise([.stop])
                    Self.type("N", on: keyboard)
                case .act: raise([.end])
                default: break
                }
            })
        #expect(outcome.code == .ok)
        #expect(stops.value.withLock { $0 } == 2, "Ctrl-Z and SIGTSTP")
        #expect(outcome.repaints >= 3)
        #expect(outcome.size == ScreenSize(columns: 60, rows: 20))
    }

    @Test func aPastedPasswordIsTakenAndNotShown() throws {
        let taken = Shared<[String]>([])
        let outcome = try #require(
            run(keys: "") { request, inbox, _, keyboard in
                switch request {
                case .openMailbox:
                    inbox.post(RefusedLogin.event)
                    Self.typeLater("P\u{1B}[200~canary-4711\n\u{1B}[201~\r", on: keyboard)
                case .usePassword(_, let secret):
                    let text = secret.withBytes { String(decoding: $0, as: UTF8.self) }
                    taken.value.withLock { $0.append(text) }
                    Self.type("\u{03}", on: keyboard)
                default: break
                }
            })
        #expect(taken.value.withLock { $0 } == ["canary-4711"])
        #expect(!outcome.shown.contains("canary") && !"\(outcome.requests)".contains("canary"))
    }

    @Test func pastedTextDoesNothing() throws {
        let outcome = try #require(
            run(keys: "\u{1B}[200~qqNF\u{1B}[201~") { request, inbox, _, keyboard in
                Self.openMailbox(request, inbox)
                if case .openMailbox = request { Self.type("$", on: keyboard) }
                if case .refresh = request { Self.type("q", on: keyboard) }
            })
        #expect(outcome.requests.contains(.refresh(account: SampleMail.account)))
        #expect(!outcome.requests.contains { $0.changesFlags })
    }

    @Test func whatIsCopiedIsSentAndKeysAreCounted() throws {
        let outcome = try #require(
            run(keys: "") { request, inbox, _, keyboard in
                Self.openMailbox(request, inbox)
                switch request {
                case .openMailbox: Self.typeLater(":copy subject\r:mouse\r:statistics\r", on: keyboard)
                case .statistics: Self.type("\u{1B}[<65;3;3M\u{03}", on: keyboard)
                default: break
                }
            })
        #expect(outcome.sent.count == 1)
        #expect(outcome.sent.first?.starts(with: Array("\u{1B}]52;c;".utf8)) == true)
        #expect(outcome.watchesMouse)
        #expect(outcome.keys.count > 0 && outcome.keys.percentile(99) != nil)
    }
}
