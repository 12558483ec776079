import MailGrammar

extension FuzzTarget {
    /// Any octets under any label: the same findings in any windows, bounded lists, and the parsers that need the whole.
    static let attachment = FuzzTarget(
        name: "attachment",
        seeds: [
            Array("begin 644 x\n#0V%T\n`\nend\n".utf8), Array("<html><body onload=x()><!-- -->".utf8),
            Array("%PDF-1.4 <</S/Java#53cript/JS(x)/EmbeddedFile>>".utf8),
            Array("{\\rtf1\\ansi\\u228? {\\*\\x y}\\par}".utf8),
            [0x50, 0x4B, 3, 4, 20, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0]
                + Array("a.exehi".utf8) + [0x50, 0x4B, 5, 6],
            [0x78, 0x9F, 0x3E, 0x22, 1, 0, 1, 3, 0x90, 6, 0, 8, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0],
            [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3, 0x61, 0], [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
            Array("Rar!\u{1A}\u{7}\u{1}\0".utf8) + [0, 0, 0, 0, 3, 1, 0, 0],
        ],
        words: [
            "PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "begin 644 a\n", "\nend\n", "<script", "/JS", "\\objdata",
        ]
    ) { input in
        // The last octet chooses the label and where the window is cut.
        let choice = Int(input.last ?? 0)
        let name = ["a.zip", "a.html", "a.jpg", "", "a.docx", "x\u{202E}fdp.exe"][choice % 6]
        let node = PartNode(
            section: "2", depth: 1, mediaType: choice & 1 == 0 ? "application" : "image",
            subtype: choice & 1 == 0 ? "octet-stream" : "png", disposition: "attachment",
            dispositionParameters: [MIMEParameter(name: "filename", value: name)])
        let whole = findings(input, node, cut: input.count)
        if whole != findings(input, node, cut: choice % (input.count + 1)) { return "windows give other findings" }
        if whole.inner.count > 500 || whole.inner.count > whole.innerCount { return "a list beyond its limit" }
        if whole.warnings.count > 40 { return "more warnings than anybody reads" }
        if !whole.warnings.allSatisfy({ $0.section == "2" && !$0.values.isEmpty }) { return "a warning of nothing" }
        let text = String(decoding: input, as: UTF8.self)
        let named = AttachmentFindings.byName(
            PartNode(
                section: "2", depth: 1, mediaType: "a", subtype: "b",
                parameters: [MIMEParameter(name: "name", value: text)]))
        if named.warnings.count > 4 { return "more than four reasons in a name" }
        var decoder = UUDecoder()
        let pieces = decoder.push(input[...]) + decoder.finish()
        if pieces.reduce(0, { $0 + octets($1) }) > input.count { return "more text than there was" }
        for signature in [[], [0x78, 0x9F, 0x3E, 0x22, 0, 0]] as [[UInt8]] {
            let octets = signature + input
            guard let message = TNEFMessage(octets, charsets: BuiltInCharsets()) else { continue }
            if message.attachments.contains(where: { $0.octets.upperBound > octets.count }) {
                return "a file beyond its end"
            }
        }
        return nil
    }

    private static func findings(_ input: [UInt8], _ node: PartNode, cut: Int) -> AttachmentFindings {
        var inspection = AttachmentInspection(node: node)
        inspection.push(input[..<cut])
        var early = inspection
        _ = early.finish(isWhole: false)
        inspection.push(input[cut...])
        return inspection.finish()
    }

    private static func octets(_ piece: UUDecoder.Piece) -> Int {
        switch piece {
        case .text(let octets), .data(let octets): octets.count
        case .begin(let name): name.count
        case .end: 0
        }
    }
}
