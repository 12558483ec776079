import MailGrammar

/// What is said of a query that cannot be read.
package enum SearchTexts {
    /// The sentence, the query, and a line of carets below what is to blame, each a line.
    package static func all(_ error: SearchQueryError) -> Text {
        let (query, carets) = shown(error)
        return described(error.reason) + Text(same: "\n    \(query)\n    \(carets)")
    }

    /// The same in three lines, the query and the carets without an indent.
    package static func lines(_ error: SearchQueryError) -> [Text] {
        let (query, carets) = shown(error)
        return [described(error.reason), Text(same: query), Text(same: carets)]
    }

    /// Cells of a query that are shown before what is to blame, and behind its beginning.
    private static let margin = 36

    /// The query and the carets below it, of a long one the part around the place.
    private static func shown(_ error: SearchQueryError) -> (String, String) {
        let octets = Array(error.query.utf8)
        let start = min(max(0, error.blamed.lowerBound), octets.count)
        let end = min(max(start, error.blamed.upperBound), octets.count)
        let before = TerminalText.clusters(of: String(decoding: octets[..<start], as: UTF8.self))
        var lead = before.suffix(margin).map(\.text).joined()
        if before.count > margin { lead = "…" + lead }
        let blamed = TerminalText.truncated(String(decoding: octets[start..<end], as: UTF8.self), toWidth: margin)
        let rest = TerminalText.truncated(
            String(decoding: octets[end...], as: UTF8.self), toWidth: max(0, margin - TerminalText.width(of: blamed)))
        let carets =
            String(repeating: " ", count: TerminalText.width(of: lead))
            + String(repeating: "^", count: max(1, TerminalText.width(of: blamed)))
        return (lead + blamed + rest, carets)
    }

    /// What is wrong, without the place.
    package static func described(_ reason: SearchQueryError.Reason) -> Text {
        switch reason {
        case .unknownField(let name, let suggestion):
            let name = cut(name)
            return Text(
                en: "there is no field “\(name)”; words with a colon go in quotation marks",
                de: "es gibt kein Feld „\(name)“; Wörter mit Doppelpunkt gehören in Anführungszeichen")
                + CommandLineTexts.didYouMean(suggestion)
        case .missingValue(let field):
            return Text(en: "nothing stands behind “\(field):”", de: "hinter „\(field):“ steht nichts")
        case .notOneOf(let field, let value, let allowed, let suggestion):
            let value = cut(value)
            return Text(
                en: "“\(field):” takes \(allowed.joined(separator: ", ")), not “\(value)”",
                de: "„\(field):“ nimmt \(allowed.joined(separator: ", ")), nicht „\(value)“")
                + CommandLineTexts.didYouMean(suggestion)
        case .badDate(let value):
            let value = cut(value)
            return Text(
                en: "“\(value)” is no date such as 2026-11-21, 21.11.2026, 2026-11, 2026, 3d, 2w, today or yesterday",
                de: "„\(value)“ ist kein Datum wie 21.11.2026, 2026-11-21, 11.2026, 2026, 3t, 2w, heute oder gestern")
        case .badSpan(let value):
            let value = cut(value)
            return Text(
                en: "“\(value)” is no length of time such as 12h, 3d, 2w, 6m or 1y",
                de: "„\(value)“ ist keine Zeitspanne wie 12h, 3t, 2w, 6m oder 1j")
        case .badSize(let value):
            let value = cut(value)
            return Text(
                en: "“\(value)” is no size such as 5MB, 500k or 2.5MB",
                de: "„\(value)“ ist keine Größe wie 5MB, 500k oder 2,5MB")
        case .badTag(let value):
            let value = cut(value)
            return Text(
                en:
                    "“\(value)” is no keyword: they are of ASCII, without spaces, parentheses, quotation marks, %, * and \\",
                de:
                    "„\(value)“ ist kein Schlagwort: sie sind aus ASCII, ohne Leerzeichen, Klammern, Anführungszeichen, %, * und \\"
            )
        case .notForGroups(let field):
            return Text(
                en: "“\(field):” takes one value, no parentheses", de: "„\(field):“ nimmt einen Wert, keine Klammern")
        case .openQuote:
            return Text(en: "a quotation mark is not closed", de: "ein Anführungszeichen wird nicht geschlossen")
        case .openGroup: return Text(en: "a parenthesis is not closed", de: "eine Klammer wird nicht geschlossen")
        case .closedTooMuch: return Text(en: "this parenthesis closes nothing", de: "diese Klammer schließt nichts")
        case .emptyGroup: return Text(en: "nothing stands in the parentheses", de: "in den Klammern steht nichts")
        case .missingOperand(let word):
            return Text(en: "“\(word)” lacks a condition beside it", de: "„\(word)“ fehlt eine Bedingung daneben")
        case .nothingToFind:
            return Text(
                en: "there is no letter or digit to look for", de: "darin ist kein Buchstabe und keine Ziffer zu finden"
            )
        case .tooManyWords(let limit):
            return Text(en: "a phrase has at most \(limit) words", de: "eine Wortfolge hat höchstens \(limit) Wörter")
        case .tooLong(let limit):
            return Text(en: "a query has at most \(limit) bytes", de: "eine Suche hat höchstens \(limit) Bytes")
        case .tooDeep(let limit):
            return Text(
                en: "parentheses and negations go at most \(limit) deep",
                de: "Klammern und Verneinungen gehen höchstens \(limit) tief")
        case .tooManyTerms(let limit):
            return Text(
                en: "a query has at most \(limit) conditions", de: "eine Suche hat höchstens \(limit) Bedingungen")
        }
    }

    private static func cut(_ text: String) -> String { TerminalText.truncated(text, toWidth: 40) }
}
