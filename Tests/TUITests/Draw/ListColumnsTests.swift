import MailKitCore
import TestSupport
import Testing

@testable import TUI

@Suite("Columns of the list")
struct ListColumnsTests {
    private func columns(_ columns: [ListColumn], _ width: Int, isNarrow: Bool = false) -> [ListColumns.Place] {
        ListColumns(columns, width: width, isNarrow: isNarrow, dateWidth: 7).places
    }

    @Test("No two overlap, none gets beyond the edge, and what was chosen first stands first")
    func fit() {
        var random = SeededGenerator(seed: 20_261_122)
        for width in Array(1...130) + [200, 500, 1000] {
            for _ in 0..<20 {
                let chosen = Array(
                    ListColumn.allCases.shuffled(using: &random).prefix(Int.random(in: 1...10, using: &random)))
                for isNarrow in [false, true] {
                    let places = columns(chosen, width, isNarrow: isNarrow)
                    for line in [places.filter { !$0.isBelow }, places.filter(\.isBelow)] {
                        for (left, right) in zip(line, line.dropFirst()) {
                            #expect(left.start + left.width < right.start)
                        }
                        #expect(line.allSatisfy { $0.width > 0 && $0.start > 0 && $0.start + $0.width < max(2, width) })
                        #expect(line.map(\.column) == chosen.filter { line.map(\.column).contains($0) })
                    }
                }
            }
        }
    }

    @Test(
        "The subject is never left out, and the columns that tell least go first",
        arguments: [
            (130, ["flags", "date", "from", "to", "cc", "subject", "size", "attachment"]),
            (80, ["flags", "date", "from", "to", "cc", "subject", "size", "attachment"]),
            (72, ["flags", "date", "from", "to", "subject", "size", "attachment"]),
            (60, ["flags", "date", "from", "to", "subject", "attachment"]),
            (48, ["flags", "date", "from", "subject", "attachment"]),
            (34, ["flags", "from", "subject"]), (20, ["flags", "subject"]),
        ])
    func leftOut(width: Int, expected: [String]) {
        let chosen: [ListColumn] = [.flags, .date, .from, .to, .cc, .subject, .size, .attachment]
        #expect(columns(chosen, width).map(\.column.rawValue) == expected)
    }

    @Test("On a narrow screen the name stands above and the subject below")
    func narrow() {
        let places = columns([.flags, .date, .fromto, .subject, .attachment], 40, isNarrow: true)
        #expect(
            places == [
                .init(column: .flags, start: 1, width: 2), .init(column: .date, start: 4, width: 7),
                .init(column: .fromto, start: 12, width: 22), .init(column: .attachment, start: 35, width: 4),
                .init(column: .subject, start: 4, width: 35, isBelow: true),
            ])
    }
}
