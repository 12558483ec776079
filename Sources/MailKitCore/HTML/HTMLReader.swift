import MailGrammar

/// Turns the HTML of a message into marked text, window after window: gate, libxml2, renderer; and where that cannot be, the
/// stripper.
///
/// Belongs on the computing lane (``CPUActor``); it is given up by giving it no more windows, and inside a window it looks
/// whether its task was cancelled. Memory is bounded by the window and by `limit`.
package final class HTMLReader {
    /// What a window came to.
    package struct Piece: Sendable {
        /// Marked text (``TextMark``); never half a character, may be empty.
        package let marked: String
        /// The links whose first words ended in it; numbers go on from window to window.
        package let links: [TextLink]
    }

    /// Octets of a window that a caller had better not go beyond.
    package static let windowLimit = 1 << 20
    private static let sliceLimit = 64 << 10

    private var gate = HTMLGate()
    private var parser: HTMLParser?
    private var stripper: HTMLText?
    private var limit: Int
    /// The document so far, as long as nothing of its text was given out.
    private var source = ""
    private var hasGiven = false
    private var given = HTMLCounts()

    /// A reader at the start of a document that gives out at most `limit` octets of text.
    package init(limit: Int = HTMLText.defaultLimit) {
        self.limit = max(0, limit)
        parser = HTMLParser(HTMLRenderer(limit: self.limit))
        if let parser {
            // The frame is the reader's: a mail's own `<html>`, `<head>` and `<body>` do not get past the gate.
            _ = parser.feed(Array("<html><body>".utf8), isLast: false)
        } else {
            stripper = HTMLText(limit: self.limit)
        }
    }

    /// What was left out so far.
    package var counts: HTMLCounts { parser?.withRenderer { $0.counts } ?? given }

    /// The text is (or from some place on became) what is left without markup: nested too deeply, broken, or libxml2 is missing.
    package var isStripped: Bool { stripper != nil }

    /// The text has reached the limit; what came after it is not shown.
    package private(set) var isCut = false

    /// Reads the next window of the decoded text.
    package func append(_ window: String, isLast: Bool) -> Piece {
        guard let parser else { return strip(window, isLast: isLast) }
        if !hasGiven { source += window }
        var window = window
        var fault = false
        var rest = ""
        let bytes = window.utf8.count
        var at = 0
        while at < bytes || isLast && at == bytes {
            if Task.isCancelled { break }
            let end = min(bytes, at + Self.sliceLimit)
            let isEnd = isLast && end == bytes
            // What to go back to where this slice breaks the parser; only where the whole document is not at hand.
            let before = hasGiven ? parser.renderer : nil
            let wasInText = gate.isInText
            let broke = window.withUTF8 { read(UnsafeBufferPointer(rebasing: $0[at..<end]), isLast: isEnd, parser) }
            if broke != nil {
                fault = true
                if let before {
                    parser.renderer = before
                    rest = window.withUTF8 { String(decoding: $0[at...], as: UTF8.self) }
                    if !wasInText { rest = String(rest.drop { $0 != ">" }.dropFirst()) }
                }
                break
            }
            if isEnd { break }
            at = end
        }
        if fault { return giveUp(parser, rest: rest, isLast: isLast) }
        let piece = parser.withRenderer { renderer in
            if isLast { renderer.finish() }
            isCut = renderer.isFull
            return renderer.take()
        }
        if !piece.text.isEmpty {
            hasGiven = true
            source = ""
        }
        return Piece(marked: piece.text, links: piece.links)
    }

    private func read(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, _ parser: HTMLParser) -> HTMLParser.Fault? {
        gate.append(bytes)
        if isLast { gate.finish() }
        let sheet = gate.takeStyleSheet()
        if !sheet.isEmpty { parser.withRenderer { $0.append(styleSheet: sheet) } }
        let passed = gate.take()
        if parser.withRenderer({ $0.isFull }) { return nil }
        return parser.feed(passed, isLast: isLast)
    }

    /// The stripper takes over: from the beginning where nothing was given out yet, else from the slice that was too much.
    private func giveUp(_ parser: HTMLParser, rest: String, isLast: Bool) -> Piece {
        self.parser = nil
        var before: (text: String, links: [TextLink]) = ("", [])
        if hasGiven {
            before = parser.withRenderer { renderer in
                renderer.finish()
                given = renderer.counts
                return renderer.take()
            }
            if !before.text.isEmpty { before.text += "\n" }
        }
        stripper = HTMLText(limit: limit)
        let after = strip(hasGiven ? rest : source, isLast: isLast)
        source = ""
        return Piece(marked: before.text + after.marked, links: before.links)
    }

    private func strip(_ window: String, isLast: Bool) -> Piece {
        guard var machine = stripper else { return Piece(marked: "", links: []) }
        stripper = nil
        machine.append(window)
        var text = isLast ? machine.finish() : machine.take()
        stripper = machine
        if text.unicodeScalars.contains(where: TextMark.isMark) {
            text.unicodeScalars.removeAll(where: TextMark.isMark)
        }
        hasGiven = true
        return Piece(marked: text, links: [])
    }
}
