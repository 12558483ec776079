import Glibc
import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct TextTests {
    @Test(arguments: [
        ("de_DE.UTF-8", Language.german), ("de", .german), ("de_AT@euro", .german), ("german", .german),
        ("en_GB.UTF-8", .english),
        ("C", .english), ("fr_FR", .english), ("den", .english), ("", .english),
    ])
    func languageOfALocale(name: String, language: Language) {
        #expect(Language(locale: name) == language)
    }

    @Test func firstVariableThatIsSetDecides() {
        func language(_ environment: [String: String]) -> Language { .preferred { environment[$0] } }
        #expect(language(["LANG": "de_DE"]) == .german)
        #expect(language(["LANG": "de_DE", "LC_MESSAGES": "en_US"]) == .english)
        #expect(language(["LANG": "en_US", "LC_MESSAGES": "en_US", "LC_ALL": "de_DE"]) == .german)
        #expect(language(["LANG": "de_DE", "LC_ALL": ""]) == .german)
        #expect(language(["LC_CTYPE": "de_DE"]) == .english)
    }

    struct DateCase: Sendable, CustomTestStringConvertible {
        let moment: Int64
        let en: String
        let de: String
        var testDescription: String { en }
    }

    @Test(arguments: [
        DateCase(moment: SampleMail.now - 120, en: "21:04", de: "21:04"),
        DateCase(moment: SampleMail.now - 75_900, en: "00:01", de: "00:01"),
        DateCase(moment: SampleMail.now - 76_000, en: "Fri", de: "Fr"),
        DateCase(moment: SampleMail.now - 6 * 86_400, en: "Sun", de: "So"),
        DateCase(moment: SampleMail.now - 7 * 86_400, en: "14 Nov", de: "14.11."),
        DateCase(moment: SampleMail.now - 300 * 86_400, en: "25 Jan", de: "25.01."),
        DateCase(moment: SampleMail.now - 301 * 86_400, en: "2026-01", de: "01/2026"),
        DateCase(moment: 1_767_221_999, en: "2025-12", de: "12/2025"),
        DateCase(moment: SampleMail.now + 60 * 86_400, en: "20 Jan", de: "20.01."),
        DateCase(moment: SampleMail.now + 61 * 86_400, en: "2027-01", de: "01/2027"),
        DateCase(moment: SampleMail.now + 86_400, en: "22 Nov", de: "22.11."),
        DateCase(moment: 0, en: "1970-01", de: "01/1970"),
        DateCase(moment: .min, en: "0001-01", de: "01/0001"),
        DateCase(moment: .max, en: "9999-12", de: "12/9999"),
    ])
    func datesOfTheList(_ row: DateCase) {
        let text = DateTexts.list(
            Timestamp(secondsSince1970: row.moment), now: SampleMail.now, zone: SampleMail.zone)
        #expect(text.en == row.en)
        #expect(text.de == row.de)
        for language in Language.allCases { #expect(TerminalText.width(of: text(language)) <= DateTexts.listWidth) }
    }

    @Test("On 2 January a mail of 24 December has a day")
    func turnOfTheYear() {
        let date = Timestamp(secondsSince1970: 1_798_106_400)
        let text = DateTexts.list(date, now: 1_798_884_000, zone: SampleMail.zone)
        #expect(text == Text(en: "24 Dec", de: "24.12."))
    }

    @Test func datesOfTheReader() {
        func full(_ ago: Int64) -> Text {
            DateTexts.full(
                Timestamp(secondsSince1970: SampleMail.now - ago), now: SampleMail.now, zone: SampleMail.zone)
        }
        #expect(full(120).en == "Sat 21 Nov 2026, 21:04  (2 minutes ago)")
        #expect(full(120).de == "Sa 21. Nov. 2026, 21:04  (vor 2 Minuten)")
        #expect(full(3600).en == "Sat 21 Nov 2026, 20:06  (1 hour ago)")
        #expect(full(86_400 * 3).de == "Mi 18. Nov. 2026, 21:06  (vor 3 Tagen)")
        #expect(full(86_400 * 30).en == "Thu 22 Oct 2026, 21:06")
        #expect(full(-60).en == "Sat 21 Nov 2026, 21:07")
    }

    @Test func calendarAgreesWithItselfOverFourCenturies() {
        var seconds: Int64 = -2_208_988_800
        var before = CalendarDay(seconds: seconds, zoneMinutes: 0)
        #expect((before.year, before.month, before.day, before.weekday) == (1900, 1, 1, 0))
        for _ in 0..<146_097 {
            seconds += 86_400
            let day = CalendarDay(seconds: seconds, zoneMinutes: 0)
            let isNextDay = day.year == before.year && day.month == before.month && day.day == before.day + 1
            let isNextMonth =
                day.day == 1 && (day.month == before.month + 1 || day.month == 1 && day.year == before.year + 1)
            if !(isNextDay || isNextMonth) || day.weekday != (before.weekday + 1) % 7 {
                Issue.record("\(before) is followed by \(day)")
                return
            }
            before = day
        }
        #expect((before.year, before.month, before.day) == (2300, 1, 1))
    }

    @Test(arguments: [
        (UInt64(0), "0 B", "0 B"), (999, "999 B", "999 B"), (1499, "1 KB", "1 KB"), (212_000, "212 KB", "212 KB"),
        (999_499, "999 KB", "999 KB"), (3_480_000, "3.4 MB", "3,4 MB"),
        (.max, "18446744073709.5 MB", "18446744073709,5 MB"),
    ])
    func sizes(octets: UInt64, en: String, de: String) {
        #expect(SizeTexts.short(ByteSize(octets)) == Text(en: en, de: de))
    }

    @Test func everyErrorSaysWhatOnWhatAndWhatNext() {
        let kinds: [MailError.Kind] = [
            .nameNotFound, .connectionFailed, .tlsFailed, .authenticationFailed, .notFound, .quotaExceeded, .timedOut,
            .partial,
            .protocolViolation, .refused, .readOnly, .cancelled, .local, .bug,
        ]
        var seen = Set<Text>()
        for kind in kinds {
            let words = MailErrorText(
                MailError(kind, subject: "mail.example.org:993", detail: "why", serverText: "so\u{7}"))
            #expect(words.headline.en != words.headline.de && words.hint.en != words.hint.de)
            for language in Language.allCases {
                #expect(words.headline(language).hasPrefix("mail.example.org:993: "))
                #expect(words.headline(language).hasSuffix(" (why)"))
                #expect(!words.hint(language).isEmpty)
            }
            #expect(words.server == Text(en: "the server says: “so”", de: "der Server sagt: „so“"))
            #expect(seen.insert(words.headline).inserted, "\(kind) has words of its own")
        }
        #expect(MailErrorText(MailError(.bug, subject: "")).server == nil)
    }

    /// What the system gives in English is said in the person's language.
    @Test(arguments: [ECONNREFUSED, ECONNRESET, EPIPE, ETIMEDOUT, ENETUNREACH, ENETDOWN, EHOSTUNREACH])
    func reasonsOfTheSystem(code: Int32) {
        let reason = String(cString: strerror(code))
        let words = ErrorDetailTexts.text(reason)
        #expect(words.de != words.en && words.de != reason, "\(reason)")
        let several = ErrorDetailTexts.text("\(reason) (3 addresses)")
        #expect(several.de == "\(words.de), versucht an 3 Adressen")
        #expect(several.en == "\(words.en), tried 3 addresses")
    }

    @Test(arguments: [
        (
            "certificate has expired; the certificate is for a.example, b.example",
            "das Zertifikat ist abgelaufen; das Zertifikat gilt für a.example, b.example"
        ),
        ("unreadable response: unexpected at octet 0", "sie ist nicht lesbar: unexpected at octet 0"),
        ("something new", "something new"), ("", ""), (" (9 addresses)", " (9 addresses)"),
        ("; the certificate is for x", "; the certificate is for x"),
    ])
    func reasonsOfTheCore(detail: String, german: String) {
        #expect(ErrorDetailTexts.text(detail).de == german)
    }

    @Test func partsHaveNamesOfTheirOwnOrOfTheirKind() {
        func part(_ type: String, _ name: String = "") -> PartSummary {
            PartSummary(section: "2", mediaType: type, fileName: name, size: ByteSize(1), isAttachment: true)
        }
        #expect(PartTexts.name(part("message/rfc822")) == Text(en: "message", de: "Nachricht"))
        #expect(PartTexts.name(part("image/x-odd")) == Text(en: "image", de: "Bild"))
        #expect(PartTexts.name(part("application/x-odd")) == Text(same: "application/x-odd"))
        #expect(PartTexts.name(part("image/png", "a.png")) == Text(same: "a.png"))
        #expect(PartTexts.name(part("")) == Text(same: ""))
    }

    @Test func keysHaveNamesInBothLanguages() {
        #expect(Key.ctrl("l").name == Text(en: "Ctrl-L", de: "Strg-L"))
        #expect(Key(.pageDown).name == Text(en: "PgDn", de: "BildAb"))
        #expect(Key(.tab, .shift).name == Text(en: "Shift-Tab", de: "Umschalt-Tab"))
        #expect(Key.char("j").name == Text(same: "j"))
    }
}

/// Words stand in the tables of `Messages/` and nowhere else.
@Suite struct BareLiteralTests {
    @Test(arguments: ["Draw", "Update", "State", "Commands", "App"])
    func noWordsOutsideTheTables(_ folder: String) {
        let root = Files.folder(of: #filePath) + "/../../../Sources/TUI/\(folder)"
        let files = Files.list(root).filter { $0.hasSuffix(".swift") }
        #expect(!files.isEmpty)
        for name in files {
            guard let text = Files.read("\(root)/\(name)") else { continue }
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                for literal in Self.literals(in: String(line))
                where Self.hasWord(literal) && !Self.allowed.contains(literal) {
                    // The words of another program's file, and keys as they are written in one.
                    if name == "MuttKeys.swift" { continue }
                    if name == "KeyProfileTable.swift", (try? KeyNotation.strokes(literal)) != nil { continue }
                    Issue.record("\(folder)/\(name):\(number + 1): “\(literal)” belongs into Messages/")
                }
            }
        }
    }

    /// What no person reads on the screen: names of variables, paths, a precondition.
    private static let allowed: Set<String> = [
        "compact", "not on the thread of the user interface", "TERM", "NO_COLOR", "/proc/self/exe", "/proc/self/statm",
        "none", "http://", "https://", "mailto:",
    ]

    @Test func theScanFindsWords() {
        #expect(Self.literals(in: #"put("hello \(name) there", row: 0) // "comment""#) == ["hello ", " there"])
        #expect(Self.hasWord("hello "))
        #expect(!Self.hasWord(" · "))
        #expect(!Self.hasWord("+"))
        #expect(Self.literals(in: #"/// "doc""#).isEmpty)
        #expect(Self.literals(in: #"f("a\"bcd")"#) == [#"a\"bcd"#])
    }

    private static func hasWord(_ literal: String) -> Bool {
        var run = 0
        for letter in literal {
            run = letter.isLetter ? run + 1 : 0
            if run >= 2 { return true }
        }
        return false
    }

    /// The parts of string literals in a line that are no interpolation.
    private static func literals(in line: String) -> [String] {
        var result: [String] = []
        var current: String?
        var depth = 0
        var isEscaped = false
        var last: Character = " "
        for letter in line {
            defer { last = letter }
            if depth > 0 {
                depth += letter == "(" ? 1 : letter == ")" ? -1 : 0
                if depth == 0 { current = "" }
                continue
            }
            guard var text = current else {
                if letter == "/", last == "/" { break }
                if letter == "\"" { current = "" }
                continue
            }
            if isEscaped {
                isEscaped = false
                if letter == "(" {
                    text.removeLast()
                    if !text.isEmpty { result.append(text) }
                    depth = 1
                    continue
                }
            } else if letter == "\"" {
                if !text.isEmpty { result.append(text) }
                current = nil
                continue
            } else if letter == "\\" {
                isEscaped = true
            }
            text.append(letter)
            current = text
        }
        return result
    }
}
