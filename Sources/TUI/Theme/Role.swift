/// What a cell is, from which a theme takes its look. A theme names them as here: `list-sender`.
package enum Role: UInt8, CaseIterable, Sendable {
    case text, dim, brand, place, info, online, busy, offline, rule
    case cursor, unreadMark, starMark, answeredMark, deletedMark
    case listDate, listSender, listSubject, listUnread, listAttachment, listDeleted, listEmpty
    case readerLabel, readerValue, readerAddress, readerNote
    case body, quote1, quote2, quote3, signature
    case message, error, keyName, keyLabel
    case helpGroup, helpKey, helpTitle, helpText
    case readerWarning, readerCard, heading, link, verbatim, faint, fold, match, currentMatch
    case readOnlyMark
    case bar, cursorBar

    /// As a theme file spells it.
    package var name: String { Self.names[Int(rawValue)] }

    /// The role it looks like where a theme says nothing of it; `nil` for `text`.
    package var parent: Role? {
        switch self {
        case .text: nil
        case .rule, .busy, .info, .listDate, .listAttachment, .listDeleted, .listEmpty, .readerLabel, .readerNote,
            .signature,
            .keyLabel, .deletedMark, .answeredMark, .faint, .fold:
            .dim
        case .readerWarning, .readOnlyMark: .error
        case .currentMatch: .match
        case .helpKey: .keyName
        default: .text
        }
    }

    /// The role of that name.
    package init?(name: String) {
        guard let index = Self.names.firstIndex(of: name), let role = Role(rawValue: UInt8(index)) else { return nil }
        self = role
    }

    /// One letter for each role in screens written as text; blank for `text`.
    package var letter: Character {
        let letters = Array(" .BPi@%o-|uscdDSJUaxeLVANt123zME#lGKTHwChkvfFmWRby")
        return Int(rawValue) < letters.count ? letters[Int(rawValue)] : "?"
    }

    private static let names: [String] = allCases.map { role in
        var name = ""
        for letter in "\(role)" {
            if letter.isUppercase { name += "-" }
            name += letter.lowercased()
        }
        return name
    }
}
