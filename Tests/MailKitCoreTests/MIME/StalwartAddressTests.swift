import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// mail-parser's address fields and what it reads from them.
@Suite("Address fields against mail-parser's expectations", .enabled(if: Corpus.isPresent))
struct StalwartAddressTests {
    private static let names = ["from", "to", "cc", "bcc", "sender", "reply_to"]

    @Test("addresses")
    func addresses() {
        let parser = AddressListParser(charsets: IconvCharsets())
        var compared = 0
        for message in StalwartCorpusTests.messages() {
            for header in message.parts.flatMap({ $0["headers"]?.array ?? [] }) {
                guard Self.names.contains(header["name"]?.string ?? ""), let value = header["value"]?["Address"],
                    let raw = StalwartCorpusTests.slice(message, header, "offset_start", "offset_end")
                else { continue }
                let expected =
                    value["List"]?.array ?? value["Group"]?.array.flatMap { $0["addresses"]?.array ?? [] } ?? []
                let read = parser.parse(raw)
                compared += 1
                #expect(
                    read.map { [$0.displayName, $0.addressSpec] }
                        == expected.map { [$0["name"]?.string ?? "", $0["address"]?.string ?? ""] },
                    "\(message.name): \(String(decoding: raw, as: UTF8.self))")
            }
        }
        print("address fields compared: \(compared)")
        #expect(compared >= 42)
    }
}
