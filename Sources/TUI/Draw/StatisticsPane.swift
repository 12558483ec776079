import MailGrammar
import MailKitCore

/// The lines of `:stats`: what is counted, and how much it is.
enum StatisticsLines {
    struct Line: Hashable, Sendable {
        let label: Text
        let value: Text
    }

    static func lines(_ statistics: Statistics) -> [Line] {
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
        let lines = StatisticsLines.lines(state.statistics)
        drawTitle(StatisticsTexts.title, top: top, count: lines.count, layout, context)
        let labelWidth = min(22, size.columns / 2)
        for (row, index) in zip(layout.lines, top..<max(top, lines.count)) {
            let line = lines[index]
            put(
                line.label(context.language), row: row, column: 1, width: labelWidth - 1, role: .readerLabel,
                symbols: context.symbols)
            put(
                line.value(context.language), row: row, column: 1 + labelWidth, width: size.columns - labelWidth - 2,
                symbols: context.symbols)
        }
    }
}
