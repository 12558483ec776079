import Testing

@testable import MailGrammar

@Suite struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"), ("\u{0}petra\u{0}tür", "AHBldHJhAHTDvHI="), ("?>~", "Pz5+"), ("???", "Pz8/"),
    ])
    func `the vectors of RFC 4648 and more go both ways`(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == Array(encoded.utf8))
        #expect(Base64.decode(Array(encoded.utf8)) == Array(plain.utf8))
        #expect(Base64.encodedCount(plain.utf8.count) == encoded.utf8.count)
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm 9v", "Zm9v\r\n", "=m9v", "Z===", "Zg==Zg==", "Zm9vZg==Zm9v",
        "Zm9-", "====", "Zm9v====", " Z\tZ mm", "Zm9v\r\n\r\n",
    ])
    func `strict decoding refuses what is not exactly base64`(text: String) {
        #expect(Base64.decode(Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        ("Zm9v\r\nYmFy\r\n", "foobar", true), ("Zg", "f", false), ("Zg=", "f", false), ("Zm8", "fo", false),
        ("Z m 9 v", "foo", true), ("Zm9v!YmFy", "foobar", false), ("Zg==Zg==", "ff", false), ("Z", "", false),
        ("", "", true), ("Zm9v====", "foo", false), ("Zm9vYg==\r\n", "foob", true),
    ])
    func `lenient decoding gives what can be had and says whether it was clean`(
        text: String, plain: String, isClean: Bool
    ) {
        let result = Base64.decodeLenient(Array(text.utf8))
        #expect(String(decoding: result.bytes, as: UTF8.self) == plain)
        #expect(result.isClean == isClean)
    }

    @Test func `every byte survives, whatever the length and wherever it is cut`() {
        for length in 0..<100 {
            let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            let encoded = Base64.encode(plain)
            #expect(Base64.decode(encoded) == plain)
            for cut in 0...encoded.count {
                var decoder = Base64.Decoder()
                var output: [UInt8] = []
                decoder.decode(encoded[..<cut], into: &output)
                decoder.decode(encoded[cut...], into: &output)
                let isWhole = decoder.finish()
                #expect(output == plain && isWhole && decoder.isClean)
            }
        }
    }
}
