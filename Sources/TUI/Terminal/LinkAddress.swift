import MailGrammar

/// Where a link of the screen leads, as a terminal is told: only what such a program may open, in printable ASCII.
package struct LinkAddress: Hashable, Sendable {
    /// Of octets; longer ones are no links of the screen.
    static let limit = 2000

    /// `https://example.org/%C3%A4`
    package let text: String
    /// The number within the message: words on several lines belong together by it.
    package let number: Int

    /// `nil` for other schemes than `http`, `https` and `mailto`, for what is too long, and for a target with a backslash, a space
    /// or a control character: programs differ in what they make of it, and might open another host than the one shown.
    package init?(_ target: String, number: Int) {
        guard ["http://", "https://", "mailto:"].contains(where: { Self.begins(target, with: $0) }) else { return nil }
        var text = ""
        for byte in target.utf8 {
            switch byte {
            case ...0x20, 0x7F, UInt8(ascii: "\\"): return nil
            case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "`"),
                UInt8(ascii: "{")...UInt8(ascii: "}"), 0x80...:
                text += "%" + Self.digit(byte >> 4) + Self.digit(byte & 15)
            default: text.unicodeScalars.append(Unicode.Scalar(byte))
            }
            guard text.utf8.count <= Self.limit else { return nil }
        }
        self.text = text
        self.number = number
    }

    /// `nil` also where the words of the link name another host than it leads to: nobody is to follow that with one click.
    init?(_ link: TextLink) {
        guard link.claimedHost == nil else { return nil }
        self.init(link.target, number: link.number)
    }

    /// What begins the link. Source: "Hyperlinks in terminal emulators", by Egmont Koblinger (OSC 8).
    ///
    ///     ESC ] 8 ; id=3 ; https://example.org/ ESC \
    var sequence: String { "\u{1B}]8;id=\(number);\(text)\u{1B}\\" }

    private static func begins(_ target: String, with scheme: String) -> Bool {
        target.utf8.count > scheme.utf8.count
            && zip(scheme.utf8, target.utf8).allSatisfy { $0 == (ASCII.isLetter($1) ? $1 | 0x20 : $1) }
    }

    private static func digit(_ value: UInt8) -> String { String(value, radix: 16, uppercase: true) }
}

/// Cells of one row that are one link.
package struct LinkRun: Hashable, Sendable {
    package let row: Int
    package let columns: Range<Int>
    package let address: LinkAddress
}

extension Frame {
    /// The links of the whole screen, row by row.
    package var links: [LinkRun] {
        guard !targets.isEmpty, size.columns > 0 else { return [] }
        var runs: [LinkRun] = []
        for row in 0..<size.rows {
            var column = 0
            while column < size.columns {
                let link = self[row, column].link
                let start = column
                repeat { column += 1 } while column < size.columns && self[row, column].link == link
                guard link > 0, targets.indices.contains(Int(link) - 1) else { continue }
                runs.append(LinkRun(row: row, columns: start..<column, address: targets[Int(link) - 1]))
            }
        }
        return runs
    }

    /// The same letters with the same looks in a row.
    func shows(_ row: Int, like other: Frame) -> Bool {
        (0..<size.columns).allSatisfy {
            let (mine, others) = (self[row, $0], other[row, $0])
            return mine.text == others.text && mine.role == others.role && mine.emphasis == others.emphasis
        }
    }

    /// What stands in these cells leads where the link does, where the terminal is to know.
    mutating func link(_ link: TextLink, row: Int, columns: Range<Int>, _ context: DrawContext) {
        guard context.showsLinks, let address = LinkAddress(link) else { return }
        self.link(address, row: row, columns: columns)
    }
}
