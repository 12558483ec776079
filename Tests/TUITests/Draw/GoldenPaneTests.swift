import MailGrammar
import MailKitCore
import Testing

@testable import TUI

/// Folders, list and reader side by side, on the screens that have room for them.
@Suite struct GoldenPaneTests {
    static let scenes: [Scene] = [
        Scene(name: "panes-list") { known(Desk(columns: $0, rows: $1)) },
        Scene(name: "panes-reader") {
            var desk = known(Desk(columns: $0, rows: $1))
            desk.open()
            return desk
        },
        Scene(name: "panes-beside") {
            var desk = known(Desk(columns: $0, rows: $1))
            desk.type(":layout beside<enter>")
            desk.open(SampleReading.phishing)
            desk.wait(milliseconds: 6000)
            return desk
        },
        Scene(name: "panes-folder") {
            var desk = known(Desk(columns: $0, rows: $1))
            desk.open()
            desk.type("qc<down><down><down><down><down><down><down><down><left>")
            return desk
        },
        Scene(name: "panes-typed") {
            var desk = known(Desk(columns: $0, rows: $1))
            desk.type("B:folder-tree on<enter>clin")
            return desk
        },
        Scene(name: "panes-tabs") {
            var desk = known(Desk(columns: $0, rows: $1))
            desk.open(SampleReading.phishing)
            desk.type("<^t>jj")
            desk.open()
            desk.type("<^t>w<down>")
            return desk
        },
        Scene(name: "panes-help") {
            var desk = known(Desk(columns: $0, rows: $1))
            desk.type("?")
            return desk
        },
    ]

    private static func known(_ desk: Desk) -> Desk {
        var desk = desk
        desk.send(.mail(SampleFolders.event))
        return desk
    }

    @Test(arguments: scenes, [(80, 24), (120, 40), (200, 60)])
    func english(scene: Scene, size: (Int, Int)) {
        ScreenText.expect(scene.play(size.0, size.1).frame, matches: "\(scene.name).\(size.0)x\(size.1).en")
    }

    @Test(arguments: scenes, [(80, 24), (120, 40), (200, 60)])
    func german(scene: Scene, size: (Int, Int)) {
        var desk = scene.play(size.0, size.1)
        desk.language = .german
        ScreenText.expect(desk.frame, matches: "\(scene.name).\(size.0)x\(size.1).de")
    }

    @Test(arguments: scenes)
    func everySceneAtEverySize(_ scene: Scene) {
        for columns in [1, 20, 40, 59, 60, 80, 99, 116, 150, 200, 500] {
            for rows in [1, 4, 9, 12, 20, 24, 40, 60] {
                let frame = scene.play(columns, rows).frame
                #expect(frame.size == ScreenSize(columns: columns, rows: rows))
                if columns * rows <= 5000 { FrameTests.check(frame, "\(scene.name) at \(columns)x\(rows)") }
                #expect(frame.cursor.row < rows && frame.cursor.column < columns)
            }
        }
    }
}
