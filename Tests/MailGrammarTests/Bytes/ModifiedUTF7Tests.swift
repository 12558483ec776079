import TestSupport
import Testing

@testable import MailGrammar

@Suite struct ModifiedUTF7Tests {
    @Test(arguments: [
        ("Entwürfe", "Entw&APw-rfe"), ("INBOX", "INBOX"), ("R&D", "R&-D"), ("台北", "&U,BTFw-"),
        ("Posteingang/日本語", "Posteingang/&ZeVnLIqe-"), ("😀", "&2D3eAA-"), ("", ""), ("a\u{0}b", "a&AAA-b"),
    ])
    func `names go both ways`(text: String, wire: String) {
        #expect(ModifiedUTF7.encode(text) == Array(wire.utf8))
        #expect(ModifiedUTF7.decode(Array(wire.utf8)) == .init(text: text, isValid: true))
    }

    @Test(arguments: [
        ("Jjo&", "Jjo&"), ("&Jjo!", "&Jjo!"), ("&*-", "&*-"), ("&AGE-", "a"), ("&2ADc-", "&2ADc-"), ("Büro", "Büro"),
        ("&2AA-", "\u{FFFD}"), ("&AGEA-", "&AGEA-"), ("a\r\nb", "a\r\nb"), ("&U,BTFw-&ZeVnLIqe-", "台北日本語"),
        ("&ZeVnLIqe", "&ZeVnLIqe"), ("& &APw-", "& ü"),
    ])
    func `what is not valid is shown as it stands and reported`(wire: String, text: String) {
        #expect(ModifiedUTF7.decode(Array(wire.utf8)) == .init(text: text, isValid: false))
    }

    @Test func `a valid name is exactly one that encodes to itself`() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("ab&-,+/AZ09w2D3e \u{FC}".utf8)
        for _ in 0..<20_000 {
            let wire = (0..<random.below(12)).map { _ in alphabet[random.below(alphabet.count)] }
            let decoded = ModifiedUTF7.decode(wire)
            if decoded.isValid { #expect(ModifiedUTF7.encode(decoded.text) == wire) }
        }
    }

    static let rows: [(direction: String, input: String?, output: String, isValid: Bool)] = {
        guard let bytes = Corpus.bytes("tables/mutf7.json"), let table = JSON(bytes) else { return [] }
        return (table["rows"]?.array ?? []).map {
            ($0["dir"]?.string ?? "", $0["input"]?.string, $0["output"]?.string ?? "", $0["ok"]?.bool ?? false)
        }
    }()

    @Test(.enabled(if: Corpus.isPresent)) func `the rows of go-imap, imapclient and Dovecot hold`() throws {
        try #require(Self.rows.count > 80)
        for row in Self.rows {
            switch (row.direction, row.isValid) {
            case ("decode", true):
                let input = try #require(row.input)
                #expect(ModifiedUTF7.decode(Array(input.utf8)) == .init(text: row.output, isValid: true), "\(input)")
            case ("decode", false):
                let input = try #require(row.input)
                #expect(!ModifiedUTF7.decode(Array(input.utf8)).isValid, "\(input)")
            case ("encode", true):
                #expect(ModifiedUTF7.encode(try #require(row.input)) == Array(row.output.utf8))
            case ("encode", false):
                // Broken UTF-8, which a Swift String cannot hold: nothing to encode.
                continue
            case (_, true):
                let text = try #require(row.input)
                #expect(ModifiedUTF7.encode(text) == Array(row.output.utf8))
                #expect(ModifiedUTF7.decode(Array(row.output.utf8)) == .init(text: text, isValid: true))
            default:
                #expect(!ModifiedUTF7.decode(Array(row.output.utf8)).isValid, "\(row.output)")
            }
        }
    }
}
