/// Everything a person can do.
package enum CommandID: String, Hashable, Sendable, CaseIterable {
    case next, previous, pageDown, pageUp, first, last
    case open, back, quit
    case nextUnread, nextMessage, previousMessage
    case folders, nextFolder, previousFolder, account, allInboxes
    case toggleRead, toggleStar
    case mark, markRange, markAll
    case junk, purge, empty, markAllRead
    case delete, archive, moveTo, copyTo, undo
    case headers, source, parts, choose, save, stopSaving
    case fold, search, nextMatch, previousMatch, openLink, links, charset
    case accept, cancel, erase, eraseAll, yes, no
    case keep, tabs, nextTab, previousTab, closeTab
    case foldFolder, unfoldFolder, layout, folderTree
    case refresh, password, why, log, palette, help, redraw, suspend, dismiss
    case complete, olderLine, newerLine, describeKey, keyBar, keyProfile
    case copy, mouse, statistics, sync
    case openOutside
    case searchScope, searchServer, saveSearch, removeSearch
    case theme, about
    case columns, sort, dates, preview, group, threads, foldThread, foldThreads

    /// As it is typed and written in files: `next-folder`.
    package var name: String { hyphenated(rawValue) }
}

/// `nextFolder` as it is typed: `next-folder`.
func hyphenated(_ name: String) -> String {
    name.reduce(into: "") { text, letter in
        if letter.isUppercase { text += "-" }
        text += letter.lowercased()
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
