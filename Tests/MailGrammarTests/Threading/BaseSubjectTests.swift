import TestSupport
import Testing

@testable import MailGrammar

/// Source: RFC 5256, section 2.1.
@Suite("Base subjects")
struct BaseSubjectTests {
    @Test(arguments: [
        ("", "", false), ("  ", "", false), ("Plan", "Plan", false), (" Plan \t now ", "Plan now", false),
        ("a\r\n\t b", "a b", false), ("Re: Plan", "Plan", true), ("RE:Plan", "Plan", true), ("re : Plan", "Plan", true),
        ("Re[2]: Plan", "Plan", true), ("Re [2] : Plan", "Plan", true), ("Re[2][3]: Plan", "Re[2][3]: Plan", false),
        ("Fw: Plan", "Plan", true), ("Fwd: Plan", "Plan", true), ("fwd[x]: Re: Plan", "Plan", true),
        ("Fwdd: Plan", "Fwdd: Plan", false), ("Rep: Plan", "Rep: Plan", false), ("Regarding: x", "Regarding: x", false),
        ("Re:", "", true), ("Re: Re: Fwd:", "", true), ("Re", "Re", false), ("Plan (fwd)", "Plan", true),
        ("Plan (FWD) (fwd) ", "Plan", true), ("(fwd)", "", true), ("Plan(fwd)", "Plan", true),
        ("Plan (fw)", "Plan (fw)", false),
        ("[team] Plan", "Plan", false), ("[a] [b]Plan", "Plan", false), ("[team]", "[team]", false),
        ("[a] [b]", "[b]", false), ("[a][b] Re: Plan", "Plan", true), ("[team] Re: [x] Fwd: Plan", "Plan", true),
        ("[a[b] Plan", "[a[b] Plan", false), ("[a]b] Plan", "b] Plan", false), ("[open Plan", "[open Plan", false),
        ("Plan [a]", "Plan [a]", false), ("[Fwd: Plan]", "Plan", true), ("[fwd:Plan (fwd)]", "Plan", true),
        ("Re: [Fwd: [fwd: Re: Plan]]", "Plan", true), ("[Fwd: Plan] now", "now", false), ("[fwd:]", "", true),
        ("[fwd: Plan", "[fwd: Plan", false), ("fwd: [fwd: [team] Re: Plan (fwd)] (fwd)", "Plan", true),
        ("[foo] Fwd: [bar] Re: fw: b (fWd)  (fwd)", "b", true), ("Ad: Re: x", "Ad: Re: x", false),
        ("re: [fwd: [fwd: re: [fwd: babylon]]]", "babylon", true), ("[]Plan", "Plan", false), ("[] :x", ":x", false),
        ("Re: Grüße", "Grüße", true), ("会議: Re: x", "会議: Re: x", false),
    ]) func `a subject as the standard reads it`(subject: String, base: String, isReply: Bool) {
        let read = BaseSubject(subject, takesForeign: false)
        #expect(read.text == base && read.isReply == isReply)
        #expect(BaseSubject(read.text, takesForeign: false).text == base)
    }

    @Test(arguments: [
        ("AW: Plan", "Plan"), ("WG: AW: Plan", "Plan"), ("Antw: Plan", "Plan"), ("SV: VS: Plan", "Plan"),
        ("aw[2]: Plan", "Plan"), ("[team] AW: Plan", "Plan"), ("Award: Plan", "Award: Plan"),
        ("Antwort: x", "Antwort: x"),
    ]) func `other languages' words, where they are wanted`(subject: String, base: String) {
        #expect(BaseSubject(subject).text == base)
        #expect(BaseSubject(subject).isReply == (subject != base))
        #expect(BaseSubject(subject, takesForeign: false).isReply == false)
    }

    @Test(arguments: ["[a]", "[", "re:", "[fwd:", "(fwd)", " ", "[a]re", "re[", "]"])
    func `a subject of a megabyte is read in one go`(piece: String) {
        let count = 1 << 20 / piece.utf8.count
        #expect(BaseSubject(String(repeating: piece, count: count)).text.utf8.count <= 1 << 20)
        #expect(BaseSubject(String(repeating: piece, count: count) + "x").text.utf8.count <= (1 << 20) + 1)
    }

    @Test func `what is left of a subject has nothing more to be taken off`() {
        let pieces = ["re", ":", "fwd", "[", "]", "(fwd)", " ", "x", "[fwd:", "aw", "ü", "\t"]
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let subject = (0..<generator.below(12)).map { _ in pieces[generator.below(pieces.count)] }.joined()
            let base = BaseSubject(subject)
            let again = BaseSubject(base.text)
            #expect(again.text == base.text && !again.isReply, "\(subject)")
            #expect(base.text.utf8.first != ASCII.space && base.text.utf8.last != ASCII.space)
        }
    }
}
