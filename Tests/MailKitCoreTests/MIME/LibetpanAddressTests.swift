import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// libetpan's address fields and what it reads from them.
@Suite("Address fields against libetpan's expectations", .enabled(if: Corpus.isPresent))
struct LibetpanAddressTests {
    private static let names = [
        ("from", "From"), ("sender", "Sender"), ("replyTo", "Reply-To"), ("to", "To"), ("cc", "Cc"),
    ]

    @Test("addresses")
    func addresses() {
        let parser = AddressListParser(charsets: IconvCharsets())
        var compared = 0
        for (name, message, header) in HeaderCorpusTests.cases() {
            for (key, field) in Self.names {
                guard let value = header[key], let raw = HeaderCorpusTests.field(field, of: message) else { continue }
                let expected = value["mailbox"] == nil ? value["items"]?.array ?? value.array : [value]
                let read = parser.parse(raw)
                compared += 1
                // An empty group is nothing there and a name here; a word alone is an address there.
                if expected.isEmpty && read.allSatisfy({ $0.addressSpec.isEmpty }) { continue }
                #expect(
                    read.map { $0.addressSpec.isEmpty ? $0.displayName : $0.addressSpec }
                        == expected.map { $0["mailbox"]?.string ?? "" },
                    "\(name) \(field): \(String(decoding: raw, as: UTF8.self))")
                for (address, wanted) in zip(read, expected) {
                    // Names in comments are left out there, and spaces put together.
                    guard let wanted = wanted["displayName"]?.string else { continue }
                    let words = StalwartCorpusTests.withSingleSpaces
                    #expect(words(address.displayName) == words(wanted), "\(name) \(field)")
                }
            }
        }
        print("address fields compared: \(compared)")
        #expect(compared >= 136)
    }
}
