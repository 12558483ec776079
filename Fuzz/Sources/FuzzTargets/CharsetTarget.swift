import MailGrammar
import MailKitCore

extension FuzzTarget {
    /// Any octets as a text part of any transfer encoding and charset label, by the program's own converters (iconv's among them),
    /// whole and in two windows: nothing traps, line ends are LF, the text grows no more than a charset can make it, its lines have
    /// nothing in them that a terminal acts on, and where the label settles the charset the windows do not show.
    ///
    /// The first two octets choose encoding and label (255: what stands before the first line end is one), the third where the
    /// windows are cut.
    static let charset = FuzzTarget(
        name: "charset",
        seeds: charsetSeeds,
        words: [
            "=E4=F6", "=\r\n", "\r\n", "\u{FC}", "ü", "€", "//8=", "\u{1B}$B2q5D\u{1B}(B", "\u{1B}$)C\u{E}EX\u{F}",
            "+AOQ-", "+2D3c", "\u{1B}.A\u{1B}N", "\u{FEFF}", "\u{202E}", "\u{85}",
        ]
    ) { input in
        guard input.count >= 3 else { return nil }
        let encodings: [TransferEncoding] = [.identity, .quotedPrintable, .base64, .uuencode]
        let encoding = encodings[Int(input[0]) % encodings.count]
        var octets = input[3...]
        var label = labels[Int(input[1]) % labels.count]
        if input[1] == 255, let end = octets.firstIndex(of: ASCII.lf) {
            label = String(decoding: octets[..<end], as: UTF8.self)
            octets = octets[(end + 1)...]
        }
        func text(cutAt place: Int) -> String {
            var stream = TextPartStream(encoding: encoding, charset: label, charsets: IconvCharsets())
            let cut = octets.startIndex + min(place, octets.count)
            return stream.decode(octets[..<cut], isLast: false) + stream.decode(octets[cut...], isLast: true)
        }
        let whole = text(cutAt: octets.count)
        if whole.utf8.contains(0x0D) { return "a CR is left" }
        if whole.utf8.count > octets.count * 3 + 3 { return "\(octets.count) octets make \(whole.utf8.count)" }
        var layout = TextLayout(text: whole, width: 80)
        if let broken = layout.lines().problem(width: 80, octets: whole.utf8.count) { return broken }
        let parts = text(cutAt: Int(input[2]))
        // Without such a label the first window with an octet above 127 decides.
        let isSettled =
            label.hasPrefix("iso-8859-1") && labels.contains(label) || IconvCharsets().converter(for: label) != nil
        if isSettled, parts != whole { return "\(label): windows show: \(whole) and \(parts)" }
        return nil
    }

    private static var charsetSeeds: [[UInt8]] {
        let texts: [String] = [
            "\u{0}\u{0}9plain\r\nGr\u{FC}\u{DF}e\r", "\u{1}\u{1}\u{5}Gr=C3=BC=\r\n=DFe =E4",
            "\u{2}\u{2}\u{7}R3LDvMOfZQ==",
            "\u{3}\u{3}\u{9}begin 644 a\n#86)C\n`\nend\n", "\u{0}\u{4}\u{3}\u{80}\u{9F}", "\u{0}\u{5}\u{4}日本語",
        ]
        var seeds: [[UInt8]] = texts.map { Array($0.utf8) }
        for index in iconvLabels.indices {
            let head: [UInt8] = [0, UInt8(labels.count - iconvLabels.count + index), UInt8(index * 3)]
            seeds.append(head + sample)
        }
        for label in ["x-sjis", "utf-8//TRANSLIT", "../../etc/passwd"] {
            let head: [UInt8] = [0, 255, 9]
            seeds.append(head + Array("\(label)\n".utf8) + sample)
        }
        return seeds
    }

    private static let labels: [String] =
        ["", "utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "no-such-charset"] + iconvLabels

    /// One label for each converter that the program opens.
    private static let iconvLabels: [String] = [
        "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "latin5",
        "iso-8859-10", "tis-620", "iso-8859-13", "iso-8859-14", "iso-8859-16", "windows-1250", "windows-1251",
        "windows-1253", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "koi8-r", "koi8-u", "koi8-t",
        "cp437", "cp850", "cp852", "cp855", "cp857", "cp858", "cp866", "macintosh", "mac-cyrillic", "mac-ce", "gb18030",
        "big5", "cp950", "euc-tw", "shift_jis", "euc-jp", "iso-2022-jp", "iso-2022-jp-2", "euc-kr", "iso-2022-kr",
        "johab",
        "utf-7", "utf-16", "utf-16le", "utf-16be", "utf-32le", "utf-32be", "viscii", "tcvn", "armscii-8", "georgian-ps",
    ]

    /// Something of everything: shifts, pairs, surrogates, octets that mean nothing.
    private static let sample: [UInt8] = {
        let escapes: [UInt8] = Array("a\u{1B}$B2q5D\u{1B}(B+AOQ- \u{1B}$)C\u{E}EX\u{F}\r\n".utf8)
        return escapes + [
            0x89, 0xEF, 0xFE, 0xFF, 0xB2, 0xF1, 0x8E, 0xA2, 0xA1, 0xA1, 0x81, 0x30, 0x84, 0x36, 0xD8, 0x3D, 0xDC, 0xF7,
            0x80, 0xE0, 0xB0, 0xCC, 0x88, 0x62, 0x85, 0x9B, 0, 0x1B,
        ]
    }()
}
