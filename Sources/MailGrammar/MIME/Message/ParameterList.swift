/// The word and the parameters of Content-Type or Content-Disposition, unquoted but not decoded.
///
/// ```
/// text/plain; charset="utf-8" (a comment); name=my file.txt
/// ```
///
/// Source: RFC 2045, section 5.1; RFC 2183. Lenient: spaces in values without quotes, missing semicolons and missing quotes.
struct ParameterList {
    /// In front of the parameters, without comments and white space: `text/plain`.
    private(set) var word: [UInt8] = []
    /// In their order.
    private(set) var parameters: [(name: [UInt8], value: [UInt8])] = []

    private let bytes: [UInt8]
    private var at = 0

    /// A field's value, with its folds. At most `limit` parameters are read.
    init(_ value: [UInt8], limit: Int) {
        bytes = value.filter { $0 != ASCII.cr && $0 != ASCII.lf }
        readWord()
        while at < bytes.count, parameters.count < limit { readParameter() }
    }

    /// What ``ParameterDecoder`` reads.
    var raw: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] { parameters.map { ($0.name[...], $0.value[...]) } }

    /// The value of the first parameter of a name in lower case, undecoded.
    func first(_ name: StaticString) -> [UInt8]? {
        parameters.first { parameter in
            parameter.name.count == name.utf8CodeUnitCount
                && name.withUTF8Buffer { zip(parameter.name, $0).allSatisfy { ASCII.lower($0) == $1 } }
        }?.value
    }

    /// `text/plain`, also `text / plain`; nothing where a parameter stands first.
    private mutating func readWord() {
        while at < bytes.count {
            skipSpaceAndComments()
            guard at < bytes.count, bytes[at] != UInt8(ascii: ";") else { return }
            // Behind white space only a slash, or what follows one, belongs to it.
            let isJoined = word.isEmpty || word.last == ASCII.slash || bytes[at] == ASCII.slash
            guard isJoined else { return }
            let start = at
            while at < bytes.count, !Self.isSpace(bytes[at]), !Self.endsWord(bytes[at]) { at &+= 1 }
            if at < bytes.count, bytes[at] == ASCII.equals, word.isEmpty {
                at = start
                return
            }
            // Some put even this in quotes.
            word.append(contentsOf: bytes[start..<at].lazy.filter { $0 != ASCII.quote })
            if at == start || (at < bytes.count && bytes[at] == ASCII.equals) {
                // Of no use: on to the parameters.
                while at < bytes.count, bytes[at] != UInt8(ascii: ";") { at &+= 1 }
                return
            }
        }
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ";") || byte == ASCII.openParen || byte == ASCII.equals
    }

    private mutating func readParameter() {
        var name: [UInt8] = []
        while true {
            skipSpaceAndComments()
            guard at < bytes.count else { return }
            let byte = bytes[at]
            at &+= 1
            if byte == UInt8(ascii: ";") { return }
            if byte == ASCII.equals { break }
            name.append(byte)
        }
        skipSpaceAndComments()
        let value = at < bytes.count && bytes[at] == ASCII.quote ? quoted() : plain()
        if !name.isEmpty { parameters.append((name, value)) }
    }

    /// Up to the closing quote; where that is missing, up to the next semicolon.
    private mutating func quoted() -> [UInt8] {
        let start = at &+ 1
        var value: [UInt8] = []
        at = start
        while at < bytes.count {
            let byte = bytes[at]
            at &+= 1
            if byte == ASCII.quote { return value }
            if byte == ASCII.backslash, at < bytes.count {
                value.append(bytes[at])
                at &+= 1
            } else {
                value.append(byte)
            }
        }
        at = bytes[start...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
        value = Array(bytes[start..<at])
        while let last = value.last, Self.isSpace(last) { value.removeLast() }
        return value
    }

    /// Up to a semicolon, a comment, or white space before `name=`.
    private mutating func plain() -> [UInt8] {
        var value: [UInt8] = []
        while at < bytes.count, bytes[at] != UInt8(ascii: ";") {
            guard Self.isSpace(bytes[at]) else {
                value.append(bytes[at])
                at &+= 1
                continue
            }
            let start = at
            while at < bytes.count, Self.isSpace(bytes[at]) { at &+= 1 }
            if at >= bytes.count || bytes[at] == ASCII.openParen || isAtName { break }
            if bytes[at] != UInt8(ascii: ";") { value.append(contentsOf: bytes[start..<at]) }
        }
        return value
    }

    /// Whether what comes next looks like `name=`, so that only a semicolon is missing.
    private var isAtName: Bool {
        var index = at
        while index < bytes.count,
            ASCII.isLetter(bytes[index]) || bytes[index] == ASCII.star || bytes[index] == ASCII.minus
                || ASCII.isDigit(bytes[index])
        {
            index &+= 1
        }
        return index > at && index < bytes.count && bytes[index] == ASCII.equals
    }

    /// Comments may hold comments; one without an end goes to the end.
    private mutating func skipSpaceAndComments() {
        var depth = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == ASCII.openParen {
                depth &+= 1
            } else if depth > 0 {
                if byte == ASCII.closeParen { depth &-= 1 }
                if byte == ASCII.backslash { at &+= 1 }
            } else if !Self.isSpace(byte) {
                return
            }
            at &+= 1
        }
        at = min(at, bytes.count)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == ASCII.space || byte == ASCII.tab }
}
