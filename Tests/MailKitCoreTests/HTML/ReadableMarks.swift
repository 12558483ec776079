import MailGrammar
@testable import MailKitCore

/// Marked text as a test can spell it: `«b»bold«/b»`, `«table»«row»«cell»`, `«quote 1»`.
func readable(_ marked: String) -> String {
    var result = ""
    for scalar in marked.unicodeScalars {
        guard TextMark.isMark(scalar) else {
            result.unicodeScalars.append(scalar)
            continue
        }
        switch TextMark(scalar) {
        case .on(let style): result += "«\(short(style))»"
        case .off(let style): result += "«/\(short(style))»"
        case .colour(let colour?): result += "«colour \(colour)»"
        case .colour(nil): result += "«/colour»"
        case .ground(let colour): result += "«ground \(colour.map(String.init) ?? "-")»"
        case .quote(let level): result += "«quote \(level)»"
        case .indent(let cells): result += "«indent \(cells)»"
        case .hang(let cells): result += "«hang \(cells)»"
        case .rule: result += "«rule»"
        case .tableBegin: result += "«table»"
        case .rowBegin: result += "«row»"
        case .cellBegin(isHeading: false): result += "«cell»"
        case .cellBegin(isHeading: true): result += "«head»"
        case .tableEnd: result += "«/table»"
        case nil: result += "«?»"
        }
    }
    return result
}

private func short(_ style: TextMark.Style) -> String {
    switch style {
    case .bold: "b"
    case .italic: "i"
    case .underline: "u"
    case .strike: "s"
    case .heading: "h"
    case .link: "a"
    case .verbatim: "code"
    case .faint: "faint"
    }
}

/// A whole document.
struct RenderedHTML {
    var marked = ""
    var links: [TextLink] = []
    var counts = HTMLCounts()
    var isStripped = false
    var readable: String { MailKitCoreTests.readable(marked) }

    /// In windows that end before each of the given scalars.
    init(_ html: String, windows: [Int] = []) {
        let reader = HTMLReader()
        let scalars = Array(html.unicodeScalars)
        var start = 0
        for end in windows.filter({ $0 < scalars.count }) + [scalars.count] {
            let window = String(String.UnicodeScalarView(scalars[start..<end]))
            let piece = reader.append(window, isLast: end == scalars.count)
            marked += piece.marked
            links += piece.links
            start = end
        }
        counts = reader.counts
        isStripped = reader.isStripped
    }
}
