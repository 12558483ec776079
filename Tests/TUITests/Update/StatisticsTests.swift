import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("What is counted") struct StatisticsTests {
    @Test func itIsAskedForEverySecondWhileItIsShown() {
        var desk = Desk()
        desk.type(":statistics")
        // The list of commands looks for the names of themes.
        _ = desk.take()
        desk.type("<enter>")
        #expect(desk.state.scope == .statistics)
        let asked: [Effect] = [.statistics, .mail(.statistics(account: SampleMail.account))]
        #expect(desk.take() == asked + [.after(milliseconds: 1000, .statistics)])
        desk.send(.timer(.statistics))
        #expect(desk.take() == asked + [.after(milliseconds: 1000, .statistics)])
        desk.type("q")
        _ = desk.take()
        desk.send(.timer(.statistics))
        #expect(desk.take().isEmpty, "nobody looks")
    }

    @Test func itGoesOnWhenHelpIsClosed() {
        var desk = Desk()
        desk.type(":statistics<enter>?")
        #expect(desk.state.scope == .help)
        _ = desk.take()
        desk.send(.timer(.statistics))
        #expect(desk.take().isEmpty, "nobody looks")
        desk.type("q")
        #expect(desk.state.scope == .statistics)
        #expect(desk.take().contains(.after(milliseconds: 1000, .statistics)))
    }

    @Test(arguments: Language.allCases, [(80, 24), (40, 12)])
    func itIsShown(_ language: Language, size: (Int, Int)) {
        var desk = Desk(columns: size.0, rows: size.1)
        desk.language = language
        desk.type(":statistics<enter>")
        var screen = ScreenStatistics()
        screen.uptimeSeconds = 3_725
        screen.residentKilobytes = 18_400
        screen.frames = 41
        screen.bytes = 123_456
        screen.keys = 40
        screen.keyMedian = 700
        screen.key99 = 2_300
        screen.keyLongest = 9_000
        desk.send(.statistics(screen))
        desk.send(
            .mail(
                .statistics(
                    SampleMail.account,
                    [
                        LineStatistics(
                            isBackground: false, connections: 2, turns: 17, commands: 23, received: 120_000,
                            sent: 4_000, receivedOnLine: 31_000, sentOnLine: 2_100)
                    ])))
        let shown = ScreenText.characters(desk.frame)
        #expect(shown.contains("1 h 2 min"))
        #expect(shown.contains(language == .english ? "18.4 MB" : "18,4 MB"))
        if size.0 == 80 { #expect(shown.contains("123456")) }
        // What does not fit goes on in the next line.
        if size.0 == 40 {
            desk.send(.resized(ScreenSize(columns: 40, rows: 40)))
            let words = ScreenText.characters(desk.frame).split { $0 == " " || $0.isNewline }.joined(separator: " ")
            #expect(words.contains(language == .english ? "at most 9.0 ms" : "höchstens 9,0 ms"))
            #expect(!words.contains("…"))
        }
        if size.0 == 80 {
            #expect(
                shown.contains(
                    language == .english ? "99 % in 2.3 ms, at most 9.0 ms" : "99 % in 2,3 ms, höchstens 9,0 ms"))
            #expect(shown.contains(language == .english ? "120 KB, compressed to 31 KB" : "120 KB, gepackt 31 KB"))
        }
        desk.send(.mail(.statistics(AccountID("other"), [])))
        #expect(!desk.state.statistics.lines.isEmpty)
    }

    @Test func percentiles() {
        var histogram = LatencyHistogram()
        #expect(histogram.percentile(50) == nil)
        for value in 1...100 { histogram.add(microseconds: value * 100) }
        for (percent, exact) in [(50, 5_000), (99, 9_900), (100, 10_000)] {
            let told = histogram.percentile(percent) ?? 0
            #expect(told >= exact && told <= exact + exact / 4, "\(percent): \(told)")
        }
        histogram.add(microseconds: -5)
        histogram.add(microseconds: .max)
        #expect(histogram.percentile(100) == .max || (histogram.percentile(100) ?? 0) > 10_000)
        #expect(histogram.longest == .max && histogram.count == 102)
    }
}
