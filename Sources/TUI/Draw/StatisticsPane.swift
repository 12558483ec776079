import MailGrammar
import MailKitCore

/// The lines of `:stats`: what is counted, and how much it is.
enum StatisticsLines {
    private struct Line: Hashable, Sendable {
        let label: Text
        let value: Text
    }

    /// As wide as the screen; what does not fit in a line goes on in the next.
    static func lines(_ state: AppState, _ language: Language) -> [(label: String, value: String)] {
        let columns = OverlayLayout(state).area.columns.count
        let labelWidth = labelWidth(columns)
        func wrapped(_ text: Text, _ width: Int) -> [String] {
            var layout = TextLayout(text: text(language), width: max(8, width))
            return layout.lines(upTo: 8).map(\.text)
        }
        return lines(state.statistics).flatMap { line in
            let labels = wrapped(line.label, labelWidth - 1)
            let values = wrapped(line.value, columns - labelWidth - 2)
            return (0..<max(1, labels.count, values.count)).map {
                ($0 < labels.count ? labels[$0] : "", $0 < values.count ? values[$0] : "")
            }
        }
    }

    /// As many as the longest language needs.
    static func count(_ state: AppState) -> Int { Language.allCases.map { lines(state, $0).count }.max() ?? 0 }

    /// Cells of the labels.
    static func labelWidth(_ columns: Int) -> Int { min(22, columns / 2) }

    private static func lines(_ statistics: Statistics) -> [Line] {
        let screen = statistics.screen
        var lines = [
            Line(label: StatisticsTexts.uptime, value: StatisticsTexts.seconds(screen.uptimeSeconds)),
            Line(
                label: StatisticsTexts.memory,
                value: screen.residentKilobytes.map { SizeTexts.short(ByteSize(UInt64(max(0, $0)) &* 1000)) }
                    ?? StatisticsTexts.unknown),
            Line(
                label: StatisticsTexts.keyToFrame,
                value: StatisticsTexts.latency(
                    median: screen.keyMedian, most: screen.key99, longest: screen.keyLongest)),
            Line(label: StatisticsTexts.longestTurn, value: StatisticsTexts.time(screen.longestTurn)),
            Line(
                label: StatisticsTexts.frames,
                value: StatisticsTexts.frames(screen.frames, cells: screen.cells, turns: screen.turns)),
            Line(
                label: StatisticsTexts.terminalBytes,
                value: screen.bytes.map { Text(same: "\($0)") } ?? StatisticsTexts.unknown),
        ]
        for line in statistics.lines {
            lines.append(Line(label: Text(same: ""), value: Text(same: "")))
            lines.append(
                Line(
                    label: line.isBackground ? StatisticsTexts.secondLine : StatisticsTexts.line,
                    value: StatisticsTexts.connections(line.connections)))
            lines.append(Line(label: StatisticsTexts.turns, value: Text(same: "\(line.turns)")))
            lines.append(Line(label: StatisticsTexts.commands, value: Text(same: "\(line.commands)")))
            lines.append(
                Line(
                    label: StatisticsTexts.received,
                    value: StatisticsTexts.octets(line.received, onLine: line.receivedOnLine)))
            lines.append(
                Line(label: StatisticsTexts.sent, value: StatisticsTexts.octets(line.sent, onLine: line.sentOnLine)))
        }
        return lines
    }
}

extension Frame {
    mutating func drawStatistics(top: Int, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext) {
        let lines = StatisticsLines.lines(state, context.language)
        drawTitle(StatisticsTexts.title, top: top, count: lines.count, layout, context)
        let labelWidth = StatisticsLines.labelWidth(size.columns)
        for (row, index) in zip(layout.lines, top..<max(top, lines.count)) {
            let line = lines[index]
            put(
                line.label, row: row, column: 1, width: labelWidth - 1, role: .readerLabel,
                symbols: context.symbols)
            put(
                line.value, row: row, column: 1 + labelWidth, width: size.columns - labelWidth - 2,
                symbols: context.symbols)
        }
    }
}
