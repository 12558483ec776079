import MailGrammar
import MailKitCore

/// The warnings of the open message as lines of the reader's head.
struct ReaderWarnings: Hashable, Sendable {
    /// Lines of each warning; where one language needs fewer than the other, its last ones are empty.
    private let lines: [[Text]]

    private let count: Int
    private let room: Int

    /// Lays out no more of them than fit in `room` lines.
    init(_ reader: ReaderState, width: Int, room: Int) {
        var lines: [[Text]] = []
        var left = room
        for warning in reader.warnings {
            guard left >= 0 else { break }
            lines.append(Self.lines(WarningTexts.sentence(warning), width: width))
            left -= lines.last?.count ?? 0
        }
        self.lines = lines
        self.room = room
        count = reader.warnings.count
    }

    /// As many whole warnings as fit; a last line tells how many there are besides.
    func fields(moreKey: Text?) -> [HeaderField] {
        let all = lines.reduce(0) { $0 + $1.count }
        var shown: [[Text]] = []
        var left = all <= room && lines.count == count ? room : room - 1
        for warning in lines where shown.count == 0 || warning.count <= left {
            // One that has no room at all is cut: better its beginning than nothing.
            if warning.count > left, room > 1 || left < 0 {
                shown.append(Self.beginning(of: warning, lines: max(1, left)))
                left = 0
                break
            }
            shown.append(warning)
            left -= warning.count
        }
        var fields = shown.flatMap { warning in
            warning.enumerated().map {
                HeaderField(label: Text(same: ""), value: .warning($1, isFirst: $0 == 0))
            }
        }
        if shown.count < count, room > 1 {
            let words =
                ScreenTexts.moreWarnings(count - shown.count)
                + (moreKey.map { Text(same: "  (") + $0 + Text(same: ")") } ?? Text(same: ""))
            fields.append(HeaderField(label: Text(same: ""), value: .warning(words, isFirst: false)))
        }
        return Array(fields.prefix(room))
    }

    private static func beginning(of warning: [Text], lines count: Int) -> [Text] {
        var lines = Array(warning.prefix(count))
        guard warning.count > count, let last = lines.popLast() else { return lines }
        let next = warning[count]
        lines.append(
            last + Text(en: next.en.isEmpty ? "" : " …", de: next.de.isEmpty ? "" : " …"))
        return lines
    }

    private static func lines(_ text: Text, width: Int) -> [Text] {
        func wrapped(_ words: String) -> [String] {
            var layout = TextLayout(text: TerminalText.sanitised(words), width: max(8, width))
            return layout.lines(upTo: 6).map(\.text)
        }
        let en = wrapped(text.en)
        let de = wrapped(text.de)
        return (0..<max(en.count, de.count)).map { index in
            Text(en: index < en.count ? en[index] : "", de: index < de.count ? de[index] : "")
        }
    }
}
