import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct RefusedCertificateTests {
    private func refused(_ report: CertificateReport = SampleCertificate.reseller, opened: Bool = false) -> Desk {
        var desk = Desk(opened: opened)
        desk.send(.mail(SampleCertificate.refused(report)))
        _ = desk.take()
        return desk
    }

    @Test func nameIsTakenAfterThreeDeliberateKeys() {
        var desk = refused()
        desk.type("W<enter>")
        #expect(desk.state.question == .useServer(host: "mail.host.example"))
        #expect(desk.requests.isEmpty)
        desk.type("y")
        #expect(desk.requests == [.useServer(account: SampleMail.account, host: "mail.host.example")])
        #expect(desk.state.overlay == nil && desk.state.question == nil)
    }

    @Test func anyNameOfTheListCanBeTaken() {
        var desk = refused()
        desk.type("Wj<enter>j")
        #expect(desk.requests == [.useServer(account: SampleMail.account, host: "imap.host.example")])
    }

    @Test func nothingIsOfferedWhileTheLineIsTriedAgain() {
        var desk = refused(opened: true)
        desk.send(.mail(.connection(SampleMail.account, .connecting)))
        desk.type("W<enter>")
        #expect(desk.state.question == nil)
        #expect(desk.state.message?.text == CertificateTexts.noHostHere)
    }

    @Test func lineBelowTheListNamesTheKey() {
        #expect(refused(opened: true).frame.line(21).hasSuffix("W offers its names"))
        #expect(refused(SampleCertificate.changedPin, opened: true).frame.line(21).hasSuffix("W shows the certificate"))
    }

    /// Wildcards and what is no name stand in the report and not among the names to choose.
    @Test func linesWithoutAServerOfferNone() {
        var desk = refused()
        desk.type("Wjj<enter>")
        #expect(desk.state.question == nil)
        #expect(desk.state.message?.text == CertificateTexts.noHostHere)
        desk.type("<end><enter>")
        #expect(desk.state.question == nil && desk.requests.isEmpty)
    }

    @Test(arguments: ["n", "<esc>", "q"])
    func noIsNo(key: String) {
        var desk = refused()
        desk.type("W<enter>\(key)")
        #expect(desk.state.question == nil && desk.requests.isEmpty)
        desk.type("y")
        #expect(desk.requests.isEmpty)
    }

    /// What was asked about may be gone when the answer comes.
    @Test func questionGoesWithItsReason() {
        for event in [
            MailEvent.connection(SampleMail.account, .online), .connection(SampleMail.account, .connecting),
            SampleCertificate.refused(SampleCertificate.selfSigned),
        ] {
            var desk = refused()
            desk.type("W<enter>")
            desk.send(.mail(event))
            #expect(desk.state.question == nil)
            desk.type("y")
            #expect(!desk.requests.contains { if case .useServer = $0 { true } else { false } })
        }
    }

    @Test(arguments: [SampleCertificate.selfSigned, SampleCertificate.changedPin])
    func othersOfferNothing(report: CertificateReport) {
        var desk = refused(report, opened: true)
        for _ in 0..<40 { desk.type("W<enter>yj") }
        #expect(!desk.requests.contains { if case .useServer = $0 { true } else { false } })
    }

    @Test func everyFailureCanBeReadInFull() {
        var desk = Desk()
        desk.type("W")
        #expect(desk.state.overlay == nil && desk.state.message?.text == CertificateTexts.lineIsUp)
        let error = MailError(.connectionFailed, subject: "mail.example.org:993", serverText: "Good bye")
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
        desk.type("W")
        #expect(desk.state.scope == .failure)
        let lines = (0..<24).map { desk.frame.line($0) }
        #expect(lines.contains { $0.contains("“Good bye”") })
        // It can be read on while the line is tried again, and closes when there is nothing to tell any more.
        desk.send(.mail(.connection(SampleMail.account, .connecting)))
        #expect(desk.state.scope == .failure)
        desk.send(.mail(.connection(SampleMail.account, .online)))
        #expect(desk.state.overlay == nil)
    }

    @Test func lineOfTheConfigurationStaysUntilAKey() {
        var desk = refused(opened: true)
        let change = ServerChange(host: "mail.host.example", url: "imaps://anna@mail.host.example/")
        desk.send(.mail(.connection(SampleMail.account, .online)))
        desk.send(.mail(.serverChanged(SampleMail.account, change)))
        #expect(desk.state.message?.text == CertificateTexts.changed(change))
        for effect in desk.take() { if case .after(_, .message) = effect { Issue.record("it goes by itself") } }
        desk.type("W")
        let lines = (0..<24).map { desk.frame.line($0) }
        #expect(lines.contains { $0.contains("url = \"imaps://anna@mail.host.example/\"") })
        // Of another account's server nothing is said here.
        var other = Desk()
        other.send(.mail(.serverChanged(AccountID("other"), change)))
        #expect(other.state.message == nil && other.state.line.serverChange == nil)
    }

    /// A certificate is the peer's word: whatever stands in it, no control character reaches the screen.
    @Test func hostileTextsAreShownSafely() {
        let evil = "a\u{1B}[2J\u{202E}b\u{7}"
        let report = CertificateReport(
            reasons: [.other(evil), .wrongName], subject: evil, issuer: evil, names: [.unusable(evil)], notBefore: nil,
            notAfter: nil, fingerprint: nil)
        for opened in [true, false] {
            var desk = refused(report, opened: opened)
            if opened { desk.type("W") }
            for row in 0..<24 {
                let line = desk.frame.line(row)
                #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" }, "\(line)")
            }
        }
    }

    @Test func everyReasonHasWordsInBothLanguages() throws {
        let pin = try #require(SampleCertificate.fingerprint(1))
        let reasons: [CertificateReport.Reason] = [
            .revoked, .weak, .changedPin(pinned: pin), .selfSigned, .unknownIssuer, .expired, .notYetValid, .wrongName,
        ]
        var seen = Set<Text>()
        for reason in reasons {
            let words = CertificateTexts.reason(reason)
            #expect(words.en != words.de)
            #expect(seen.insert(words).inserted, "\(reason)")
            let report = CertificateReport(
                reasons: [reason], subject: "", issuer: "", names: [], notBefore: nil, notAfter: nil, fingerprint: nil)
            let text = MailErrorText(MailError(.tlsFailed, subject: "", detail: report.reason, certificate: report))
            #expect(text.headline.en != text.headline.de && !text.headline.de.contains(report.reason), "\(reason)")
        }
        #expect(CertificateTexts.reason(.other("odd")).de == "odd")
    }
}
