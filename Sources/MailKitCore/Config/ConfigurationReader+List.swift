import MailGrammar

/// How lists look: `[list]`, `[list.NAME]` and `[[colour-rule]]`.
extension ConfigurationReader {
    private static let listKeys = ConfigurationOption.all(in: .list).map(\.name)
    private static let ruleKeys = ConfigurationOption.all(in: .colourRule).map(\.name)
    /// More rules than anybody writes would make every line of a list slow.
    private static let ruleLimit = 100

    mutating func readList(_ value: TOMLValue, into list: inout ListConfiguration) {
        guard case .table(let table) = value.content else {
            note(.listNotTable(found: value.type), value.position)
            return
        }
        for entry in table.entries {
            if case .table(let folder) = entry.value.content, !Self.listKeys.contains(entry.key) {
                let name = clean(entry.key)
                guard Self.isMailboxKey(entry.key) else {
                    note(.badMailbox(name), entry.keyPosition)
                    continue
                }
                var options = ListOptions()
                for entry in folder.entries { readListKey(entry, in: .list(name), into: &options) }
                // What a mailbox is for is told without regard to case: INBOX is the mailbox and its use.
                let use = MailboxUse(rawValue: entry.key.lowercased())
                list.folders[use?.rawValue ?? entry.key] = options
            } else {
                readListKey(entry, in: .list(nil), into: &list.common)
            }
        }
    }

    /// What is kept of mailboxes, by name or use.
    mutating func readFolders(_ value: TOMLValue) -> [String: BodyPolicy] {
        guard case .table(let table) = value.content else {
            note(.folderNotTable(found: value.type), value.position)
            return [:]
        }
        var folders: [String: BodyPolicy] = [:]
        for entry in table.entries {
            let name = clean(entry.key)
            guard case .table(let folder) = entry.value.content else {
                note(.folderNotTable(found: entry.value.type), entry.keyPosition)
                continue
            }
            guard MailboxPath(entry.key) != nil, name == entry.key else {
                note(.badMailbox(name), entry.keyPosition)
                continue
            }
            let use = MailboxUse(rawValue: entry.key.lowercased())
            for entry in folder.entries {
                let text = readText(entry, in: .folder, of: .folder(name))
                if let policy = text.flatMap({ BodyPolicy($0) }) { folders[use?.rawValue ?? name] = policy }
            }
        }
        return folders
    }

    /// A table in `[list]` may be called so.
    static func isMailboxKey(_ name: String) -> Bool {
        MailboxPath(name) != nil && Self.clean(name) == name && !listKeys.contains(name)
    }

    private mutating func readListKey(
        _ entry: TOMLEntry, in section: ConfigurationProblem.Section, into options: inout ListOptions
    ) {
        switch entry.key {
        case "columns": options.columns = readColumns(entry)
        case "sort":
            guard
                let word = readWord(
                    entry, among: ListOrder.all.map(\.word), told: ListOrder.Key.allCases.map(\.rawValue))
            else { return }
            options.order = ListOrder(word)
        case "dates":
            let words = DateForm.allCases.map(\.rawValue)
            options.dates = readWord(entry, among: words, told: words).flatMap(DateForm.init)
        case "preview": options.preview = readTruth(entry)
        case "threads": options.threads = readTruth(entry)
        case "group":
            let words = ListGrouping.allCases.map(\.rawValue)
            options.grouping = readWord(entry, among: words, told: words).flatMap(ListGrouping.init)
        default:
            let key = clean(entry.key)
            note(
                .unknownKey(key, section: section, suggestion: Spelling.nearest(to: entry.key, among: Self.listKeys)),
                entry.keyPosition)
        }
    }

    /// Each once, at least one.
    private mutating func readColumns(_ entry: TOMLEntry) -> [ListColumn]? {
        guard case .array(let values) = entry.value.content else {
            note(.notTexts(key: entry.key, found: entry.value.type), entry.value.position)
            return nil
        }
        if values.isEmpty { note(.empty(key: entry.key), entry.value.position) }
        let words = ListColumn.allCases.map(\.rawValue)
        var columns: [ListColumn] = []
        for value in values {
            guard case .string(let text) = value.content else {
                note(.notText(key: entry.key, found: value.type), value.position)
                continue
            }
            guard let column = ListColumn(rawValue: text) else {
                noteWord(entry.key, text, words, among: words, value.position)
                continue
            }
            if columns.contains(column) {
                note(.duplicate(column.rawValue), value.position)
            } else {
                columns.append(column)
            }
        }
        return columns
    }

    private mutating func readWord(_ entry: TOMLEntry, among words: [String], told: [String]) -> String? {
        guard case .string(let text) = entry.value.content else {
            note(.notText(key: entry.key, found: entry.value.type), entry.value.position)
            return nil
        }
        if words.contains(text) { return text }
        noteWord(entry.key, text, told, among: words, entry.value.position)
        return nil
    }

    private mutating func noteWord(
        _ key: String, _ text: String, _ allowed: [String], among words: [String], _ position: TextPosition
    ) {
        let suggestion = Spelling.nearest(to: text.lowercased(), among: words)
        note(.notOneOf(key: key, value: clean(text), allowed: allowed, suggestion: suggestion), position)
    }

    // MARK: Colour rules

    mutating func readRules(_ value: TOMLValue) -> [ColourRule] {
        guard case .array(let values) = value.content else {
            note(.rulesNotTables(found: value.type), value.position)
            return []
        }
        return values.prefix(Self.ruleLimit).compactMap { value in
            guard case .table(let table) = value.content else {
                note(.rulesNotTables(found: value.type), value.position)
                return nil
            }
            return readRule(table, value.position)
        }
    }

    private mutating func readRule(_ table: TOMLTable, _ position: TextPosition) -> ColourRule {
        var rule = ColourRule()
        for entry in table.entries {
            switch entry.key {
            case "from": rule.from = readTexts(entry)
            case "to": rule.to = readTexts(entry)
            case "subject": rule.subject = readTexts(entry)
            case "list": rule.list = readTexts(entry)
            case "flag": rule.flags = readTexts(entry)
            case "query": rule.query = readQuery(entry)
            case "colour": rule.colour = readColour(entry)
            case "bold": rule.bold = readTruth(entry) ?? false
            case "italic": rule.italic = readTruth(entry) ?? false
            case "underline": rule.underline = readTruth(entry) ?? false
            default:
                let suggestion = entry.key == "color" ? "colour" : Spelling.nearest(to: entry.key, among: Self.ruleKeys)
                note(.unknownKey(clean(entry.key), section: .colourRule, suggestion: suggestion), entry.keyPosition)
            }
        }
        let conditions = ["from", "to", "subject", "list", "flag", "query"]
        if !table.entries.contains(where: { conditions.contains($0.key) }) { note(.ruleWithoutCondition, position) }
        return rule
    }

    /// A query that a line of a list can be held against.
    private mutating func readQuery(_ entry: TOMLEntry) -> SearchMatcher? {
        guard case .string(let text) = entry.value.content else {
            note(.notText(key: entry.key, found: entry.value.type), entry.value.position)
            return nil
        }
        do throws(SearchQueryError) {
            let query = try SearchQueryParser.parse(text)
            if query == .everything { note(.empty(key: entry.key), entry.value.position) }
            var beyond: SearchTerm?
            query.forEachTerm { term in
                if beyond == nil, !ColourRule.known.isSuperset(of: term.needs) { beyond = term }
            }
            if let beyond {
                note(.queryBeyondRow(clean(SearchQuery.term(beyond).text)), entry.value.position)
                return nil
            }
            return SearchMatcher(query)
        } catch {
            note(.badQuery(error), entry.value.position)
            return nil
        }
    }

    /// One text or a list of them, in lower case.
    private mutating func readTexts(_ entry: TOMLEntry) -> [String] {
        readEach(entry).compactMap { text, position in
            guard text.contains(where: { !$0.isWhitespace }) else {
                note(.empty(key: entry.key), position)
                return nil
            }
            return text.lowercased()
        }
    }

    private mutating func readColour(_ entry: TOMLEntry) -> ColourRule.Colour? {
        guard case .string(let text) = entry.value.content else {
            note(.notText(key: entry.key, found: entry.value.type), entry.value.position)
            return nil
        }
        let colour = ColourRule.Colour(text)
        if colour == nil {
            let suggestion = Spelling.nearest(to: text.lowercased(), among: ColourRule.Colour.names)
            note(.badColour(clean(text), suggestion: suggestion), entry.value.position)
        }
        return colour
    }
}
