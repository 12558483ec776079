import Testing

@testable import MailKitCore

@Suite("Documentation of the configuration")
struct ConfigurationDocumentationTests {
    private func page(_ name: String = "configuration") throws -> String {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return String(
            decoding: try LocalFileSystem().read("/\(root)/docs/\(name).md", limit: 100_000), as: UTF8.self)
    }

    @Test("Each section's table is the one made from the options", arguments: ConfigurationOption.Section.allCases)
    func table(section: ConfigurationOption.Section) throws {
        let marker = "<!-- options: \(section) -->\n\n"
        let table = ConfigurationOption.documentation(of: section)
        let name = section == .brand ? "brand" : "configuration"
        #expect(try page(name).contains(marker + table), "expected in docs/\(name).md:\n\(marker)\(table)")
    }

    @Test("The example of the page is a good configuration")
    func example() throws {
        let text = try page()
        let start = try #require(text.firstRange(of: "```toml\n"))
        let end = try #require(text[start.upperBound...].firstRange(of: "```"))
        let example = String(text[start.upperBound..<end.lowerBound])
        #expect(try Configuration(Array(example.utf8), file: "x").accounts.map(\.id.name) == ["work", "home"])
    }

    @Test("The example of the brand page is a good host-wide file")
    func brand() throws {
        let text = try page("brand")
        let start = try #require(text.firstRange(of: "```toml\n"))
        let end = try #require(text[start.upperBound...].firstRange(of: "```"))
        let example = String(text[start.upperBound..<end.lowerBound])
        let file = try ConfigurationFile(Array(example.utf8), file: "x", kind: .host)
        let brand = file.configuration.brands.brand(for: "mail.example.org")
        #expect(brand.title == "Example Mail" && brand.supportHours == "Mo-Fr 8-18")
    }

    @Test("Names of options differ in each section, and summaries are sentences")
    func rows() {
        let names = ConfigurationOption.all.map { "\($0.section) \($0.name)" }
        #expect(Set(names).count == names.count)
        for option in ConfigurationOption.all {
            #expect(option.summary.hasSuffix("."))
            #expect(!option.summary.contains("|"))
        }
    }
}
