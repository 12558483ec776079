import MailGrammar
import MailKitCore

/// Why a text is not simply the message's own.
package enum NoteTexts {
    /// All of them on one line; `nil` where there is nothing to be said.
    package static func line(_ notes: [MessageText.Note]) -> Text? { joined(notes.compactMap(words)) }

    static func joined(_ words: [Text]) -> Text? {
        guard let first = words.first else { return nil }
        return words.dropFirst().reduce(first) { $0 + Text(same: "; ") + $1 }
    }

    /// `nil` for what stands in the place of the text.
    static func words(_ note: MessageText.Note) -> Text? {
        switch note {
        case .noText: nil
        case .htmlTooBroken: ScreenTexts.htmlTooBroken
        case .outlookPackage: ScreenTexts.outlookPackage
        case .partsUntold: ScreenTexts.partsUntold
        case .trackersLeftOut(let count): count > 0 ? ScreenTexts.trackersLeftOut(count) : nil
        case .hiddenLeftOut(let count): count > 0 ? ScreenTexts.hiddenLeftOut(count) : nil
        case .imagesInline(let count): count > 0 ? ScreenTexts.imagesInline(count) : nil
        case .strippedHTML: ScreenTexts.strippedHTML
        case .charsetGuessed(let name): ScreenTexts.charsetGuessed(TerminalText.truncated(name, toWidth: 30))
        case .undecodable: ScreenTexts.undecodable
        }
    }
}
