import CPlatform
import Glibc
import Testing

@testable import MailKitCore

/// What a crash needs on each thread of ours: a fault that is not blocked, and a stack for its handler.
@Suite("Threads", .timeLimit(.minutes(2)))
struct DetachedThreadTests {
    /// What the calling thread is like.
    private struct Guard: Equatable {
        var hasStack: Bool
        var takesFaults: Bool
        var takesOthers: Bool

        init() {
            var stack = stack_t()
            sigaltstack(nil, &stack)
            hasStack = stack.ss_flags & Int32(SS_DISABLE) == 0 && stack.ss_size >= 64 * 1024
            var blocked = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &blocked)
            takesFaults = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT].allSatisfy {
                sigismember(&blocked, $0) == 0
            }
            takesOthers = [SIGTERM, SIGWINCH, SIGALRM, SIGTSTP].contains { sigismember(&blocked, $0) == 0 }
        }

        var isRight: Bool { hasStack && takesFaults && !takesOthers }
    }

    @CPUActor private static func onComputing() -> Guard { Guard() }
    @NetActor private static func onNetwork() -> Guard { Guard() }

    @Test("Those of the three lanes")
    func lanes() async {
        #expect(await Self.onComputing().isRight)
        #expect(await Self.onNetwork().isRight)
        #expect(await Blocking.run { Guard() }.isRight)
    }

    @Test("At its end it is given back")
    func ended() async {
        let isGone = await Blocking.run { () -> Bool in
            var own = stack_t()
            sigaltstack(nil, &own)
            rp_crash_leave_thread(rp_crash_enter_thread())
            var now = stack_t()
            // Tells the one from before, and puts it back.
            sigaltstack(&own, &now)
            return now.ss_flags & Int32(SS_DISABLE) != 0
        }
        #expect(isGone)
    }

    @Test("A stack that ran over, and a bad address, reach the handler", arguments: [true, false])
    func faults(isOverflow: Bool) async {
        await #expect(processExitsWith: .exitCode(42)) { [isOverflow] in
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in _exit(42) }
            action.sa_flags = SA_ONSTACK
            sigaction(SIGSEGV, &action, nil)
            _ = DetachedThread.start(stack: 256 * 1024) {
                if isOverflow { print(Self.sink(0)) } else { print(Self.read(8)) }
            }
            while true { pause() }
        }
    }

    /// Calls itself until there is no room.
    @inline(never) private static func sink(_ depth: Int) -> Int {
        depth == .max
            ? 0
            : withUnsafeTemporaryAllocation(of: Int.self, capacity: 64) { space in
                space.initialize(repeating: depth)
                return sink(depth + 1) &+ space[depth & 63]
            }
    }

    @inline(never) private static func read(_ address: Int) -> UInt8 {
        UnsafePointer<UInt8>(bitPattern: address)?.pointee ?? 0
    }
}
