import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("The shown text against mail-parser's expectations", .enabled(if: Corpus.isPresent))
struct ShownTextCorpusTests {
    /// Messages whose shown text is none of those that mail-parser finds: lines that are no fields begin the body here
    /// (docs/mime.md).
    private static let differences: Set<String> = ["malformed/019.json", "malformed/019.crlf.json"]

    /// What `show --json` gives as `text`, where it is a plain one.
    private func plainText(_ message: StalwartCorpusTests.Message) throws -> String? {
        let charsets = IconvCharsets()
        let file = try FileMessage(HeldOctets(message.raw), charsets: charsets)
        var plain = PlainText(limit: 4 << 20)
        var reading = FileReading(file, charsets: charsets)
        while let window = try reading.next() {
            guard !window.isMarked, !window.notes.contains(.noText) else { return nil }
            _ = plain.append(window)
        }
        return plain.finish()
    }

    /// White space is left to the layout, and control characters go.
    private func words(_ text: String) -> [Substring] {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 || (9...13).contains($0.value) }))
            .split(whereSeparator: \.isWhitespace)
    }

    @Test("a plain text is one of those that mail-parser reads")
    func agreement() throws {
        var compared = 0
        var different: Set<String> = []
        for message in StalwartCorpusTests.messages() {
            guard let text = try plainText(message) else { continue }
            let expected = message.parts.compactMap { $0["body"]?["Text"]?.string }
            guard !expected.isEmpty else { continue }
            compared += 1
            if !expected.contains(where: { words($0) == words(text) }) { different.insert(message.name) }
        }
        #expect(different == Self.differences)
        #expect(compared >= 20)
    }
}
