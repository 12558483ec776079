import MailKitCore
import Testing

@testable import TUI
@testable import rohrpost

@Suite("Settings of all files")
struct StartSettingsTests {
    private static let host = "/etc/rohrpost/config.toml"
    private static let user = "/home/max/.config/rohrpost/config.toml"
    private static let chosen = "/home/max/.local/state/rohrpost/settings.toml"

    private func plan(_ files: [String: String], _ arguments: String...) throws -> StartPlan {
        let environment = ["HOME": "/home/max", "LANG": "en_GB.UTF-8"]
        return try StartPlan(
            try #require(
                try Arguments.read(["--account-url", "imaps://max%40example.org@mail.host.example/"] + arguments)),
            environment: { environment[$0] }, files: MemoryFiles(files: files), isOpen: { _ in false })
    }

    @Test("Command line, own file, choice, host, built in: the first that says something")
    func rank() throws {
        var files = [
            Self.host: "theme = \"host\"", Self.chosen: "theme = \"chosen\"", Self.user: "theme = \"own\"",
        ]
        let line = try plan(files, "--theme", "line")
        #expect(line.theme?.name == "line" && line.fixedSettings.contains("theme") && !line.isThemeOptional)
        let own = try plan(files)
        #expect(own.theme?.name == "own" && own.fixedSettings == ["theme"] && !own.isThemeOptional)
        files[Self.user] = "language = \"de\""
        let chosen = try plan(files)
        #expect(chosen.theme?.name == "chosen" && chosen.isThemeOptional && !chosen.fixedSettings.contains("theme"))
        #expect(chosen.preferences["theme"] == "chosen")
        files[Self.chosen] = nil
        #expect(try plan(files).theme?.name == "host")
        files[Self.host] = nil
        #expect(try plan(files).theme == nil)
    }

    @Test("The host's language is for those who chose none, and comes before the environment's")
    func language() throws {
        #expect(try plan([Self.host: "language = \"de\""]).language == .german)
        #expect(try plan([Self.host: "language = \"de\"", Self.user: "language = \"en\""]).language == .english)
        #expect(try plan([Self.host: "language = \"de\""], "--language", "en").language == .english)
        #expect(try plan([:]).language == .english)
    }

    @Test("A mistake in the host's file or in a choice is told and keeps nobody out")
    func mistakes() throws {
        let broken = try plan([Self.host: "language = \"de\"\nthem = \"x\"\n[account.a]\nurl = \"x\""])
        #expect(broken.language == .english, "a file with a mistake is not used in part")
        #expect(broken.warnings.first?.en == "\(Self.host):2:1: there is no key “them”; did you mean theme?")
        #expect(broken.warnings.count >= 2)
        let syntax = try plan([Self.host: "theme = ", Self.chosen: "theme = "])
        #expect(syntax.warnings.map { $0.en.prefix(20) } == [Self.host, Self.chosen].map { $0.prefix(20) })
        let nonsense = try plan([Self.chosen: "theme = \"a/b\"\nlanguage = \"de\"\nwhatever = 7"])
        #expect(nonsense.language == .german && nonsense.theme == nil)
        #expect(nonsense.warnings.count == 1)
        #expect(nonsense.preferences["whatever"] == "7", "what is not ours is kept")
        #expect(throws: UsageError.self) { try plan([Self.user: "[brand]\ntitle = \"x\""]) }
    }

    @Test("The brand goes by the account's address")
    func brand() throws {
        let text =
            "[brand]\ntitle = \"Hafenpost\"\n[brand.\"example.org\"]\nsupport = \"help@example.org\"\nlogo-file = \"/l\""
        let plan = try plan([Self.host: text])
        #expect(plan.brand.title == "Hafenpost")
        #expect(plan.brand.support == ["help@example.org"])
        #expect(plan.warnings.first?.en == "/l: cannot be read: No such file or directory")
        #expect(try self.plan([:]).brand == .rohrpost)
    }

    @Test("A binding that hides another is told with the host's file where it stands there")
    func hiddenKeys() throws {
        let plan = try plan([
            Self.host: "[keys.list]\n\"j j\" = \"last\"\nc = \"toggle-star\"",
            Self.user: "# own\n[keys.list]\n\"k k\" = \"first\"\nc = \"toggle-star\"",
        ])
        for keys in [plan.keys, plan.keys.like(.mutt).like(.default)] {
            let told = keys.warnings.map { GuidanceTexts.warning($0).en }
            #expect(told.contains("line 2 of \(Self.host): j j (last) hides j (next) in the list"))
            #expect(told.contains("line 3: k k (first) hides k (previous) in the list"))
            #expect(told.contains("line 4: c (toggle-star) hides c (folders) in the list"))
        }
        let own = try self.plan([Self.user: "[keys.list]\n\"j j\" = \"last\""])
        #expect(own.keys.warnings.map(\.file) == [nil])
    }

    @Test("The first start is one of which nothing is remembered")
    func first() throws {
        #expect(try plan([:]).isFirstStart)
        #expect(try plan([Self.chosen: ""]).isFirstStart == false)
    }
}
