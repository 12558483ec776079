import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("Opening outside") struct OutsideTests {
    private static func link(_ text: String, _ target: String, claims host: String? = nil) -> TextLink {
        TextLink(number: 1, text: text, target: target, claimedHost: host)
    }

    private func desk(links: [TextLink] = [], warnings: [MessageWarning] = [], hasDesktop: Bool = true) -> Desk {
        var desk = Desk()
        desk.open { row in
            SampleReading.documents(
                row,
                [
                    SampleReading.attachment("2", "application/pdf", "Bericht.pdf", 40_000),
                    SampleReading.attachment("3", "text/html", "a.html", 4_000),
                ], links: links, warnings: warnings)
        }
        desk.state.terminal.hasDesktop = hasDesktop
        _ = desk.take()
        return desk
    }

    private func outside(_ desk: Desk) -> [OutsideTarget] {
        desk.effects.compactMap { if case .openOutside(let target) = $0 { target } else { nil } }
    }

    private func shown(_ desk: Desk, _ language: Language = .english) -> String {
        var desk = desk
        desk.language = language
        return ScreenText.characters(desk.frame).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(
        "A desktop is where the environment names a display",
        arguments: [
            (["DISPLAY": ":0"], true), (["WAYLAND_DISPLAY": "wayland-0"], true), (["DISPLAY": ""], false), ([:], false),
        ])
    func desktop(environment: [String: String], isThere: Bool) {
        #expect(TerminalFacts(folder: "/", host: "a") { environment[$0] }.hasDesktop == isThere)
    }

    @Test func withoutADesktopItSaysWhatElseHelps() {
        var desk = desk(links: [Self.link("hier", "https://example.org/")], hasDesktop: false)
        desk.type("LO")
        #expect(
            desk.state.message?.text
                == Text(
                    en: "no desktop here: y copies a link", de: "kein Desktop hier: y kopiert einen Link"))
        desk.type("qvO")
        #expect(
            desk.state.message?.text
                == Text(
                    en: "no desktop here: s saves the part", de: "kein Desktop hier: s speichert den Teil"))
        #expect(desk.state.question == nil && desk.requests.isEmpty && outside(desk).isEmpty)
    }

    @Test(arguments: ["O", "LO", "oO"])
    func aLinkIsAskedAboutFromEverywhere(keys: String) {
        var desk = desk(links: [Self.link("hier", "https://example.org/a b?x='1'")])
        desk.type(keys)
        #expect(shown(desk).contains("Open example.org outside? y n"))
        #expect(shown(desk, .german).contains("example.org außen öffnen? j n"))
        #expect(outside(desk).isEmpty)
        desk.type("n")
        #expect(desk.state.question == nil && outside(desk).isEmpty)
        desk.type("Oy")
        #expect(outside(desk) == [.link("https://example.org/a%20b?x=%271%27")])
        desk.send(.outside(.success("xdg-open")))
        #expect(desk.state.message?.text == Text(en: "given to xdg-open", de: "an xdg-open gegeben"))
    }

    @Test func ofSeveralLinksOneIsChosenFirst() {
        var desk = desk(links: [
            Self.link("a", "https://a.example/"), TextLink(number: 2, text: "b", target: "https://b.example/"),
        ])
        desk.type("O")
        #expect(desk.state.overlay == .links(ListPlace()) && desk.state.question == nil)
        desk.type("jOy")
        #expect(outside(desk) == [.link("https://b.example/")])
    }

    @Test func wordsThatClaimAnotherHostAreToldBefore() {
        var desk = desk(links: [Self.link("bank.example", "https://evil.example/", claims: "bank.example")])
        desk.type("O")
        let question = shown(desk)
        #expect(question.contains("Link [1] shows bank.example and leads to evil.example."))
        #expect(question.contains("Open evil.example all the same?"))
        desk.language = .german
        #expect(shown(desk, .german).contains("Trotzdem evil.example öffnen?"))
    }

    @Test(
        "What is given on of a link",
        arguments: [
            ("https://example.org/", "https://example.org/"),
            ("HTTP://Example.org", "HTTP://Example.org"),
            ("mailto:anna@example.org", "mailto:anna@example.org"),
            ("https://müller.example/ü", "https://m%C3%BCller.example/%C3%BC"),
            ("https://example.org/$(id);`id`", "https://example.org/$(id);%60id%60"),
            ("https://example.org/%41", "https://example.org/%41"),
            ("ftp://example.org/", nil), ("file:///etc/passwd", nil), ("tel:+4912345", nil), ("--help", nil),
            ("javascript:alert(1)", nil), ("https:example.org", nil), ("https://", nil), ("http:///a.example", nil),
            ("https://good.example\\@evil.example/", nil), ("", nil),
            ("https://example.org/" + String(repeating: "a", count: 2000), nil),
            ("https://example.org/" + String(repeating: "ü", count: 600), nil),
        ])
    func addresses(target: String, expected: String?) {
        let link = OutsideLink(Self.link("x", target))
        #expect(link?.address == expected)
        #expect(link?.address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } != false)
    }

    @Test func aLinkThatIsNotOfferedSaysSo() {
        var desk = desk(links: [Self.link("x", "ftp://example.org/")])
        desk.type("LO")
        #expect(desk.state.question == nil)
        #expect(desk.state.message?.text.en.hasSuffix("y copies this one") == true)
    }

    @Test func aPartIsFetchedAndOpened() throws {
        var desk = desk()
        desk.type("vj")
        #expect(shown(desk).contains("O open outside"))
        desk.state.terminal.hasDesktop = false
        #expect(!shown(desk).contains("O open outside"), "the key bar keeps its room for what works")
        desk.state.terminal.hasDesktop = true
        desk.type("O")
        let work = try #require(desk.state.viewing)
        #expect(desk.requests == [.lendPart(work.id, section: "2", generation: work.generation)])
        #expect(shown(desk).contains("fetching Bericht.pdf"))
        desk.send(.mail(.partSaved(generation: work.generation, SavedPart(path: "/tmp/x/B.pdf", size: ByteSize(9)))))
        #expect(outside(desk) == [.file(path: "/tmp/x/B.pdf", mediaType: "application/pdf")])
        #expect(desk.state.viewing == nil && desk.state.lastSaved == nil)
    }

    @Test func leavingTheListStopsIt() throws {
        var desk = desk()
        desk.type("vjO")
        let work = try #require(desk.state.viewing)
        desk.type("q")
        #expect(desk.requests.last == .cancel(generation: work.generation))
        desk.send(.mail(.partSaved(generation: work.generation, SavedPart(path: "/tmp/x/B.pdf", size: ByteSize(9)))))
        #expect(outside(desk).isEmpty)
    }

    @Test func aPageIsAskedAboutBecauseABrowserFetches() {
        var desk = desk()
        desk.type("vjjO")
        #expect(shown(desk).contains("a browser fetches what it names"))
        #expect(desk.requests.isEmpty)
        desk.type("y")
        #expect(desk.state.viewing?.section == "3")
    }

    @Test func aDangerousPartIsAskedAboutAndAProgramRefused() {
        let macros = MessageWarning(.macros, section: "2", ["Bericht.pdf"])
        var desk = desk(warnings: [macros])
        desk.type("vjO")
        #expect(desk.state.question == .lend(section: "2"))
        #expect(shown(desk).contains("a document with macros"))
        #expect(desk.requests.isEmpty)
        desk = self.desk(warnings: [MessageWarning(.script, section: "2", ["Bericht.pdf", "sh"])])
        desk.type("vjO")
        #expect(desk.state.question == nil && desk.requests.isEmpty)
        #expect(desk.state.message?.text.en.hasSuffix("It is not opened; s saves it.") == true)
        #expect(desk.state.message?.text.de.hasSuffix("Es wird nicht geöffnet; s speichert es.") == true)
    }

    @Test func whatOnlyTheWholePartShowsCountsToo() throws {
        for (code, isRefused) in [(MessageWarning.Code.macros, false), (.program, true)] {
            var desk = desk()
            desk.type("vjO")
            let work = try #require(desk.state.viewing)
            _ = desk.take()
            let warning = MessageWarning(code, section: "2", ["Bericht.pdf"])
            desk.send(
                .mail(
                    .partSaved(
                        generation: work.generation,
                        SavedPart(path: "/tmp/x/B.pdf", size: ByteSize(9), warnings: [warning]))))
            #expect(outside(desk).isEmpty)
            guard !isRefused else {
                #expect(desk.effects.contains(.discardLent("/tmp/x/B.pdf")))
                continue
            }
            var other = desk
            other.type("n")
            #expect(other.effects.contains(.discardLent("/tmp/x/B.pdf")) && outside(other).isEmpty)
            desk.type("y")
            #expect(outside(desk) == [.file(path: "/tmp/x/B.pdf", mediaType: "application/pdf")])
        }
    }

    @Test(
        "What went wrong says what helps",
        arguments: [
            (OutsideFailure.noProgram, "there is no xdg-open here (package “xdg-utils”); s saves the part"),
            (.failed(program: "xdg-open", status: 3), "xdg-open found no program for it; s saves the part"),
            (.failed(program: "evince", status: 1), "evince failed with status 1; s saves the part"),
            (
                .notStarted(program: "evince", code: 13),
                "evince could not be started (that is not allowed); s saves the part"
            ),
        ])
    func failures(failure: OutsideFailure, expected: String) {
        var desk = desk()
        desk.type("v")
        desk.send(.outside(.failure(failure)))
        #expect(desk.state.message?.text.en == expected)
        #expect(desk.state.message?.kind == .failure)
        desk.type("q")
        desk.send(.outside(.failure(failure)))
        #expect(desk.state.message?.text.de.hasSuffix("; y kopiert den Link") == true)
    }
}
