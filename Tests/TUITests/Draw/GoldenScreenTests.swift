import MailGrammar
import MailKitCore
import Testing

@testable import TUI

/// What a scene needs to be drawn.
struct Scene: Sendable, CustomTestStringConvertible {
    let name: String
    let play: @Sendable (Int, Int) -> Desk

    var testDescription: String { name }

    static let all = common + lists + searches + accounts

    /// Three stars, of which the server does not want two.
    private static func refusals(_ columns: Int, _ rows: Int) -> Desk {
        var desk = Desk(columns: columns, rows: rows)
        let ids = (0..<3).compactMap { desk.state.list.rows[$0]?.id }
        for _ in ids { desk.type("Fj") }
        guard ids.count == 3 else { return desk }
        desk.refuse(
            [ids[0]], add: [.flagged], MailError(.quotaExceeded, subject: "INBOX", serverText: "Mailbox is full"))
        desk.refuse(
            [ids[2]], add: [.flagged],
            MailError(.refused, subject: "INBOX", serverText: "No flags on this one, please"))
        return desk
    }

    /// A message that wants something of the reader, on a machine that has a desktop.
    private static func onDesktop(_ name: String, keys: String) -> Scene {
        Scene(name: name) {
            var desk = Desk(columns: $0, rows: $1)
            desk.state.terminal.hasDesktop = true
            desk.open(SampleReading.phishing)
            desk.type(keys)
            return desk
        }
    }

    private static let common: [Scene] = [
        Scene(name: "list") { Desk(columns: $0, rows: $1) },
        Scene(name: "list-further-down") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("<pgdn><pgdn><pgdn>jj")
            return desk
        },
        Scene(name: "opening") { Desk(columns: $0, rows: $1, opened: false) },
        Scene(name: "empty") { Desk(columns: $0, rows: $1, count: 0) },
        Scene(name: "refused") {
            var desk = Desk(columns: $0, rows: $1, opened: false)
            let error = MailError(
                .authenticationFailed, subject: "anna@mail.example.org",
                serverText: "[AUTHENTICATIONFAILED] Nope.\u{1B}[2J")
            desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: nil))))
            return desk
        },
        Scene(name: "offline") {
            var desk = Desk(columns: $0, rows: $1)
            let error = MailError(.connectionFailed, subject: "mail.example.org:993", detail: "connection reset")
            desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
            return desk
        },
        Scene(name: "offline-for-good") {
            var desk = Desk(columns: $0, rows: $1)
            let error = MailError(
                .authenticationFailed, subject: "mail.example.org:993", serverText: "Password changed")
            desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: nil))))
            return desk
        },
        Scene(name: "password") {
            var desk = Desk(columns: $0, rows: $1)
            desk.send(.mail(RefusedLogin.event))
            desk.type("Pcanary-4711")
            return desk
        },
        Scene(name: "password-command") {
            var desk = Desk(columns: $0, rows: $1, opened: false, credential: .command("pass show mail"))
            desk.send(.mail(RefusedLogin.event))
            desk.type("P")
            return desk
        },
        Scene(name: "password-why") {
            var desk = Desk(columns: $0, rows: $1)
            desk.send(.mail(RefusedLogin.event))
            desk.type("W")
            return desk
        },
        Scene(name: "unsent-question") {
            var desk = Desk(columns: $0, rows: $1)
            desk.send(.mail(.unsentChanges(SampleMail.account, count: 2)))
            desk.send(.mail(RefusedLogin.event))
            desk.type("q")
            return desk
        },
        Scene(name: "folders") {
            var desk = Desk(columns: $0, rows: $1)
            desk.send(.mail(SampleFolders.event))
            desk.type("c<down>")
            return desk
        },
        Scene(name: "folders-typed") {
            var desk = Desk(columns: $0, rows: $1)
            desk.send(.mail(SampleFolders.event))
            desk.type("carch")
            return desk
        },
        Scene(name: "log") {
            var desk = Desk(columns: $0, rows: $1)
            let lines = [
                "   0.052 S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Dovecot ready.",
                "   0.053 C: A1 AUTHENTICATE PLAIN •••", "   0.081 # logged in",
            ]
            desk.send(.mail(.transcript(SampleMail.account, lines)))
            return desk
        },
        Scene(name: "palette") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type(":<down>")
            return desk
        },
        Scene(name: "palette-typed") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open()
            desk.type(":next")
            return desk
        },
        Scene(name: "certificate") {
            var desk = Desk(columns: $0, rows: $1, opened: false)
            desk.send(.mail(SampleCertificate.refused(SampleCertificate.reseller, host: "mail.customer.example")))
            return desk
        },
        Scene(name: "certificate-self-signed") {
            var desk = Desk(columns: $0, rows: $1, opened: false)
            desk.send(.mail(SampleCertificate.refused(SampleCertificate.selfSigned)))
            return desk
        },
        Scene(name: "certificate-offline") {
            var desk = Desk(columns: $0, rows: $1)
            desk.send(.mail(SampleCertificate.refused(SampleCertificate.changedPin)))
            return desk
        },
        Scene(name: "certificate-pin") {
            var desk = Desk(columns: $0, rows: $1)
            desk.send(.mail(SampleCertificate.refused(SampleCertificate.changedPin)))
            desk.type("W")
            return desk
        },
        Scene(name: "certificate-names") {
            var desk = Desk(columns: $0, rows: $1, opened: false)
            desk.send(.mail(SampleCertificate.refused(SampleCertificate.reseller, host: "mail.customer.example")))
            desk.type("Wj")
            return desk
        },
        Scene(name: "certificate-question") {
            var desk = Desk(columns: $0, rows: $1, opened: false)
            desk.send(.mail(SampleCertificate.refused(SampleCertificate.reseller, host: "mail.customer.example")))
            desk.type("W<enter>")
            return desk
        },
        Scene(name: "certificate-changed") {
            var desk = Desk(columns: $0, rows: $1)
            desk.send(
                .mail(
                    .serverChanged(
                        SampleMail.account,
                        ServerChange(host: "mail.host.example", url: "imaps://anna%40example.org@mail.host.example/"))))
            return desk
        },
        Scene(name: "weaker-login") {
            var desk = Desk(columns: $0, rows: $1, opened: false)
            let error = MailError(
                .weakerLogin(trusted: "SCRAM-SHA-256", offered: "PLAIN"), subject: "mail.example.org:993",
                detail: "SCRAM-SHA-256 was used before, only PLAIN is offered now")
            desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: nil))))
            return desk
        },
        Scene(name: "read-only") { Desk(columns: $0, rows: $1, isAccountReadOnly: true) },
        Scene(name: "read-only-key") {
            var desk = Desk(columns: $0, rows: $1, isAccountReadOnly: true)
            desk.type("F")
            return desk
        },
        Scene(name: "read-only-offline") {
            var desk = Desk(columns: $0, rows: $1, isAccountReadOnly: true)
            let error = MailError(.connectionFailed, subject: "mail.example.org:993", detail: "connection reset")
            desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
            return desk
        },
        Scene(name: "read-only-reader") {
            var desk = Desk(columns: $0, rows: $1, isAccountReadOnly: true)
            desk.open()
            return desk
        },
        Scene(name: "reader") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open()
            return desk
        },
        Scene(name: "reader-end") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(notes: [.strippedHTML])
            desk.type("<end>")
            return desk
        },
        Scene(name: "reader-headers") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open()
            desk.type("h")
            return desk
        },
        Scene(name: "newsletter") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.newsletter)
            return desk
        },
        Scene(name: "phishing") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.phishing)
            return desk
        },
        Scene(name: "phishing-headers") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.phishing)
            desk.type("h")
            return desk
        },
        Scene(name: "phishing-link") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.phishing)
            desk.type("o")
            return desk
        },
        Scene(name: "phishing-parts") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.phishing)
            desk.type("vj")
            return desk
        },
        Scene(name: "invitation") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.invitation)
            return desk
        },
        Scene(name: "bounce") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(text: "Ihre Nachricht konnte nicht zugestellt werden.\n")
            guard let generation = desk.state.reader?.generation else { return desk }
            desk.send(.mail(.details(generation: generation, MessageDetails(cards: SampleReading.bounce))))
            return desk
        },
        Scene(name: "details") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.packed)
            guard let generation = desk.state.reader?.generation else { return desk }
            desk.send(.mail(.details(generation: generation, SampleReading.packedDetails)))
            return desk
        },
        Scene(name: "details-parts") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.packed)
            desk.type("vj")
            guard let generation = desk.state.reader?.generation else { return desk }
            desk.send(.mail(.details(generation: generation, SampleReading.packedDetails)))
            return desk
        },
        Scene(name: "links") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.newsletter)
            desk.type("Lj")
            return desk
        },
        Scene(name: "link-prompt") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.newsletter)
            desk.type("o2")
            return desk
        },
        Scene(name: "folded") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(text: SampleReading.thread)
            return desk
        },
        Scene(name: "unfolded") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(text: SampleReading.thread)
            desk.type("z")
            return desk
        },
        Scene(name: "search") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(text: SampleReading.thread)
            desk.type("/ZEILE 1<enter>.")
            return desk
        },
        Scene(name: "charsets") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open()
            desk.type("Ejj")
            return desk
        },
        Scene(name: "reader-loading") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("j<enter>")
            return desk
        },
        Scene(name: "parts") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open()
            desk.type("v")
            return desk
        },
        Scene(name: "picture") { SamplePicture.open(columns: $0, rows: $1) },
        Scene(name: "part-question") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.phishing)
            desk.type("vj<enter>")
            return desk
        },
        Scene(name: "part-save") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.phishing)
            desk.type("vjs")
            return desk
        },
        Scene(name: "part-saving") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open(SampleReading.phishing)
            desk.type("vjs<enter>")
            guard let work = desk.state.saving.first else { return desk }
            desk.send(.mail(.partProgress(generation: work.generation, received: ByteSize(80_000), of: work.size)))
            return desk
        },
        Scene(name: "help-list") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("?")
            return desk
        },
        Scene(name: "help-reader") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("<enter>?<space>")
            return desk
        },
        Scene(name: "notice") {
            var desk = Desk(columns: $0, rows: $1)
            let error = MailError(
                .quotaExceeded, subject: "INBOX", serverText: "Mailbox is full / Das Postfach anna@example.org ist voll"
            )
            desk.send(.mail(.notice(SampleMail.account, error)))
            return desk
        },
        Scene(name: "sorting") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("jj:sort size<enter>")
            return desk
        },
        Scene(name: "notice-why") {
            var desk = Desk(columns: $0, rows: $1)
            let error = MailError(.quotaExceeded, subject: "INBOX", serverText: "Mailbox is full")
            desk.send(.mail(.notice(SampleMail.account, error)))
            desk.type("W")
            return desk
        },
        Scene(name: "refusals") {
            refusals($0, $1)
        },
        Scene(name: "refusals-why") {
            var desk = refusals($0, $1)
            desk.type("W")
            return desk
        },
        Scene(name: "reader-failed") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("<enter>")
            guard let generation = desk.state.reader?.generation else { return desk }
            let error = MailError(.refused, subject: "INBOX", serverText: "Message is locked")
            desk.send(.mail(.failed(generation: generation, error)))
            return desk
        },
        Scene(name: "statistics") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type(":statistics<enter>")
            var screen = ScreenStatistics()
            (screen.uptimeSeconds, screen.residentKilobytes) = (3_725, 18_400)
            (screen.turns, screen.frames, screen.cells, screen.bytes) = (120, 41, 9_120, 123_456)
            (screen.keys, screen.keyMedian, screen.key99, screen.keyLongest) = (40, 700, 2_300, 9_000)
            desk.send(.statistics(screen))
            let line = LineStatistics(
                isBackground: false, connections: 2, turns: 17, commands: 23, received: 120_000, sent: 4_000,
                receivedOnLine: 31_000, sentOnLine: 2_100)
            desk.send(.mail(.statistics(SampleMail.account, [line])))
            return desk
        },
        onDesktop("desktop-parts", keys: "v"),
        onDesktop("desktop-link", keys: "LO"),
        onDesktop("desktop-part", keys: "vjO"),
        Scene(name: "waiting") {
            var desk = Desk(columns: $0, rows: $1, count: 5000)
            desk.type("<end>")
            desk.wait(milliseconds: 4000)
            return desk
        },
        Scene(name: "gone") {
            var desk = Desk(columns: $0, rows: $1)
            desk.open()
            desk.send(.mail(.rowsChanged(view: desk.view, .removed(at: 0))))
            return desk
        },
        Scene(name: "mutt-list") { Desk(columns: $0, rows: $1, keys: KeyBindings(profile: .mutt)) },
        Scene(name: "mutt-reader") {
            var desk = Desk(columns: $0, rows: $1, keys: KeyBindings(profile: .mutt))
            desk.open()
            return desk
        },
        Scene(name: "mutt-help") {
            var desk = Desk(columns: $0, rows: $1, keys: KeyBindings(profile: .mutt))
            desk.open()
            desk.type("?")
            return desk
        },
        Scene(name: "aerc-sequence") {
            var desk = Desk(columns: $0, rows: $1, keys: KeyBindings(profile: .aerc))
            desk.type("g")
            return desk
        },
        Scene(name: "own-keys") {
            var desk = Desk(columns: $0, rows: $1, keys: SampleKeys.own)
            desk.type("?")
            return desk
        },
        Scene(name: "hidden-keys") { Desk(columns: $0, rows: $1, keys: SampleKeys.hidden) },
        Scene(name: "help-search") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("?/un")
            return desk
        },
        Scene(name: "describe-key") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("?d<Ctrl-F>")
            return desk
        },
        Scene(name: "describe-which") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type(":describe-key<enter>")
            return desk
        },
        Scene(name: "no-key-bar") {
            var desk = Desk(columns: $0, rows: $1)
            desk.state.showsKeyBar = false
            return desk
        },
        Scene(name: "palette-argument") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type(":key-profile a")
            return desk
        },
        Scene(name: "unknown-key") {
            var desk = Desk(columns: $0, rows: $1)
            desk.type("ü")
            return desk
        },
    ]
}

@Suite struct GoldenScreenTests {
    private static let wide = Scene.all.filter { ["list", "reader", "folders"].contains($0.name) }

    @Test(arguments: wide, Language.allCases)
    func onAWideScreen(scene: Scene, language: Language) {
        var desk = scene.play(200, 60)
        desk.language = language
        ScreenText.expect(desk.frame, matches: "\(scene.name).200x60.\(language.rawValue)")
    }

    @Test(arguments: Scene.all, [(40, 12), (80, 24), (120, 40)])
    func english(scene: Scene, size: (Int, Int)) {
        let desk = scene.play(size.0, size.1)
        ScreenText.expect(desk.frame, matches: "\(scene.name).\(size.0)x\(size.1).en")
    }

    @Test(arguments: Scene.all, [(40, 12), (80, 24), (120, 40)])
    func german(scene: Scene, size: (Int, Int)) {
        var desk = scene.play(size.0, size.1)
        desk.language = .german
        ScreenText.expect(desk.frame, matches: "\(scene.name).\(size.0)x\(size.1).de")
    }

    /// Whatever is shown, and however narrow it is.
    @Test(arguments: Scene.all, [20, 40, 60, 80, 120])
    func readOnlyAccountIsMarkedEverywhere(scene: Scene, columns: Int) {
        var desk = scene.play(columns, 24)
        desk.state.isReadOnly = true
        for (language, mark) in [(Language.english, "READ-ONLY "), (.german, "NUR LESEN ")] {
            desk.language = language
            let frame = desk.frame
            #expect(frame.line(0).hasPrefix(mark), "\(frame.line(0))")
            for column in 0..<9 { #expect(frame[0, column].role == .readOnlyMark) }
        }
    }

    @Test func asciiTwinsAreAsWide() {
        for (unicode, ascii) in zip(
            Mirror(reflecting: Symbols.unicode).children, Mirror(reflecting: Symbols.ascii).children)
        {
            guard let wide = unicode.value as? String, let plain = ascii.value as? String else { continue }
            #expect(TerminalText.width(of: wide) == 1, "\(unicode.label ?? "")")
            #expect(plain.utf8.count == 1 && plain.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(ascii.label ?? "")")
        }
    }

    @Test func mailboxIsNamedBeforeTheAccountAndTheProgram() {
        func first(_ columns: Int) -> String {
            Desk(columns: columns, rows: 24, count: 2_000_000).frame.line(0)
        }
        #expect(first(80).hasPrefix("Rohrpost  anna@example.org › INBOX  "))
        #expect(first(62).hasPrefix("Rohrpost  anna@example.org › INBOX  "))
        #expect(first(61).hasPrefix("Rohrpost  INBOX  "))
        var long = Desk(columns: 60, rows: 24, opened: false)
        long.state.list.path = MailboxPath("Kunden und Lieferanten/Lindner/Rechnungen") ?? .inbox
        #expect(long.frame.line(0).hasPrefix("Kunden und Lieferanten/Lindner/Rechnungen  "))
    }

    @Test func ownMessagesAreListedByWhomTheyWentTo() {
        var desk = Desk(opened: false)
        guard let summary = SampleMail.summary(count: 2), let id = SampleMail.id(2), let other = SampleMail.id(1) else {
            return
        }
        let own = [Address(displayName: "Anna Weber", localPart: "Anna", domain: "example.org")]
        let to = [Address(displayName: "Petra Lindner", localPart: "petra", domain: "lindner.example")]
        func row(_ id: MessageID, to: [Address]) -> MessageRow {
            MessageRow(
                id: id, flags: [.seen], date: nil, from: own, to: to, subject: "x", size: ByteSize(1),
                attachmentCount: 0)
        }
        desk.send(.mail(.connection(SampleMail.account, .online)))
        desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
        desk.send(.mail(.rows(view: desk.view, start: 0, rows: [row(id, to: to), row(other, to: [])])))
        #expect(desk.frame.line(1).contains("   To Petra Lindner  "))
        #expect(desk.frame.line(2).contains("   Anna Weber  "))
        desk.language = .german
        #expect(desk.frame.line(1).contains("   An Petra Lindner  "))
    }

    /// A scene drawn for a terminal without UTF-8 has the same layout, with plain signs.
    @Test func asciiList() {
        let desk = Desk()
        let frame = draw(desk.state, DrawContext(language: .english, symbols: .ascii, zone: SampleMail.zone))
        #expect(frame.line(1).hasPrefix(">N  21:04"))
        #expect(frame.line(0).hasSuffix("* online"))
    }
}
