/// A field of the query language: the row from which reading, suggestions and the documentation are made.
package struct SearchName: Sendable {
    /// What may stand behind the colon.
    package enum Kind: Hashable, Sendable {
        case words(SearchField)
        case state, holding, tag, mailbox
        case larger, smaller
        case date(SearchRelation, SearchMoment)
        case newer, older
    }

    /// As ``SearchQuery/text`` writes it.
    package let name: String
    /// Other names for it, in lower case.
    package let aliases: [String]
    package let kind: Kind
    /// One sentence for the documentation, in English.
    package let summary: String

    private init(_ name: String, _ aliases: String, _ kind: Kind, _ summary: String) {
        self.name = name
        self.aliases = aliases.split(separator: " ").map(String.init)
        self.kind = kind
        self.summary = summary
    }

    /// Every field there is, in the order of the documentation.
    package static let all: [SearchName] = [
        SearchName("from", "von absender", .words(.from), "Name or address of the sender."),
        SearchName("to", "an empfänger", .words(.to), "Name or address of a recipient, in To or Cc."),
        SearchName("cc", "kopie", .words(.cc), "Name or address in Cc."),
        SearchName("bcc", "blindkopie", .words(.bcc), "Name or address in Bcc, which sent mail has."),
        SearchName("replyto", "reply-to antwort-an", .words(.replyTo), "Name or address in Reply-To."),
        SearchName("followupto", "followup-to", .words(.followupTo), "Name or address in Mail-Followup-To."),
        SearchName("subject", "betreff", .words(.subject), "Words of the subject."),
        SearchName("body", "inhalt", .words(.body), "Words of the text."),
        SearchName("text", "volltext", .words(.text), "Words of subject, sender, recipients or text."),
        SearchName("list", "liste", .words(.list), "Words in the List-Id of a mailing list."),
        SearchName(
            "filename", "file datei dateiname anhang", .words(.filename),
            "Words in the name of an attachment, its ending among them."),
        SearchName(
            "tag", "label keyword schlagwort etikett", .tag, "A keyword of the message, with or without its `$`."),
        SearchName(
            "in", "folder mailbox ordner postfach", .mailbox,
            "Words in the name of the mailbox and those above it, or what it is for: `inbox`, `sent`."),
        SearchName(
            "is", "ist", .state,
            "`unread`, `read`, `flagged`, `unflagged`, `answered`, `unanswered`, `forwarded`, `draft`, `deleted`, `undeleted`."
        ),
        SearchName("has", "hat mit", .holding, "`attachment`."),
        SearchName("larger", "größer", .larger, "More than a size: `5MB`, `500k`, `2,5MB`, `1MiB`."),
        SearchName("smaller", "kleiner", .smaller, "Less than a size."),
        SearchName("before", "vor", .date(.before, .arrival), "Arrived before a day, a month or a year."),
        SearchName("since", "after seit ab", .date(.since, .arrival), "Arrived on a day or later."),
        SearchName("on", "date am datum", .date(.on, .arrival), "Arrived on a day, in a month or in a year."),
        SearchName(
            "newer_than", "newer neuer neuer_als jünger", .newer, "Arrived within `12h`, `3d`, `2w`, `6m`, `1y`."),
        SearchName("older_than", "older älter älter_als", .older, "Arrived longer ago than that."),
        SearchName("sentbefore", "", .date(.before, .sent), "As `before`, by the Date header."),
        SearchName("sentsince", "", .date(.since, .sent), "As `since`, by the Date header."),
        SearchName("senton", "", .date(.on, .sent), "As `on`, by the Date header."),
    ]

    /// By a name or an alias, whatever its case, with umlauts or without them; `_` and `-` are left out.
    static func named(_ name: String) -> SearchName? {
        let wanted = plain(name)
        return all.first { isSame($0.name, wanted) || $0.aliases.contains { isSame($0, wanted) } }
    }

    /// The name that may have been meant.
    static func nearest(to name: String) -> String? {
        guard let found = Spelling.nearest(to: name, among: all.flatMap { [$0.name] + $0.aliases }) else { return nil }
        return found
    }

    /// The name by which a kind is written.
    static func text(of kind: Kind) -> String { all.first { $0.kind == kind }?.name ?? "" }

    private static func isSame(_ word: String, _ wanted: String) -> Bool {
        plain(word) == wanted || plain(word, isGerman: true) == wanted
    }

    private static func plain(_ name: String, isGerman: Bool = false) -> String {
        var result = ""
        for scalar in name.unicodeScalars where scalar != "_" && scalar != "-" {
            if isGerman, let (first, second) = SearchFolding.german(scalar.value) {
                result.unicodeScalars.append(Unicode.Scalar(first))
                result.unicodeScalars.append(Unicode.Scalar(second))
                continue
            }
            SearchFolding.fold(scalar) { letter in
                if let scalar = Unicode.Scalar(letter) { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    // MARK: Words behind a colon

    /// What may stand behind `is:`, with the state that it is; the first of each is the one that is written.
    package static let states: [(word: String, state: SearchState)] =
        SearchState.allCases.map { ($0.rawValue, $0) } + [
            ("unseen", .unread), ("new", .unread), ("ungelesen", .unread), ("neu", .unread),
            ("seen", .read), ("gelesen", .read), ("starred", .flagged), ("markiert", .flagged),
            ("unstarred", .unflagged), ("unmarkiert", .unflagged), ("replied", .answered), ("beantwortet", .answered),
            ("unreplied", .unanswered), ("unbeantwortet", .unanswered), ("weitergeleitet", .forwarded),
            ("entwurf", .draft), ("gelöscht", .deleted), ("ungelöscht", .undeleted),
        ]

    /// What may stand behind `has:`; the first is the one that is written.
    package static let holdings = ["attachment", "attachments", "anhang", "anhänge"]

    /// What a mailbox is for, as it is called behind `in:`.
    package static let uses: [(word: String, use: MailboxUse)] =
        MailboxUse.allCases.map { ($0.rawValue, $0) } + [
            ("posteingang", .inbox), ("archiv", .archive), ("entwürfe", .drafts), ("draft", .drafts),
            ("gesendet", .sent), ("spam", .junk), ("papierkorb", .trash),
        ]

    static func state(_ word: String) -> SearchState? {
        let wanted = plain(word)
        return states.first { isSame($0.word, wanted) }?.state
    }

    static func isAttachment(_ word: String) -> Bool {
        let wanted = plain(word)
        return holdings.contains { isSame($0, wanted) }
    }

    static func use(_ word: String) -> MailboxUse? {
        let wanted = plain(word)
        return uses.first { isSame($0.word, wanted) }?.use
    }

    /// The rows of the documentation: `| name | aliases | what |`.
    package static var documentation: String {
        all.map { row in
            "| `\(row.name):` | \(row.aliases.map { "`\($0):`" }.joined(separator: ", ")) | \(row.summary) |\n"
        }.joined()
    }

    /// The rows for words behind `is:`, `has:` and `in:` that have others beside them.
    package static var wordDocumentation: String {
        func rows(_ field: String, _ pairs: [(word: String, value: String)]) -> String {
            var order: [String] = []
            var others: [String: [String]] = [:]
            for (word, value) in pairs {
                if others[value] == nil {
                    order.append(value)
                    others[value] = []
                } else {
                    others[value]?.append("`\(word)`")
                }
            }
            return order.filter { others[$0]?.isEmpty == false }.map {
                "| `\(field):\($0)` | \((others[$0] ?? []).joined(separator: ", ")) |\n"
            }.joined()
        }
        return rows("is", states.map { ($0.word, $0.state.rawValue) })
            + rows("has", holdings.map { ($0, "attachment") }) + rows("in", uses.map { ($0.word, $0.use.rawValue) })
    }
}
