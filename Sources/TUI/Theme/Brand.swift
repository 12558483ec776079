import MailGrammar
import MailKitCore

/// What the program is called and who helps: every text that names the product takes it from here.
///
/// Clean and of bounded width, whoever wrote it.
public struct Brand: Hashable, Sendable {
    /// At the left of the first line, and in the window's title.
    public let title: String
    /// In the place of the title, on a large screen: up to two lines.
    package private(set) var logo: [String] = []
    /// On the welcome screen.
    package private(set) var welcomeLogo: [String] = []
    /// Where help is to be had: an address, hours, a page; those that there are.
    package private(set) var support: [String] = []
    /// The colour of title and cursor, where the theme lets it be.
    package private(set) var accent: Colour?

    /// Any name; a host may give its own.
    public init(title: String) {
        let clean = TerminalText.truncated(title, toWidth: Self.titleWidth)
        self.title = clean.isEmpty ? "Rohrpost" : clean
    }

    /// What a host-wide file says.
    public init(_ configuration: BrandConfiguration) {
        self.init(title: Self.line(configuration.title, width: Self.titleWidth))
        logo = Self.picture(configuration.logo, columns: 16, rows: 2)
        welcomeLogo = Self.picture(configuration.welcomeLogo, columns: 60, rows: 10)
        if configuration.title == nil, welcomeLogo.isEmpty { welcomeLogo = Self.rohrpost.welcomeLogo }
        let support = [configuration.support, configuration.supportHours, configuration.supportLink]
        self.support = support.map { Self.line($0, width: 76) }.filter { !$0.isEmpty }
        accent = configuration.accent.flatMap(Colour.init)
    }

    /// The program under its own name.
    public static let rohrpost: Brand = {
        var brand = Brand(title: "Rohrpost")
        brand.welcomeLogo = [
            "====================================", "      -    --   ---=[ Rohrpost ]=>",
            "====================================",
        ]
        return brand
    }()

    private static let titleWidth = 30

    /// Cells of the widest line of `logo`.
    var logoWidth: Int { logo.map { TerminalText.width(of: $0) }.max() ?? 0 }

    /// One line: white space and line ends become single blanks.
    private static func line(_ text: String?, width: Int) -> String {
        let words = (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return TerminalText.truncated(words, toWidth: width)
    }

    /// Lines that are cut, none of them empty at the end.
    private static func picture(_ text: String?, columns: Int, rows: Int) -> [String] {
        let all = (text ?? "").prefix(16_384).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var lines = all.prefix(rows).map { line in
            var clean = TerminalText.truncated(String(line), toWidth: columns, ellipsis: "")
            while clean.last == " " { clean.removeLast() }
            return clean
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
