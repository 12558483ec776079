import MailGrammar

/// What hands a text to the clipboard of the terminal that one sits at, however many machines lie between. Source: xterm's
/// ctlseqs, "Manipulate Selection Data" (OSC 52).
///
///     ESC ] 52 ; c ; aGVsbG8= BEL
enum ClipboardSequence {
    /// Octets of a text: more than terminals take.
    static let limit = 100_000
    /// What GNU screen hands on in one piece. Source: its MAXSTR, less what it adds.
    private static let pieceLength = 240

    /// The beginning of a text, clean, as it goes to the clipboard: no control character but line ends and tabs.
    static func content(_ text: String) -> (octets: [UInt8], isCut: Bool) {
        var octets: [UInt8] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if !octets.isEmpty || line.startIndex != text.startIndex { octets.append(0x0A) }
            for (index, piece) in line.split(separator: "\t", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { octets.append(0x09) }
                for cluster in TerminalText.clusterSequence(of: piece) {
                    guard octets.count + cluster.text.utf8.count <= limit else { return (octets, true) }
                    octets += cluster.text.utf8
                }
            }
            if octets.count >= limit { return (Array(octets.prefix(limit)), true) }
        }
        return (octets, false)
    }

    /// The sequence; empty where there is no way to the clipboard.
    static func make(_ octets: [UInt8], by way: TerminalFacts.Clipboard) -> [UInt8] {
        let plain = Array("\u{1B}]52;c;".utf8) + Base64.encode(octets) + [0x07]
        switch way {
        case .none: return []
        case .plain, .tmux: return plain
        case .screen:
            var wrapped: [UInt8] = []
            var rest = plain[...]
            while !rest.isEmpty {
                wrapped += [0x1B, UInt8(ascii: "P")] + rest.prefix(pieceLength) + [0x1B, UInt8(ascii: "\\")]
                rest = rest.dropFirst(pieceLength)
            }
            return plain + wrapped
        }
    }
}
