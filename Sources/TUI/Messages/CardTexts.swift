import MailGrammar

/// What a card means, as one to four lines.
package enum CardTexts {
    /// Recipients of a report that get a line.
    static let recipientLimit = 3
    private static let lineWidth = 300

    /// Clean, in the reader's own time; each line may be longer than a pane.
    ///
    /// - Parameters:
    ///   - date: when the message came, for reports that do not say when something was
    ///   - links: those of the message; what a list names as one of them has its number behind it
    ///   - zone: minutes east of UTC of the reader's zone at a moment
    package static func lines(
        _ card: Card, date: Timestamp? = nil, links: [TextLink] = [], zone: (Int64) -> Int
    ) -> [Text] {
        switch card {
        case .invitation(let invitation): lines(invitation, zone: zone)
        case .delivery(let report): lines(report, zone: zone)
        case .disposition(let report): [line(report, date: date, zone: zone)]
        case .contact(let card): lines(card)
        case .list(let list): lines(list, links)
        case .message(let message): [line(message, zone: zone)]
        }
    }

    /// From a mail: cleaned, and no longer than a line should be.
    static func clean(_ text: String, limit: Int = lineWidth) -> String {
        TerminalText.truncated(text, toWidth: limit)
    }

    static func joined(_ texts: [Text], by separator: String = ", ") -> Text {
        Text(en: texts.map(\.en).joined(separator: separator), de: texts.map(\.de).joined(separator: separator))
    }

    // MARK: Visiting cards

    private static func lines(_ card: ContactCard) -> [Text] {
        let who = [card.name, card.title, card.organisation].filter { !$0.isEmpty }.map { Text(same: clean($0)) }
        let head = Text(en: "Visiting card: ", de: "Visitenkarte: ") + (who.isEmpty ? unnamed : joined(who))
        let others = card.others == 0 ? [] : [Text(en: "and \(card.others) more", de: "und \(card.others) weitere")]
        let reach = (card.addresses + card.phones).map { Text(same: clean($0, limit: 80)) }
        return [joined([head] + others)] + (reach.isEmpty ? [] : [joined(reach)])
    }

    private static let unnamed = Text(en: "(no name)", de: "(kein Name)")

    // MARK: Lists

    /// What a way to leave a list has for words among the links.
    static let leavingField = "List-Unsubscribe"

    /// Where one gets on from a list.
    private struct ListWay {
        let label: Text
        let targets: [String]
        var links: [TextLink] = []
        var note = Text(same: "")

        var whole: Text { label + joined(targets.map { target($0) + number($0) }) + note }
        /// On the line of the list, of which it may be all that is known.
        var short: Text { label + joined(targets.prefix(1).map { target($0, limit: 50) + number($0) }) }

        private func number(_ target: String) -> Text {
            Text(same: links.first { $0.target == target }.map { " [\($0.number)]" } ?? "")
        }
    }

    private static func lines(_ list: ListInformation, _ links: [TextLink]) -> [Text] {
        let oneClick = list.isOneClick ? Text(en: " (one click)", de: " (ein Klick)") : Text(same: "")
        var ways = [
            ListWay(
                label: Text(en: "To leave: ", de: "Abbestellen: "), targets: list.unsubscribe, links: links,
                note: oneClick),
            ListWay(label: Text(en: "Earlier messages: ", de: "Frühere Nachrichten: "), targets: list.archive),
        ]
        let name = clean(list.name)
        let id = clean(list.id)
        var head = Text(en: "Mailing list", de: "Mailingliste")
        if name.isEmpty, id.isEmpty {
            ways.append(ListWay(label: Text(en: "Help: ", de: "Hilfe: "), targets: list.help))
            if let address = list.post.first { head = head + Text(same: " ") + target(address, limit: 60) }
            if let way = ways.firstIndex(where: { !$0.targets.isEmpty }) {
                head = head + Text(same: ". ") + ways[way].short
                // Not twice, where it is the same.
                if ways[way].short == ways[way].whole { ways.remove(at: way) }
            }
        } else {
            head = head + Text(same: ": " + (name.isEmpty || id.isEmpty ? name + id : "\(name) <\(id)>"))
        }
        if list.isReadOnly {
            head = head + Text(en: "; only its owners write to it", de: "; nur ihre Betreiber schreiben an sie")
        }
        return [head] + ways.filter { !$0.targets.isEmpty }.map(\.whole)
    }

    /// A `mailto:` as its address; what else it would write into the mail is left out here.
    private static func target(_ target: String, limit: Int = 100) -> Text {
        let isMail = target.prefix(7).lowercased() == "mailto:"
        return Text(same: clean(isMail ? String(target.dropFirst(7).prefix { $0 != "?" }) : target, limit: limit))
    }

    // MARK: Messages

    private static func line(_ message: AttachedMessage, zone: (Int64) -> Int) -> Text {
        var texts = [Text(same: clean(message.subject))]
        if message.subject.isEmpty { texts = [ScreenTexts.noSubject] }
        if !message.from.isEmpty {
            texts.append(Text(en: "from \(clean(message.from))", de: "von \(clean(message.from))"))
        }
        if let date = message.date { texts.append(DateTexts.moment(date, zone: zone)) }
        return Text(en: "Attached message: ", de: "Angehängte Nachricht: ") + joined(texts)
    }
}
