import CPlatform
import CTerminal
import MailGrammar

/// Why there is no screen.
package enum TerminalError: Error, Hashable, Sendable {
    /// Input or output is a file or a pipe.
    case notATerminal
    /// terminfo does not know TERM, or it is too simple.
    case unknownTerminal(String)
    case outOfMemory
    /// There is one already.
    case alreadyOpen
}

/// The terminal, by ncurses. The only place that knows CTerminal.
package final class CursesScreen: Screen {
    private let terminal: OpaquePointer
    private var palette: Palette
    /// 256, 16, 8, or none.
    private let colours: Int
    private let isUnicode: Bool
    /// Colours of messages whose pair has been asked for, and whether the terminal has it.
    private var messageColours: [UInt8: Bool] = [:]
    /// Pairs of pictures, in the order in which they came; those for which there is no room are shown without what is behind.
    private var picturePairs: [Palette.Pair: Int] = [:]
    private var last: Frame?
    /// The links that the terminal has on its screen.
    private var shownLinks: [LinkRun] = []
    /// The picture that it has there.
    private var shownPicture: PlacedPicture?
    private var isReleased = false
    private var isClosed = false
    package private(set) var size: ScreenSize
    package private(set) var counters = ScreenCounters()

    /// Counts what this thread sends from now on: before the process forbids to be looked at.
    package static func countBytes() { ct_count() }

    /// Whether frames can be shown on such a terminal: terminfo knows it, and it can put its cursor anywhere.
    package static func canShow(type: String) -> Bool { ct_knows(type) != 0 }

    /// Settles the character set of the process; `true` where the terminal takes UTF-8. To be asked before a screen is made.
    package static func settleLocale() -> Bool { ct_set_locale() != 0 }

    /// Takes over the terminal on `input` and `output`. Signal handlers must stand already.
    ///
    /// - Parameters:
    ///   - type: TERM
    ///   - usesColour: false for NO_COLOR
    package init(
        type: String, input: Int32, output: Int32, theme: Theme, usesColour: Bool, isUnicode: Bool
    ) throws(TerminalError) {
        ct_on_crash(rp_crash_report)
        var opened: OpaquePointer?
        let status = ct_open(type, input, output, &opened)
        guard status == Int32(CT_OK.rawValue), let opened else {
            switch UInt32(bitPattern: status) {
            case CT_NOT_A_TERMINAL.rawValue: throw .notATerminal
            case CT_UNKNOWN_TERMINAL.rawValue: throw .unknownTerminal(type)
            case CT_ALREADY_OPEN.rawValue: throw .alreadyOpen
            default: throw .outOfMemory
            }
        }
        terminal = opened
        self.isUnicode = isUnicode
        colours = usesColour ? Int(ct_colours(opened)) : 0
        palette = Palette(theme: theme, colours: colours)
        size = Self.measured(opened) ?? ScreenSize(columns: 80, rows: 24)
        ct_resize(opened, Int32(size.rows), Int32(size.columns))
        definePairs()
    }

    deinit { close() }

    /// Gives the terminal back for good.
    package func close() {
        guard !isClosed else { return }
        removePicture()
        isClosed = true
        ct_close(terminal)
    }

    package func measure() -> Bool {
        guard !isClosed, let now = Self.measured(terminal), now != size else { return false }
        size = now
        ct_resize(terminal, Int32(now.rows), Int32(now.columns))
        last = nil
        return true
    }

    package func present(_ frame: Frame) {
        guard !isReleased, !isClosed else { return }
        // Where all is drawn anew nothing is left of it.
        if frame.picture != shownPicture || last == nil { removePicture() }
        let difference = FrameDifference(from: last, to: frame)
        for place in difference.changes { put(frame[place.row, place.column], at: place) }
        if frame.title != last?.title {
            var title =
                isUnicode
                ? frame.title
                : TerminalText.clusterSequence(of: frame.title).map {
                    Transliteration.ascii($0.text, width: $0.width)
                }.joined()
            title.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { ct_title(terminal, $0.baseAddress, $0.count) }
            }
        }
        let links = frame.links
        let moves = links.isEmpty && shownLinks.isEmpty && frame.picture == nil
        let changed = moves ? [] : prepareLinks(links, of: frame)
        ct_flush(terminal, Int32(frame.cursor.row), Int32(frame.cursor.column), frame.isCursorVisible ? 1 : 0)
        if !changed.isEmpty { put(links.filter { changed.contains($0.row) }) }
        shownLinks = links
        if frame.picture != shownPicture { put(frame.picture) }
        counters.frames += 1
        counters.cells += difference.changes.count
        let sent = ct_sent()
        if sent >= 0 { counters.bytes = Int(sent) }
        last = frame
    }

    /// Before the flush: every row that changes is written whole. What ncurses does not know it neither keeps nor moves, and a row
    /// that stays the same stays where it is, so no link gets under other words. Returns the rows that change.
    private func prepareLinks(_ links: [LinkRun], of frame: Frame) -> Set<Int> {
        let before = Dictionary(grouping: shownLinks, by: \.row)
        let after = Dictionary(grouping: links, by: \.row)
        var changed: Set<Int> = []
        for row in 0..<min(frame.size.rows, size.rows) {
            if let last, last.size == frame.size, before[row] == after[row], last.shows(row, like: frame) { continue }
            ct_rewrite_row(terminal, Int32(row))
            changed.insert(row)
        }
        return changed
    }

    /// Other letters in its cells take sixels away, and the cells were blank: so the whole screen is written.
    private func removePicture() {
        guard let shown = shownPicture else { return }
        shownPicture = nil
        guard shown.sequence.format == .kitty else { return ct_forget(terminal) }
        send(shown.sequence.removal)
    }

    /// After the flush: the cells below it are blank by then.
    private func put(_ picture: PlacedPicture?) {
        shownPicture = picture
        guard let picture else { return }
        picture.sequence.bytes.withUnsafeBytes { bytes in
            ct_picture(
                terminal, Int32(picture.place.row), Int32(picture.place.column),
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        ct_end_links(terminal)
    }

    /// After the flush.
    private func put(_ links: [LinkRun]) {
        for link in links where link.row < size.rows && link.columns.upperBound <= size.columns {
            var sequence = link.address.sequence
            sequence.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    ct_link(
                        terminal, Int32(link.row), Int32(link.columns.lowerBound), Int32(link.columns.count),
                        $0.baseAddress, $0.count)
                }
            }
        }
        ct_end_links(terminal)
    }

    package func send(_ bytes: [UInt8]) {
        guard !isReleased, !isClosed else { return }
        bytes.withUnsafeBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { ct_send(terminal, $0.baseAddress, $0.count) }
        }
    }

    /// Half blocks in 256 colours can be shown.
    package var showsPictures: Bool { isUnicode && palette.showsPictures }

    package func watchMouse(_ isWanted: Bool) {
        if !isClosed { ct_mouse(terminal, isWanted ? 1 : 0) }
    }

    package func use(_ theme: Theme) {
        guard !isClosed else { return }
        palette = Palette(theme: theme, colours: colours)
        // Their pairs come behind those of the theme, of which there may be more or fewer now.
        messageColours = [:]
        picturePairs = [:]
        definePairs()
        last = nil
    }

    private func definePairs() {
        for (index, pair) in palette.pairs.enumerated() {
            // A terminal with fewer pairs shows the rest in its own colours.
            _ = ct_define_pair(terminal, Int32(index + 1), Int32(pair.foreground), Int32(pair.background))
        }
    }

    package func release() {
        guard !isReleased, !isClosed else { return }
        removePicture()
        isReleased = true
        ct_release(terminal)
    }

    package func reclaim() {
        guard !isClosed else { return }
        isReleased = false
        ct_reclaim(terminal)
        repaint()
    }

    package func repaint() {
        counters.repaints += 1
        last = nil
        ct_forget(terminal)
    }

    private func put(_ cell: Cell, at place: CellPosition) {
        let look = look(of: cell)
        var text = isUnicode ? cell.text : Transliteration.ascii(cell.text, width: Int(cell.width))
        // A transliteration has a character for each cell.
        if !isUnicode, text.utf8.count > 1 {
            for offset in 0..<text.utf8.count { put("?", at: place, offset: offset, width: 1, look) }
            return
        }
        put(&text, at: place, offset: 0, width: Int32(cell.width), look)
    }

    private func look(of cell: Cell) -> Palette.Entry {
        if let pair = picturePair(of: cell.emphasis) {
            return Palette.Entry(attributes: cell.emphasis.attributes, pair: pair)
        }
        guard let colour = cell.emphasis.colour, palette.showsMessageColours else {
            return palette.entry(cell.role, cell.emphasis)
        }
        let pair = palette.pair(of: colour)
        let isThere = messageColours[colour] ?? (ct_define_pair(terminal, Int32(pair), Int32(colour), -1) != 0)
        messageColours[colour] = isThere
        var emphasis = cell.emphasis
        if !isThere { emphasis.colour = nil }
        return palette.entry(cell.role, emphasis)
    }

    private func picturePair(of emphasis: Emphasis) -> Int? {
        guard palette.showsPictures, let ground = emphasis.ground else { return nil }
        let pair = Palette.Pair(foreground: emphasis.colour.map(Int.init) ?? -1, background: Int(ground))
        if let known = picturePairs[pair] { return known }
        let number = palette.firstPictureNumber + picturePairs.count
        guard ct_define_pair(terminal, Int32(number), Int32(pair.foreground), Int32(pair.background)) != 0 else {
            return nil
        }
        picturePairs[pair] = number
        return number
    }

    private func put(_ text: String, at place: CellPosition, offset: Int, width: Int32, _ look: Palette.Entry) {
        var text = text
        put(&text, at: place, offset: offset, width: width, look)
    }

    private func put(_ text: inout String, at place: CellPosition, offset: Int, width: Int32, _ look: Palette.Entry) {
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                ct_put(
                    terminal, Int32(place.row), Int32(place.column + offset), $0.baseAddress, $0.count, width,
                    look.attributes.rawValue, Int32(look.pair))
            }
        }
    }

    private static func measured(_ terminal: OpaquePointer) -> ScreenSize? {
        var rows: Int32 = 0
        var columns: Int32 = 0
        var width: Int32 = 0
        var height: Int32 = 0
        ct_measure(terminal, &rows, &columns, &width, &height)
        guard rows > 0, columns > 0 else { return nil }
        return ScreenSize(
            columns: Int(columns), rows: Int(rows),
            cell: CellPixels(width: Int(width / columns), height: Int(height / rows)))
    }
}
