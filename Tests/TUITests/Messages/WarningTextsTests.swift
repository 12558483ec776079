import MailGrammar
import Testing

@testable import TUI

@Suite("Texts of warnings")
struct WarningTextsTests {
    @Test func endingOfALongNameIsSeen() {
        let name = "rechnung.pdf" + String(repeating: " ", count: 80) + ".scr"
        let spaced = WarningTexts.sentence(MessageWarning(.program, section: "2", [name, "PE"]))
        #expect(spaced.en.contains("“rechnung.pdf .scr” is a program"))
        let long = WarningTexts.sentence(
            MessageWarning(.program, section: "2", [String(repeating: "a", count: 100) + ".pdf.scr", "PE"]))
        #expect(long.en.contains("aaa.pdf.scr” is a program"))
        #expect(TerminalText.width(of: long.en) < 90)
    }

    @Test func everySenderIsNamed() {
        let words = WarningTexts.sentence(MessageWarning(.severalFrom, ["2", "boss@x.example", "eve@y.example"]))
        #expect(words.en == "The message names 2 senders: boss@x.example, eve@y.example.")
        #expect(words.de == "Die Nachricht nennt 2 Absender: boss@x.example, eve@y.example.")
    }

    /// How many values the sentence of a code names; see `MessageWarning.Code`.
    private static func count(_ code: MessageWarning.Code) -> Int {
        switch code {
        case .mixedScripts, .severalFrom, .senderElsewhere, .replyToElsewhere, .doubleEnding, .deceptiveName, .macros,
            .encryptedArchive, .activeContent, .unreadArchive, .cut:
            1
        case .lookalikeDomain, .nameHoldsAddress, .authenticationFailed, .program, .script, .container: 2
        case .linkElsewhere, .typeMismatch: 3
        // The third is a code, for which words stand.
        case .insideArchive: 2
        }
    }

    @Test("Every code has a sentence that names its values", arguments: MessageWarning.Code.allCases)
    func sentences(code: MessageWarning.Code) {
        let values = ["first.example", "second.example", "third.example"]
        let text = WarningTexts.sentence(MessageWarning(code, section: "2", values))
        #expect(text.en != text.de)
        for language in Language.allCases {
            let sentence = text(language)
            #expect(sentence.hasSuffix("."))
            for value in values.prefix(Self.count(code)) { #expect(sentence.contains(value), "\(sentence)") }
            #expect(sentence == TerminalText.sanitised(sentence))
        }
        #expect(!WarningTexts.reason(code).en.isEmpty && !WarningTexts.reason(code).de.isEmpty)
        #expect(WarningTexts.reason(code).en != WarningTexts.reason(code).de)
    }

    @Test("Every code has a sentence of its own")
    func distinct() {
        let sentences = MessageWarning.Code.allCases.map { WarningTexts.sentence(MessageWarning($0, ["a", "b", "c"])) }
        #expect(Set(sentences).count == sentences.count)
    }

    @Test("What a mail says is cleaned and cut, and may be missing", arguments: MessageWarning.Code.allCases)
    func hostile(code: MessageWarning.Code) {
        let bad = "\u{1B}[31m\u{202E}\u{200B}\n" + String(repeating: "x", count: 5000)
        let text = WarningTexts.sentence(MessageWarning(code, [bad, bad, bad]))
        for language in Language.allCases {
            #expect(!text(language).unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" || $0 == "\u{200B}" })
            #expect(TerminalText.width(of: text(language)) <= 250)
        }
        #expect(!WarningTexts.sentence(MessageWarning(code)).en.isEmpty)
    }

    @Test func whatLiesInAnArchiveIsNamed() {
        let text = WarningTexts.sentence(MessageWarning(.insideArchive, ["a.zip", "b.exe", "attachment-program"]))
        #expect(text == Text(en: "“a.zip” contains “b.exe”: a program.", de: "„a.zip“ enthält „b.exe“: ein Programm."))
    }

    @Test func theHostsLine() {
        func line(_ results: AuthenticationResult...) -> Text {
            AuthenticationTexts.line(AuthenticationSummary(host: "mx.lindner.example", results: results))
        }
        #expect(
            line(AuthenticationResult(.spf, .pass), AuthenticationResult(.dmarc, .pass, domain: "bank.example"))
                == Text(
                    en: "mx.lindner.example confirms bank.example (spf pass, dmarc pass)",
                    de: "mx.lindner.example bestätigt bank.example (spf pass, dmarc pass)"))
        #expect(
            line(AuthenticationResult(.spf, .fail), AuthenticationResult(.dkim, .fail))
                == Text(
                    en: "mx.lindner.example could not confirm the sender (spf fail, dkim fail)",
                    de: "mx.lindner.example konnte den Absender nicht bestätigen (spf fail, dkim fail)"))
        #expect(line().en == "mx.lindner.example can say nothing sure of the sender")
        let bad = AuthenticationSummary(
            host: "\u{1B}[2J\n", results: [AuthenticationResult(.dmarc, .pass, domain: "\u{202E}a")])
        #expect(!AuthenticationTexts.line(bad).en.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
    }
}
