import MailGrammar
import MailKitCore

/// An extension of IMAP, by what it shows on the line.
package struct ServerExtension: Sendable, CustomStringConvertible {
    /// The name that it goes by.
    package let name: String
    /// What a server without it does not offer: its own name, and what cannot be without it.
    let capabilities: Set<String>
    /// What only a server with it says of a mailbox, in small letters.
    let attributes: Set<String>
    /// How lines begin that only a server with it says.
    let telling: String?
    /// The response code that only a server with it says: `COPYUID`.
    let code: String?
    /// Whether a command, without its tag, makes use of it.
    let isUse: @Sendable (String) -> Bool

    package init(
        _ name: String, with others: Set<String> = [], attributes: Set<String> = [], telling: String? = nil,
        code: String? = nil, isUse: @escaping @Sendable (String) -> Bool
    ) {
        self.name = name
        capabilities = others.union([name])
        self.attributes = attributes
        self.telling = telling
        self.code = code
        self.isUse = isUse
    }

    package var description: String { name }
}

/// A real server on loopback that lacks some of its extensions: it neither offers them, nor says what comes of them alone, nor
/// takes their commands.
///
/// What the client says is looked through for the extensions in `watched`. From COMPRESS on nothing can be read any more.
package struct LesserServer: Connector {
    private struct State: Sendable {
        var uses: Set<String> = []
        var isOpaque = false
    }

    private let port: UInt16
    private let missing: [ServerExtension]
    private let watched: [ServerExtension]
    private let state = Board(State())

    package nonisolated init(
        to port: UInt16, without missing: [ServerExtension], watching watched: [ServerExtension]
    ) {
        self.port = port
        self.missing = missing
        self.watched = watched
    }

    /// The names of the extensions that the client has used so far, on any line.
    package nonisolated var uses: Set<String> { state.change { $0.uses } }

    package func open(_ server: ServerAddress, by deadline: Deadline) async throws(TransportError) -> OpenLine {
        let (state, missing, watched) = (state, missing, watched)
        state.change { $0.isOpaque = false }
        let commands = Board(LineSplitter())
        let responses = Board(LineSplitter())
        return try await LoopbackRelay.open(to: port) { octets in
            commands.change { splitter in
                var passage = LoopbackRelay.Passage()
                for piece in splitter.take(octets, isOpaque: { state.change { $0.isOpaque } }) {
                    guard piece.isLineOfItsOwn, let command = Command(piece.octets) else {
                        passage.up += piece.octets
                        continue
                    }
                    for known in watched where known.isUse(command.text) {
                        state.change { $0.uses.insert(known.name) }
                    }
                    if missing.contains(where: { $0.isUse(command.text) }) {
                        passage.down += Array("\(command.tag) BAD Unknown command.\r\n".utf8)
                    } else {
                        if command.text == "COMPRESS DEFLATE" { state.change { $0.isOpaque = true } }
                        passage.up += piece.octets
                    }
                }
                return passage
            }
        } down: { octets in
            responses.change { splitter in
                let pieces = splitter.take(octets, isOpaque: { state.change { $0.isOpaque } })
                return LoopbackRelay.Passage(
                    down: pieces.flatMap { $0.isLineOfItsOwn ? Self.edited($0.octets, missing) : $0.octets })
            }
        }
    }

    /// A response as a server without the extensions would give it.
    private nonisolated static func edited(_ line: [UInt8], _ missing: [ServerExtension]) -> [UInt8] {
        let text = String(decoding: line, as: UTF8.self)
        if missing.contains(where: { $0.telling.map(text.hasPrefix) ?? false }) { return [] }
        for code in missing.compactMap(\.code) {
            guard let start = text.firstRange(of: "[\(code) "), let end = text[start.upperBound...].firstIndex(of: "]")
            else { continue }
            return Array((text[..<start.lowerBound] + text[text.index(after: end)...].drop { $0 == " " }).utf8)
        }
        if let range = text.firstRange(of: "CAPABILITY ") {
            let list = text[range.upperBound...].prefix { $0 != "]" && !$0.isNewline }
            let kept = list.split(separator: " ").filter { word in
                !missing.contains { $0.capabilities.contains(String(word)) }
            }
            let rest = text[list.endIndex...]
            return Array((text[..<range.upperBound] + kept.joined(separator: " ") + rest).utf8)
        }
        if text.hasPrefix("* LIST ("), let end = text.firstIndex(of: ")") {
            let kept = text[..<end].dropFirst(8).split(separator: " ").filter { word in
                !missing.contains { $0.attributes.contains(word.lowercased()) }
            }
            return Array(("* LIST (" + kept.joined(separator: " ") + text[end...]).utf8)
        }
        return line
    }

    private struct Command {
        let tag: Substring
        let text: String

        /// `nil` for what has no tag: DONE, an answer to a challenge.
        init?(_ line: [UInt8]) {
            let words = String(decoding: line.dropLast(2), as: UTF8.self).split(separator: " ", maxSplits: 1)
            guard words.count == 2, words[0].first == "A", words[0].dropFirst().allSatisfy(\.isNumber) else {
                return nil
            }
            tag = words[0]
            text = String(words[1])
        }
    }

    /// Cuts a stream into lines, and passes literals as they come.
    private struct LineSplitter: Sendable {
        struct Piece {
            let octets: [UInt8]
            /// A whole line that begins a command or a response.
            let isLineOfItsOwn: Bool
        }

        private var line: [UInt8] = []
        private var literal = 0
        private var isBehindLiteral = false

        mutating func take(_ octets: [UInt8], isOpaque: () -> Bool) -> [Piece] {
            if isOpaque() {
                defer { line = [] }
                return [Piece(octets: line + octets, isLineOfItsOwn: false)]
            }
            var pieces: [Piece] = []
            var rest = octets[...]
            while !rest.isEmpty {
                if literal > 0 {
                    let part = rest.prefix(literal)
                    literal -= part.count
                    rest = rest.dropFirst(part.count)
                    pieces.append(Piece(octets: Array(part), isLineOfItsOwn: false))
                    continue
                }
                guard let end = rest.firstIndex(of: 10) else {
                    line += rest
                    break
                }
                line += rest[...end]
                rest = rest[(end + 1)...]
                pieces.append(Piece(octets: line, isLineOfItsOwn: !isBehindLiteral))
                literal = announced()
                isBehindLiteral = literal > 0
                line = []
            }
            return pieces
        }

        /// The octets of the literal that the line ends with, `{5}` or `{5+}`.
        private func announced() -> Int {
            var words = line.dropLast(2)
            guard words.popLast() == UInt8(ascii: "}"), let start = words.lastIndex(of: UInt8(ascii: "{")) else {
                return 0
            }
            let digits = words[(start + 1)...].filter { $0 != UInt8(ascii: "+") }
            return Int(String(decoding: digits, as: UTF8.self)) ?? 0
        }
    }
}
