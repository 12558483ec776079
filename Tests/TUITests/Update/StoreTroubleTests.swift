import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore
@testable import TUI

@Suite("What is told of a store that is not as it should be") struct StoreTroubleTests {
    static let path = "/home/anna/.cache/rohrpost/imaps-mail.example.org-anna@example.org-0123abcd.db"

    enum Reason: String, CaseIterable {
        case damaged, full, readOnly, newerSchema

        var error: MailError {
            let kind: StoreError.Kind =
                switch self {
                case .damaged: .damaged
                case .full: .full
                case .readOnly: .readOnly
                case .newerSchema: .newerSchema(99)
                }
            return MailError(StoreError(kind, path: path))
        }

        func words(_ language: Language) -> String {
            switch (self, language) {
            case (.damaged, .english): "the file is damaged"
            case (.damaged, .german): "die Datei ist beschädigt"
            case (.full, .english): "there is no space left"
            case (.full, .german): "es ist kein Platz mehr"
            case (.readOnly, .english): "nothing can be written there"
            case (.readOnly, .german): "dort lässt sich nichts schreiben"
            case (.newerSchema, .english): "a later version of the program has written it"
            case (.newerSchema, .german): "eine spätere Fassung des Programms hat sie geschrieben"
            }
        }
    }

    /// What the line above the keys says, in one.
    private func told(
        _ trouble: StoreTrouble, _ language: Language, _ size: ScreenSize = ScreenSize(columns: 80, rows: 24)
    ) throws -> String {
        var desk = Desk(columns: size.columns, rows: size.rows)
        desk.language = language
        desk.send(.mail(.storeTrouble(SampleMail.account, trouble)))
        #expect(desk.state.message?.kind == .failure)
        #expect(HostileText.leaks(desk.frame) == [])
        let status = try #require(desk.state.layout.status)
        return (status..<size.rows).map(desk.frame.line).joined(separator: " ").split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }

    @Test(arguments: Reason.allCases, Language.allCases)
    func whyItIsNotUsed(_ reason: Reason, _ language: Language) throws {
        let isGerman = language == .german
        for (trouble, beginning) in [
            (StoreTrouble.unusable(reason.error), isGerman ? "Ohne den Speicher: " : "Without the store: "),
            (
                .stopped(reason.error),
                isGerman
                    ? "Es werden keine Nachrichten mehr zum Behalten geholt: "
                    : "No more messages are fetched to be kept: "
            ),
        ] {
            let wide = try told(trouble, language)
            #expect(wide.hasPrefix(beginning) && wide.contains(reason.words(language)), "\(wide)")
            #expect(!wide.contains("…"), "\(wide)")
            let narrow = try told(trouble, language, ScreenSize(columns: 120, rows: 40))
            #expect(narrow.hasPrefix(beginning) && narrow.contains(reason.words(language)), "\(narrow)")
        }
    }

    @Test(arguments: Language.allCases)
    func whereTheOldOneLies(_ language: Language) throws {
        let aside = Self.path + ".damaged-1"
        let isGerman = language == .german
        let store = try told(.madeAnew(setAside: aside), language)
        #expect(store.hasPrefix(isGerman ? "Der Speicher war beschädigt; " : "The store was damaged; "), "\(store)")
        #expect(store.hasSuffix(isGerman ? "Nichts von Ihnen ist verloren." : "Nothing of yours is lost."), "\(store)")
        // It may be broken between the lines.
        #expect(store.split(separator: " ").joined().contains("0123abcd.db.damaged-1"))
        let changes = try told(.changesMadeAnew(setAside: aside, kept: 3), language)
        #expect(
            changes.hasPrefix(
                isGerman
                    ? "Die Datei ungesendeter Änderungen war beschädigt; " : "The file of unsent changes was damaged; "),
            "\(changes)")
        #expect(
            changes.hasSuffix(
                isGerman ? "Daraus gelesen und übernommen: 3." : "Changes that were read from it and go on: 3."),
            "\(changes)")
    }

    /// What is too long for the line is shown in full by the key.
    @Test(arguments: Reason.allCases, Language.allCases)
    func allOfItIsShownByTheKey(_ reason: Reason, _ language: Language) {
        var desk = Desk()
        desk.language = language
        desk.send(.mail(.storeTrouble(SampleMail.account, .unusable(reason.error))))
        desk.type("jW")
        let page = ScreenText.characters(desk.frame).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(page.contains(reason.words(language)) && page.contains("0123abcd.db"), "\(page)")
    }

    @Test("Whatever a store fails with has words of its own in both languages")
    func everyDetailHasARow() {
        var details = StoreDetail.allCases.map(\.rawValue)
        for kind in [StoreError.Kind.full, .readOnly, .damaged, .newerSchema(9), .busy] {
            details.append(MailError(StoreError(kind, path: "x")).detail)
        }
        // What SQLite can fail with where neither is at fault.
        for code in [7, 10, 14, 15, 18, 22] as [Int32] {
            errno = 0
            details.append(MailError(StoreError(code: code, path: "x", database: nil)).detail)
        }
        for code in [EIO, EMFILE, ENOENT, ENOTDIR, EISDIR, ENAMETOOLONG] {
            details.append(MailError(StoreError(FileError(path: "x", code: code))).detail)
        }
        for detail in details {
            let words = ErrorDetailTexts.text(detail)
            #expect(words.de != detail && words.de != words.en && !words.en.isEmpty, "\(detail)")
        }
    }
}
