import Testing

@testable import MailGrammar

@Suite("Base subject")
struct BaseSubjectTests {
    @Test(
        "What is left of a subject, as RFC 5256, section 2.1, has it",
        arguments: [
            ("Plan", "Plan", false), ("Re: Plan", "Plan", true), ("RE:Plan", "Plan", true), ("re : Plan", "Plan", true),
            ("Re: Re: Fwd: fw: Plan", "Plan", true), ("Re[2]: Plan", "Plan", true), ("[team] Re: Plan", "Plan", true),
            ("Re: [team] Plan", "Plan", true), ("[a] [b] Plan", "Plan", false), ("[team]", "[team]", false),
            ("[a][b]", "[b]", false), ("Plan (fwd)", "Plan", true), ("Plan (FWD) (fwd)  ", "Plan", true),
            ("[Fwd: Plan]", "Plan", true), ("[fwd: Re: [x] Plan (fwd)]", "Plan", true), ("Aw: Wg: Plan", "Plan", true),
            ("  a \t\r\n b  ", "a b", false), ("", "", false), ("Re:", "", true), ("Regen", "Regen", false),
            ("[", "[", false),
            ("Re: [", "[", true), ("Re[a[b]]: x", "Re[a[b]]: x", false), ("Grüße [1]", "Grüße [1]", false),
        ])
    func table(subject: String, base: String, isReply: Bool) {
        let found = BaseSubject(subject)
        #expect(found.text == base)
        #expect(found.isReplyOrForward == isReply)
    }

    @Test(
        "Takes as long as it is long",
        arguments: ["[a]", "[", "]", "Re:", "[fwd:", "Re[a]", "(fwd)", " ", "[a]Re:", "re [a] "])
    func long(piece: String) {
        let subject = String(repeating: piece, count: 40_000)
        #expect(BaseSubject(subject).text.utf8.count <= subject.utf8.count)
    }
}
