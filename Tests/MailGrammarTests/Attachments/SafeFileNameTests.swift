import MailGrammar
import Testing

@Suite("Names under which parts are saved")
struct SafeFileNameTests {
    @Test(
        "are harmless, whatever the sender wrote",
        arguments: [
            ("Bericht.pdf", "Bericht.pdf"), ("Groß und schwer.bin", "Groß und schwer.bin"),
            ("../../etc/passwd", "passwd"), ("C:\\Users\\anna\\a.doc", "a.doc"), (".bashrc", "bashrc"),
            ("-rf", "rf"), ("~root", "root"), ("", "fallback"), ("...", "fallback"), ("/", "fallback"),
            ("a\u{202E}fdp.exe", "afdp.exe"), ("a\u{1B}[2J\n\tb", "a[2Jb"), ("a\u{0}b", "b"),
            ("$(id).txt", "_(id).txt"),
            ("a\u{A0}b.txt", "a b.txt"), ("a. . ", "a"), ("\u{200B}\u{FEFF}", "fallback"), ("a|b`c", "a_b_c"),
        ])
    func names(written: String, safe: String) {
        #expect(SafeFileName.make(written, fallback: "fallback") == safe)
    }

    @Test("A long name keeps its ending and whole characters")
    func long() {
        let name = SafeFileName.make(String(repeating: "ä", count: 300) + ".pdf", fallback: "x")
        #expect(name.utf8.count <= SafeFileName.limit)
        #expect(name.hasSuffix("ä.pdf"))
        #expect(SafeFileName.make("a." + String(repeating: "b", count: 500), fallback: "x").utf8.count == 200)
    }

    @Test(
        "A number goes before the ending", arguments: [("a.pdf", "a-1.pdf"), ("a", "a-1"), ("a.tar.gz", "a.tar-1.gz")])
    func numbered(name: String, numbered: String) {
        #expect(SafeFileName.numbered(name, 1) == numbered)
    }

    /// The file that a desktop would get is looked at by the name that it really has.
    @Test(arguments: [
        ("invoice.desk\u{FE0F}top", true), ("invoice.desktop/", true), ("a.EXE", true), ("run.sh ", true),
        ("letter.pdf", false), ("desktop", false), ("", false),
    ])
    func whatRunsIsKnownByTheNameOnTheDisk(given: String, runs: Bool) {
        #expect(SafeFileName.isProgram(SafeFileName.make(given, fallback: "part")) == runs)
    }
}
