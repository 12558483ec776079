import MailGrammar
import MailKitCore
import TestSupport
import Testing

@testable import TUI

@Suite struct AnySizeTests {
    /// All of them with `scripts/test --full`; else each scene has a part of them, and its neighbours the others.
    private static func sizes(for scene: Scene) -> [(Int, Int)] {
        TestAmount.some(sizes, step: 7, first: Scene.all.firstIndex { $0.name == scene.name } ?? 0)
    }

    private static let sizes: [(Int, Int)] = {
        var sizes: [(Int, Int)] = []
        for columns in [1, 2, 3, 8, 12, 20, 39, 40, 59, 60, 79, 99, 100, 200, 500] {
            for rows in [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 33, 34, 60, 200] { sizes.append((columns, rows)) }
        }
        return sizes
    }()

    @Test(arguments: Scene.all)
    func everySceneAtEverySize(_ scene: Scene) {
        for (columns, rows) in Self.sizes(for: scene) {
            var desk = scene.play(columns, rows)
            desk.language = columns % 2 == 0 ? .german : .english
            let frame = desk.frame
            #expect(frame.size == ScreenSize(columns: columns, rows: rows))
            if columns * rows <= 2000 { FrameTests.check(frame, "\(scene.name) at \(columns)x\(rows)") }
            #expect(frame.cursor.row < rows && frame.cursor.column < columns)
        }
    }

    /// Pulling at the window at every step of a walk through the program.
    @Test func resizedAtEveryStep() {
        let tape = [
            "j", "<pgdn>", "<end>", "<home>", "?", "<end>", "q", "<enter>", "<space>", "h", "v", "<esc>", "n", "<esc>",
            "k",
        ]
        for (columns, rows) in TestAmount.some(Self.sizes, step: 3) where columns * rows <= 20_000 {
            var desk = Desk()
            for step in tape {
                desk.type(step)
                desk.answerAllRows()
                desk.send(.resized(ScreenSize(columns: columns, rows: rows)))
                desk.answerAllRows()
                #expect(desk.frame.size.columns == columns)
                let list = desk.state.list
                #expect(list.visible(height: desk.state.layout.fullListHeight).contains(list.cursor))
                desk.send(.resized(ScreenSize(columns: 80, rows: 24)))
            }
        }
    }

    @Test func hostileMailStaysInItsCells() throws {
        let hostile = [
            "\u{1B}]0;owned\u{07}\u{1B}[2J\u{9B}31m", "\u{202E}gpj.exe\u{202C}\u{2066}",
            String(repeating: "e\u{301}", count: 300),
            String(repeating: "\u{301}", count: 5000), "会議" + String(repeating: "局", count: 200), "👩‍👩‍👧‍👦👨🏽‍🚀🏳️‍🌈🇩🇪🇩",
            "a\u{0}b\nc\rd\te\u{2028}f", "\u{FFF9}\u{FFFB}\u{E0020}\u{FEFF}", "> ", String(repeating: ">", count: 400),
            "",
        ]
        for text in hostile {
            for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
                var desk = Desk(columns: columns, rows: rows, count: 30, opened: false)
                let summary = try #require(SampleMail.summary(count: 30))
                let id = try #require(SampleMail.id(3))
                let address = Address(displayName: text, localPart: text, domain: text)
                let row = MessageRow(
                    id: id, flags: [Flag(text)], date: Timestamp(secondsSince1970: .min), from: [address],
                    to: [address],
                    subject: text, size: ByteSize(.max), attachmentCount: .max)
                desk.send(.mail(.connection(SampleMail.account, .online)))
                desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
                desk.send(.mail(.rows(view: desk.view, start: 0, rows: [row, row])))
                FrameTests.check(desk.frame, "list \(columns)")
                desk.type("<enter>")
                let part = PartSummary(
                    section: text, mediaType: text, fileName: text, size: ByteSize(.max), isAttachment: true)
                let content = MessageContent(
                    id: id, from: [address], sender: [], replyTo: [address, address], to: [address, address],
                    cc: [address],
                    subject: text, date: Timestamp(secondsSince1970: .max), parts: [part, part],
                    text: MessageText(
                        text: text + "\n" + text, isFlowed: true, deletesSpace: true, remaining: ByteSize(.max),
                        notes: [.charsetGuessed(text), .undecodable]))
                let generation = try #require(desk.state.reader?.generation)
                desk.send(.mail(.message(generation: generation, content)))
                FrameTests.check(desk.frame, "reader \(columns)")
                desk.type("h")
                FrameTests.check(desk.frame, "headers \(columns)")
                desk.type("v")
                FrameTests.check(desk.frame, "parts \(columns)")
                desk.send(
                    .mail(
                        .notice(SampleMail.account, MailError(.refused, subject: text, detail: text, serverText: text)))
                )
                FrameTests.check(desk.frame, "notice \(columns)")
            }
        }
    }

    /// The domain is what tells who it is; a long name or a long local part must not push it off the line.
    @Test func addressEndsInSightHoweverLong() throws {
        for columns in [30, 40, 60, 80, 120] {
            var desk = Desk(columns: columns, rows: 24)
            desk.type("<enter>")
            let reader = try #require(desk.state.reader)
            let row = try #require(reader.row)
            let address = Address(
                displayName: String(repeating: "Sparkasse ", count: 30),
                localPart: String(repeating: "x.", count: 100) + "y",
                domain: "phish.example")
            let content = SampleMail.content(row)
            desk.send(
                .mail(
                    .message(
                        generation: reader.generation,
                        MessageContent(
                            id: row.id, from: [address], sender: [], replyTo: [], to: [], cc: [], subject: "",
                            date: nil, parts: [],
                            text: content.text))))
            #expect(ScreenText.characters(desk.frame).contains("phish.example"), "\(columns)")
        }
    }
}
