import Testing

@testable import MailKitCore

@Suite("How fast a line is")
struct LineMeterTests {
    /// Reads of so many octets, so many milliseconds after each other; what was told.
    private func told(_ reads: [(octets: Int, milliseconds: Int, isAnswer: Bool)]) -> [Int] {
        var meter = LineMeter()
        var now = Duration.seconds(100)
        return reads.compactMap { read in
            now += .milliseconds(read.milliseconds)
            return meter.took(read.octets, at: now, isAnswer: read.isAnswer)
        }
    }

    @Test("is what comes behind other octets")
    func steady() {
        #expect(told([(1000, 500, true)] + Array(repeating: (1600, 100, false), count: 40)) == [16_000])
    }

    @Test("is told anew when it has changed")
    func change() {
        let slow = Array(repeating: (octets: 1600, milliseconds: 100, isAnswer: false), count: 40)
        let fast = Array(repeating: (octets: 16_000, milliseconds: 100, isAnswer: false), count: 40)
        let speeds = told(slow + fast)
        #expect(speeds.first == 16_000)
        #expect((speeds.last ?? 0) > 120_000)
        #expect(speeds.count < 10)
    }

    @Test("says nothing where the server was waited for, where it paused, of small reads, of what came at once")
    func nothing() {
        #expect(told(Array(repeating: (16_000, 1000, true), count: 40)).isEmpty)
        #expect(told(Array(repeating: (16_000, 6000, false), count: 40)).isEmpty)
        #expect(told(Array(repeating: (100, 100, false), count: 1000)).isEmpty)
        #expect(told(Array(repeating: (16_000, 0, false), count: 1000)).isEmpty)
        #expect(told(Array(repeating: (1000, 200, false), count: 10)).isEmpty)
    }
}
