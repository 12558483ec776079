import MailGrammar
import MailKitCore

/// How keys are written in files and tables: `x`, `G`, `Space`, `Ctrl-D`, `Shift-Tab`, and several strokes with blanks between
/// them: `g g`. It is what the screen shows; names may be in any of its languages.
package enum KeyNotation {
    /// Strokes that a sequence may have.
    package static let limit = 6

    package static func strokes(_ text: String) throws(KeyNotationError) -> [Key] {
        var strokes: [Key] = []
        for word in text.split(separator: " ") { strokes.append(try stroke(String(word))) }
        guard !strokes.isEmpty else { throw KeyNotationError(.unknownKey(text, suggestion: nil)) }
        guard strokes.count <= limit else { throw KeyNotationError(.tooLong(text)) }
        return strokes
    }

    /// As it is written in files: English, blanks between strokes.
    package static func text(_ strokes: [Key]) -> String {
        strokes.map { $0.name(.english) }.joined(separator: " ")
    }

    private static func stroke(_ word: String) throws(KeyNotationError) -> Key {
        var rest = word
        var modifiers: Key.Modifiers = []
        // `-` and `Ctrl--` end with a key of that name.
        while let (modifier, name) = modifierNames.first(where: { begins(rest, with: $0.1) }), rest.count > name.count {
            modifiers.insert(modifier)
            rest.removeFirst(name.count)
        }
        guard let code = code(rest) else {
            let known = codes.map { $0.name(.english) }
            // `gg` for `g g` is the likeliest mistake with a short one.
            let isShort = rest == word && (2...3).contains(rest.count)
            let suggestion =
                isShort
                ? rest.map(String.init).joined(separator: " ")
                : Spelling.nearest(to: rest, among: known).map { String(word.dropLast(rest.count)) + $0 }
            throw KeyNotationError(.unknownKey(word, suggestion: suggestion))
        }
        guard case .character(var scalar) = code else { return Key(code, modifiers) }
        if modifiers.contains(.control), ("A"..."Z").contains(scalar), let small = Unicode.Scalar(scalar.value + 32) {
            scalar = small
        }
        if let other = arrival(scalar, modifiers) {
            throw KeyNotationError(.arrivesAs(word, other: other.name(.english)))
        }
        // Shift is part of a character.
        guard !modifiers.contains(.shift) else { throw KeyNotationError(.unknownKey(word, suggestion: nil)) }
        return Key(.character(scalar), modifiers)
    }

    /// What a terminal sends instead: the control characters that are keys of their own.
    private static func arrival(_ scalar: Unicode.Scalar, _ modifiers: Key.Modifiers) -> Key? {
        guard modifiers.contains(.control) else { return nil }
        return switch scalar {
        case "i": Key(.tab)
        case "j", "m": Key(.enter)
        case "h", "?": Key(.backspace)
        case "[": Key(.escape)
        default: nil
        }
    }

    private static func code(_ name: String) -> Key.Code? {
        if name.unicodeScalars.count == 1, let scalar = name.unicodeScalars.first {
            // What no key types: controls, and characters that change the others.
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .nonspacingMark, .enclosingMark:
                return nil
            default: return .character(scalar)
            }
        }
        return codes.first { key in
            Language.allCases.contains { key.name($0).lowercased() == name.lowercased() }
        }?.code
    }

    private static func begins(_ text: String, with name: String) -> Bool {
        text.prefix(name.count).lowercased() == name.lowercased()
    }

    private static let modifierNames: [(Key.Modifiers, String)] = [
        (.control, KeyTexts.control), (.alt, KeyTexts.alt), (.shift, KeyTexts.shift),
    ].flatMap { modifier, text in Language.allCases.map { (modifier, text($0)) } }

    /// The keys that have a name.
    private static let codes: [Key] =
        [
            .character(" "), .enter, .tab, .backspace, .escape, .up, .down, .left, .right, .home, .end, .pageUp,
            .pageDown,
            .insert, .delete,
        ].map { Key($0) } + (1...12).map { Key(.function($0)) }
}

/// Why a text names no keys.
package struct KeyNotationError: Error, Hashable, Sendable {
    package let problem: KeyProblem
    init(_ problem: KeyProblem) { self.problem = problem }
}

extension [Key] {
    /// As the screen names them: `g g`, `Ctrl-L`.
    package var name: Text {
        enumerated().reduce(Text(same: "")) {
            $0 + ($1.offset > 0 ? Text(same: " ") : Text(same: "")) + $1.element.name
        }
    }
}
