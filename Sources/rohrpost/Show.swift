import MailGrammar
import MailKitCore
import TUI

/// Shows one message from a file: reads it once for its structure, then what the form needs.
struct Show {
    /// What it touches of the world.
    struct World {
        /// Opens where the message comes from.
        var open: (ShowPlan.Source) throws(FileError) -> any MessageOctets
        /// Writes to standard output; gives the `errno` value of a failure, else 0.
        var write: ([UInt8]) -> Int32
        /// Writes a line to standard error.
        var complain: (String) -> Void
        /// Standard output is a terminal, of so many columns.
        var columns: Int?
        /// Seconds since 1970.
        var now: Int64
        /// Minutes east of UTC at a moment.
        var zone: @Sendable (Int64) -> Int
        var charsets: any CharsetDecoding = IconvCharsets()
    }

    let plan: ShowPlan
    let world: World

    /// Columns of the text where no terminal says it.
    static let usualColumns = 80

    func run() -> ExitCode {
        do {
            return try show(try FileMessage(try world.open(plan.source), charsets: world.charsets))
        } catch let error as FileError {
            return fail(ShowFailure(error, plan.name))
        } catch let failure as ShowFailure {
            return fail(failure)
        } catch {
            return .other
        }
    }

    private func fail(_ failure: ShowFailure) -> ExitCode {
        world.complain(CommandLineTexts.failure(failure.text)(plan.language))
        return failure.exitCode
    }

    private func show(_ file: FileMessage) throws -> ExitCode {
        if let path = plan.part, path.contains("/") {
            try showInner(path, of: file)
            return .ok
        }
        let index = try partIndex(in: file)
        switch plan.form {
        case .json:
            let json = ShowJSON(file, world.charsets, plan)
            try write(index.map { try json.part($0) } ?? json.message())
        case .screen(let size): try write(lines: ShowScreen(self, file, index).lines(size))
        case .text:
            if let index { try writePart(index, of: file) } else { try writePage(file) }
        }
        return .ok
    }

    // MARK: Parts

    private func partIndex(in file: FileMessage) throws -> Int? {
        guard let path = plan.part else { return nil }
        guard let index = file.index(ofPath: path) else { throw try noPart(path, in: file) }
        return index
    }

    private func noPart(_ path: String, in file: FileMessage) throws(FileError) -> ShowFailure {
        let shown = VisibleText.line(path.utf8, limit: 40)
        let known = file.message.tree.nodes.indices.map(file.path(of:))
        let inner = try file.innerFiles(charsets: world.charsets).map(\.path)
        return ShowFailure(ShowTexts.noPart(shown, known: known + inner), .notFound)
    }

    /// A file that lies in a part: its octets, or its description.
    private func showInner(_ path: String, of file: FileMessage) throws {
        if plan.form == .json {
            let inner = try file.innerFiles(charsets: world.charsets)
            guard let found = inner.first(where: { $0.path == path }) else { throw try noPart(path, in: file) }
            return try write(ShowJSON(file, world.charsets, plan).inner(found))
        }
        guard world.columns == nil else { throw ShowFailure(ShowTexts.binaryPart(path), .usage) }
        var code: Int32 = 0
        let isFound = try file.decodeInner(path, charsets: world.charsets) { window in
            code = world.write(window)
            return code == 0
        }
        if code != 0 { throw ShowFailure(writing: code) }
        if !isFound { throw try noPart(path, in: file) }
    }

    /// The decoded octets, as they are. A terminal gets text only.
    private func writePart(_ index: Int, of file: FileMessage) throws {
        let node = file.message.tree.nodes[index]
        guard world.columns == nil || node.mediaType != "text" else {
            var reading = FileReading(file, section: node.section, charsets: world.charsets)
            try writeText(&reading)
            return
        }
        guard world.columns == nil else {
            throw ShowFailure(ShowTexts.binaryPart(file.path(of: index)), .usage)
        }
        var code: Int32 = 0
        try file.decode(index) { window in
            code = world.write(window)
            return code == 0
        }
        if code != 0 { throw ShowFailure(writing: code) }
    }

    // MARK: The page

    /// What the reader shows, as lines.
    private func writePage(_ file: FileMessage) throws {
        var reading = FileReading(file, charsets: world.charsets)
        let beginning = try Beginning(&reading)
        guard let first = beginning.windows.first else { return }
        let page = MessagePage(
            try content(of: file, text: first, warnings: beginning.warnings), notes: beginning.notes, width: columns,
            now: world.now, context: context)
        try write(lines: page.head + [""])
        try writeText(&reading, behind: beginning.windows)
    }

    /// Of a text as much as a reader would hold, and what is to be told of it before it is written.
    private struct Beginning {
        var windows: [MessageText] = []
        var notes: [MessageText.Note] = []
        var warnings: [MessageWarning] = []

        init(_ reading: inout FileReading) throws(FileError) {
            var octets = 0
            while octets < ReaderText.limit, let window = try reading.next() {
                octets += window.text.utf8.count
                warnings += window.warnings
                for note in window.notes { notes.add(note) }
                windows.append(window)
            }
        }
    }

    /// The text as the reader wraps it: windows that are at hand, and what comes behind them.
    private func writeText(_ reading: inout FileReading, behind held: [MessageText] = []) throws {
        var layout: TextLayout?
        var rest = held[...]
        while let known = try rest.popFirst() ?? reading.next() {
            let isLast = known.remaining.octets == 0
            if layout == nil {
                layout = TextLayout(
                    text: known.text, isFlowed: known.isFlowed, deletesSpace: known.deletesSpace,
                    isMarked: known.isMarked, width: columns, isLast: isLast)
            } else {
                layout?.append(known.text, isLast: isLast)
            }
            var bytes: [UInt8] = []
            while let line = layout?.next() {
                bytes += Array(line.text.utf8)
                bytes.append(0x0A)
            }
            try write(bytes)
        }
    }

    var columns: Int { max(20, min(1000, world.columns ?? Self.usualColumns)) }

    var context: DrawContext { DrawContext(language: plan.language, zone: world.zone) }

    /// What the reader shows beside the text.
    func content(
        of file: FileMessage, text: MessageText, warnings: [MessageWarning]? = nil, section: String? = nil
    ) throws(FileError) -> MessageContent {
        try MessageAssembly(charsets: world.charsets, trust: plan.trust).content(
            of: file, inner: try file.innerFiles(charsets: world.charsets), text: text, textWarnings: warnings,
            section: section)
    }

    // MARK: Writing

    private func write(lines: [String]) throws(ShowFailure) {
        var bytes: [UInt8] = []
        for line in lines {
            bytes += Array(line.utf8)
            bytes.append(0x0A)
        }
        try write(bytes)
    }

    private func write(_ bytes: [UInt8]) throws(ShowFailure) {
        let code = world.write(bytes)
        if code != 0 { throw ShowFailure(writing: code) }
    }
}

/// Why a message is not shown.
struct ShowFailure: Error {
    let text: Text
    let exitCode: ExitCode

    init(_ text: Text, _ exitCode: ExitCode) {
        self.text = text
        self.exitCode = exitCode
    }

    /// The message cannot be read.
    init(_ error: FileError, _ name: Text) {
        self.init(ShowTexts.unreadable(name, reason: error.reason), error.isMissing ? .notFound : .other)
    }

    /// The output cannot be written.
    init(writing code: Int32) {
        self.init(ShowTexts.unwritable(reason: systemReason(code)), .other)
    }
}
