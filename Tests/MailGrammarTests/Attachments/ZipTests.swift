import TestSupport
import Testing

@testable import MailGrammar

@Suite("Archives")
struct ZipTests {
    typealias Case = AttachmentInspectionTests.Case
    typealias Entry = SampleFile.Entry

    static func entry(_ name: String, _ change: (inout Entry) -> Void) -> Entry {
        var entry = Entry(name)
        change(&entry)
        return entry
    }

    static func row(
        _ what: String, _ octets: [UInt8], _ kind: ContentKind, _ codes: [MessageWarning.Code] = [],
        name: String = "a.zip"
    ) -> Case { AttachmentInspectionTests.row(what, name, octets, kind, codes) }

    /// `[Content_Types].xml` with `macroEnabled`, deflated: of a fixed code and of a dynamic one.
    static let types =
        "<Types><Default ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>"

    /// The header of a sparse file whose holes go on in the next block.
    static let sparse: [UInt8] = {
        var block = SampleFile.tarHeader(Array("disk".utf8), size: 5, type: "S")
        block[482] = 1
        let sum = block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element)) }
        let digits = String(sum, radix: 8)
        for (index, byte) in (String(repeating: "0", count: 6 - digits.count) + digits).utf8.enumerated() {
            block[148 + index] = byte
        }
        return block
    }()

    static let all: [Case] = [
        row("empty", SampleFile.zip(), .zip), row("harmless", SampleFile.zip("a.txt", "b/c.pdf", "b/"), .zip),
        row("program", SampleFile.zip("a.txt", "b/setup.exe"), .zip, [.insideArchive]),
        row("two", SampleFile.zip("a.js", "b.lnk"), .zip, [.insideArchive, .insideArchive]),
        row("archive in it", SampleFile.zip("inner.zip"), .zip, [.insideArchive]),
        row("leaves the folder", SampleFile.zip("../../x.txt"), .zip, [.insideArchive]),
        row("encrypted", SampleFile.zip([entry("a.txt") { $0.flags = 1 }]), .zip, [.encryptedArchive]),
        row("AES", SampleFile.zip([entry("a.txt") { $0.method = 99 }]), .zip, [.encryptedArchive]),
        row(
            "AES field", SampleFile.zip([entry("a.txt") { $0.extra = [1, 0x99, 7, 0, 2, 0, 0x41, 0x45, 3, 8, 0] }]),
            .zip,
            [.encryptedArchive]),
        row(
            "encrypted program", SampleFile.zip([entry("a.exe") { $0.flags = 1 }]), .zip,
            [.encryptedArchive, .insideArchive]),
        row(
            "sizes behind", SampleFile.zip([entry("a.txt") { $0.hasDescriptor = true }, Entry("b.exe")]), .zip,
            [.insideArchive]),
        row(
            "without its directory", SampleFile.zip([Entry("a.exe")], hasDirectory: false), .zip,
            [.insideArchive, .unreadArchive]),
        row(
            "a lie about the size", SampleFile.zip([entry("a.txt") { $0.saidSize = 0x7FFF_FFFF }, Entry("b.exe")]),
            .zip, [.unreadArchive]),
        row(
            "a lie too small", SampleFile.zip([entry("a.txt") { $0.saidSize = 2 }, Entry("b.exe")]), .zip,
            [.insideArchive]),
        row(
            "two names", SampleFile.zip([entry("a.txt") { $0.centralName = Array("a.exe".utf8) }]), .zip,
            [.insideArchive, .unreadArchive]),
        row(
            "64-bit sizes",
            SampleFile.zip([
                entry("a.txt") {
                    $0.saidSize = 0xFFFF_FFFF
                    $0.extra = [1, 0, 16, 0] + SampleFile.little(5, 8) + SampleFile.little(5, 8)
                }, Entry("b.exe"),
            ]), .zip, [.insideArchive]),
        row(
            "64-bit size without end",
            SampleFile.zip([
                entry("a.txt") {
                    $0.saidSize = 0xFFFF_FFFF
                    $0.extra = [1, 0, 16, 0] + [UInt8](repeating: 0xFF, count: 16)
                }
            ]), .zip, [.unreadArchive]),
        row(
            "another name in the extra field",
            SampleFile.zip([
                entry("a.txt") { $0.extra = [0x75, 0x70, 10, 0, 1, 0, 0, 0, 0] + Array("b.exe".utf8) }
            ]), .zip, [.insideArchive]),
        row("two archives in a row", SampleFile.zip("a.txt") + SampleFile.zip("b.exe"), .zip, [.insideArchive]),
        row(
            "words before it", Array("hello ".utf8) + SampleFile.zip("b.exe"), .zip, [.insideArchive]),
        AttachmentInspectionTests.row("no archive", "a.zip", [1, 2, 3], nil, [.unreadArchive]),
        // Documents.
        row("document", SampleFile.zip("[Content_Types].xml", "word/document.xml"), .officeOpen, name: "a.docx"),
        row(
            "document with macros", SampleFile.zip("[Content_Types].xml", "word/vbaProject.bin"), .officeOpen,
            [.macros],
            name: "a.docx"),
        row(
            "table of 1992", SampleFile.zip("[Content_Types].xml", "xl/macrosheets/sheet1.xml"), .officeOpen, [.macros],
            name: "a.xlsx"),
        row(
            "macros by type, stored",
            SampleFile.zip([Entry("[Content_Types].xml", content: Array(types.utf8)), Entry("word/x.bin")]),
            .officeOpen,
            [.macros], name: "a.docx"),
        row("vbaProject.bin elsewhere", SampleFile.zip("src/vbaProject.bin"), .zip),
        row("OpenDocument", SampleFile.zip("mimetype", "content.xml"), .openDocument, name: "a.odt"),
        row(
            "OpenDocument with macros", SampleFile.zip("mimetype", "Basic/script-lc.xml"), .openDocument, [.macros],
            name: "a.odt"),
        row("Java", SampleFile.zip("META-INF/MANIFEST.MF", "A.class"), .jar, [.program]),
        row("Android", SampleFile.zip("AndroidManifest.xml"), .jar, [.program], name: "a.apk"),
        // Tape archives.
        row("tar", SampleFile.tar("a.txt", "b/c.txt"), .tar, name: "a.tar"),
        row("tar with a program", SampleFile.tar("a.txt", "b/c.exe"), .tar, [.insideArchive], name: "a.tar"),
        row("tar without its end", Array(SampleFile.tar("a.txt").prefix(1024)), .tar, name: "a.tar"),
        row("tar cut", Array(SampleFile.tar("a.txt").prefix(700)), .tar, [.unreadArchive], name: "a.tar"),
        row(
            "tar, GNU's long name",
            SampleFile.tarHeader(Array("././@LongLink".utf8), size: 120, type: "L")
                + SampleFile.padded(Array((String(repeating: "x", count: 115) + ".exe").utf8) + [0])
                + SampleFile.tar("xxx"), .tar, [.insideArchive], name: "a.tar"),
        row(
            "tar, pax",
            SampleFile.tarHeader(Array("PaxHeader/x".utf8), size: 35, type: "x")
                + SampleFile.padded(Array("19 comment=abcdefg\n16 path=x/y.exe\n".utf8)) + SampleFile.tar("xxx"), .tar,
            [.insideArchive], name: "a.tar"),
        row(
            "tar, prefix", SampleFile.tarHeader(Array("a.txt".utf8), size: 0, prefix: "../x") + SampleFile.tar(), .tar,
            [.insideArchive], name: "a.tar"),
        row(
            "tar, sparse",
            sparse + [UInt8](repeating: 0, count: 512) + SampleFile.padded(Array("hello".utf8))
                + SampleFile.tar("b.exe"), .tar, [.insideArchive], name: "a.tar"),
        row(
            "tar, damaged", SampleFile.tar("a.txt").prefix(1024) + [UInt8](repeating: 7, count: 512), .tar,
            [.unreadArchive], name: "a.tar"),
    ]

    @Test("kind and warnings, cut at every place", arguments: all)
    func archive(row: Case) {
        let node = SampleFile.node(row.name)
        let whole = SampleFile.inspect(row.octets, node)
        #expect(whole.kind == row.kind)
        #expect(whole.warnings.map(\.code) == row.codes)
        for cut in 0...row.octets.count where row.octets.count < 400 || cut % 37 == 0 {
            #expect(SampleFile.inspect(row.octets, node, cuts: [cut]) == whole, "cut at \(cut)")
        }
        #expect(SampleFile.inspect(row.octets, node, cuts: Array(0..<row.octets.count)) == whole)
    }

    @Test("an archive cut short never traps", arguments: all)
    func cut(row: Case) {
        let node = SampleFile.node(row.name)
        for length in 0..<row.octets.count where row.octets.count < 400 || length % 37 == 0 {
            let findings = SampleFile.inspect(Array(row.octets.prefix(length)), node)
            #expect(findings.inner.count <= findings.innerCount)
        }
    }

    @Test("the list: names, sizes, encryption, and its end")
    func list() {
        let octets = SampleFile.zip([
            Entry("a/ä.txt"), Self.entry("b.exe") { $0.hasDescriptor = true },
            Self.entry("c") {
                $0.name = [0x81, 0x2E, 0x74]
                $0.flags = 1
            },
        ])
        let findings = SampleFile.inspect(octets, SampleFile.node("x.zip"))
        #expect(
            findings.inner == [
                ArchiveEntry(name: "a/ä.txt", size: ByteSize(5)),
                ArchiveEntry(name: "b.exe", size: ByteSize(5), codes: [.program]),
                ArchiveEntry(name: "ü.t", size: ByteSize(5), isEncrypted: true),
            ])
        let many = SampleFile.zip((0..<3000).map { Entry("f\($0).exe") })
        let found = SampleFile.inspect(many, SampleFile.node("x.zip"), cuts: [100, 5000])
        #expect(found.inner.count == 500)
        #expect(found.innerCount == 3000)
        #expect(found.warnings.count == AttachmentLimits().innerWarnings)
        let huge = SampleFile.zip((0..<21_000).map { Entry("f\($0)") } + [Entry("x.exe")])
        let cut = SampleFile.inspect(huge, SampleFile.node("x.zip"))
        #expect(cut.innerCount == 21_001)
        #expect(cut.warnings.map(\.code) == [.unreadArchive])
    }

    @Test("the worst of many are warned of")
    func worst() {
        let sources = SampleFile.zip((0..<40).map { Entry("src/f\($0).py") } + [Entry("x.exe"), Entry("y.lnk")])
        let found = SampleFile.inspect(sources, SampleFile.node("x.zip"))
        #expect(found.warnings.count == AttachmentLimits().innerWarnings)
        #expect(found.warnings.suffix(2).map { $0.values[1] } == ["x.exe", "y.lnk"])
    }

    @Test("inflate: a fixed and a dynamic code, broken and bounded")
    func inflate() {
        // zlib.compressobj(9, DEFLATED, -15): "hello hello hello".
        let fixed: [UInt8] = [0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40, 0x90, 0x00]
        #expect(Inflate.octets(fixed, limit: 1000) == Array("hello hello hello".utf8))
        #expect(Inflate.octets(fixed, limit: 8) == Array("hello he".utf8))
        for length in 0..<fixed.count { #expect(Inflate.octets(Array(fixed.prefix(length)), limit: 1000).count <= 17) }
        let stored: [UInt8] = [1, 3, 0, 0xFC, 0xFF] + Array("abc".utf8)
        #expect(Inflate.octets(stored, limit: 1000) == Array("abc".utf8))
        #expect(Inflate.octets([7], limit: 1000).isEmpty)
        #expect(OfficeTypes.haveMacros((8, Self.deflatedTypes)))
        #expect(!OfficeTypes.haveMacros((8, fixed)))
        #expect(!OfficeTypes.haveMacros(nil))
    }
}
