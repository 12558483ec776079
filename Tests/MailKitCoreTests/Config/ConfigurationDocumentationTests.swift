import Testing

@testable import MailKitCore

@Suite("Documentation of the configuration")
struct ConfigurationDocumentationTests {
    private func page() throws -> String {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return String(
            decoding: try LocalFileSystem().read("/\(root)/docs/configuration.md", limit: 100_000), as: UTF8.self)
    }

    @Test("Each section's table is the one made from the options", arguments: ConfigurationOption.Section.allCases)
    func table(section: ConfigurationOption.Section) throws {
        let marker = "<!-- options: \(section) -->\n\n"
        let table = ConfigurationOption.documentation(of: section)
        #expect(try page().contains(marker + table), "expected in docs/configuration.md:\n\(marker)\(table)")
    }

    @Test("The example of the page is a good configuration")
    func example() throws {
        let text = try page()
        let start = try #require(text.firstRange(of: "```toml\n"))
        let end = try #require(text[start.upperBound...].firstRange(of: "```"))
        let example = String(text[start.upperBound..<end.lowerBound])
        #expect(try Configuration(Array(example.utf8), file: "x").accounts.map(\.id.name) == ["work", "home"])
    }

    @Test("Names of options differ, and summaries are sentences")
    func rows() {
        #expect(Set(ConfigurationOption.all.map(\.name)).count == ConfigurationOption.all.count)
        for option in ConfigurationOption.all {
            #expect(option.summary.hasSuffix("."))
            #expect(!option.summary.contains("|"))
        }
    }
}
