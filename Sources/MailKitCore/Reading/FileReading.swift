import MailGrammar

/// Reads the shown text of a message in a file, window by window, as an account does with a server's.
package struct FileReading {
    /// The first window is what a screen needs.
    static let firstWindow: UInt64 = 48 << 10

    /// Of a message without a text.
    package static let none = MessageText(
        text: "", isFlowed: false, deletesSpace: false, remaining: ByteSize(0), notes: [.noText])

    private let file: FileMessage
    private let body: Range<UInt64>
    private var shown: ShownText?
    private var position: UInt64
    private var isOver = false

    /// At the start of the text. `section` shows that part, `charset` takes the place of the one that it names.
    package init(
        _ file: FileMessage, section: String? = nil, charset: String? = nil, charsets: any CharsetDecoding
    ) {
        self.file = file
        let index = ShownPart.index(in: file.message.tree, section: section)
        body = index.map { file.message.places[$0].body } ?? 0..<0
        position = body.lowerBound
        shown = index.map {
            ShownText(node: file.message.tree.nodes[$0], charset: charset, charsets: charsets)
        }
    }

    /// The next window; `nil` behind the last one. There is always a first one.
    package mutating func next() throws(FileError) -> MessageText? {
        guard !isOver else { return nil }
        guard shown != nil else {
            isOver = true
            return Self.none
        }
        var text = try window()
        // Windows of a text that comes with its last one are of no use to anybody.
        while !isOver, shown?.holdsBack == true { text = try window() }
        return text
    }

    private mutating func window() throws(FileError) -> MessageText? {
        let window = position == body.lowerBound ? Self.firstWindow : FileMessage.window
        let end = min(body.upperBound, position + window)
        let octets = position < end ? try file.octets.read(position..<end) : []
        // A file that has become shorter ends here.
        isOver = UInt64(octets.count) < end - position || end == body.upperBound
        position = end
        let remaining = ByteSize(isOver ? 0 : body.upperBound - end)
        let text = shown?.text(of: octets, remaining: remaining)
        isOver = isOver || text?.remaining.octets == 0
        return text
    }
}
