import MailGrammar

// As one text, to be remembered: `columns=flags,date,from sort=-size dates=absolute preview=on group=day`.
extension ListOptions {
    /// What is chosen, and nothing else.
    public var text: String {
        var words: [String] = []
        if let columns { words.append("columns=" + columns.map(\.rawValue).joined(separator: ",")) }
        if let order { words.append("sort=" + order.word) }
        if let dates { words.append("dates=" + dates.rawValue) }
        if let preview { words.append("preview=" + (preview ? "on" : "off")) }
        if let grouping { words.append("group=" + grouping.rawValue) }
        return words.joined(separator: " ")
    }

    /// Reads such a text; what it does not understand is not chosen.
    public init(text: String) {
        for word in text.split(separator: " ") {
            let parts = word.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = String(parts[1])
            switch parts[0] {
            case "columns":
                var names: [ListColumn] = []
                for name in value.split(separator: ",").compactMap({ ListColumn(rawValue: String($0)) })
                where !names.contains(name) { names.append(name) }
                columns = names.isEmpty ? nil : names
            case "sort": order = ListOrder(value)
            case "dates": dates = DateForm(rawValue: value)
            case "preview": preview = value == "on" ? true : value == "off" ? false : nil
            case "group": grouping = ListGrouping(rawValue: value)
            default: continue
            }
        }
    }
}
