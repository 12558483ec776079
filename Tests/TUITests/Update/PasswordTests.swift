import MailGrammar
import MailKitCore
import Testing

@testable import TUI

/// A server that does not take the password any more.
enum RefusedLogin {
    static let event = MailEvent.connection(
        SampleMail.account,
        .offline(
            MailError(.authenticationFailed, subject: "mail.example.org:993", serverText: "Password changed"),
            retryInSeconds: nil))
}

@Suite struct PasswordTests {
    private func refused(credential: CredentialSource = .prompt, opened: Bool = true) -> Desk {
        var desk = Desk(opened: opened, credential: credential)
        desk.send(.mail(RefusedLogin.event))
        _ = desk.take()
        return desk
    }

    private func secret(_ text: String) throws -> Secret {
        try Array(text.utf8).withUnsafeBytes { try Secret(copying: $0) }
    }

    /// What is sent, as text; of a test only.
    private func sent(_ desk: Desk) -> [String] {
        desk.requests.compactMap { request in
            guard case .usePassword(SampleMail.account, let typed) = request else { return nil }
            return typed.withBytes { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test(arguments: [true, false], [CredentialSource.prompt, .fileDescriptor(3)])
    func aRefusedPasswordIsTypedAnew(opened: Bool, credential: CredentialSource) {
        var desk = refused(credential: credential, opened: opened)
        #expect(ScreenText.characters(desk.frame).contains("P takes a new password"))
        desk.type("Pgeh jü4<enter>")
        #expect(sent(desk) == ["geh jü4"])
        #expect(desk.requests.count == 1)
        #expect(desk.state.prompt == nil)
        #expect(desk.state.message?.text == PasswordTexts.trying)
        desk.send(.mail(.connection(SampleMail.account, .connecting)))
        #expect(desk.state.message?.text == PasswordTexts.trying)
        desk.send(.mail(.connection(SampleMail.account, .online)))
        #expect(desk.state.message == nil)
    }

    @Test func itCanBeTypedOverAMessageAndWhereTheReasonIsShown() {
        var reading = Desk()
        reading.open()
        reading.send(.mail(RefusedLogin.event))
        reading.type("Px<enter>")
        #expect(sent(reading) == ["x"])
        #expect(reading.state.reader != nil)
        var desk = refused()
        desk.type("WPx<enter>")
        #expect(sent(desk) == ["x"])
    }

    @Test(
        "keys of the line",
        arguments: [
            ("abc<bs><bs>d", "ad"), ("aü<bs>b", "ab"), ("falsch<^u>gut", "gut"), ("a<bs>", ""), ("", ""),
            ("a<left><up>b", "ab"),
        ])
    func editing(tape: String, expected: String) {
        var desk = refused()
        desk.type("P" + tape + "<enter>")
        #expect(sent(desk) == (expected.isEmpty ? [] : [expected]))
        #expect(desk.state.prompt == nil)
    }

    @Test(arguments: ["<esc>", "<^g>", "<^u><bs>"])
    func cancellingLeavesEverythingAsItWas(key: String) {
        var desk = refused()
        let before = desk.frame
        desk.type("Psecret" + key)
        #expect(desk.requests.isEmpty)
        #expect(desk.state.prompt == nil)
        #expect(desk.frame == before)
    }

    @Test(arguments: [
        ("geheim", "geheim"), ("geheim\n", "geheim"), ("ge heim\r\nrm -rf", "ge heim"),
        ("\u{1B}ge\theim\u{7}", "geheim"),
        ("\n", ""),
    ])
    func aPasteIsOneLine(pasted: String, expected: String) {
        var desk = refused()
        desk.type("P")
        desk.send(.paste(Array(pasted.utf8)))
        desk.type("<enter>")
        #expect(sent(desk) == (expected.isEmpty ? [] : [expected]))
    }

    @Test func aPasteGoesIntoAnyLineThatIsTypedAndNowhereElse() {
        var desk = Desk()
        desk.send(.paste(Array("NFq".utf8)))
        #expect(desk.requests.isEmpty)
        desk.open()
        desk.type("/Ver")
        desk.send(.paste(Array("trag\nxx".utf8)))
        #expect(desk.state.prompt?.text == "Vertrag")
        // Bytes that are no text are not turned into something else.
        desk.type("<^u>")
        desk.send(.paste([0x61, 0xFF, 0x62]))
        #expect(desk.state.prompt?.text == "a")
    }

    @Test func nothingPrintsIt() throws {
        var desk = refused()
        desk.type("Pcanary-4711")
        var dumped = ""
        dump(desk.state, to: &dumped)
        var texts = [dumped, "\(desk.state)", String(reflecting: desk.state), ScreenText.characters(desk.frame)]
        desk.send(.key(Key(.character("\u{E9}"), .alt)))
        #expect(desk.state.message == nil, "not even a key of it that does nothing")
        desk.type("<enter>")
        texts += ["\(desk.effects)", String(reflecting: desk.effects), "\(desk.state)"]
        #expect(sent(desk) == ["canary-4711"])
        for text in texts {
            #expect(!text.contains("canary"))
            #expect(!text.contains("4711"))
        }
    }

    @Test func dotsAreAsManyAsCharactersAndEndAtTheEdge() {
        var desk = refused()
        desk.type("Püö漢")
        #expect(desk.frame.line(21).hasPrefix(" Password of anna@example.org: •••"))
        #expect(!desk.frame.line(21).contains("••••"))
        desk.type(String(repeating: "x", count: 5000))
        #expect(desk.state.prompt?.password.count == 4096 - 4)
        #expect(desk.frame.line(21).hasSuffix("•••"))
        #expect(desk.frame.isCursorVisible && desk.frame.cursor.column == 79)
    }

    @Test(arguments: [
        (CredentialSource.command("pass"), "$ runs the password command", PasswordTexts.fromCommand(Text(same: "$"))),
        (.tokenCommand("token"), "$ runs the token command", PasswordTexts.fromTokenCommand(Text(same: "$"))),
        (.certificate, "$ tries again", PasswordTexts.byCertificate),
    ])
    func nothingIsTypedWhereItComesFromElsewhere(credential: CredentialSource, advice: String, reason: Text) {
        for opened in [true, false] {
            var desk = refused(credential: credential, opened: opened)
            let screen = ScreenText.characters(desk.frame)
            #expect(screen.contains(advice))
            #expect(!screen.contains("P takes"))
            desk.type("P")
            #expect(desk.state.prompt == nil && desk.state.message?.text == reason)
            desk.type("$")
            #expect(desk.requests == [.refresh(account: SampleMail.account)])
        }
    }

    /// A login that fails for somebody in between, or for want of a mechanism, is no matter of the password.
    @Test func onlyARefusedPasswordIsTypedAnew() {
        for error in [
            MailError(.authenticationFailed, subject: "x", detail: "somebody may be in between"),
            MailError(.connectionFailed, subject: "x"), MailError(.refused, subject: "x", serverText: "later"),
        ] {
            var desk = Desk()
            desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: nil))))
            desk.type("P")
            #expect(desk.state.prompt == nil && desk.state.message?.text == PasswordTexts.notRefused)
        }
        var online = Desk()
        online.type("P")
        #expect(online.state.prompt == nil && online.state.message?.text == PasswordTexts.notRefused)
    }

    @Test func theLineGoesWithItsReason() {
        for state in [ConnectionState.connecting, .online] {
            var desk = refused()
            desk.type("Pabc")
            desk.send(.mail(.connection(SampleMail.account, state)))
            #expect(desk.state.prompt == nil)
            // What is still typed are keys again, and must not have been a password's.
            #expect(sent(desk).isEmpty)
        }
    }

    @Test func whoIsAskedIsTheOneWhoLogsIn() {
        var state = AppState(
            account: SampleMail.account, accountLabel: "Kunde", passwordOwner: "support\u{1B}[2J", path: .inbox,
            size: ScreenSize(columns: 80, rows: 24), now: Instant(wall: 0, boot: 0))
        _ = update(&state, .mail(RefusedLogin.event))
        _ = update(&state, .key(.char("P")))
        let line = draw(state, DrawContext(language: .english, zone: SampleMail.zone)).line(21)
        #expect(line.hasPrefix(" Password of support"))
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test(arguments: Language.allCases)
    func theWhyPageShowsOnlyKeysThatDoSomething(language: Language) {
        func bar(_ desk: Desk) -> String { desk.frame.line(22) + "  " + desk.frame.line(23) }
        let use = KeyBarTexts.use(language)
        let password = KeyBarTexts.password(language)
        var login = refused()
        login.language = language
        login.type("W")
        #expect(bar(login).contains("P " + password) && !bar(login).contains(use))
        var names = Desk()
        names.language = language
        names.send(.mail(SampleCertificate.refused(SampleCertificate.reseller)))
        names.type("W")
        #expect(bar(names).contains("Enter " + use) && !bar(names).contains(password))
        var pinned = Desk()
        pinned.language = language
        pinned.send(.mail(SampleCertificate.refused(SampleCertificate.changedPin)))
        pinned.type("W")
        #expect(!bar(pinned).contains(use) && !bar(pinned).contains(password))
    }
}
