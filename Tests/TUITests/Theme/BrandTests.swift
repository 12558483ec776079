import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct BrandTests {
    /// As a host-wide file says it.
    static func brand(_ text: String) throws -> Brand {
        let file = try ConfigurationFile(Array(text.utf8), file: "x", kind: .host)
        return Brand(file.configuration.brands.brand(for: "example.org"))
    }

    /// A long title, logos, wide characters.
    static let sample: Brand = {
        let text = """
            [brand]
            title = "Stadtwerke Hafenpost 会議"
            logo = '''
            /\\/\\/ Stadtwerke
            \\/\\/\\ 会議 Post'''
            welcome-logo = '''

               ________________________
              /  Stadtwerke  会議      \\
             |   H A F E N P O S T      |
              \\________________________/
            '''
            support = "hilfe@stadtwerke.example"
            support-hours = "Mo-Fr 8-18"
            support-link = "https://stadtwerke.example/post"
            accent = "#00875f"
            """
        return (try? brand(text)) ?? .rohrpost
    }()

    @Test func everythingIsCutAndClean() throws {
        let hostile = "\\u001B[2J\\u0007\\u202E" + String(repeating: "会", count: 400) + "\\u0000"
        let picture = Array(repeating: hostile, count: 50).joined(separator: "\\n")
        let brand = try Self.brand(
            """
            [brand]
            title = "\(hostile)"
            logo = "\(picture)"
            welcome-logo = "\(picture)"
            support = "\(hostile)"
            support-hours = "\(hostile)"
            """)
        #expect(TerminalText.width(of: brand.title) <= 30)
        #expect(brand.logo.count == 2 && brand.logoWidth <= 16)
        #expect(brand.welcomeLogo.count == 10)
        #expect(brand.welcomeLogo.allSatisfy { TerminalText.width(of: $0) <= 60 })
        #expect(brand.support.allSatisfy { TerminalText.width(of: $0) <= 76 })
        let all = [brand.title] + brand.logo + brand.welcomeLogo + brand.support
        for scalar in all.joined().unicodeScalars { #expect(scalar.value >= 0x20 && scalar.value != 0x202E) }
    }

    @Test func nothingIsTheProgramItself() throws {
        #expect(try Self.brand("") == .rohrpost)
        #expect(try Self.brand("[brand]\nsupport = \"x\"").title == "Rohrpost")
        #expect(Brand(title: "\u{1B}\u{202E}").title == "Rohrpost")
        #expect(try Self.brand("[brand]\ntitle = \"x\"").welcomeLogo.isEmpty, "our own would be somebody else's")
    }

    /// Nothing on the screen calls the program by its own name when it has another.
    @Test(arguments: Scene.all)
    func everyTextTakesItsNameFromIt(_ scene: Scene) {
        for size in [(80, 24), (120, 40)] {
            var desk = scene.play(size.0, size.1)
            desk.state.look.brand = Self.sample
            for language in Language.allCases {
                desk.language = language
                let frame = desk.frame
                #expect(!ScreenText.characters(frame).contains("Rohrpost"))
                #expect(frame.title.hasSuffix("Stadtwerke Hafenpost 会議"))
            }
        }
    }

    @Test func aCrashIsToldByThatName() {
        let texts = CrashTexts(Self.sample)
        for language in Language.allCases {
            #expect(texts.before(language).hasPrefix("Stadtwerke Hafenpost 会議 "))
            #expect(texts.without(language).hasPrefix("Stadtwerke Hafenpost 会議 "))
            for text in [texts.behind, texts.without] {
                #expect(text(language).hasSuffix(" Support: " + Self.sample.support.joined(separator: ", ")))
            }
        }
    }

    /// What is too long for the handler would be cut in the middle of a sentence.
    @Test func whatACrashSaysIsNeverTooLong() throws {
        let wide = String(repeating: "𝔸", count: 30)
        let marked = String(repeating: "a\u{301}\u{302}\u{303}", count: 30)
        for title in ["x", wide, marked] {
            for length in [1, 20, 40, 76] {
                let support = String(repeating: "x", count: length)
                let brand = try Self.brand(
                    """
                    [brand]
                    title = "\(title)"
                    support = "\(support)"
                    support-hours = "\(support)"
                    support-link = "\(support)"
                    """)
                let texts = CrashTexts(brand)
                for text in [texts.before, texts.behind, texts.without] {
                    for language in Language.allCases { #expect(text(language).utf8.count <= CrashTexts.limit) }
                }
            }
        }
    }

    @Test func supportStandsWhereSomethingFails() {
        var desk = Desk()
        desk.state.look.brand = Self.sample
        desk.send(.mail(RefusedLogin.event))
        desk.type("W")
        for language in Language.allCases {
            desk.language = language
            let text = ScreenText.characters(desk.frame)
            #expect(text.contains("hilfe@stadtwerke.example") && text.contains("Mo-Fr 8-18"))
        }
        var refused = Desk(opened: false)
        refused.state.look.brand = Self.sample
        refused.send(.mail(RefusedLogin.event))
        #expect(ScreenText.characters(refused.frame).contains("Support: hilfe@stadtwerke.example"))
        for scene in Scene.all where scene.name.hasPrefix("certificate") {
            var desk = scene.play(120, 40)
            desk.state.look.brand = Self.sample
            desk.send(.resized(desk.state.size))
            guard desk.state.line.lastFailure != nil, desk.state.overlay != nil || !desk.state.list.isOpen else {
                continue
            }
            #expect(ScreenText.characters(desk.frame).contains("hilfe@stadtwerke.example"), "\(scene.name)")
        }
        var plain = Desk(opened: false)
        plain.send(.mail(RefusedLogin.event))
        #expect(!ScreenText.characters(plain.frame).contains("Support"))
    }

    @Test func mailboxStaysInSightBesideALongTitle() {
        for columns in [1, 20, 39, 40, 59, 60, 61, 80, 99, 100, 120, 200] {
            for rows in [1, 2, 12, 24, 34, 40] {
                var desk = Desk(columns: columns, rows: rows)
                desk.state.look.brand = Self.sample
                FrameTests.check(desk.frame, "\(columns)x\(rows)")
                if columns >= 40, rows > 1 { #expect(desk.frame.line(0).contains("INBOX"), "\(columns)x\(rows)") }
                desk.open()
                FrameTests.check(desk.frame, "reader \(columns)x\(rows)")
            }
        }
    }

    @Test func accentOnlyWhereItCanBeRead() throws {
        func front(_ theme: String, _ accent: String) throws -> Colour? {
            let theme = try Theme(file: Array((theme).utf8))
            return theme.accented(Colour(accent)).style(of: .brand).foreground
        }
        let dark = "[styles]\nbrand = { fg = \"#ffffff\", bg = \"#000000\" }"
        #expect(try front(dark, "#00875f") == Colour("#00875f"))
        #expect(try front(dark, "#00005f") == Colour("#ffffff"))
        let light = "ground = \"#ffffff\"\n[styles]\nbrand = { fg = \"#005faf\" }"
        #expect(try front(light, "#ffff87") == Colour("#005faf"))
        #expect(try front(light, "#00875f") == Colour("#00875f"))
        #expect(try front("[styles]\nbrand = { bold = true }", "#00875f") == nil, "a theme without colours has none")
        #expect(try front("accent = false\n[styles]\nbrand = { fg = \"#ffffff\" }", "#00875f") == Colour("#ffffff"))
    }
}
