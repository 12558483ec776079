/// The rules of a mail's style sheets that name an element, a class or an id; any other selector is passed over.
///
/// Rules for some media only (`@media`) are passed over too: most are for phones.
struct CSSSheet: Sendable {
    /// Rules of one document that are kept.
    static let ruleLimit = 2000
    /// Classes of one element that are looked up.
    static let classLimit = 16

    private struct Rule: Sendable {
        /// Empty for any element.
        let element: String
        let declarations: CSSDeclarations
    }

    private var elements: [String: CSSDeclarations] = [:]
    private var classes: [String: [Rule]] = [:]
    private var ids: [String: [Rule]] = [:]
    private var count = 0

    var isEmpty: Bool { count == 0 }

    /// Reads a style sheet. Later rules go before earlier ones.
    mutating func append(_ source: [UInt8]) {
        let bytes = Self.withoutComments(source)
        var at = 0
        while at < bytes.count, count < Self.ruleLimit {
            // `{`, or `;` for a rule without a block (`@import`, which is never followed).
            guard let open = bytes[at...].firstIndex(where: { $0 == ASCII.openBrace || $0 == UInt8(ascii: ";") }) else {
                return
            }
            let prelude = Self.trimmed(bytes[at..<open])
            if prelude.first == ASCII.at {
                at = bytes[open] == ASCII.openBrace ? Self.blockEnd(bytes, from: open) : open + 1
                continue
            }
            guard bytes[open] == ASCII.openBrace else {
                at = open + 1
                continue
            }
            let close = bytes[open...].firstIndex(of: ASCII.closeBrace) ?? bytes.count
            let declarations = CSSDeclarations(bytes[(open + 1)..<close])
            for selector in prelude.split(separator: ASCII.comma).prefix(64) {
                add(Self.trimmed(selector), declarations)
            }
            at = close + 1
        }
    }

    /// What the sheets say of an element.
    func apply(to style: inout CSSDeclarations, element: String, classes names: String?, id: String?) {
        func apply(_ declarations: CSSDeclarations) {
            style.normal.apply(declarations.normal)
            style.important.apply(declarations.important)
        }
        if let declarations = elements["*"] { apply(declarations) }
        if let declarations = elements[element] { apply(declarations) }
        if let names, !classes.isEmpty {
            for name in names.utf8.split(maxSplits: Self.classLimit, whereSeparator: { $0 <= ASCII.space }) {
                for rule in classes[String(Substring(name))] ?? [] where rule.element.isEmpty || rule.element == element
                {
                    apply(rule.declarations)
                }
            }
        }
        if let id {
            for rule in ids[id] ?? [] where rule.element.isEmpty || rule.element == element {
                apply(rule.declarations)
            }
        }
    }

    private mutating func add(_ selector: ArraySlice<UInt8>, _ declarations: CSSDeclarations) {
        guard !selector.isEmpty, selector.count <= 128, count < Self.ruleLimit else { return }
        let element = CSSText.lowered(selector.prefix { $0 != ASCII.dot && $0 != UInt8(ascii: "#") })
        let rest = selector.dropFirst(element.utf8.count)
        guard element == "*" || element.utf8.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) }) else { return }
        let name = rest.dropFirst()
        guard name.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || "-_".utf8.contains($0) || $0 >= 0x80 })
        else {
            return
        }
        let rule = Rule(element: element == "*" ? "" : element, declarations: declarations)
        let key = String(decoding: name, as: UTF8.self)
        switch rest.first {
        case nil:
            var known = elements[element] ?? CSSDeclarations()
            known.normal.apply(declarations.normal)
            known.important.apply(declarations.important)
            elements[element] = known
        case ASCII.dot where !key.isEmpty && (classes[key]?.count ?? 0) < 8: classes[key, default: []].append(rule)
        case UInt8(ascii: "#") where !key.isEmpty && (ids[key]?.count ?? 0) < 8: ids[key, default: []].append(rule)
        default: return
        }
        count += 1
    }

    /// Behind the `}` that closes the block at `open`.
    private static func blockEnd(_ bytes: [UInt8], from open: Int) -> Int {
        var depth = 0
        for at in open..<bytes.count {
            if bytes[at] == ASCII.openBrace { depth += 1 }
            if bytes[at] == ASCII.closeBrace {
                depth -= 1
                if depth == 0 { return at + 1 }
            }
        }
        return bytes.count
    }

    /// Comments, and the `<!--` and `-->` that old mails put around a sheet.
    private static func withoutComments(_ source: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var at = 0
        while at < source.count {
            if source[at] == ASCII.slash, at + 1 < source.count, source[at + 1] == ASCII.star {
                at += 2
                while at < source.count,
                    source[at] != ASCII.star || at + 1 < source.count && source[at + 1] != ASCII.slash
                {
                    at += 1
                }
                at += 2
            } else if source[at...].starts(with: "<!--".utf8) {
                at += 4
            } else if source[at...].starts(with: "-->".utf8) {
                at += 3
            } else {
                result.append(source[at])
                at += 1
            }
        }
        return result
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = bytes
        while let first = slice.first, first <= ASCII.space { slice.removeFirst() }
        while let last = slice.last, last <= ASCII.space { slice.removeLast() }
        return slice
    }
}
