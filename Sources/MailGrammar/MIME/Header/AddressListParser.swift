/// Reads the body of From, To, Cc and their kin. Source: RFC 5322, section 3.4; RFC 6532 for UTF-8 in it.
///
/// Never fails. Lenient where senders are: obsolete routes and white space (section 4.4), encoded words in and out of
/// quotes, commas and dots in names without quotes, missing brackets, semicolons or nothing between addresses. What is no
/// address becomes a name with an empty one.
///
/// ```
/// Lindner, Petra <petra@lindner.example>, Team: a@x.example, b@y.example; =?utf-8?Q?J=C3=BCrgen?= <j@z.example>
/// ```
public struct AddressListParser: Sendable {
    /// Addresses that are read; the rest is left out.
    public static let addressLimit = 1000
    /// Octets that are read.
    public static let octetLimit = 256 << 10

    private let headers: HeaderDecoder

    /// With the charsets that are not built in.
    public init(charsets: any CharsetDecoding) { headers = HeaderDecoder(charsets: charsets) }

    /// The addresses of a field's body in their order. The members of a group stand for it; an empty group is a name.
    public func parse(_ raw: ArraySlice<UInt8>) -> [Address] {
        let bytes = Array(raw.prefix(Self.octetLimit))
        var reader = AddressListReader(bytes: bytes, headers: headers)
        return reader.addresses()
    }
}

/// One pass over the tokens of a field.
private struct AddressListReader {
    private let headers: HeaderDecoder
    private let bytes: [UInt8]
    private let tokens: [AddressToken]
    /// For each token whether a `>` follows it before the next `<`.
    private let isClosedAhead: [Bool]

    private var result: [Address] = []
    /// Tokens of the element that is being read, before `<`.
    private var phrase: [AddressToken] = []
    /// Tokens between `<` and `>`; nil where there was none yet.
    private var angle: [AddressToken]?
    private var isInAngle = false
    /// Tokens behind `>`: part of this element, or the next one's name where its comma is missing.
    private var trailing: [AddressToken] = []
    /// Names without an address and without quotes that a comma parted from what follows: perhaps `Lindner, Petra <…>`.
    private var pendingNames: [[UInt8]] = []
    private var groupName: [AddressToken]?
    private var groupStart = 0

    /// Names that are put together over commas.
    private static let pendingLimit = 3

    init(bytes: [UInt8], headers: HeaderDecoder) {
        self.bytes = bytes
        self.headers = headers
        var scanner = AddressScanner(bytes)
        let tokens = scanner.tokens()
        self.tokens = tokens
        var isClosed = false
        var ahead = [Bool](repeating: false, count: tokens.count)
        for index in tokens.indices.reversed() {
            ahead[index] = isClosed
            if tokens[index].kind == .greater { isClosed = true }
            if tokens[index].kind == .less { isClosed = false }
        }
        isClosedAhead = ahead
    }

    mutating func addresses() -> [Address] {
        for (index, token) in tokens.enumerated() {
            if result.count >= AddressListParser.addressLimit { return result }
            isInAngle ? readInside(token, at: index) : read(token)
        }
        endElement(mayGoOn: false)
        endGroup()
        return Array(result.prefix(AddressListParser.addressLimit))
    }

    private mutating func read(_ token: AddressToken) {
        switch token.kind {
        case .comma: endElement(mayGoOn: true)
        case .semicolon:
            endElement(mayGoOn: false)
            endGroup()
        case .colon where angle == nil && groupName == nil && !phrase.contains(where: { $0.kind == .at }):
            flushPending()
            groupName = phrase
            groupStart = result.count
            phrase = []
        case .less:
            if angle != nil {
                let next = trailing
                trailing = []
                endElement(mayGoOn: false)
                phrase = next
            }
            angle = []
            isInAngle = true
        case .greater: append(AddressToken(kind: .space, range: token.range))
        default: append(token)
        }
    }

    private mutating func append(_ token: AddressToken) {
        if angle == nil { phrase.append(token) } else { trailing.append(token) }
    }

    private mutating func readInside(_ token: AddressToken, at index: Int) {
        switch token.kind {
        case .greater: isInAngle = false
        case .less: break
        case .comma where !isClosedAhead[index], .semicolon where !isClosedAhead[index]:
            isInAngle = false
            read(token)
        default: angle?.append(token)
        }
    }

    private mutating func endGroup() {
        guard let name = groupName else { return }
        groupName = nil
        let text = text(of: name)
        if result.count == groupStart && !text.isEmpty {
            result.append(Address(displayName: text, localPart: "", domain: ""))
        }
    }

    /// - Parameter mayGoOn: whether a name without an address may belong to what follows.
    private mutating func endElement(mayGoOn: Bool) {
        defer {
            phrase = []
            trailing = []
            angle = nil
            isInAngle = false
        }
        guard let angle else { return endBare(mayGoOn: mayGoOn) }
        let spec = Self.withoutRoute(angle)
        let own = octets(of: phrase)
        var name = own
        if !own.isEmpty {
            for pending in pendingNames.reversed() { name = pending + [ASCII.comma, ASCII.space] + name }
            pendingNames = []
        }
        flushPending()
        if name.isEmpty { name = octets(of: trailing) }
        if name.isEmpty { name = comments(of: phrase + angle + trailing) }
        append(address(of: spec, name: name))
    }

    private mutating func append(_ address: Address) {
        if !address.addressSpec.isEmpty || !address.displayName.isEmpty { result.append(address) }
    }

    /// An element without brackets: each `@` has an address around it, the words before it are its name.
    private mutating func endBare(mayGoOn: Bool) {
        let element = Self.trimmed(phrase)
        guard element.contains(where: { $0.kind == .at }) else {
            let name = octets(of: element)
            let isPlain = !element.contains { $0.kind == .quoted || $0.kind == .comment }
            if mayGoOn && isPlain && !name.isEmpty && pendingNames.count < Self.pendingLimit {
                pendingNames.append(name)
            } else {
                flushPending()
                appendName(name)
            }
            return
        }
        flushPending()
        var start = 0
        var at = 0
        while at < element.count, result.count < AddressListParser.addressLimit {
            guard element[at].kind == .at else {
                at += 1
                continue
            }
            let spec = spec(around: at, in: element, from: start)
            let isLast = !element[spec.upperBound...].contains { $0.kind == .at }
            var name = octets(of: Array(element[start..<spec.lowerBound]))
            let rest = isLast ? Array(element[spec.upperBound...]) : []
            if name.isEmpty { name = octets(of: rest) }
            if name.isEmpty { name = comments(of: Array(element[start..<spec.upperBound]) + rest) }
            append(address(of: Array(element[spec]), name: name))
            if isLast { return }
            start = spec.upperBound
            at = spec.upperBound
        }
    }

    private mutating func flushPending() {
        let names = pendingNames
        pendingNames = []
        for name in names { appendName(name) }
    }

    private mutating func appendName(_ octets: [UInt8]) {
        let text = decoded(octets)
        if !text.isEmpty { result.append(Address(displayName: text, localPart: "", domain: "")) }
    }

    // MARK: Pieces of an address

    /// The tokens that belong to the address around an `@`: those without white space between, or with it around the `@`
    /// itself or a dot that stands alone (RFC 5322, section 4.4).
    private func spec(around at: Int, in tokens: [AddressToken], from start: Int) -> Range<Int> {
        var lower = at
        while lower > start {
            var next = lower - 1
            var isGap = false
            while next >= start, tokens[next].isBlank {
                isGap = true
                next -= 1
            }
            guard next >= start, tokens[next].isSpecPiece else { break }
            if isGap && lower < at && !isJoined(tokens[next], tokens[lower], by: tokens[next + 1]) { break }
            lower = next
        }
        var upper = at + 1
        while upper < tokens.count {
            var next = upper
            while next < tokens.count, tokens[next].isBlank { next += 1 }
            guard next < tokens.count, tokens[next].isSpecPiece || tokens[next].kind == .colon else { break }
            if next > upper && upper > at + 1 && !isJoined(tokens[upper - 1], tokens[next], by: tokens[upper]) { break }
            upper = next + 1
        }
        return lower..<upper
    }

    /// Whether two pieces are one in spite of what stands between them. `Inc. info@x.example` is not.
    private func isJoined(_ first: AddressToken, _ second: AddressToken, by gap: AddressToken) -> Bool {
        if bytes[second.range.lowerBound] == ASCII.dot { return true }
        guard bytes[first.range.upperBound - 1] == ASCII.dot else { return false }
        return first.range.count == 1 || gap.kind == .comment
    }

    /// `@a.example,@b.example:` before the address: RFC 5322, section 4.4.
    private static func withoutRoute(_ tokens: [AddressToken]) -> [AddressToken] {
        guard tokens.first(where: { $0.kind != .space && $0.kind != .comment })?.kind == .at,
            let colon = tokens.firstIndex(where: { $0.kind == .colon })
        else { return tokens }
        return Array(tokens[(colon + 1)...])
    }

    private func address(of tokens: [AddressToken], name: [UInt8]) -> Address {
        let spec = tokens.filter { $0.kind != .space && $0.kind != .comment }
        let sign = spec.lastIndex { $0.kind == .at }
        let local = sign.map { spec[..<$0] } ?? spec[...]
        // A domain has no quotes: what stands in them is none of it.
        let domain = sign.map { spec[($0 + 1)...].prefix { $0.kind != .quoted } } ?? []
        var localOctets = localOctets(of: local)
        var domainOctets = domain.flatMap { bytes[$0.range] }[...]
        // An encoded word may hold a sign too: the domain is what stands behind the last one.
        if let inner = domainOctets.lastIndex(of: ASCII.at) {
            localOctets += [ASCII.at] + domainOctets[..<inner]
            domainOctets = domainOctets[(inner + 1)...]
        }
        return Address(
            displayName: decoded(name), localPart: headers.text(localOctets[...]), domain: headers.text(domainOctets))
    }

    /// A quoted local part keeps its quotes where it would be something else without them.
    private func localOctets(of tokens: ArraySlice<AddressToken>) -> [UInt8] {
        if tokens.count == 1, let only = tokens.first, only.kind == .quoted {
            let inner = content(of: only)
            let isAtom = !inner.isEmpty && inner.allSatisfy(Self.isPlain)
            if isAtom { return inner }
        }
        return tokens.flatMap { bytes[$0.range] }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x80 || ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == ASCII.dot || byte == ASCII.minus
            || byte == UInt8(ascii: "_") || byte == ASCII.plus
    }

    private static func trimmed(_ tokens: [AddressToken]) -> [AddressToken] {
        Array(tokens.drop { $0.kind == .space })
    }

    /// What a phrase says: quotes undone, comments left out, white space as one space; empty for nothing.
    private func octets(of tokens: [AddressToken]) -> [UInt8] {
        var result: [UInt8] = []
        for token in tokens {
            switch token.kind {
            case .space, .comment:
                if !result.isEmpty && result.last != ASCII.space { result.append(ASCII.space) }
            default: result += content(of: token)
            }
        }
        while result.last == ASCII.space { result.removeLast() }
        return result
    }

    /// The old way to name somebody: `petra@lindner.example (Petra Lindner)`.
    private func comments(of tokens: [AddressToken]) -> [UInt8] {
        Array(tokens.filter { $0.kind == .comment }.map { content(of: $0) }.joined(separator: [ASCII.space]))
    }

    private func content(of token: AddressToken) -> [UInt8] {
        let whole = bytes[token.range]
        guard token.kind == .quoted || token.kind == .comment else { return Array(whole) }
        let isClosed = token.kind == .quoted || whole.last == ASCII.closeParen
        var result: [UInt8] = []
        var isEscaped = false
        for byte in whole.dropFirst().dropLast(isClosed ? 1 : 0) {
            if byte == ASCII.backslash && !isEscaped {
                isEscaped = true
            } else {
                isEscaped = false
                result.append(byte)
            }
        }
        return result
    }

    private func text(of tokens: [AddressToken]) -> String { decoded(octets(of: tokens)) }

    private func decoded(_ octets: [UInt8]) -> String {
        let text = headers.decode(octets[...])
        guard text.first?.isWhitespace == true || text.last?.isWhitespace == true else { return text }
        let trimmed = text.drop(while: \.isWhitespace)
        guard let end = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(trimmed[...end])
    }
}
