import MailGrammar

extension FuzzTarget {
    /// Any octets as a text part of any transfer encoding and charset label, whole and in two windows: nothing traps, line ends are
    /// LF, the text grows no more than a charset can make it, and where the label settles the charset the windows do not show.
    ///
    /// The first two octets choose encoding and label, the third where the windows are cut.
    static let charset = FuzzTarget(
        name: "charset",
        seeds: [
            "\u{0}\u{0}9plain\r\nGr\u{FC}\u{DF}e\r", "\u{1}\u{1}\u{5}Gr=C3=BC=\r\n=DFe =E4",
            "\u{2}\u{2}\u{7}R3LDvMOfZQ==",
            "\u{3}\u{3}\u{9}begin 644 a\n#86)C\n`\nend\n", "\u{0}\u{4}\u{3}\u{80}\u{9F}", "\u{0}\u{5}\u{4}日本語",
        ],
        words: ["=E4=F6", "=\r\n", "\r\n", "\u{FC}", "ü", "€", "//8="]
    ) { input in
        guard input.count >= 3 else { return nil }
        let encodings: [TransferEncoding] = [.identity, .quotedPrintable, .base64, .uuencode]
        let labels = ["", "utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "no-such-charset"]
        let encoding = encodings[Int(input[0]) % encodings.count]
        let label = labels[Int(input[1]) % labels.count]
        let octets = input[3...]
        func text(cutAt place: Int) -> String {
            var stream = TextPartStream(encoding: encoding, charset: label, charsets: BuiltInCharsets())
            let cut = octets.startIndex + min(place, octets.count)
            return stream.decode(octets[..<cut], isLast: false) + stream.decode(octets[cut...], isLast: true)
        }
        let whole = text(cutAt: octets.count)
        if whole.utf8.contains(0x0D) { return "a CR is left" }
        if whole.utf8.count > octets.count * 3 + 3 { return "\(octets.count) octets make \(whole.utf8.count)" }
        let parts = text(cutAt: Int(input[2]))
        let isSettled = label.hasPrefix("iso-")
        if isSettled, parts != whole { return "windows show: \(whole) and \(parts)" }
        return nil
    }
}
