import TestSupport
import Testing

@testable import MailGrammar

@Suite("Words of a text")
struct SearchTermsTests {
    private func words(_ text: String) -> [String] {
        var result: [String] = []
        SearchTerms.words(text) { result.append($0) }
        return result
    }

    @Test(
        "Texts and their words",
        arguments: [
            ("", []), (" - ", []), ("Hallo, Welt!", ["hallo", "welt"]), ("x86_64", ["x86", "64"]),
            ("Müller", ["muller", "mueller"]), ("Mu\u{308}ller", ["muller", "mueller"]),
            ("Straße ẞ", ["strasse", "ss"]), ("Åse Ørsted", ["ase", "aase", "orsted", "oersted"]),
            ("Œuvre Æther þorn Ŋ", ["oeuvre", "aether", "thorn", "n"]), ("ÏÖ", ["io", "ioe"]),
            ("don't", ["don", "t"]), ("İI ıi", ["ii", "ii"]), ("so\u{AD}ft zero\u{200B}width", ["soft", "zerowidth"]),
            ("会议 A会", ["会", "议", "a", "会"]), ("東京タワー", ["東", "京", "タ", "ワ", "ー"]),
            ("ｶﾞｲﾄﾞ ﾊﾟ", ["ガ", "イ", "ド", "パ"]), ("か\u{3099}は\u{309A}", ["が", "ぱ"]),
            ("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", ["한", "글"]), ("한글", ["한", "글"]),
            ("ＡＢＣ１２", ["abc12"]), ("مُحَمَّد", ["محمد"]), ("כתובים", ["כתובימ"]), ("٢٠٢٦", ["2026"]),
            ("👍🏽👩‍💻", ["👍", "👩", "💻"]), ("🇩🇪", ["🇩", "🇪"]), ("© ½ €", []),
            ("a@b.c", ["a", "b", "c", "a@b.c"]),
            ("<Petra.L+x@Web.Example>,", ["petra", "l", "x", "web", "example", "petra.l+x@web.example"]),
            ("ü@b.de", ["u", "ue", "b", "de", "u@b.de", "ue@b.de"]),
            ("@b.de a@ a@@b a@b@c", ["b", "de", "a", "a", "b", "a", "b", "c"]),
            ("a@b.c.", ["a", "b", "c", "a@b.c"]), ("名a@b.c", ["名", "a", "b", "c", "a@b.c"]), ("हिन्दी", ["हिन्दी"]),
        ] as [(String, [String])])
    func table(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test("Long words are cut at a character, and long texts end")
    func limits() {
        #expect(words(String(repeating: "a", count: 1000)) == [String(repeating: "a", count: SearchTerms.length)])
        let cut = words("a" + String(repeating: "й", count: 100))
        #expect(cut == ["a" + String(repeating: "и", count: 31)])
        #expect(words(String(repeating: "a ", count: SearchTerms.limit + 10)).count == SearchTerms.limit)
        #expect(words(String(repeating: "a.", count: 500) + "a@b").last == "b")
    }

    @Test("Places of words are where they stand, and further spellings share them")
    func places() {
        var places: [Range<Int>] = []
        var shared: [Bool] = []
        SearchTerms.scan("für a@b.de 会ｶﾞ") { word in
            places.append(word.range)
            shared.append(word.sharesPlace)
            return true
        }
        #expect(places == [0..<4, 0..<4, 5..<6, 7..<8, 9..<11, 5..<11, 12..<15, 15..<21])
        #expect(shared == [false, true, false, false, false, true, false, false])
    }

    @Test("A scan ends when enough was seen")
    func early() {
        var seen = 0
        SearchTerms.scan("a b c d") { _ in
            seen += 1
            return seen < 2
        }
        #expect(seen == 2)
    }

    @Test("Octets that are no UTF-8 part words")
    func illFormed() {
        let octets: [UInt8] = [
            0x61, 0xFF, 0x62, 0xC3, 0x63, 0xE2, 0x82, 0x64, 0xED, 0xA0, 0x80, 0x65, 0xF4, 0x90, 0x80, 0x80, 0xC0, 0x80,
            0xC3,
        ]
        var result: [String] = []
        octets.withUnsafeBufferPointer { buffer in
            SearchTerms.scan(buffer) { word in
                result.append(String(decoding: word.octets, as: UTF8.self))
                return true
            }
        }
        #expect(result == ["a", "b", "c", "d", "e"])
    }

    @Test("Every letter of Latin with an accent is found by its base, as Unicode names it")
    func latin() {
        for value in Array(0xC0..<0x250 as Range<UInt32>) + Array(0x1E00..<0x1F00 as Range<UInt32>) {
            guard let scalar = Unicode.Scalar(value), let name = scalar.properties.name else { continue }
            let parts = name.split(separator: " ")
            guard parts.count > 4, parts[0] == "LATIN", parts[2] == "LETTER", parts[4] == "WITH",
                !name.contains("WITH SMALL LETTER"),
                parts[3].utf8.count <= 2
            else { continue }
            var folded = ""
            SearchFolding.fold(scalar) { if let scalar = Unicode.Scalar($0) { folded.unicodeScalars.append(scalar) } }
            #expect(folded == parts[3].lowercased(), "\(name)")
        }
    }

    @Test("Any text: a letter in capitals is found as the small one")
    func capitals() {
        for value in 0x41..<0x1F000 as Range<UInt32> {
            guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenLowercased else { continue }
            let small = words(scalar.properties.lowercaseMapping)
            #expect(words(String(scalar)).first == small.first, "\(value)")
        }
    }
}
