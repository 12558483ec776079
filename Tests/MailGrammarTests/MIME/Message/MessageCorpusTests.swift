import FuzzTargets
import MailGrammar
import TestSupport
import Testing

/// Every message of the corpus: nothing traps, nothing is lost, and it does not matter how the octets come.
@Suite("Messages of the corpus", .enabled(if: Corpus.isPresent))
struct MessageCorpusTests {
    static let folders = [
        "stalwart-mail-parser/resources", "mime4j/core/src/test/resources", "mimekit", "enmime", "flanker", "ruby-mail",
        "python-email", "k9", "libetpan/unittest", "autocrypt", "muacrypt",
    ]

    @Test("are read whole and in pieces", arguments: folders)
    func invariants(folder: String) {
        let files = Corpus.files(under: folder).filter { !$0.hasSuffix(".json") && !$0.hasSuffix(".xml") }
        #expect(files.count >= 5)
        for path in files {
            guard let octets = Corpus.bytes(path), octets.count < 2_000_000 else { continue }
            let whole = MIMEMessage(parsing: octets)
            #expect(whole.brokenInvariant(limits: .standard) == nil, "\(path)")
            for pieces in [1, 7, 4_096] where pieces > 1 || octets.count < 20_000 {
                #expect(MessageOutline(octets, pieces: pieces).message == whole, "\(path) in pieces of \(pieces)")
            }
        }
    }

    @Test("lose no octet: parts, and what stands between them, make up the message")
    func coverage() {
        for path in Corpus.files(under: "mime4j/core/src/test/resources", suffix: ".msg") {
            guard let octets = Corpus.bytes(path) else { continue }
            let message = MIMEMessage(parsing: octets)
            // From the leaves and headers, and the lines between parts, which are delimiters, preambles and epilogues.
            var at: UInt64 = 0
            for (node, place) in zip(message.tree.nodes, message.places) {
                #expect(place.header.lowerBound >= at || node.depth == 0, "\(path) \(node.section)")
                at = node.isMultipart || node.isMessage ? place.header.upperBound : place.body.upperBound
            }
            #expect(at <= message.size.octets)
        }
    }
}
