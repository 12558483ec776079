import Testing

@testable import TUI

/// The themes that come with the program, and the page about them.
@Suite struct ThemeFilesTests {
    private static let root = Files.folder(of: #filePath) + "/../../.."
    private static let names = ["compact", "light", "mono", "high-contrast"]

    private func theme(_ name: String) throws -> Theme {
        let text = try #require(Files.read("\(Self.root)/themes/\(name).theme"))
        return try Theme(file: Array(text.utf8))
    }

    /// What xterm shows of a colour: its own of the 256, red, green and blue from 0 to 1.
    private func shown(_ colour: Colour) -> [Double] {
        guard case .colour(let number) = Palette.reduce(colour, to: 256), number >= 16 else { return [0, 0, 0] }
        if number >= 232 { return Array(repeating: Double(8 + (number - 232) * 10) / 255, count: 3) }
        let steps = [0.0, 95, 135, 175, 215, 255]
        let cube = number - 16
        return [cube / 36, cube / 6 % 6, cube % 6].map { steps[$0] / 255 }
    }

    /// How far two colours stand apart, 1 to 21. Source: WCAG 2.1, contrast ratio.
    private func contrast(_ first: [Double], _ second: [Double]) -> Double {
        func luminance(_ colour: [Double]) -> Double {
            let linear = colour.map { $0 <= 0.04045 ? $0 / 12.92 : Self.power(($0 + 0.055) / 1.055) }
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        }
        let (one, other) = (luminance(first), luminance(second))
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    /// The 2.4th power, of what lies between 0 and 1, by square roots alone.
    private static func power(_ base: Double) -> Double {
        // 2.4 is 2 + 0.4; 0.4 in binary is 0.0110011…
        var (result, root, rest) = (base * base, base, 0.4)
        for _ in 0..<24 {
            root = root.squareRoot()
            rest *= 2
            if rest >= 1 {
                result *= root
                rest -= 1
            }
        }
        return result
    }

    @Test(arguments: names)
    func everyRoleIsNamedAndEveryFileIsGood(_ name: String) throws {
        let text = try #require(Files.read("\(Self.root)/themes/\(name).theme"))
        for role in Role.allCases { #expect(text.contains("\n\(role.name) = "), "\(role.name)") }
        #expect(text.contains("\nname = \"\(name)\"\n"))
        _ = try theme(name)
    }

    @Test func whatSetsBothColoursCanBeRead() throws {
        for name in Self.names {
            let theme = try theme(name)
            for role in Role.allCases {
                let style = theme.style(of: role)
                guard let front = style.foreground, let back = style.background else { continue }
                #expect(contrast(shown(front), shown(back)) >= 4.5, "\(name): \(role.name)")
            }
        }
        #expect(contrast([0, 0, 0], [1, 1, 1]) > 20.9)
        #expect(abs(contrast([1, 1, 1], [0x76 / 255.0, 0x76 / 255.0, 0x76 / 255.0]) - 4.54) < 0.02)
    }

    @Test func lightStandsOutFromWhite() throws {
        let theme = try theme("light")
        for role in Role.allCases {
            let style = theme.style(of: role)
            #expect(style.background == nil)
            if let front = style.foreground { #expect(contrast(shown(front), [1, 1, 1]) >= 4.5, "\(role.name)") }
        }
    }

    @Test func highContrastPaintsEverythingOnBlack() throws {
        let theme = try theme("high-contrast")
        for role in Role.allCases {
            let style = theme.style(of: role)
            let front = try #require(style.foreground), back = try #require(style.background)
            #expect(contrast(shown(front), shown(back)) >= 7, "\(role.name)")
        }
    }

    @Test func monoHasNoColourAndLosesNothing() throws {
        let palette = Palette(theme: try theme("mono"), colours: 256)
        #expect(palette.pairs.isEmpty && !palette.showsMessageColours)
        let plain = palette[.text].attributes
        for role in [
            Role.cursor, .unreadMark, .listUnread, .offline, .readOnlyMark, .readerWarning, .error, .match, .keyName,
        ] { #expect(palette[role].attributes != plain, "\(role.name)") }
    }

    @Test func pageNamesEveryRoleAndEveryTheme() throws {
        let page = try #require(Files.read("\(Self.root)/docs/themes.md"))
        for role in Role.allCases { #expect(page.contains("| `\(role.name)` | "), "\(role.name)") }
        for name in Self.names { #expect(page.contains("| `\(name)` | "), "\(name)") }
        #expect(page.split(separator: "\n").count { $0.hasPrefix("| `") } == Role.allCases.count + Self.names.count)
    }
}
