import MailGrammar
import MailKitCore
import Testing

@testable import TUI

extension CursesScreenTests {
    /// Pictures of pixels, which ncurses knows nothing of.
    @Suite struct Pictures {
        private func screen(_ terminal: PseudoTerminal) throws -> CursesScreen {
            _ = CursesScreen.settleLocale()
            return try CursesScreen(
                type: "xterm-256color", input: terminal.terminal, output: terminal.terminal,
                theme: try Theme(file: ThemeLibrary.compiledIn), usesColour: true, isUnicode: true)
        }

        private func place(of text: [UInt8], in bytes: [UInt8]) -> Int? {
            bytes.indices.first { bytes[$0...].starts(with: text) }
        }

        @Test(arguments: [PictureFormat.sixel, .kitty])
        func `one is sent behind its frame and once, and taken away before the next`(format: PictureFormat) throws {
            let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
            defer { terminal.close() }
            let screen = try screen(terminal)
            defer { screen.close() }
            #expect(screen.showsPictures)
            var desk = SamplePicture.asked(columns: 80, rows: 24, format: format)
            screen.present(desk.frame)
            _ = terminal.written()
            let sequence = try #require(SamplePicture.sequence(columns: 40, rows: 10, format))
            let generation = try #require(desk.state.viewing?.generation)
            let view = PartView(text: nil, picture: sequence, program: "chafa")
            desk.send(.mail(.partViewed(generation: generation, view)))
            screen.present(desk.frame)
            var written = terminal.written()
            let begin = try #require(place(of: sequence.bytes, in: written))
            let title = try #require(place(of: Array("Strand.png".utf8), in: written))
            #expect(title < begin)
            #expect(written[..<begin].suffix(6) == Array("\u{1B}[4;2H".utf8)[...], "at its corner")
            let cursor = desk.frame.cursor
            let back = Array("\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H".utf8)
            #expect(place(of: back, in: Array(written[(begin + sequence.bytes.count)...])) != nil)

            desk.type("x")
            screen.present(desk.frame)
            written = terminal.written()
            #expect(place(of: Array("x does nothing".utf8), in: written) != nil)
            #expect(place(of: sequence.bytes, in: written) == nil && written.count < 400, "it stays where it is")

            screen.repaint()
            screen.present(desk.frame)
            written = terminal.written()
            #expect(place(of: sequence.bytes, in: written) != nil, "it is drawn anew")

            let before = screen.counters.repaints
            desk.type("q")
            screen.present(desk.frame)
            written = terminal.written()
            let clear = place(of: Array("\u{1B}[2J".utf8), in: written)
            let removed = place(of: sequence.removal, in: written)
            if format == .kitty {
                #expect(removed == 0 && clear == nil)
            } else {
                #expect(clear != nil && place(of: Array(desk.frame.line(0).prefix(4).utf8), in: written) != nil)
            }
            #expect(screen.counters.repaints == before)
        }

        @Test func `whoever takes the terminal back gets it without the picture`() throws {
            let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
            defer { terminal.close() }
            let screen = try screen(terminal)
            defer { screen.close() }
            let desk = SamplePicture.open(columns: 80, rows: 24)
            let sequence = try #require(desk.state.picture?.sequence)
            screen.present(desk.frame)
            _ = terminal.written()
            screen.release()
            #expect(terminal.written().starts(with: sequence.removal))
            screen.reclaim()
            screen.present(desk.frame)
            #expect(place(of: sequence.bytes, in: terminal.written()) != nil)
            screen.close()
            #expect(terminal.written().starts(with: sequence.removal))
        }

        @Test func `the size of a cell is measured`() throws {
            let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
            defer { terminal.close() }
            let screen = try screen(terminal)
            defer { screen.close() }
            #expect(screen.size.cell == nil)
            terminal.resize(columns: 80, rows: 24, width: 805, height: 480)
            #expect(screen.measure() && screen.size.cell == CellPixels(width: 10, height: 20))
            terminal.resize(columns: 80, rows: 24, width: 80, height: 24)
            #expect(screen.measure() && screen.size.cell == nil)
        }
    }
}
