/// One stroke of a key, as far as a terminal can tell.
package struct Key: Hashable, Sendable {
    /// Which key.
    package enum Code: Hashable, Sendable {
        case character(Unicode.Scalar)
        case enter, tab, backspace, escape
        case up, down, left, right, home, end, pageUp, pageDown, insert, delete
        /// F1 is 1.
        case function(Int)
    }

    /// What was held down. Shift is only told of keys that are no characters.
    package struct Modifiers: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let shift = Modifiers(rawValue: 1)
        package static let alt = Modifiers(rawValue: 2)
        package static let control = Modifiers(rawValue: 4)
    }

    package let code: Code
    package let modifiers: Modifiers

    package init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }

    /// The key of a character.
    package static func char(_ scalar: Unicode.Scalar) -> Key { Key(.character(scalar)) }
    /// A small letter with Ctrl.
    package static func ctrl(_ letter: Unicode.Scalar) -> Key { Key(.character(letter), .control) }

    /// As help and the key bar name it: `j`, `Enter`, `Ctrl-L`.
    package var name: Text {
        var text: Text
        switch code {
        case .character(" "): text = KeyTexts.space
        case .character(let scalar):
            let letter = String(Character(scalar))
            text = Text(same: modifiers.contains(.control) ? letter.uppercased() : letter)
        case .enter: text = KeyTexts.enter
        case .tab: text = KeyTexts.tab
        case .backspace: text = KeyTexts.backspace
        case .escape: text = KeyTexts.escape
        case .up: text = KeyTexts.up
        case .down: text = KeyTexts.down
        case .left: text = KeyTexts.left
        case .right: text = KeyTexts.right
        case .home: text = KeyTexts.home
        case .end: text = KeyTexts.end
        case .pageUp: text = KeyTexts.pageUp
        case .pageDown: text = KeyTexts.pageDown
        case .insert: text = KeyTexts.insert
        case .delete: text = KeyTexts.delete
        case .function(let number): text = Text(same: "F\(number)")
        }
        if modifiers.contains(.shift) { text = KeyTexts.shift + text }
        if modifiers.contains(.alt) { text = KeyTexts.alt + text }
        if modifiers.contains(.control) { text = KeyTexts.control + text }
        return text
    }
}
