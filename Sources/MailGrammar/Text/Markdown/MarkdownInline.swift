/// The words of a paragraph of Markdown: emphasis, code, links. Source: CommonMark 0.31, section 6.
///
/// Since marks need not be nested, each kind of delimiter has a stack of its own; every character is looked at a bounded
/// number of times.
struct MarkdownInline: Sendable {
    /// Links of one text that are numbered; further ones stand without a number.
    static let linkLimit = 1_000
    /// Scalars of a target that are kept, and parentheses inside it.
    static let targetLimit = 2_000
    static let parenthesisLimit = 32
    private static let textLimit = 200

    private(set) var links: [TextLink] = []
    private let firstLink: Int

    init(firstLink: Int) { self.firstLink = firstLink }

    private enum Piece {
        case none
        case scalar(Unicode.Scalar)
        case mark(TextMark)
        /// A run of delimiters, by its index.
        case run(Int)
        /// ` [7]`
        case number(Int)
    }

    private struct Run {
        let character: Unicode.Scalar
        var count: Int
        var closes: [TextMark] = []
        var opens: [TextMark] = []
    }

    private struct Bracket {
        /// The piece, and the scalar behind it.
        let piece: Int
        let start: Int
        let isImage: Bool
    }

    /// Writes a paragraph.
    mutating func write(_ text: [Unicode.Scalar], to writer: inout StyledTextWriter) {
        var pass = Pass(text)
        pass.run(links: &links, firstLink: firstLink)
        pass.write(to: &writer)
    }

    /// Writes `name [7]`.
    mutating func writeDefinition(
        _ definition: (name: ArraySlice<Unicode.Scalar>, target: ArraySlice<Unicode.Scalar>),
        to writer: inout StyledTextWriter
    ) {
        guard let number = Self.add(&links, firstLink, text: definition.name, target: definition.target) else {
            writer.put("[".unicodeScalars)
            writer.put(definition.name)
            writer.put("]: ".unicodeScalars)
            return writer.put(definition.target)
        }
        writer.mark(.on(.link))
        writer.put(definition.name)
        writer.mark(.off(.link))
        writer.put(" [\(number)]".unicodeScalars)
    }

    /// Lists a link; nil where the list is full, and for a target that is not offered: a script, a place in the text.
    private static func add(
        _ links: inout [TextLink], _ first: Int, text: some Collection<Unicode.Scalar>,
        target: some Collection<Unicode.Scalar>
    ) -> Int? {
        guard links.count < linkLimit else { return nil }
        func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            return String(view)
        }
        let words = string(text.lazy.filter { !TextMark.isMark($0) }.prefix(textLimit)).cardLine(limit: textLimit)
        let target = LinkTarget(string(target.prefix(targetLimit)))
        switch target.kind {
        case .inside, .refused: return nil
        case .web, .mail, .other: break
        }
        links.append(
            TextLink(
                number: first &+ links.count, text: words, target: target.text,
                claimedHost: LinkClaim.host(of: words, leadingTo: target)?.name))
        return first &+ links.count &- 1
    }

    /// One paragraph on its way.
    private struct Pass {
        let text: [Unicode.Scalar]
        var pieces: [Piece] = []
        var runs: [Run] = []
        var stacks: [Unicode.Scalar: [Int]] = [:]
        var brackets: [Bracket] = []
        /// For each run of backticks, by its start: where the next one of its length begins.
        var codeEnds: [Int: Int] = [:]

        init(_ text: [Unicode.Scalar]) {
            self.text = text
            pieces.reserveCapacity(text.count)
            var last: [Int: Int] = [:]
            var at = text.count
            while at > 0 {
                at &-= 1
                guard text[at] == "`" else { continue }
                let end = at
                while at > 0, text[at &- 1] == "`" { at &-= 1 }
                let length = end &- at &+ 1
                if let next = last[length] { codeEnds[at] = next }
                last[length] = at
            }
        }

        func scalar(_ at: Int) -> Unicode.Scalar? { text.indices.contains(at) ? text[at] : nil }

        mutating func run(links: inout [TextLink], firstLink: Int) {
            var at = 0
            while at < text.count {
                let scalar = text[at]
                switch scalar {
                case "\\":
                    if let next = self.scalar(at &+ 1), Self.isPunctuation(next), next.isASCII {
                        pieces.append(.scalar(next))
                        at &+= 2
                        continue
                    }
                case "`":
                    at = code(at)
                    continue
                case "*", "_", "~":
                    at = delimiters(at)
                    continue
                case "[":
                    brackets.append(
                        Bracket(piece: pieces.count, start: at &+ 1, isImage: at > 0 && text[at &- 1] == "!"))
                case "]":
                    if let end = link(at, &links, firstLink) {
                        at = end
                        continue
                    }
                case "<":
                    if let end = angle(at, &links, firstLink) {
                        at = end
                        continue
                    }
                case "&":
                    if let end = reference(at) {
                        at = end
                        continue
                    }
                case "h" where brackets.isEmpty:
                    if let end = address(at, &links, firstLink) {
                        at = end
                        continue
                    }
                default: break
                }
                pieces.append(.scalar(scalar))
                at &+= 1
            }
        }

        func write(to writer: inout StyledTextWriter) {
            for piece in pieces {
                switch piece {
                case .none: break
                case .scalar(let scalar): writer.put(scalar)
                case .mark(let mark): writer.mark(mark)
                case .number(let number): writer.put(" [\(number)]".unicodeScalars)
                case .run(let index):
                    for mark in runs[index].closes { writer.mark(mark) }
                    for _ in 0..<runs[index].count { writer.put(runs[index].character) }
                    for mark in runs[index].opens { writer.mark(mark) }
                }
            }
        }

        // MARK: Code

        /// A code span stays as it was typed, with its backticks.
        private mutating func code(_ start: Int) -> Int {
            var at = start
            while at < text.count, text[at] == "`" { at &+= 1 }
            let length = at &- start
            let end = codeEnds[start].map { $0 &+ length } ?? at
            for index in start..<end { pieces.append(.scalar(text[index])) }
            return end
        }

        // MARK: Emphasis

        private mutating func delimiters(_ start: Int) -> Int {
            let character = text[start]
            var end = start
            while end < text.count, text[end] == character { end &+= 1 }
            var run = Run(character: character, count: end &- start)
            let before = start > 0 ? text[start &- 1] : " "
            let after = scalar(end) ?? " "
            let spaceBefore = Self.isSpace(before)
            let spaceAfter = Self.isSpace(after)
            let leftFlanking = !spaceAfter && (!Self.isPunctuation(after) || spaceBefore || Self.isPunctuation(before))
            let rightFlanking = !spaceBefore && (!Self.isPunctuation(before) || spaceAfter || Self.isPunctuation(after))
            var canOpen = leftFlanking
            var canClose = rightFlanking
            if character == "_" {
                canOpen = leftFlanking && (!rightFlanking || Self.isPunctuation(before))
                canClose = rightFlanking && (!leftFlanking || Self.isPunctuation(after))
            } else if character == "~", run.count != 2 {
                canOpen = false
                canClose = false
            }
            let index = runs.count
            if canClose {
                while run.count > 0, let opener = stacks[character]?.last {
                    let isDouble = run.count >= 2 && runs[opener].count >= 2
                    let style: TextMark.Style = character == "~" ? .strike : isDouble ? .bold : .italic
                    runs[opener].count &-= isDouble ? 2 : 1
                    run.count &-= isDouble ? 2 : 1
                    runs[opener].opens.append(.on(style))
                    run.closes.append(.off(style))
                    if runs[opener].count == 0 { stacks[character]?.removeLast() }
                }
            }
            if canOpen, run.count > 0 { stacks[character, default: []].append(index) }
            runs.append(run)
            pieces.append(.run(index))
            return end
        }

        private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar.value <= 0x20 || scalar == "\u{A0}" || scalar.properties.isWhitespace
        }

        private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
            guard scalar.isASCII else {
                switch scalar.properties.generalCategory {
                case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
                    .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
                    return true
                default: return false
                }
            }
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            return byte > 0x20 && byte < 0x7F && !ASCII.isLetter(byte) && !ASCII.isDigit(byte)
        }

        // MARK: Links

        /// At a `]`: behind the link, where it ends one.
        private mutating func link(_ at: Int, _ links: inout [TextLink], _ first: Int) -> Int? {
            guard let bracket = brackets.popLast(), scalar(at &+ 1) == "(", let (target, end) = destination(at &+ 2)
            else {
                return nil
            }
            if bracket.isImage {
                // Nothing is fetched: its words stand for a picture.
                if bracket.piece > 0 { pieces[bracket.piece &- 1] = .none }
                pieces[bracket.piece] = .mark(.on(.faint))
                pieces.append(.mark(.off(.faint)))
                return end
            }
            guard let number = add(&links, first, text: text[bracket.start..<at], target: text[target]) else {
                pieces[bracket.piece] = .none
                return end
            }
            pieces[bracket.piece] = .mark(.on(.link))
            pieces.append(.mark(.off(.link)))
            pieces.append(.number(number))
            return end
        }

        /// `target "title")`: where the target lies and what is behind the parenthesis.
        private func destination(_ start: Int) -> (Range<Int>, end: Int)? {
            var at = start
            while scalar(at) == " " { at &+= 1 }
            let limit = min(text.count, at &+ targetLimit)
            var target: Range<Int>
            if scalar(at) == "<" {
                let first = at &+ 1
                at = first
                while at < limit, text[at] != ">", text[at] != "<" { at &+= 1 }
                guard scalar(at) == ">" else { return nil }
                target = first..<at
                at &+= 1
            } else {
                let first = at
                var depth = 0
                while at < limit, text[at].value > 0x20, text[at] != "[" {
                    if text[at] == "(" { depth &+= 1 }
                    if text[at] == ")" {
                        if depth == 0 { break }
                        depth &-= 1
                    }
                    guard depth <= parenthesisLimit else { return nil }
                    at &+= 1
                }
                target = first..<at
            }
            while scalar(at) == " " { at &+= 1 }
            if let quote = scalar(at), quote == "\"" || quote == "'" {
                let end = min(text.count, at &+ textLimit)
                at &+= 1
                while at < end, text[at] != quote { at &+= 1 }
                at &+= 1
                while scalar(at) == " " { at &+= 1 }
            }
            guard scalar(at) == ")" else { return nil }
            return (target, at &+ 1)
        }

        /// `<https://…>`, `<a@b.example>`, `<br>`; nil for anything else.
        private mutating func angle(_ at: Int, _ links: inout [TextLink], _ first: Int) -> Int? {
            var end = at &+ 1
            let limit = min(text.count, end &+ targetLimit)
            while end < limit, text[end] != ">", text[end] != "<" { end &+= 1 }
            guard scalar(end) == ">" else { return nil }
            let inside = text[(at &+ 1)..<end]
            if inside.count <= 5, inside.filter({ $0 != " " && $0 != "/" }) == ["b", "r"] {
                pieces.append(.scalar("\n"))
                return end &+ 1
            }
            let isAddress = inside.contains("@") && !inside.contains(":") && !inside.contains("/")
            guard !inside.contains(where: { $0.value <= 0x20 }),
                isAddress
                    || ["http://", "https://", "mailto:"].contains(where: { inside.starts(with: $0.unicodeScalars) })
            else { return nil }
            let target = (isAddress ? Array("mailto:".unicodeScalars) : []) + inside
            append(inside, target: target, &links, first)
            return end &+ 1
        }

        /// `https://…` in running text.
        private mutating func address(_ at: Int, _ links: inout [TextLink], _ first: Int) -> Int? {
            let rest = text[at...]
            guard rest.starts(with: "https://".unicodeScalars) || rest.starts(with: "http://".unicodeScalars) else {
                return nil
            }
            if at > 0, text[at &- 1].properties.isAlphabetic { return nil }
            var end = at
            while end < text.count, text[end].value > 0x20, text[end] != "<", text[end] != ">", text[end] != "\"",
                !Self.isSpace(text[end])
            {
                end &+= 1
            }
            while end > at, [".", ",", ";", ":", "!", "?", ")", "'", "*", "_", "]"].contains(text[end &- 1]) {
                end &-= 1
            }
            append(text[at..<end], target: Array(text[at..<end]), &links, first)
            return end
        }

        private mutating func append(
            _ words: ArraySlice<Unicode.Scalar>, target: [Unicode.Scalar], _ links: inout [TextLink], _ first: Int
        ) {
            pieces.append(.mark(.on(.link)))
            for scalar in words { pieces.append(.scalar(scalar)) }
            pieces.append(.mark(.off(.link)))
            if let number = add(&links, first, text: words, target: target) { pieces.append(.number(number)) }
        }

        /// `&auml;`
        private mutating func reference(_ at: Int) -> Int? {
            var name: [UInt8] = []
            var end = at &+ 1
            while end < text.count, name.count < HTMLEntities.nameLimit, text[end].isASCII, text[end] != ";" {
                name.append(UInt8(truncatingIfNeeded: text[end].value))
                end &+= 1
            }
            guard scalar(end) == ";", let resolved = HTMLEntities.text(name[...]) else { return nil }
            for scalar in resolved.unicodeScalars { pieces.append(.scalar(scalar)) }
            return end &+ 1
        }
    }
}
