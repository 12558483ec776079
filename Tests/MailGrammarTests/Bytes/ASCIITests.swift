import Testing

@testable import MailGrammar

@Suite struct ASCIITests {
    @Test func `the classes are those of RFC 9051, section 9`() {
        for byte in UInt8.min...UInt8.max {
            let isChar = byte > 0x20 && byte < 0x7F
            let isSpecial = "(){ %*\"\\]".utf8.contains(byte)
            #expect(ASCII.atom.contains(byte) == (isChar && !isSpecial), "atom \(byte)")
            #expect(ASCII.astring.contains(byte) == (isChar && (!isSpecial || byte == ASCII.closeBracket)))
            let isTag = ASCII.astring.contains(byte) && byte != ASCII.plus
            #expect(ASCII.tag.contains(byte) == isTag, "tag \(byte)")
            #expect(ASCII.base64.contains(byte) == (Base64.value(byte) != nil), "base64 \(byte)")
            #expect(ASCII.readAtom.contains(byte) == ((isChar && !"(){\"".utf8.contains(byte)) || byte >= 0x80))
            #expect(ASCII.quotedPlain.contains(byte) == (byte != 0x22 && byte != 0x5C))
            let isKeyword = ASCII.isLetter(byte) || ASCII.isDigit(byte) || "+-./=_".utf8.contains(byte)
            #expect(ByteClass.keyword.contains(byte) == isKeyword, "keyword \(byte)")
        }
    }

    @Test func `case folding touches letters only`() {
        for byte in UInt8.min...UInt8.max {
            let scalar = UnicodeScalar(byte)
            let isASCII = byte < 0x80
            #expect(ASCII.lower(byte) == (isASCII ? Array(String(scalar).lowercased().utf8)[0] : byte))
            #expect(ASCII.upper(byte) == (isASCII ? Array(String(scalar).uppercased().utf8)[0] : byte))
        }
    }

    @Test func `no two keywords of a table share a key`() {
        func check<Word>(_ table: KeywordTable<Word>) {
            for word in Word.allCases {
                for spelling in [word.rawValue, word.rawValue.lowercased()] {
                    let found = Array(spelling.utf8).withUnsafeBytes { table.word($0) }
                    #expect(found?.rawValue == word.rawValue)
                }
                #expect(Array((word.rawValue + "X").utf8).withUnsafeBytes { table.word($0) }?.rawValue != word.rawValue)
            }
        }
        check(ResponseWord.table)
        check(CodeWord.table)
        check(ListWord.table)
        check(MetadataWord.table)
        check(FetchWord.table)
        check(StatusWord.table)
        check(SearchWord.table)
    }
}
