import TUI

extension FuzzTarget {
    /// What a terminal sends, or whoever writes to it: nothing traps, wherever it is cut and whatever time passes there; a key is
    /// no control character, a place is on a screen; and behind it all a key is that key.
    static let keys = FuzzTarget(
        name: "keys",
        seeds: [
            "jG?\r\t\u{7F}\u{3}ü会📷", "\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}[3;3~\u{1B}[Z\u{1B}[[A\u{1B}[24~",
            "\u{1B}x\u{1B}\u{1B}[A\u{1B}\u{1B}\u{1B}", "\u{1B}[97;5u\u{1B}[27u\u{1B}[?62;c",
            "j\u{1B}[200~q\u{1B}[A\u{1B}[201 \u{1B}[201~k", "\u{1B}[<0;12;5M\u{1B}[<32;13;5M\u{1B}[<64;1000;1000m",
        ],
        words: [
            "\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[<", ";1", "~", "M", "u", "\u{1B}]",
        ]
    ) { input in
        for pause in [0, 1000] as [Int64] {
            for cut in Set([0, input.count / 2, input.count * Int(input.first ?? 0) / 256]) {
                var decoder = KeyDecoder()
                var inputs = decoder.feed(input[..<cut], at: 0)
                inputs += decoder.expire(at: pause)
                inputs += decoder.feed(input[cut...], at: pause)
                if let broken = inputs.lazy.compactMap(problem).first { return "\(broken), cut at \(cut)" }
                if inputs.count > input.count { return "more keys than octets, cut at \(cut)" }
                _ = decoder.expire(at: pause + 1000)
                if decoder.deadline != nil { return "it still waits, cut at \(cut)" }
                // Ends whatever was begun.
                _ = decoder.feed("A~\u{1B}[201~".utf8, at: 3000)
                if decoder.feed("j".utf8, at: 3000) != [.key(.char("j"))] { return "no key behind it, cut at \(cut)" }
            }
        }
        return nil
    }

    private static func problem(_ input: KeyDecoder.Input) -> String? {
        switch input {
        case .key(let key):
            guard case .character(let scalar) = key.code else { return nil }
            return scalar.properties.generalCategory == .control ? "a control character is a key" : nil
        case .mouse(let event):
            let screen = 0..<1000
            return screen.contains(event.place.row) && screen.contains(event.place.column) ? nil : "off the screen"
        case .paste(let bytes): return bytes.count <= KeyDecoder.pasteLimit ? nil : "too long a paste"
        }
    }
}
