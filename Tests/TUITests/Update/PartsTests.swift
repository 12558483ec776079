import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("Parts that are shown and saved")
struct PartsTests {
    /// A desk with a message of a text, a small PDF, a large film, an archive, at its list of parts.
    private func desk(columns: Int = 80, rows: Int = 24, warnings: [MessageWarning] = []) -> Desk {
        var desk = Desk(columns: columns, rows: rows)
        desk.open { row in
            SampleReading.documents(
                row,
                [
                    SampleReading.attachment("2", "application/pdf", "Bericht.pdf", 40_000),
                    SampleReading.attachment("3", "video/mp4", "../Film am Strand.mp4", 8_100_000),
                    SampleReading.attachment("4", "application/zip", "Alles.zip", 90_000),
                ], text: "Anbei alles.\n", warnings: warnings)
        }
        desk.type("v")
        _ = desk.take()
        return desk
    }

    private func screen(_ desk: Desk) -> String { ScreenText.characters(desk.frame) }

    private func text(_ words: String) -> MessageText {
        MessageText(text: words, isFlowed: false, deletesSpace: false, remaining: ByteSize(0), notes: [])
    }

    @Test func whatShowsPicturesIsNamedWhereItIsMissing() throws {
        var desk = Desk()
        desk.open { row in
            SampleReading.documents(row, [SampleReading.attachment("2", "image/png", "a.png", 9_000)])
        }
        desk.type("vj<enter>")
        let work = try #require(desk.state.viewing)
        desk.send(.mail(.partNotShown(generation: work.generation, .noViewer)))
        #expect(desk.state.message?.text.de.contains("Paket „chafa“") == true)
    }

    /// It is not fetched to be a field of question marks.
    @Test func aPictureIsNotShownWhereTheTerminalCannot() throws {
        var desk = Desk()
        desk.state.terminal.showsPictures = false
        desk.open { row in
            SampleReading.documents(row, [SampleReading.attachment("2", "image/png", "a.png", 9_000)])
        }
        _ = desk.take()
        desk.type("vj<enter>")
        let work = try #require(desk.state.viewing)
        #expect(
            desk.requests.last
                == .viewPart(work.id, section: "2", generation: work.generation, columns: 78, pictures: false))
        desk.send(.mail(.partNotShown(generation: work.generation, .noViewer)))
        #expect(screen(desk).contains("a.png: pictures need a terminal with UTF-8 and 256 colours; s saves it"))
    }

    @Test func aSmallPartIsShownAtOnce() throws {
        var desk = desk()
        let below = try #require(desk.state.reader)
        desk.type("j<enter>")
        let work = try #require(desk.state.viewing)
        #expect(
            desk.requests == [.viewPart(below.id, section: "2", generation: work.generation, columns: 78)])
        #expect(screen(desk).contains("fetching Bericht.pdf  …  ·  q stops"))
        desk.send(
            .mail(.partProgress(generation: work.generation, received: ByteSize(10_000), of: ByteSize(40_000))))
        #expect(screen(desk).contains("fetching Bericht.pdf  25 %  10 KB of 40 KB"))
        desk.send(
            .mail(
                .partViewed(
                    generation: work.generation,
                    PartView(text: text("Seite 1\n"), program: "pdftotext", isOffline: true))))
        #expect(screen(desk).contains("Seite 1"))
        #expect(screen(desk).contains("part 2, q goes back; shown by pdftotext, without network"))
        _ = desk.take()
        desk.type("q")
        #expect(desk.state.overlay == .parts(ListPlace(cursor: 1)), "back to the list, at the part")
        desk.type("q")
        #expect(screen(desk).contains("Anbei alles."))
        #expect(desk.requests.isEmpty, "the message is still here")
        #expect(desk.state.reader?.generation == below.generation)
    }

    @Test func aPartIsShownBesideTextThatIsStillComing() throws {
        var desk = Desk()
        desk.open(text: "A line.\n", remaining: 100_000)
        #expect(desk.state.reader?.isAskingForMore == true)
        desk.type("vj<enter>")
        let work = try #require(desk.state.viewing)
        desk.send(.mail(.partViewed(generation: work.generation, PartView(text: text("Seite 1\n"), program: "x"))))
        _ = desk.take()
        desk.type("q")
        #expect(
            desk.requests.contains { if case .openMessage(_, _, nil, nil) = $0 { true } else { false } },
            "a window that came meanwhile would be missing in it")
    }

    @Test func aLargePartIsAskedAboutWithItsPrice() throws {
        var desk = desk()
        desk.send(.mail(.lineSpeed(SampleMail.account, octetsPerSecond: 100_000)))
        desk.type("jj<enter>")
        #expect(desk.requests.isEmpty)
        #expect(screen(desk).contains("../Film am Strand.mp4: 8.1 MB, 81 s. Fetch and show it? y n"))
        desk.type("x")
        #expect(desk.state.question != nil, "another key is no answer")
        desk.type("n")
        #expect(desk.state.question == nil && desk.state.viewing == nil)
        desk.type("<enter>y")
        #expect(desk.state.viewing?.section == "3")
        #expect(desk.requests.count == 1)
        desk.language = .german
        desk.type("<esc><enter>j")
        #expect(desk.state.viewing?.section == "3")
    }

    @Test func aSlowLineMakesASmallPartLong() {
        var desk = desk()
        desk.send(.mail(.lineSpeed(SampleMail.account, octetsPerSecond: 4_000)))
        desk.type("j<enter>")
        #expect(screen(desk).contains("Bericht.pdf: 40 KB, 10 s. Fetch and show it? y n"))
    }

    @Test func aDangerousPartIsAskedAboutWithTheReason() {
        var desk = desk(warnings: [MessageWarning(.macros, section: "2", ["Bericht.pdf"])])
        desk.type("j<enter>")
        #expect(desk.requests.isEmpty)
        #expect(screen(desk).contains("Show it all the same? y n"))
    }

    @Test func aPartShownFromAPartGoesBackToTheMessage() throws {
        var desk = desk()
        for _ in 0..<3 {
            if desk.state.scope == .reader { desk.type("v") }
            desk.type("j<enter>")
            let work = try #require(desk.state.viewing)
            desk.send(.mail(.partViewed(generation: work.generation, PartView(text: text("Seite"), program: "x"))))
            #expect(desk.state.reader?.below.count == 1)
            #expect(desk.state.reader?.below.first?.below.isEmpty == true)
        }
        desk.type("qq")
        #expect(desk.state.reader?.section == nil)
        #expect(screen(desk).contains("Anbei alles."))
    }

    @Test func offlineNothingIsFetched() {
        var desk = desk()
        let error = MailError(.connectionFailed, subject: "mail.example.org:993")
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
        for tape in ["j<enter>", "s"] {
            desk.type(tape)
            #expect(desk.requests.isEmpty && desk.state.prompt == nil)
            #expect(screen(desk).contains("offline: no part can be fetched now"))
        }
    }

    @Test func whatKeepsALineDownStandsBeforeTheFetching() {
        var desk = desk()
        desk.type("j<enter>")
        let error = MailError(.authenticationFailed, subject: "mail.example.org:993")
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: nil))))
        #expect(screen(desk).contains("the login was refused"))
    }

    @Test func aFileInAPartCostsThePart() throws {
        var desk = Desk()
        desk.open(SampleReading.packed)
        let generation = try #require(desk.state.reader?.generation)
        desk.send(.mail(.details(generation: generation, SampleReading.packedDetails)))
        let owner = try #require(desk.state.reader?.parts.first { $0.section == "2" })
        #expect(desk.state.sizeToFetch("2/1") == owner.size)
        #expect(desk.state.reader?.parts.first { $0.section == "2/1" }?.size != owner.size)
    }

    @Test func lookingAtHelpStopsFetchingAndSaysSo() {
        var desk = desk()
        desk.type("j<enter>?")
        #expect(desk.state.viewing == nil)
        #expect(desk.state.message?.text == PartWorkTexts.viewingStopped)
    }

    @Test func fetchingIsGivenUp() throws {
        for tape in ["<esc>", "q"] {
            var desk = desk()
            desk.type("j<enter>")
            let work = try #require(desk.state.viewing)
            _ = desk.take()
            desk.type(tape)
            #expect(desk.requests == [.cancel(generation: work.generation)])
            #expect(desk.state.viewing == nil)
            #expect(desk.state.scope == .parts, "the list of parts stays")
            desk.send(.mail(.partViewed(generation: work.generation, PartView(text: text("late"), program: "x"))))
            #expect(desk.state.scope == .parts)
        }
    }

    @Test func theFilesOfAnArchiveAreListed() throws {
        var desk = desk()
        desk.type("jjj<enter>")
        let work = try #require(desk.state.viewing)
        let view = PartView(
            text: nil,
            files: [
                ArchiveEntry(name: "Ordner/", size: ByteSize(0)),
                ArchiveEntry(name: "Ordner/Rechnung.pdf.exe", size: ByteSize(5_002), codes: [.program]),
                ArchiveEntry(name: "geheim\u{1B}[2J.txt", size: ByteSize(5), isEncrypted: true),
            ], fileCount: 40,
            warnings: [
                MessageWarning(
                    .insideArchive, section: "4", ["Alles.zip", "Ordner/Rechnung.pdf.exe", "attachment-program"])
            ])
        desk.send(.mail(.partViewed(generation: work.generation, view)))
        #expect(screen(desk).contains("40 files in it"))
        #expect(screen(desk).contains("!      5 KB  Ordner/Rechnung.pdf.exe"))
        #expect(screen(desk).contains("+37"))
        #expect(screen(desk).contains("“Alles.zip” contains “Ordner/Rechnung.pdf.exe”: a program."))
        FrameTests.check(desk.frame, "archive")
        desk.type("qv")
        #expect(screen(desk).contains("“Alles.zip” contains"), "what was found out stays with the message")
    }

    @Test func whatCannotBeShownIsSaidAndTheListStays() throws {
        var desk = desk()
        desk.type("j<enter>")
        let work = try #require(desk.state.viewing)
        desk.send(.mail(.partNotShown(generation: work.generation, .noViewer)))
        #expect(screen(desk).contains("Bericht.pdf: no program here shows such a part as text (mailcap); s saves"))
        #expect(desk.state.scope == .parts && desk.state.viewing == nil)
    }

    @Test(
        "Every failure has words in both languages",
        arguments: [
            .noViewer, .program, .tooLarge, .noFile(code: 28), .notStarted(program: "x", code: 2),
            .failed(program: "x", status: 3, message: "kaputt\u{1B}[2J"),
            .killed(program: "x", signal: 9, message: ""), .timedOut(program: "x"), .cancelled,
        ] as [ViewerFailure])
    func failures(failure: ViewerFailure) {
        let words = ViewerTexts.text(failure, name: Text(same: "a.pdf"), save: Text(same: "s"))
        #expect(words.en.hasPrefix("a.pdf: ") && words.de.hasPrefix("a.pdf: "))
        #expect(words.en != words.de)
        #expect(!words.en.contains("\u{1B}"))
    }

    // MARK: Saving

    @Test func aPartIsSavedWhereOneSays() throws {
        var desk = desk()
        desk.send(.mail(.lineSpeed(SampleMail.account, octetsPerSecond: 100_000)))
        desk.type("jjs")
        #expect(screen(desk).contains("Save (8.1 MB, 81 s) as: ~/Film am Strand.mp4"))
        desk.type("<^u>/data/film.mp4<enter>")
        let work = try #require(desk.state.saving.first)
        let id = try #require(desk.state.reader?.id)
        #expect(
            desk.requests == [
                .savePart(id, section: "3", generation: work.generation, path: "/data/film.mp4")
            ])
        desk.send(
            .mail(.partProgress(generation: work.generation, received: ByteSize(4_050_000), of: ByteSize(8_100_000))))
        #expect(screen(desk).contains("saving ../Film am Strand.mp4  50 %  4.0 MB of 8.1 MB  ·  x stops"))
        desk.type("qq")
        #expect(screen(desk).contains("saving ../Film am Strand.mp4  50 %"), "it goes on while one reads on")
        desk.send(
            .mail(
                .partSaved(
                    generation: work.generation, SavedPart(path: "/data/film-1.mp4", size: ByteSize(6_000_000)))))
        #expect(screen(desk).contains("saved: /data/film-1.mp4 (6.0 MB)"))
        #expect(desk.state.saving.isEmpty)
        desk.type("<enter>")
    }

    @Test func theNextPartIsProposedBesideIt() {
        var desk = desk()
        desk.type("js<^u>/data/a.pdf<enter>jjs")
        #expect(desk.state.prompt?.text == "/data/Alles.zip")
    }

    @Test func whatWasTypedComesBackWhereItCannotBeWritten() throws {
        var desk = desk()
        desk.type("js<^u>/no/such/a.pdf<enter>")
        let work = try #require(desk.state.saving.first)
        let error = MailError(.local, subject: "/no/such", detail: "No such file or directory")
        desk.send(.mail(.failed(generation: work.generation, error)))
        #expect(desk.state.prompt == Prompt(kind: .save(section: "2"), text: "/no/such/a.pdf"))
        #expect(screen(desk).contains("Save (40 KB) as: /no/such/a.pdf"))
        #expect(screen(desk).contains("/no/such: "))
        #expect(desk.state.saving.isEmpty)
    }

    @Test func whatWasTypedForAnotherMessageDoesNotComeBack() throws {
        var desk = desk()
        desk.type("js<enter>qn")
        let work = try #require(desk.state.saving.first)
        let reader = try #require(desk.state.reader)
        let row = try #require(reader.row)
        desk.wait(milliseconds: 1000)
        desk.send(.mail(.message(generation: reader.generation, SampleMail.content(row))))
        desk.type("vj")
        desk.send(.mail(.failed(generation: work.generation, MailError(.local, subject: "/home/a.pdf"))))
        #expect(desk.state.prompt == nil)
        #expect(desk.state.message?.kind == .failure)
    }

    @Test func leavingIsAnsweredWhileALineIsTyped() throws {
        var desk = desk()
        desk.type("js<enter>q/words<^c>")
        #expect(screen(desk).contains("Quit and give it up? y n"))
        #expect(!screen(desk).contains("Search:"))
        desk.type("n")
        #expect(desk.state.prompt?.text == "words")
        desk.type("<^c>")
        _ = desk.take()
        desk.type("y")
        #expect(desk.effects.contains(.quit(.ok)))
    }

    @Test func savingIsGivenUp() throws {
        var desk = desk()
        desk.type("x")
        #expect(screen(desk).contains("no file is being saved"))
        desk.type("js<enter>js<enter>")
        let generations = desk.state.saving.map(\.generation)
        #expect(generations.count == 2)
        _ = desk.take()
        desk.type("kx")
        #expect(desk.requests == [.cancel(generation: generations[0])], "the one at the mark")
        desk.type("<home>x")
        #expect(desk.requests.last == .cancel(generation: generations[1]), "else the last one")
    }

    @Test func leavingAsksWhileSomethingIsSaved() throws {
        var desk = desk()
        desk.type("js<enter>qq")
        _ = desk.take()
        desk.type("q")
        #expect(desk.effects.isEmpty)
        #expect(screen(desk).contains("A file is still being saved. Quit and give it up? y n"))
        desk.type("n")
        #expect(desk.state.question == nil)
        desk.type("qy")
        #expect(desk.effects.contains(.quit(.ok)))
    }

    @Test func aQuestionGoesWhenItsReasonGoes() throws {
        var desk = desk()
        desk.type("js<enter>qq")
        let work = try #require(desk.state.saving.first)
        desk.type("q")
        desk.send(.mail(.partSaved(generation: work.generation, SavedPart(path: "/a", size: ByteSize(1)))))
        #expect(desk.state.question == nil)
    }

    @Test func whatTheServerLeftOutIsAFailure() throws {
        var desk = desk()
        desk.type("js<enter>")
        let work = try #require(desk.state.saving.first)
        desk.send(
            .mail(
                .partSaved(
                    generation: work.generation,
                    SavedPart(path: "/a", size: ByteSize(30_000), missing: ByteSize(5_000)))))
        #expect(desk.state.message?.kind == .failure)
        #expect(screen(desk).contains("saved: /a (30 KB), but the server left out 5 KB that it had promised"))
    }

    /// Ten attachments are looked at one after the other without losing one's place.
    @Test func fromAPartOneGoesBackToTheListAtThatPart() throws {
        var desk = Desk()
        desk.open(SampleReading.phishing)
        let row = try #require(desk.state.reader?.row)
        let last = try #require(desk.state.reader?.parts.last)
        _ = desk.state.reader?.parts.count
        desk.send(.command(.back))
        desk.type("<enter>")
        let generation = try #require(desk.state.reader?.generation)
        desk.send(.mail(.message(generation: generation, SampleReading.phishing(row))))
        desk.state.reader?.section = last.section
        desk.type("q")
        guard case .parts(let place) = desk.state.overlay else { return _ = Issue.record("not the parts") }
        #expect(desk.state.reader?.section == nil && place.cursor == (desk.state.reader?.parts.count ?? 0) - 1)
        #expect(place.cursor > 0)
    }
}
