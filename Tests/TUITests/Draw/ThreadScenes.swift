import MailGrammar
import MailKitCore
import Testing

@testable import TUI

extension Desk {
    /// The twelve messages of the list as five threads, one of them folded and one without its first message.
    mutating func showThreads() {
        type("T")
        send(.mail(.threads(view: view, .arrival, count: 10, place: nil)))
        let shapes: [([Int], folded: Bool)] = [
            ([0, 1, 2, 1], false), ([0], false), ([0, 1, 2], true), ([1, 2, 1], false), ([0], false),
        ]
        var rows: [MessageRow] = []
        for (depths, isFolded) in shapes {
            let shown = ThreadLinesTests.rows(depths)
            let lines = ThreadLines(shown[...], folded: isFolded ? [1] : []) { row in
                ThreadLines.Message(isUnread: isFolded && row == 2, subject: ThreadHash(rawValue: 1))
            }.lines
            for line in lines {
                guard var row = SampleMail.row(rows.count, of: 12) else { continue }
                row.line = line
                rows.append(row)
            }
        }
        send(.mail(.rows(view: view, start: 0, rows: rows)))
    }
}

@Suite("The list of threads")
struct ThreadListTests {
    @Test("Its tree is drawn in signs that every terminal has, too")
    func ascii() {
        var desk = Desk(count: 12)
        desk.showThreads()
        let frame = draw(desk.state, DrawContext(language: .english, symbols: .ascii, zone: SampleMail.zone))
        let tree = (1...10).map { frame.line($0) }
        #expect(tree[1].contains("  |-"))
        #expect(tree[2].contains("  | `-"))
        #expect(tree[3].contains("  `-"))
        #expect(tree[5].contains("  + "))
        #expect(tree[5].contains("  3, ") && tree[5].contains(" new"))
        #expect(tree.allSatisfy { $0.utf8.allSatisfy { $0 != 0x1B } })
    }
}
