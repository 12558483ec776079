import MailGrammar
import MailKitCore
import Testing

@Suite("Links that are not what they say")
struct TextLinkTests {
    @Test("only a link whose words name another host is warned of")
    func warning() {
        #expect(TextLink(number: 1, text: "x", target: "https://a.example").warning == nil)
        let link = TextLink(
            number: 2, text: "b.example", target: "https://b.example@a.example:8080/", claimedHost: "b.example")
        #expect(link.warning == MessageWarning(.linkElsewhere, ["2", "b.example", "a.example"]))
    }
}
