import TestSupport
import Testing

@testable import MailGrammar

/// Real servers' dialogues, framed and parsed without losing step.
@Suite struct DialogueTests {
    @Test(.enabled(if: Corpus.isPresent), arguments: Corpus.files(under: "mailkit", suffix: ".txt"))
    func `a recorded dialogue is parsed to its end`(path: String) throws {
        let bytes = try #require(Corpus.bytes(path))
        let dialogue = Dialogue(bytes)
        print("##", path)
        for line in dialogue.lines where line.hasPrefix("error") || line.hasPrefix("unknown") { print("   ", line) }
        print("   quirks", dialogue.quirks.all, dialogue.leftover)
    }
}
