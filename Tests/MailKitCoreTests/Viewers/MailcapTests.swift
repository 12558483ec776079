import MailGrammar
import Testing

@testable import MailKitCore

@Suite("Mailcap")
struct MailcapTests {
    @Test(
        "Rows",
        arguments: [
            (
                "a filter", "text/html; w3m -dump %s; copiousoutput; nametemplate=%s.html",
                "text/html|w3m -dump %s|c.html"
            ),
            ("over two lines", "text/html; w3m \\\n -dump; copiousoutput", "text/html|w3m  -dump|c"),
            ("comments and empty lines", "# text/x; a\n\ntext/html; a; COPIOUSOUTPUT", "text/html|a|c"),
            (
                "a semicolon in a command", "a/b; x '\\;' \\\\n; test=test -n \"$X\"",
                "a/b|x ';' \\\\n|tests test -n \"$X\""
            ),
            ("a percent sign kept for later", "a/b; x \\%s", "a/b|x \\%s|"),
            ("a whole type", "Image; a; copiousoutput", "image/*|a|c"),
            ("it wants the terminal", "a/b; c; needsterminal", "a/b|c|t"),
            ("a template that is more than an ending", "a/b; c; nametemplate=x%s.html", "a/b|c|"),
            ("an ending that is none", "a/b; c; nametemplate=%s.ht/ml", "a/b|c|"),
            ("no command", "a/b;;copiousoutput\na/b", ""),
            ("cut off", "a/b; c \\", "a/b|c|"),
            ("a line without an end", "a/b; " + String(repeating: "x", count: 10_000), ""),
        ])
    func rows(name: String, text: String, expected: String) {
        let told = Mailcap(Array(text.utf8)).entries.map { entry in
            let flags = (entry.isCopious ? "c" : "") + (entry.needsTerminal ? "t" : "")
            let test = entry.test.map { "tests \($0)" } ?? ""
            return "\(entry.mediaType)|\(entry.command)|\(flags)\(test)\(entry.fileEnding.map { "." + $0 } ?? "")"
        }
        #expect(told.joined(separator: "\n") == expected)
    }

    @Test(
        "Only rows that ask nobody are filters, in their order",
        arguments: [
            ("text/html", "a d"), ("TEXT/HTML", "a d"), ("text/plain", "d"), ("image/png", ""), ("textual/x", ""),
        ])
    func filters(type: String, expected: String) {
        let text = """
            text/html; a; copiousoutput
            text/html; b
            text/html; c; copiousoutput; needsterminal
            text/*; d; copiousoutput
            """
        let found = Mailcap(Array(text.utf8)).filters(for: type).map(\.command).joined(separator: " ")
        #expect(found == expected)
    }

    @Test(
        "Where the files are",
        arguments: [
            (["MAILCAPS": "/a:relative:/b"], "/a /b"),
            (["HOME": "/home/anna"], "/home/anna/.mailcap /etc/mailcap /usr/etc/mailcap /usr/local/etc/mailcap"),
            (["MAILCAPS": ""], "/etc/mailcap /usr/etc/mailcap /usr/local/etc/mailcap"),
        ])
    func paths(environment: [String: String], expected: String) {
        #expect(Mailcap.paths { environment[$0] }.joined(separator: " ") == expected)
    }

    @Test(
        "Nothing of a mail reaches the shell that means something there",
        arguments: [
            ("the file", "w3m '%s'", "w3m '/tmp/x/part.html'", true),
            ("the type", "show %t", "show text/html", false),
            ("a parameter", "w3m -I %{Charset}", "w3m -I iso-8859-1", false),
            ("one that is missing", "a %{nothing} b", "a  b", false),
            ("one with more than letters", "a '%{evil}'", "a ''", false),
            ("one that would be an option", "a %{option}", "a ", false),
            ("one that is too long", "a %{long}", "a ", false),
            ("percent signs", "a %% \\%s", "a % %s", false),
            ("what is not given", "a %n", nil, false),
            ("a word without its end", "a %{charset", nil, false),
            ("a percent sign at the end", "a %", nil, false),
        ] as [(String, String, String?, Bool)])
    func commands(name: String, row: String, expected: String?, usesFile: Bool) {
        let parameters = [
            MIMEParameter(name: "charset", value: "iso-8859-1"), MIMEParameter(name: "evil", value: "';rm -rf ~;'"),
            MIMEParameter(name: "option", value: "--exec"),
            MIMEParameter(name: "long", value: String(repeating: "a", count: 65)),
        ]
        let command = ViewerCommand(
            row, file: "/tmp/x/part.html", mediaType: "text/html", parameters: parameters)
        #expect(command?.line == expected)
        #expect(command.map { $0.usesFile } ?? false == usesFile)
    }

    @Test func `a hostile media type and a folder with a blank are refused`() {
        #expect(ViewerCommand("a %t", file: "/x", mediaType: "a/$(b)", parameters: [])?.line == "a ")
        #expect(ViewerCommand("a", file: "/my files/x", mediaType: "a/b", parameters: []) == nil)
    }
}
