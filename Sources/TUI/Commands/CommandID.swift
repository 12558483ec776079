/// Everything a person can do.
package enum CommandID: String, Hashable, Sendable, CaseIterable {
    case next, previous, pageDown, pageUp, first, last
    case open, back, quit
    case nextUnread, nextMessage, previousMessage
    case folders, nextFolder, previousFolder
    case toggleRead, toggleStar
    case headers, source, parts, choose, save, stopSaving
    case fold, search, nextMatch, previousMatch, openLink, links, charset
    case accept, cancel, erase, eraseAll, yes, no
    case refresh, password, why, log, palette, help, redraw, suspend, dismiss
    case columns, sort, dates, preview, group

    /// As it is typed and written in files: `next-folder`.
    package var name: String {
        var name = ""
        for letter in rawValue {
            if letter.isUppercase { name += "-" }
            name += letter.lowercased()
        }
        return name
    }
}

/// What belongs together in help.
package enum CommandGroup: Hashable, Sendable, CaseIterable {
    case moving, reading, marking, looking, typing, program

    var title: Text {
        switch self {
        case .moving: CommandTexts.groupMoving
        case .reading: CommandTexts.groupReading
        case .marking: CommandTexts.groupMarking
        case .looking: ListTexts.groupLooking
        case .typing: CommandTexts.groupTyping
        case .program: CommandTexts.groupProgram
        }
    }
}

/// Whether a command can be carried out now, and if not, why not.
package enum Availability: Hashable, Sendable {
    case available
    case unavailable(Text)
}
