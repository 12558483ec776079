import MailGrammar
import Testing

@Suite("Punycode")
struct PunycodeTests {
    @Test(
        "is written as RFC 3492 writes it",
        arguments: [
            ("bücher", "bcher-kva"), ("\u{430}pple", "pple-43d"), ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"), ("abc", "abc-"), ("ü", "tda"),
        ])
    func encodes(text: String, label: String) {
        #expect(Punycode.encode(text) == label)
        #expect(Punycode.decode(label) == text)
    }

    @Test("writes nothing for what is too long, and survives the largest scalars")
    func limits() {
        #expect(Punycode.encode(String(repeating: "ü", count: 64)) == nil)
        let large = String(repeating: "\u{10FFFF}", count: 62) + "ü"
        #expect(Punycode.encode(large) != nil)
    }

    /// From RFC 3492, section 7.1, and the limits.
    @Test(
        "decodes",
        arguments: [
            ("egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟"),
            ("ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"),
            ("Proprostnemluvesky-uyb24dma41a", "pročprostěnemluvíčesky"),
            ("b1abfaaepdrnnbgefbadotcwatmq2g4l", "почемужеонинеговорятпорусски"),
            ("3B-ww4c5e180e575a65lsy2b", "3年b組金八先生"),
            ("bcher-kva", "bücher"), ("mnchen-3ya", "münchen"), ("", ""), ("abc-", "abc"),
            ("99999999", nil), ("a-", "a"), ("-", ""), ("ü", nil), ("a b", nil), ("kva!", nil),
            (String(repeating: "a", count: 64), nil),
        ] as [(String, String?)])
    func decodes(label: String, text: String?) { #expect(Punycode.decode(label) == text) }
}
