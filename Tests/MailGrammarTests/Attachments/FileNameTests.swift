import Testing

@testable import MailGrammar

@Suite("File names of attachments")
struct FileNameTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let codes: [MessageWarning.Code]
        var testDescription: String { name.unicodeScalars.map { $0.escaped(asASCII: true) }.joined() }

        init(_ name: String, _ codes: MessageWarning.Code...) {
            self.name = name
            self.codes = codes
        }
    }

    static let attachments: [Case] = [
        // Nothing to say.
        Case(""), Case("report.pdf"), Case("photo.jpg"), Case("Grüße aus Köln.txt"), Case("archive.tar.gz"),
        Case("minutes.docx"), Case("v1.2.3-notes.md"), Case("Müller & Co."), Case("no ending"), Case(".profile"),
        Case("Angebot Nr. 12 vom 3. Mai.pdf"), Case("report.pdf "), Case("index.html.pdf"), Case("data.json"),
        Case("consent.pdf"), Case("community.txt"), Case("com"), Case("README"), Case("a.b.c.d"), Case("scan.PDF"),
        Case("تقرير\u{200F}.pdf"), Case("می\u{200C}خواهم.docx"), Case("👩\u{200D}💻.png"), Case("ends..."),
        Case("x.signature"), Case("con-tract.pdf"), Case("company.com.pdf"), Case("12:30 Uhr.txt"),
        // Programs.
        Case("setup.exe", .program), Case("SETUP.EXE", .program), Case("saver.scr", .program),
        Case("old.com", .program),
        Case("a.pif", .program), Case("p.cpl", .program), Case("x.msi", .program), Case("x.msp", .program),
        Case("x.msix", .program), Case("x.appinstaller", .program), Case("x.jar", .program), Case("x.apk", .program),
        Case("x.app", .program), Case("x.dmg", .program), Case("x.pkg", .program), Case("x.deb", .program),
        Case("x.rpm", .program), Case("x.xll", .program), Case("x.dll", .program), Case("x.jnlp", .program),
        // Scripts.
        Case("a.bat", .script), Case("a.cmd", .script), Case("a.ps1", .script), Case("a.vbs", .script),
        Case("a.vbe", .script), Case("a.js", .script), Case("a.jse", .script), Case("a.wsf", .script),
        Case("a.wsh", .script), Case("a.hta", .script), Case("a.reg", .script), Case("a.scf", .script),
        Case("a.chm", .script), Case("a.sh", .script), Case("a.py", .script), Case("a.pl", .script),
        Case("a.desktop", .script), Case("a.inf", .script), Case("a.msc", .script),
        // Containers.
        Case("a.iso", .container), Case("a.img", .container), Case("a.vhd", .container), Case("a.vhdx", .container),
        Case("a.lnk", .container), Case("a.url", .container), Case("a.eml", .container), Case("a.msg", .container),
        Case("a.one", .container), Case("a.iqy", .container), Case("a.settingcontent-ms", .container),
        // Macros.
        Case("a.docm", .macros), Case("a.xlsm", .macros), Case("a.pptm", .macros), Case("a.dotm", .macros),
        Case("a.xlam", .macros), Case("a.ppam", .macros), Case("a.sldm", .macros), Case("a.xlsb", .macros),
        // Pages.
        Case("a.html", .activeContent), Case("a.htm", .activeContent), Case("a.xhtml", .activeContent),
        Case("a.svg", .activeContent), Case("a.mht", .activeContent), Case("a.svgz", .activeContent),
        // Two endings.
        Case("invoice.pdf.exe", .program, .doubleEnding), Case("photo.jpg   .scr", .program, .doubleEnding),
        Case("letter.docx.js", .script, .doubleEnding), Case("list.xls.lnk", .container, .doubleEnding),
        Case("bill.pdf.html", .activeContent, .doubleEnding), Case("pack.zip.com", .program, .doubleEnding),
        Case("jquery.min.js", .script), Case("setup.v2.exe", .program), Case("example.com.exe", .program),
        // Names that deceive.
        Case("invoice\u{202E}fdp.exe", .program, .deceptiveName), Case("a\u{202E}gpj.txt", .deceptiveName),
        Case("in\u{200B}voice.pdf", .deceptiveName), Case("x\u{2066}y\u{2069}.pdf", .deceptiveName),
        Case("a.ex\u{200B}e", .program, .deceptiveName), Case("a\u{FEFF}.pdf", .deceptiveName),
        Case("a\u{200E}b.pdf", .deceptiveName), Case("nul\u{0}.pdf", .deceptiveName), Case("tab\t.pdf", .deceptiveName),
        Case("line\r\nSubject: x.pdf", .deceptiveName),
        Case("bill.pdf          .exe", .program, .doubleEnding, .deceptiveName),
        Case("bill.pdf\u{3000}\u{3000}\u{3000}\u{3000}.exe", .program, .doubleEnding, .deceptiveName),
        Case("bill          from us.exe", .program, .deceptiveName),
        Case("setup.exe.", .program, .deceptiveName), Case("setup.exe ", .program, .deceptiveName),
        Case("setup.exe. . .", .program, .deceptiveName), Case("a.txt:b.exe", .program, .deceptiveName),
        Case("b.exe::$DATA", .program, .deceptiveName), Case("C:boot.ini", .deceptiveName),
        Case("../../.bashrc", .deceptiveName), Case("..\\windows\\win.ini", .deceptiveName),
        Case("/etc/passwd", .deceptiveName), Case("folder/a.pdf", .deceptiveName),
        Case("a\u{2215}b.pdf", .deceptiveName), Case("invoice\u{2024}pdf", .deceptiveName),
        Case("CON", .deceptiveName), Case("nul.txt", .deceptiveName), Case("LPT1.pdf", .deceptiveName),
        Case("com¹.txt", .deceptiveName), Case("a\u{E0041}b.png", .deceptiveName),
    ]

    @Test("an attachment's name", arguments: attachments)
    func attachment(row: Case) {
        #expect(FileNameFindings(row.name).rows.map(\.code) == row.codes)
        let node = PartNode(
            section: "2", depth: 1, mediaType: "application", subtype: "octet-stream", disposition: "attachment",
            dispositionParameters: [MIMEParameter(name: "filename", value: row.name)])
        let findings = AttachmentFindings.byName(node)
        #expect(findings.warnings.map(\.code) == row.codes)
        #expect(findings.warnings.allSatisfy { $0.section == "2" && !$0.values.isEmpty })
        #expect(findings.inner.isEmpty && findings.kind == nil)
    }

    static let inner: [Case] = [
        Case("word/document.xml"), Case("a/b/c/photo.jpg"), Case("folder/"), Case("C++/notes.txt"), Case("a/..b/c.txt"),
        Case("folder\\a.txt"), Case("x/setup.exe", .program), Case("x/bill.pdf.exe", .program, .doubleEnding),
        Case("../../etc/cron.d/x", .deceptiveName), Case("/etc/passwd", .deceptiveName),
        Case("C:\\x\\a.txt", .deceptiveName), Case("a/../../b", .deceptiveName), Case("..\\b", .deceptiveName),
        Case("a/\u{202E}txt.js", .script, .deceptiveName), Case("my.app/Contents/Info.plist"),
    ]

    @Test("a name in an archive", arguments: inner)
    func archive(row: Case) {
        #expect(FileNameFindings(row.name, in: .archive).rows.map(\.code) == row.codes)
    }

    @Test("the table is sorted, in lower case, without doubles")
    func table() {
        let endings = FileEnding.dangerous.map(\.ending)
        #expect(zip(endings, endings.dropFirst()).allSatisfy { $0 < $1 })
        #expect(endings.allSatisfy { $0 == $0.lowercased() && !$0.isEmpty })
        for row in FileEnding.dangerous { #expect(FileEnding.danger(row.ending) == row.danger) }
        #expect(FileEnding.danger("") == nil && FileEnding.danger("zzzz") == nil)
    }

    @Test("values: the ending, and what is invisible made visible")
    func values() {
        func values(_ name: String) -> [[String]] {
            let node = PartNode(
                section: "1", depth: 0, mediaType: "application", subtype: "octet-stream",
                parameters: [MIMEParameter(name: "name", value: name)])
            return AttachmentFindings.byName(node).warnings.map(\.values)
        }
        #expect(values("a.exe") == [["a.exe", ".exe"]])
        #expect(values("x\u{202E}fdp.exe") == [["x\u{202E}fdp.exe", ".exe"], ["x<U+202E>fdp.exe"]])
        #expect(values("a.docm") == [["a.docm"]])
        let long = values(String(repeating: "a", count: 100_000) + ".exe")
        #expect(long.count == 1)
        #expect(long.first?.first?.unicodeScalars.count == FileNameFindings.shownLimit)
        #expect(long.first?.first?.hasSuffix("aaa.exe") == true)
    }

    @Test(
        "by type, where the name tells nothing",
        arguments: [
            ("application/x-msdownload", "attachment", "", [.program]),
            ("application/octet-stream", "attachment", "", []),
            ("text/javascript", "attachment", "code", [.script]), ("text/html", "attachment", "", [.activeContent]),
            ("text/html", "", "", []), ("image/svg+xml", "inline", "x", [.activeContent]),
            ("message/rfc822", "attachment", "a.eml", []), ("application/octet-stream", "", "a.eml", [.container]),
            ("application/x-iso9660-image", "attachment", "x", [.container]),
            ("application/vnd.ms-word.document.macroEnabled.12", "attachment", "x", [.macros]),
            ("application/x-msdownload", "attachment", "a.bat", [.script]),
        ] as [(String, String, String, [MessageWarning.Code])])
    func types(type: String, disposition: String, name: String, codes: [MessageWarning.Code]) {
        let parts = type.split(separator: "/").map(String.init)
        let node = PartNode(
            section: "1", depth: 0, mediaType: parts[0], subtype: parts[1],
            parameters: name.isEmpty ? [] : [MIMEParameter(name: "name", value: name)], disposition: disposition)
        #expect(AttachmentFindings.byName(node).warnings.map(\.code) == codes)
    }
}
