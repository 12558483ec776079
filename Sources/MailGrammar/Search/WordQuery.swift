/// A question to the index of words: messages that have all of some words.
package struct WordQuery: Hashable, Sendable {
    /// Where a word is looked for.
    package enum Field: String, Hashable, Sendable {
        case subject
        /// Names and addresses of From and Sender.
        case sender
        /// Names and addresses of To and Cc.
        case recipient
    }

    /// What a message has to have: one of some words.
    package struct Term: Hashable, Sendable {
        /// Folded as ``IndexWords`` gives them; several with blanks between them are a phrase.
        package var alternatives: [String]
        /// `nil` for any.
        package var field: Field?
        /// The last word may go on.
        package var isPrefix: Bool

        package init(_ alternatives: [String], in field: Field? = nil, isPrefix: Bool = false) {
            self.alternatives = alternatives
            self.field = field
            self.isPrefix = isPrefix
        }
    }

    /// All of them.
    package var terms: [Term]

    /// Terms beyond it are left out, and alternatives of one as well.
    package static let termLimit = 32
    /// Characters from which on a word may be the beginning of one: with fewer, nearly all messages have it.
    package static let shortestPrefix = 2

    package init(_ terms: [Term]) { self.terms = terms }

    /// The words of a text; the last one may be the beginning of a word, where no white space is behind it.
    package init(_ text: String, in field: Field? = nil) {
        var words: [String] = []
        IndexWords.words(text) { words.append($0) }
        let goesOn = text.unicodeScalars.last.map { !$0.properties.isWhitespace } ?? false
        terms = words.prefix(Self.termLimit).map { Term([$0], in: field) }
        if goesOn, words.count <= Self.termLimit, !terms.isEmpty { terms[terms.count - 1].isPrefix = true }
    }

    /// As the index wants it: `("a" OR "b") AND subject : ("c" *)`. `nil` where no word is left; then nothing is found.
    package var match: String? {
        var parts: [String] = []
        for term in terms.prefix(Self.termLimit) {
            let words = term.alternatives.prefix(Self.termLimit).compactMap { Self.quoted($0, term.isPrefix) }
            guard !words.isEmpty else { continue }
            parts.append((term.field.map { "\($0.rawValue) : " } ?? "") + "(\(words.joined(separator: " OR ")))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " AND ")
    }

    /// Between quotes nothing means anything but a word; what is no part of one is made a blank.
    private static func quoted(_ text: String, _ isPrefix: Bool) -> String? {
        var bytes: [UInt8] = []
        for byte in text.utf8.prefix(1_000) {
            let isOfWord = byte >= 0x80 || ASCII.isLetter(byte) || ASCII.isDigit(byte)
            bytes.append(isOfWord ? byte : ASCII.space)
        }
        guard let last = bytes.lastIndex(where: { $0 != ASCII.space }) else { return nil }
        let word = bytes[...last].reversed().prefix { $0 != ASCII.space }
        let characters = word.count { $0 & 0xC0 != 0x80 }
        let phrase = "\"\(String(decoding: bytes[...last], as: UTF8.self))\""
        return isPrefix && characters >= shortestPrefix ? phrase + " *" : phrase
    }
}
