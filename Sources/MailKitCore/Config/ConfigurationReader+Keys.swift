import MailGrammar

// The keys: `key-profile`, `key-bar`, `[keys.SCREEN]` and `[macros]`.
extension ConfigurationReader {
    /// Tables at the top of the file that hold bindings.
    static let keyTables = ["keys", "macros"]

    /// Takes an entry at the top of the file, where it is about keys and no text.
    mutating func readKeys(_ entry: TOMLEntry) -> Bool {
        switch entry.key {
        case "key-bar": showsKeyBar = readTruth(entry)
        case "macros": keys.macros = readLines(entry)
        case "keys":
            for screen in readTable(entry)?.entries ?? [] {
                let name = KeyConfiguration.Word(text: screen.key, position: screen.keyPosition)
                keys.screens.append(KeyConfiguration.Screen(name: name, lines: readLines(screen)))
            }
        default: return false
        }
        return true
    }

    private mutating func readTable(_ entry: TOMLEntry) -> TOMLTable? {
        guard case .table(let table) = entry.value.content else {
            note(.notTable(key: clean(entry.key), found: entry.value.type), entry.value.position)
            return nil
        }
        return table
    }

    /// `"x" = "toggle-star"` or `"x" = ["toggle-star", "next"]`.
    private mutating func readLines(_ entry: TOMLEntry) -> [KeyConfiguration.Line] {
        var lines: [KeyConfiguration.Line] = []
        for line in readTable(entry)?.entries ?? [] {
            let key = clean(line.key)
            let values: [TOMLValue]
            if case .array(let elements) = line.value.content { values = elements } else { values = [line.value] }
            var commands: [KeyConfiguration.Word] = []
            for value in values {
                guard case .string(let text) = value.content else {
                    note(.notText(key: key, found: value.type), value.position)
                    continue
                }
                commands.append(KeyConfiguration.Word(text: text, position: value.position))
            }
            if values.isEmpty || commands.contains(where: { $0.text.allSatisfy(\.isWhitespace) }) {
                note(.empty(key: key), line.value.position)
            }
            let name = KeyConfiguration.Word(text: line.key, position: line.keyPosition)
            lines.append(KeyConfiguration.Line(name: name, commands: commands))
        }
        return lines
    }
}
