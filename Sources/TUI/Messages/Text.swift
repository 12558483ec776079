/// One text of the screen or the command line in every language there is, side by side.
///
/// A missing translation cannot be built. All of them lie in the tables of this folder; nothing that a person reads is
/// written anywhere else:
///
///     static let help = Text(en: "help", de: "Hilfe")
///     static func unread(_ count: Int) -> Text { Text(en: "\(count) new", de: "\(count) neu") }
public struct Text: Hashable, Sendable {
    /// English.
    public let en: String
    /// German.
    public let de: String

    /// The same idea in each language.
    public init(en: String, de: String) {
        self.en = en
        self.de = de
    }

    /// What is the same in every language: a name, a number, a unit.
    public init(same text: String) {
        self.init(en: text, de: text)
    }

    /// The text as `language` has it.
    public func callAsFunction(_ language: Language) -> String {
        switch language {
        case .english: en
        case .german: de
        }
    }

    /// Two texts one after the other, in each language.
    public static func + (lhs: Text, rhs: Text) -> Text {
        Text(en: lhs.en + rhs.en, de: lhs.de + rhs.de)
    }
}
