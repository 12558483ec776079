import FuzzTargets
import TestSupport
import Testing

/// Every fuzz target for a bounded number of inputs. scripts/fuzz searches longer and with more cunning.
@Suite struct FuzzTests {
    @Test(arguments: FuzzTarget.all.map(\.name))
    func `a target holds for seeded mutations of its seeds`(name: String) async throws {
        let target = try #require(FuzzTarget.named(name))
        let count = 150
        for seed in [1, 20_261] as [UInt64] {
            await Task.yield()
            var run = MutationRun(target, seed: seed)
            if let failure = run.firstFailure(among: count) {
                Issue.record("seed \(seed): \(failure.broken), by \(failure.input)")
            }
        }
        print("fuzz \(name): seeds 1 and 20261, \(count) inputs each")
    }

    @Test func `a target that is broken is found out`() {
        let target = FuzzTarget(name: "broken", seeds: ["abc"]) { $0.contains(0x7A) ? "a z" : nil }
        var run = MutationRun(target, seed: 3)
        #expect(run.firstFailure(among: 50_000)?.broken == "a z")
    }

    @Test func `a library that opens a file is found out`() throws {
        typealias Read = @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>?, Int32) -> OpaquePointer?
        #expect(FetchWatch.isOn)
        let read = unsafeBitCast(try #require(FetchWatch.symbol("htmlReadFile")), to: Read.self)
        let before = FetchWatch.count
        let noErrors: Int32 = 1 << 5 | 1 << 6
        _ = read("/etc/hostname", nil, noErrors)
        #expect(FetchWatch.count > before)
    }
}
