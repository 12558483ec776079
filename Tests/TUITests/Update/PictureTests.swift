import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("Pictures that have the screen") struct PictureTests {
    @Test(
        "How pictures are shown, by TERM",
        arguments: [
            ("xterm-kitty", PictureFormat.kitty), ("foot", .sixel), ("foot-extra", .sixel), ("mlterm", .sixel),
            ("mlterm-256color", .sixel), ("yaft-256color", .sixel), ("contour", .sixel), ("xterm-256color", .blocks),
            ("tmux-256color", .blocks), ("screen", .blocks), ("linux", .blocks), ("vt100", .blocks),
            ("footer", .blocks),
            ("", .blocks),
        ])
    func terminals(type: String, expected: PictureFormat) { #expect(TerminalFacts.pictures(type) == expected) }

    private func room(_ desk: Desk) -> PictureRoom? {
        for case .viewPart(_, _, _, _, _, let room) in desk.requests { return room }
        return nil
    }

    private func screen(_ desk: Desk) -> String { ScreenText.characters(desk.frame) }

    @Test func `the room is that below the title`() throws {
        var desk = SamplePicture.asked(columns: 80, rows: 24)
        let room = try #require(self.room(desk))
        #expect(room.format == .kitty && room.columns == 78 && room.rows == 17)
        #expect(room.width == 780 && room.height == 340)
        desk = SamplePicture.asked(columns: 80, rows: 24, cell: nil)
        #expect(self.room(desk)?.width == 780, "kitty fits any picture into the cells")
        desk = SamplePicture.asked(columns: 80, rows: 24, format: .sixel)
        #expect(self.room(desk)?.format == .sixel)
        desk = SamplePicture.asked(columns: 80, rows: 24, cell: nil, format: .sixel)
        #expect(desk.state.viewing != nil && self.room(desk) == nil)
        desk = SamplePicture.asked(columns: 80, rows: 24, format: .blocks)
        #expect(desk.state.viewing != nil && self.room(desk) == nil)
        desk = SamplePicture.asked(columns: 40, rows: 7)
        #expect(desk.state.viewing != nil && self.room(desk) == nil, "hardly any room")
    }

    @Test func `it has the body of the screen, and q goes back to the part`() throws {
        var desk = SamplePicture.open(columns: 80, rows: 24)
        #expect(desk.state.overlay == .picture && desk.state.scope == .picture)
        let frame = desk.frame
        let picture = try #require(frame.picture)
        #expect(picture.place == CellPosition(row: 3, column: 1))
        for row in picture.place.row..<picture.place.row + picture.sequence.rows {
            #expect(frame.line(row).isEmpty, "nothing is drawn below it")
        }
        #expect(frame.line(1).contains("Strand.png") && frame.line(1).contains("shown by chafa, without network"))
        #expect(screen(desk).contains("s save"))
        desk.type("x")
        #expect(desk.frame.picture != nil && screen(desk).contains("x does nothing here"))
        desk.type("q")
        #expect(desk.state.overlay == .parts(ListPlace(cursor: 1)) && desk.state.picture == nil)
        #expect(desk.frame.picture == nil)
        desk.type("q")
        #expect(screen(desk).contains("Anbei"), "the message is as it was")
    }

    @Test func `help lies over it and gives it back`() throws {
        var desk = SamplePicture.open(columns: 80, rows: 24)
        let picture = desk.frame.picture
        desk.type("?")
        #expect(desk.frame.picture == nil && screen(desk).contains("Keys at a picture"))
        desk.type("q")
        #expect(picture != nil && desk.frame.picture == picture)
        desk.type("?")
        desk.send(.resized(ScreenSize(columns: 100, rows: 30)))
        desk.type("q")
        #expect(desk.state.scope == .parts && desk.state.picture == nil)
    }

    @Test func `it is saved from there`() {
        var desk = SamplePicture.open(columns: 80, rows: 24)
        desk.type("s")
        #expect(desk.state.prompt?.text == "~/Strand.png")
        #expect(desk.frame.picture != nil, "the line that is typed is below")
        _ = desk.take()
        desk.type("<enter>")
        guard case .savePart(_, "2", _, "~/Strand.png") = desk.requests.first else {
            Issue.record("not saved: \(desk.requests)")
            return
        }
        #expect(desk.state.scope == .picture)
    }

    @Test func `another size closes it, of the screen or of its letters`() {
        for size in [
            ScreenSize(columns: 100, rows: 30, cell: SamplePicture.cell),
            ScreenSize(columns: 80, rows: 24, cell: CellPixels(width: 12, height: 24)),
        ] {
            var desk = SamplePicture.open(columns: 80, rows: 24)
            desk.send(.resized(size))
            #expect(desk.state.overlay == .parts(ListPlace(cursor: 1)) && desk.frame.picture == nil)
            #expect(screen(desk).contains("Enter draws the picture for it"))
        }
    }

    @Test func `one that was drawn for a larger screen is not shown`() {
        var desk = SamplePicture.asked(columns: 80, rows: 24)
        desk.send(.resized(ScreenSize(columns: 40, rows: 12, cell: SamplePicture.cell)))
        SamplePicture.answer(&desk, columns: 70, rows: 15)
        #expect(desk.state.scope == .parts && desk.state.picture == nil && desk.state.viewing == nil)
        #expect(desk.frame.picture == nil)
    }

    @Test func `after a stop it is drawn anew with all the rest`() {
        var desk = SamplePicture.open(columns: 80, rows: 24)
        desk.type("<^z>")
        #expect(desk.effects.contains(.suspend) && desk.frame.picture != nil)
        desk.type("<^l>")
        #expect(desk.effects.contains(.repaint) && desk.frame.picture != nil)
    }

    @Test func `a question that needs its lines takes it away for so long`() {
        var desk = SamplePicture.asked(columns: 80, rows: 24)
        desk.state.showsKeyBar = false
        SamplePicture.answer(&desk, columns: 70, rows: 19)
        #expect(desk.frame.picture != nil)
        desk.state.question = .quit
        #expect(desk.frame.picture == nil)
    }
}

/// A message with a picture at its list of parts, on a terminal that shows pixels.
enum SamplePicture {
    static let cell = CellPixels(width: 10, height: 20)

    static func asked(
        columns: Int, rows: Int, cell: CellPixels? = SamplePicture.cell, format: PictureFormat = .kitty
    ) -> Desk {
        var desk = Desk(columns: columns, rows: rows)
        desk.state.terminal.pictures = format
        desk.send(.resized(ScreenSize(columns: columns, rows: rows, cell: cell)))
        desk.open { row in
            SampleReading.documents(
                row, [SampleReading.attachment("2", "image/png", "Strand.png", 40_000)], text: "Anbei das Bild.\n")
        }
        desk.type("v")
        _ = desk.take()
        desk.type("j<enter>")
        return desk
    }

    /// The core has drawn it over so many cells.
    static func answer(_ desk: inout Desk, columns: Int, rows: Int) {
        guard let work = desk.state.viewing, let sequence = sequence(columns: columns, rows: rows) else { return }
        let view = PartView(text: nil, picture: sequence, program: "chafa", isOffline: true)
        desk.send(.mail(.partViewed(generation: work.generation, view)))
    }

    static func open(columns: Int, rows: Int) -> Desk {
        var desk = asked(columns: columns, rows: rows, cell: nil)
        answer(&desk, columns: columns / 2, rows: max(1, desk.state.picturePlace.rows.count / 2))
        return desk
    }

    static func sequence(columns: Int, rows: Int, _ format: PictureFormat = .kitty) -> PictureSequence? {
        guard let room = PictureRoom(format: format, columns: max(8, columns), rows: max(3, rows), cell: cell) else {
            return nil
        }
        guard format == .kitty else {
            return PictureSequence(Array("\u{1B}Pq\"1;1;\(columns * 10);\(rows * 20)#0~\u{1B}\\".utf8), room: room)
        }
        let (width, height) = (columns * room.width / room.columns, rows * room.height / room.rows)
        let data = Base64.encode([UInt8](repeating: 7, count: width * height * 4))
        let head = "\u{1B}_Ga=T,f=32,s=\(width),v=\(height);"
        return PictureSequence(Array(head.utf8) + data + [0x1B, 0x5C], room: room)
    }
}
