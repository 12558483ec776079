import TestSupport
import Testing

@testable import MailGrammar

@Suite("Attachments by content")
struct AttachmentInspectionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let name: String
        let type: String
        let octets: [UInt8]
        let kind: ContentKind?
        let codes: [MessageWarning.Code]
    }

    static func row(
        _ what: String, _ name: String, _ octets: [UInt8], _ kind: ContentKind?, _ codes: [MessageWarning.Code] = [],
        type: String = "application/octet-stream"
    ) -> Case {
        Case(testDescription: "\(what): \(name)", name: name, type: type, octets: octets, kind: kind, codes: codes)
    }

    static func textRow(
        _ what: String, _ name: String, _ text: String, _ kind: ContentKind?, _ codes: [MessageWarning.Code] = [],
        type: String = "application/octet-stream"
    ) -> Case { row(what, name, Array(text.utf8), kind, codes, type: type) }

    // One type for each argument: a table of overloads and sums takes the compiler minutes.
    static func joined(_ text: String, _ octets: [UInt8]) -> [UInt8] { Array(text.utf8) + octets }
    static func joined(_ octets: [UInt8], _ text: String) -> [UInt8] { octets + Array(text.utf8) }

    static func padded(before: Int, _ text: String, after: Int, with filling: UInt8 = 0) -> [UInt8] {
        joined([UInt8](repeating: 0, count: before), text) + [UInt8](repeating: filling, count: after)
    }

    static let pe: [UInt8] = [0x4D, 0x5A, 0x90, 0] + [UInt8](repeating: 0, count: 60) + Array("PE\0\0".utf8)
    static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    static let link: [UInt8] = [0x4C, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0]
    static let disc = padded(before: 32769, "CD001", after: 100)
    static let utf16Page: [UInt8] = [0xFF, 0xFE] + "<html><script>x()".utf8.flatMap { [$0, 0] }

    static let kinds: [Case] = [
        textRow("nothing", "a.pdf", "", nil), textRow("text", "a.txt", "hello\r\n", .text),
        textRow("text", "", "Grüße", .text),
        row("unknown", "a.dat", [0, 1, 2, 3, 4, 5], nil),
        row("PE", "a.exe", pe, .pe, [.program]), row("PE without an ending", "a", pe, .pe, [.program]),
        row("PE as a picture", "a.jpg", pe, .pe, [.program, .typeMismatch]),
        row("PE as PDF by type", "x", pe, .pe, [.program, .typeMismatch], type: "application/pdf"),
        row("PE as a document", "a.doc", pe, .pe, [.program, .typeMismatch]),
        row("PE as an archive", "a.zip", pe, .pe, [.program, .typeMismatch]),
        textRow("MZ in a text", "a.txt", "MZ is a country code for Mozambique", .text),
        row("ELF", "a", [0x7F, 0x45, 0x4C, 0x46, 2, 1], .elf, [.program]),
        row("Mach-O", "a", [0xCF, 0xFA, 0xED, 0xFE, 7], .machO, [.program]),
        row("Mach-O, several", "a", [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 2], .machO, [.program]),
        row("class", "a", [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 52], .javaClass, [.program]),
        textRow("shebang", "run", "#!/bin/sh\nrm x\n", .shebang, [.script]),
        textRow("shebang as a text", "run.txt", "#!/bin/sh\n", .shebang),
        textRow("shebang as a picture", "run.png", "#!/bin/sh\n", .shebang, [.script, .typeMismatch]),
        textRow("registry", "a.txt", "Windows Registry Editor Version 5.00", .registry),
        row("link", "a.lnk", link, .link, [.container]),
        row("link as PDF", "a.pdf", link, .link, [.container, .typeMismatch]),
        textRow("shortcut", "a.txt", "[InternetShortcut]\r\nURL=x", .internetShortcut, [.container, .typeMismatch]),
        row("disc", "a.iso", disc, .iso, [.container]),
        row("disc without its ending", "x.dat", disc, .iso, [.container]),
        row("disc as a film", "x.mp4", disc, .iso, [.container, .typeMismatch]),
        row(
            "fixed disk image", "x",
            padded(before: 2000, "conectix", after: 504, with: 1),
            .diskImage, [.container]),
        row("picture", "a.png", png, .picture), row("another picture", "a.jpg", png, .picture),
        row("picture as PDF", "a.pdf", png, .picture), row("picture as text", "a.txt", png, .picture),
        textRow("PDF as a picture", "a.jpg", "%PDF-1.4\n", .pdf, [.typeMismatch]),
        textRow("PDF late", "a.pdf", "junk\u{1}\n%PDF-1.4\n", .pdf),
        textRow("PDF by type of a picture", "", "%PDF-1.4\n", .pdf, [.typeMismatch], type: "image/png"),
        textRow("any type may be anything", "", "%PDF-1.4\n", .pdf),
        textRow("page as a picture", "a.gif", "<html><body>x", .html, [.typeMismatch]),
        textRow("page as PDF", "a.pdf", "  <!DOCTYPE html><p>", .html, [.typeMismatch]),
        textRow("page as a table", "a.xls", "<html><table>", .html),
        textRow("RTF as a document", "a.doc", "{\\rtf1 x}", .rtf),
        textRow("RTF as PDF", "a.pdf", "{\\rtf1 x}", .rtf, [.typeMismatch]),
        row("ZIP as PDF", "a.pdf", SampleFile.zip("a.txt"), .zip, [.typeMismatch]),
        row("ZIP as a text", "a.txt", SampleFile.zip("a.txt"), .zip, [.typeMismatch]),
        row("7z", "a.7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4], .sevenZip, [.unreadArchive]),
        row(
            "7z with a key", "a.7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 9, 6, 0xF1, 7, 1, 9], .sevenZip,
            [.encryptedArchive, .unreadArchive]),
        row(
            "RAR 4", "a.rar", joined("Rar!\u{1A}\u{7}\0", [0, 0, 0x73, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0]), .rar,
            [.unreadArchive]),
        row(
            "RAR 4, encrypted headers", "a.rar", joined("Rar!\u{1A}\u{7}\0", [0, 0, 0x73, 0x80, 0, 13, 0, 0]),
            .rar, [.encryptedArchive, .unreadArchive]),
        row(
            "RAR 4, encrypted file", "a.rar",
            joined("Rar!\u{1A}\u{7}\0", [0, 0, 0x73, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0x74, 4, 0, 9]), .rar,
            [.encryptedArchive, .unreadArchive]),
        row(
            "RAR 5, encrypted headers", "a.rar", joined("Rar!\u{1A}\u{7}\u{1}\0", [0, 0, 0, 0, 5, 4, 0, 0, 0, 0]),
            .rar, [.encryptedArchive, .unreadArchive]),
        row("RAR 5", "a.rar", joined("Rar!\u{1A}\u{7}\u{1}\0", [0, 0, 0, 0, 3, 1, 0, 0]), .rar, [.unreadArchive]),
        textRow("cabinet", "a.cab", "MSCF\0\0\0\0", .cabinet, [.unreadArchive]),
        row("xz", "a.xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], .xz),
        row("tar in xz", "a.tar.xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], .xz, [.unreadArchive]),
        textRow("script in bzip2", "a.vbs.bz2", "BZh91AY&SY...", .bzip2, [.insideArchive]),
        row("gzip", "a.csv.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1], .gzip),
        row("gzip, tape inside", "a.tgz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1], .gzip, [.unreadArchive]),
        row(
            "gzip, program inside", "a.gz", joined([0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3], "x.exe\0.."), .gzip,
            [.insideArchive]),
        row(
            "winmail", "winmail.dat", [0x78, 0x9F, 0x3E, 0x22, 1, 0], .tnef, [.container], type: "application/ms-tnef"),
        row(
            "OneNote", "a.pdf", [0xE4, 0x52, 0x5C, 0x7B, 0x8C, 0xD8, 0xA7, 0x4D], .oneNote, [.container, .typeMismatch]),
        // Compound files.
        row("old document", "a.doc", SampleFile.compound("WordDocument", "1Table"), .compound),
        row(
            "old document with macros", "a.doc", SampleFile.compound("WordDocument", "Macros", "VBA"), .compound,
            [.macros]),
        row(
            "old table with macros", "a.xls", SampleFile.compound("Workbook", "_VBA_PROJECT_CUR"), .compound, [.macros]),
        row(
            "encrypted document", "a.docx", SampleFile.compound("EncryptionInfo", "EncryptedPackage"), .compound,
            [.encryptedArchive]),
        row("Outlook message", "a.msg", SampleFile.compound("__properties_version1.0"), .compound, [.container]),
        row(
            "Outlook message, hidden", "a.doc", SampleFile.compound("__properties_version1.0"), .compound, [.container]),
        row(
            "package in a document", "a.doc", SampleFile.compound("WordDocument", "\u{1}Ole10Native"), .compound,
            [.activeContent]),
        row("compound as a picture", "a.jpg", SampleFile.compound("WordDocument"), .compound, [.typeMismatch]),
        // PDF and RTF.
        textRow(
            "PDF with a script", "a.pdf", "%PDF-1.4\n<< /S /JavaScript /JS (app.alert(1)) >>", .pdf, [.activeContent]),
        textRow("PDF, escaped", "a.pdf", "%PDF-1.4\n<< /S /Java#53cript >>", .pdf, [.activeContent]),
        textRow("PDF, short name", "a.pdf", "%PDF-1.4\n<</JS 12 0 R>>", .pdf, [.activeContent]),
        textRow("PDF that launches", "a.pdf", "%PDF-1.4\n<</S/Launch/F(cmd.exe)>>", .pdf, [.activeContent]),
        textRow("PDF with a file", "a.pdf", "%PDF-1.4\n<</Type/EmbeddedFile/Length 3>>", .pdf, [.activeContent]),
        textRow("invoice with its data", "a.pdf", "%PDF-1.7\n<</AFRelationship/Data>><</Type/EmbeddedFile>>", .pdf),
        textRow("PDF, chance octets", "a.pdf", "%PDF-1.4\n/JSx /JS\u{1}( /JavaScripts /Launched", .pdf),
        textRow("RTF with an object", "a.rtf", "{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}", .rtf, [.activeContent]),
        textRow("RTF", "a.rtf", "{\\rtf1\\objectx \\obj\\b data}", .rtf),
        // Pages.
        textRow("page", "a.html", "<html><body><p>Hello <a href='https://x.example'>x</a>", .html),
        textRow("script", "a.html", "<html><SCRIPT src=x>", .html, [.activeContent]),
        textRow("form", "a.html", "<html><form action=x>", .html, [.activeContent]),
        textRow("handler", "a.html", "<html><img src=x OnError = alert(1)>", .html, [.activeContent]),
        textRow("address that runs", "a.html", "<html><a href=' java\nscript:x()'>", .html, [.activeContent]),
        textRow(
            "address that runs, in references", "a.html", "<html><a href='&#106;avascript&colon;x()'>", .html,
            [.activeContent]),
        textRow(
            "redirect", "a.html", "<html><meta content='0; URL=https://x' http-equiv=refresh>", .html, [.activeContent]),
        textRow("charset", "a.html", "<html><meta http-equiv=Content-Type content='text/html; charset=utf-8'>", .html),
        textRow("script in a comment", "a.html", "<html><!-- <script>x</script> --><p>", .html),
        textRow("script behind a comment", "a.html", "<html><!--><script>x</script> -->", .html, [.activeContent]),
        textRow(
            "no comment in a style", "a.html", "<html><style><!--</style><script>x</script>-->", .html, [.activeContent]
        ),
        textRow("comment behind a style", "a.html", "<html><style>a{}</style><!-- <script> --><p>", .html),
        textRow(
            "entity", "a.svg", "<!DOCTYPE svg [<!ENTITY x \"<script>x</script>\">]><svg>&x;</svg>", .svg,
            [.activeContent]),
        textRow(
            "inline picture", "a.html",
            "<html><img src='data:image/png;base64,\(String(repeating: "A", count: 100_000))' alt=x>", .html),
        textRow(
            "handler behind a long value", "a.html",
            "<html><img alt='\(String(repeating: " ", count: 100_000))' onload=x()>", .html, [.activeContent]),
        textRow(
            "handler behind many attributes", "a.html",
            "<html><img \(String(repeating: "a=b ", count: 20_000)) onload=x()>", .html, [.activeContent]),
        textRow("script in a value", "a.html", "<html><p title='<script>'>x", .html),
        row("UTF-16", "a.html", utf16Page, .html, [.activeContent]),
        textRow("cut tag", "a.html", "<html><script", .html, [.activeContent]),
        textRow("page without a beginning", "a.html", "hello <b>you</b> <iframe src=x>", .text, [.activeContent]),
        textRow("drawing", "a.svg", "<?xml version='1.0'?><!-- x --><svg xmlns='x'><path d='M0'/></svg>", .svg),
        textRow("drawing with a script", "a.svg", "<svg><svg:script>x</svg:script></svg>", .svg, [.activeContent]),
        textRow("drawing with a handler", "", "<svg onload='x()'>", .svg, [.activeContent], type: "image/svg+xml"),
        textRow("web archive", "a.mht", "MIME-Version: 1.0\r\n", .text, [.activeContent]),
    ]

    @Test("kind and warnings, cut at every place", arguments: kinds)
    func kind(row: Case) {
        let node = SampleFile.node(row.name, row.type)
        let whole = SampleFile.inspect(row.octets, node)
        #expect(whole.kind == row.kind)
        #expect(whole.warnings.map(\.code) == row.codes)
        #expect(whole.size == ByteSize(UInt64(row.octets.count)))
        let cuts = row.octets.count < 1200 ? Array(0...row.octets.count) : [1, 1023, 1024, 32_769, 32_771]
        for cut in cuts where cut <= row.octets.count {
            #expect(SampleFile.inspect(row.octets, node, cuts: [cut]) == whole, "cut at \(cut)")
        }
        if row.octets.count < 3000 {
            #expect(SampleFile.inspect(row.octets, node, cuts: Array(0..<row.octets.count)) == whole)
        }
    }

    /// What an inspection of the first octets finds, as when no more was fetched.
    private static func beginning(_ octets: some Sequence<UInt8>, _ node: PartNode) -> AttachmentFindings {
        var inspection = AttachmentInspection(node: node)
        inspection.push(Array(octets)[...])
        return inspection.finish(isWhole: false)
    }

    @Test("a beginning tells nothing that the whole takes back", arguments: kinds)
    func beginnings(row: Case) {
        let node = SampleFile.node(row.name, row.type)
        let told = AttachmentFindings.byName(node).warnings.map(\.code)
        let counts = row.octets.count < 1200 ? Array(300...1200) : [512, 1024, 4000, 32_800, row.octets.count]
        for count in counts where count <= row.octets.count {
            let codes = Self.beginning(row.octets.prefix(count), node).warnings.map(\.code)
            #expect(codes.allSatisfy { row.codes.contains($0) || told.contains($0) }, "\(codes) by \(count) octets")
        }
    }

    private static let longZip = SampleFile.zip([
        SampleFile.Entry("x.exe"), SampleFile.Entry("big.bin", content: [UInt8](repeating: 1, count: 5000)),
    ])
    private static let filling = [UInt8](repeating: 0x20, count: 2000)

    static let early: [Case] = [
        row("zip", "a.zip", Array(longZip.prefix(1024)), .zip, [.insideArchive]),
        row("tape", "a.tar", Array(SampleFile.tar("x.exe", "b").prefix(1100)), .tar, [.insideArchive]),
        row("7z", "a.7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4], .sevenZip, [.unreadArchive]),
        row(
            "7z, chance octets at the end", "a.7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 6, 0xF1, 7, 1],
            .sevenZip, [.unreadArchive]),
        row("no archive yet", "a.zip", [0, 1, 2, 3, 4, 5], nil),
        row("program", "a.pdf", pe, .pe, [.program, .typeMismatch]),
        row("macros", "a.doc", SampleFile.compound("WordDocument", "Macros") + filling, .compound, [.macros]),
        row("encrypted", "a.docx", SampleFile.compound("EncryptedPackage") + filling, .compound, [.encryptedArchive]),
        textRow(
            "PDF with a file, of which is not known what it is to it", "a.pdf", "%PDF-1.7\n<</Type/EmbeddedFile>>", .pdf
        ),
        textRow("PDF with a script", "a.pdf", "%PDF-1.4\n<< /S /JavaScript /JS (x) >>", .pdf, [.activeContent]),
        textRow("PDF, a name that goes on", "a.pdf", "%PDF-1.4\n/JavaScript", .pdf),
        textRow("RTF, a word that goes on", "a.rtf", "{\\rtf1{\\objdata", .rtf),
        textRow("a tag that goes on", "a.svg", "<svg><script", .svg, [.activeContent]),
        textRow("a page that may be active", "a.html", "<html><p>x", .html, [.activeContent]),
        row("a fixed disk image, perhaps", "x", padded(before: 2000, "conectix", after: 504, with: 1), nil),
    ]

    @Test("what a beginning tells", arguments: early)
    func endsEarly(row: Case) {
        let findings = Self.beginning(row.octets, SampleFile.node(row.name, row.type))
        #expect(findings.kind == row.kind)
        #expect(findings.warnings.map(\.code) == row.codes)
    }

    @Test(
        "of pictures, sound and films the beginning is enough",
        arguments: [
            ("a.png", "image/png", true), ("", "video/mp4", true), ("a.mp3", "application/octet-stream", true),
            ("a.png", "application/pdf", true), ("a.pdf", "image/png", false), ("a.svg", "image/svg+xml", false),
            ("a.png.exe", "image/png", false), ("a.zip", "image/png", false), ("", "application/zip", false),
        ])
    func needsOnlyBeginning(name: String, type: String, expected: Bool) {
        #expect(AttachmentInspection.needsOnlyBeginning(SampleFile.node(name, type)) == expected)
    }

    @Test("values of the warnings")
    func values() {
        func values(_ octets: [UInt8], _ name: String, _ type: String = "application/octet-stream") -> [[String]] {
            SampleFile.inspect(octets, SampleFile.node(name, type)).warnings.map(\.values)
        }
        #expect(values(Self.pe, "a.jpg") == [["a.jpg", "PE"], ["a.jpg", ".jpg", "PE"]])
        #expect(
            values(Self.pe, "", "application/pdf") == [
                ["application/pdf", "PE"], ["application/pdf", "application/pdf", "PE"],
            ])
        #expect(values(SampleFile.zip("x/a.exe"), "a.zip") == [["a.zip", "x/a.exe", "attachment-program"]])
        #expect(
            values(SampleFile.zip("a\u{202E}b"), "a.zip") == [["a.zip", "a<U+202E>b", "attachment-deceptive-name"]])
    }

    @Test("any octets: no trap, and the same in any windows", arguments: 1...4 as ClosedRange<UInt64>)
    func mutated(seed: UInt64) {
        print("attachments, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for row in Self.kinds + ZipTests.all where row.octets.count < 4000 {
            let node = SampleFile.node(row.name, row.type)
            for _ in 0..<6 {
                var octets = row.octets
                for _ in 0..<(1 + generator.below(6)) where !octets.isEmpty {
                    octets[generator.below(octets.count)] = UInt8(truncatingIfNeeded: generator.next())
                }
                if generator.below(3) == 0 { octets.removeLast(generator.below(octets.count + 1)) }
                let whole = SampleFile.inspect(octets, node)
                let cuts = (0..<3).map { _ in generator.below(octets.count + 1) }.sorted()
                #expect(SampleFile.inspect(octets, node, cuts: cuts) == whole, "seed \(seed)")
            }
        }
    }
}
