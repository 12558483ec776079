import Glibc
import MailKitCore
import TestSupport
import Testing

@testable import TUI
@testable import rohrpost

/// Files that are there without a disk.
struct MemoryFiles: FileSystem {
    var files: [String: String] = [:]

    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        guard let text = files[path] else { throw FileError(path: path, code: ENOENT) }
        return Array(text.utf8)
    }

    func openForAppending(_ path: String) throws(FileError) -> any AppendableFile {
        guard !path.hasPrefix("/full") else { throw FileError(path: path, code: ENOSPC) }
        return Sink()
    }

    func replace(_ path: String, with content: [UInt8]) throws(FileError) { throw FileError(path: path, code: EROFS) }

    struct Sink: AppendableFile {
        func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {}
    }
}

/// One run of the program, nothing real behind it.
private final class Run {
    var standardOutput = ""
    var standardError = ""
    var plan: StartPlan?
    var showPlan: ShowPlan?
    var wantedSearch: WantedSearch?
    var hasLog = false
    var code: ExitCode = .other

    convenience init(
        _ arguments: String..., file: String? = nil, environment: [String: String] = [:],
        terminals: Set<Int32> = [0, 1]
    ) {
        self.init(list: arguments, file: file, environment: environment, terminals: terminals)
    }

    init(
        list arguments: [String], file: String? = nil, environment: [String: String] = [:],
        terminals: Set<Int32> = [0, 1]
    ) {
        var values = ["HOME": "/home/max", "LANG": "en_GB.UTF-8"]
        values.merge(environment) { $1 }
        let program = Program(
            environment: { values[$0] },
            files: MemoryFiles(files: file.map { ["/home/max/.config/rohrpost/config.toml": $0] } ?? [:]),
            isTerminal: { terminals.contains($0) },
            isOpen: { $0 == 7 },
            output: { [unowned self] text, descriptor in
                if descriptor == 1 { standardOutput += text } else { standardError += text }
            },
            show: { [unowned self] in
                showPlan = $0
                return .ok
            },
            search: { [unowned self] in
                wantedSearch = $0
                return .ok
            })
        code = program.run(arguments) { plan, log in
            self.plan = plan
            self.hasLog = log != nil
            return .ok
        }
    }
}

@Suite("Program")
struct ProgramTests {
    private static let file = """
        language = "de"
        theme = "dunkel"
        [account.work]
        url = "imaps://max%40example.org@imap.example.org/Kunden"
        password-command = "pass show mail/work"
        [account.home]
        url = "imap://max@localhost/"
        """

    @Test("A URL alone is enough")
    func url() throws {
        let run = Run("--account-url", "imaps://max%40example.org@imap.example.org/")
        #expect(run.code == .ok)
        let plan = try #require(run.plan)
        #expect(plan.account.user == "max@example.org")
        #expect(plan.account.mailbox == .inbox)
        #expect(plan.account.credential == .prompt)
        #expect(plan.language == .english)
        #expect(plan.theme == nil)
        #expect(!run.hasLog)
        #expect(run.standardError.isEmpty)
    }

    @Test("The first account of the file is opened, or the one that is named")
    func file() throws {
        let first = try #require(Run(file: Self.file).plan)
        #expect(first.account.id.name == "work")
        #expect(first.account.credential == .command("pass show mail/work"))
        #expect(first.account.mailbox.name == "Kunden")
        #expect(first.language == .german)
        #expect(first.theme?.name == "dunkel")
        #expect(try #require(Run("--account", "home", file: Self.file).plan).account.id.name == "home")
    }

    @Test("Options win over the file")
    func precedence() throws {
        let run = Run(
            "--account", "work", "--mailbox=Entwürfe", "--password-fd", "7", "--language", "en", "--theme", "compact",
            "--log", "/tmp/x", file: Self.file)
        let plan = try #require(run.plan)
        #expect(plan.account.mailbox.name == "Entwürfe")
        #expect(plan.account.credential == .fileDescriptor(7))
        #expect(plan.language == .english)
        #expect(plan.theme?.name == "compact")
        #expect(run.hasLog)
    }

    @Test("The other accounts of the file are there, too, unless one was asked for by itself")
    func otherAccounts() throws {
        let plan = try #require(Run(file: Self.file).plan)
        #expect(plan.otherAccounts.map(\.id.name) == ["home"])
        #expect(try #require(Run("--read-only", file: Self.file).plan).otherAccounts.map(\.isReadOnly) == [true])
        for options in [
            ["--account", "home"], ["--account-url", "imaps://max@localhost"], ["--password-fd", "7"],
            ["--password-command", "pass"],
        ] {
            #expect(try #require(Run(list: options, file: Self.file).plan).otherAccounts.isEmpty)
        }
    }

    @Test("--pin is for an account of the command line, and wins over that of the file")
    func pin() throws {
        let digits = String(repeating: "0a", count: 32)
        let url = ["--account-url", "imaps://max@localhost"]
        let pinned = try #require(Run(list: url + ["--pin", "sha256:\(digits)"]).plan)
        #expect(pinned.account.pin?.description == "sha256:\(digits)")
        #expect(try #require(Run(list: url).plan).account.pin == nil)
        let other = String(repeating: "0b", count: 32)
        let file = Self.file.replacing("[account.home]", with: "pin = \"sha256:\(other)\"\n[account.home]")
        #expect(try #require(Run(file: file).plan).account.pin?.description == "sha256:\(other)")
        #expect(
            try #require(Run("--pin", "SHA256:\(digits)", file: file).plan).account.pin?.description
                == "sha256:\(digits)")
        let wrong = Run(list: url + ["--pin", "SHA256 Fingerprint=\(digits)"])
        #expect(wrong.code == .usage && wrong.plan == nil)
        #expect(wrong.standardError.contains("did you mean sha256:\(digits)?"))
        #expect(Run(list: url + ["--pin", "sha256:12"]).standardError.contains("64 hexadecimal digits"))
    }

    @Test("--read-only makes any account read-only, and nothing takes it back")
    func readOnly() throws {
        let url = ["--account-url", "imaps://max@localhost"]
        #expect(try #require(Run(list: url).plan).account.isReadOnly == false)
        #expect(try #require(Run(list: url + ["--read-only", "--mailbox", "x"]).plan).account.isReadOnly)
        #expect(
            try #require(Run(list: ["--read-only", "--password-fd", "7"], file: Self.file).plan).account.isReadOnly)
        let file = Self.file.replacing("[account.home]", with: "read-only = true\n[account.home]")
        #expect(try #require(Run("--password-fd", "7", "--mailbox", "x", file: file).plan).account.isReadOnly)
        #expect(try #require(Run("--account", "home", file: file).plan).account.isReadOnly == false)
    }

    @Test("A URL leaves the file's language and look as they are")
    func urlWithFile() throws {
        let plan = try #require(Run("--account-url", "imaps://max@localhost", file: Self.file).plan)
        #expect(plan.account.server.host == "localhost")
        #expect(plan.language == .german)
    }

    @Test(
        "Mistakes end with exit code 2 and say what is wrong",
        arguments: [
            (["--acount", "work"], "there is no option --acount; did you mean --account?"),
            (["-x"], "there is no option -x"),
            (["--account"], "a value is missing: --account NAME"),
            (["--account", "--theme", "x"], "a value is missing: --account NAME"),
            (["--account="], "the value of --account is empty"),
            (["--account", ""], "the value of --account is empty"),
            (["--read-only=no"], "--read-only takes no value"),
            (["--readonly"], "there is no option --readonly; did you mean --read-only?"),
            (["--help=yes"], "--help takes no value"),
            (["--theme", "a", "--theme", "b"], "--theme is given twice"),
            (["work"], "“work” belongs to no option"),
            (["--"], "there is no option --"),
            (
                ["--account-url", "imaps://max@h", "--account", "work"],
                "--account-url and --account cannot be used together"
            ),
            (["--password-command", "x", "--password-fd", "7"], "--password-command and --password-fd cannot be used"),
            (["--account", "wrok"], "there is no account “wrok”; there is: work, home"),
            (["--password-fd", "8"], "not “8”"),
            (["--password-fd", "0"], "not “0”"),
            (["--password-fd", "x"], "not “x”"),
            (["--password-fd", "99999999999"], "not “99999999999”"),
            (["--language", "fr"], "--language is de or en, not “fr”"),
            (["--theme", "../x"], "“../x” is no name of a theme"),
            (["--mailbox", "a\nb"], "“a b” is no name of a mailbox"),
            (["--config", "/nowhere"], "/nowhere: cannot be read: No such file or directory"),
            (["--log", "/full/x"], "the log file /full/x cannot be used: No space left on device"),
            (["--account-url", "https://max@h"], "“https” is not possible here"),
        ])
    func mistakes(arguments: [String], expected: String) {
        let run = Run(list: arguments, file: Self.file.replacing("\"de\"", with: "\"en\""))
        #expect(run.code == .usage)
        #expect(run.standardError.hasPrefix("rohrpost: "))
        #expect(run.standardError.contains(expected), "\(run.standardError)")
        #expect(run.standardOutput.isEmpty)
        #expect(run.plan == nil)
    }

    @Test(
        "Each mistake has its German, by option or environment",
        arguments: [
            (["--acount", "work"], ["LANG": "de_DE.UTF-8"], "es gibt keine Option --acount; ist --account gemeint?"),
            (["--account", "--language", "de"], [:], "hier fehlt ein Wert"),
            (["--theme", "/", "--language=de"], [:], "kein Name eines Themes"),
            ([], ["LC_ALL": "de_AT"], "welches Konto soll geöffnet werden?"),
        ] as [([String], [String: String], String)])
    func german(arguments: [String], environment: [String: String], expected: String) {
        let run = Run(list: arguments, environment: environment)
        #expect(run.standardError.contains(expected), "\(run.standardError)")
    }

    @Test(
        "A password on the command line is refused without being repeated",
        arguments: [
            ["--account-url", "imaps://max:canary@localhost/"], ["imaps://max:canary@localhost/"],
            ["--account-url", "max:canary@localhost"], ["max:canary@localhost"], ["--acc=max:canary@localhost"],
        ])
    func password(arguments: [String]) {
        let run = Run(list: arguments)
        #expect(run.code == .usage)
        #expect(!run.standardError.contains("canary"), "\(run.standardError)")
    }

    @Test("Without an account the way out is shown, and it works")
    func noAccount() throws {
        let run = Run()
        #expect(run.code == .usage)
        #expect(run.standardError.contains("/home/max/.config/rohrpost/config.toml"))
        let url = try #require(
            run.standardError.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("imaps://") })
        #expect(Run("--account-url", String(url)).code == .ok)
        let lines = run.standardError.split(separator: "\n").map { $0.drop { $0 == " " } }
        let start = try #require(lines.firstIndex(of: "[account.work]"))
        let example = lines[start..<(start + 3)].joined(separator: "\n")
        #expect(try #require(Run(file: example).plan).account.id.name == "work")
    }

    @Test("Keys of the file: mistakes end the program, what hides another binding does not")
    func keysOfTheFile() throws {
        let account = "\n[account.a]\nurl = \"imaps://max@localhost/\"\n"
        let bad = Run(file: "[keys.list]\nx = \"togle-star\"\n\"Entr\" = \"next\"" + account)
        #expect(bad.code == .usage)
        #expect(
            bad.standardError.contains("config.toml:2:5: there is no command “togle-star”; did you mean toggle-star?"))
        #expect(bad.standardError.contains("config.toml:3:1: “Entr” is no key"))
        let hidden = Run(file: "key-profile = \"mutt\"\nkey-bar = false\n[keys.list]\n\"j j\" = \"last\"" + account)
        let plan = try #require(hidden.plan)
        #expect(plan.keys.warnings.count == 1 && !plan.showsKeyBar)
        #expect(plan.keys.keymap(.list).match([.char("z")]) == .action(.command(.pageDown)))
    }

    @Test("Mistakes of the file come with its path, all of them")
    func badFile() {
        let run = Run(file: "them = \"x\"\n[account.a]\nurl = \"imaps://max:canary@localhost/\"\n")
        #expect(run.code == .usage)
        #expect(run.standardError.contains("/home/max/.config/rohrpost/config.toml:1:1: there is no key “them”"))
        #expect(run.standardError.contains("config.toml:3:7: a password does not belong into a URL"))
        #expect(
            run.standardError.contains(
                "\n    imaps://max:•••@localhost/\n    \(String(repeating: " ", count: 11))^^^^\n"))
        #expect(!run.standardError.contains("canary"))
    }

    @Test("Without a terminal nothing starts", arguments: [[], [0], [1]] as [Set<Int32>])
    func noTerminal(terminals: Set<Int32>) {
        let run = Run("--account-url", "imaps://max@localhost", terminals: terminals)
        #expect(run.code == .usage)
        #expect(run.standardError == "rohrpost: standard input and output must be a terminal\n")
    }

    @Test("Help and version need nothing, not even a good file")
    func helpAndVersion() {
        let help = Run("--help", file: "nonsense", environment: ["LANG": "de"], terminals: [])
        #expect(help.code == .ok)
        #expect(help.standardOutput.contains("Aufruf: rohrpost"))
        let version = Run("--version", file: "nonsense", terminals: [])
        #expect(version.code == .ok)
        #expect(version.standardOutput == "rohrpost \(Rohrpost.version)\n")
    }

    @Test("The help has every option, and fits in 100 columns", arguments: Language.allCases)
    func help(language: Language) {
        let lines = CommandLineTexts.help(language).split(separator: "\n")
        for option in CommandLineOption.allCases {
            #expect(lines.contains { $0.hasPrefix("  \(option.spelling)") })
        }
        for line in lines { #expect(line.count <= 100, "\(line)") }
    }

    @Test("What is said before a brand is known does without the product's name", arguments: Language.allCases)
    func noName(language: Language) {
        for help in [CommandLineTexts.help, ShowTexts.help, AccountsTexts.help] {
            #expect(!help(language).contains("Rohrpost"))
        }
    }

    @Test(
        "Mistakes behind accounts end with exit code 2 and say what is wrong",
        arguments: [
            ([], "what is to be done? rohrpost accounts trust NAME"),
            (["trust"], "which account? rohrpost accounts trust NAME"),
            (["trsut", "work"], "accounts cannot “trsut”; did you mean trust?"),
            (["trust", "work", "home"], "one account at a time: “home” is one too many"),
            (["trust", "wrok"], "wrok"), (["trust", "work", "--json"], "there is no option --json"),
        ] as [([String], String)])
    func accountsMistakes(_ arguments: [String], words: String) {
        let run = Run(list: ["accounts"] + arguments, file: Self.file, environment: ["LC_ALL": "en_GB"], terminals: [])
        #expect(run.code == .usage)
        #expect(run.standardError.contains(words), "\(run.standardError)")
    }

    @Test("accounts has a help of its own, and tells of an account that there is nothing to accept")
    func accounts() {
        #expect(Run("accounts", "--help").standardOutput.contains("accounts trust NAME"))
        let run = Run("accounts", "trust", "work", "--language=en", file: Self.file, terminals: [])
        #expect(run.code == .ok)
        #expect(run.standardOutput == "work: nothing to accept, there was no login from here yet\n")
    }

    @Test(
        "Mistakes behind keys end with exit code 2 and say what is wrong",
        arguments: [
            ([], "what is to be done? rohrpost keys import FILE"),
            (["import"], "which file? rohrpost keys import FILE"),
            (["imprt", "x"], "keys cannot “imprt”; did you mean import?"),
            (["import", "a", "b"], "one file at a time: “b” is one too many"),
            (["import", "a", "--json"], "there is no option --json"),
        ] as [([String], String)])
    func keysMistakes(_ arguments: [String], words: String) {
        let run = Run(list: ["keys"] + arguments, terminals: [])
        #expect(run.code == .usage)
        #expect(run.standardError.contains(words), "\(run.standardError)")
    }

    @Test("keys import prints the tables of a muttrc, and tells of a file that it cannot read")
    func keysImport() {
        #expect(Run("keys", "--help", "--language=de").standardOutput.contains("keys import DATEI"))
        let missing = Run("keys", "import", "/home/max/.muttrc", terminals: [])
        #expect(missing.code == .other)
        #expect(missing.standardError.hasPrefix("rohrpost: /home/max/.muttrc: "))
        let muttrc = "bind index x quit\nbind index \\Cb noop\nmacro index Y <save-message>\n"
        let run = Run("keys", "import", "/home/max/.config/rohrpost/config.toml", file: muttrc, terminals: [])
        #expect(run.code == .ok)
        #expect(
            run.standardOutput.hasSuffix(
                """
                [keys.list]
                "x" = "quit"
                "Ctrl-B" = "none"

                # Left out: no such screen, key or command here.
                # line 3: macro index Y <save-message>

                """), "\(run.standardOutput)")
    }

    @Test("accounts trust accepts the weaker login that was offered, once")
    func accountsTrust() throws {
        let folder = try TemporaryFolder()
        let configuration = "\(folder.path)/config.toml"
        folder.write(Array(Self.file.utf8), to: "config.toml")
        let account = try Configuration(Array(Self.file.utf8), file: "config.toml").accounts[0]
        let profiles = ProfileFolder(path: "\(folder.path)/rohrpost/servers", files: LocalFileSystem())
        var profile = AccountProfile()
        profile.trusted = .scramSHA256
        profile.offered = .plain
        try profiles.write(profile, of: account)
        func trust() -> (ExitCode, String) {
            var printed = ""
            let program = Program(
                environment: { $0 == "XDG_STATE_HOME" ? folder.path : nil }, files: LocalFileSystem(),
                isTerminal: { _ in false }, isOpen: { _ in false }, output: { text, _ in printed += text },
                show: { _ in .other }, search: { _ in .other })
            let code = program.run(["accounts", "trust", "work", "--config", configuration]) { _, _ in .other }
            return (code, printed)
        }
        let (code, words) = trust()
        #expect(code == .ok)
        #expect(words == "work: die Anmeldung geht ab jetzt mit PLAIN, nicht mehr mit SCRAM-SHA-256\n")
        #expect(try profiles.read(account).trusted == .plain)
        #expect(trust().1 == "work: nichts anzunehmen, die Anmeldung geht mit PLAIN\n")
        withExtendedLifetime(folder) {}
    }

    @Test("show takes a message, and what is wrong with its options is said")
    func show() throws {
        let run = Run("show", "--json", "--part=1.2", "mail.eml", "--language", "de", terminals: [])
        #expect(run.code == .ok)
        let plan = try #require(run.showPlan)
        #expect(plan.source == .file("mail.eml"))
        #expect(plan.form == .json)
        #expect(plan.part == "1.2")
        #expect(plan.language == .german)
        #expect(try #require(Run("show", "-").showPlan).source == .standardInput)
        #expect(try #require(Run("show", "-").showPlan).form == .text)
        let screen = try #require(Run("show", "--screen=120x40", "x").showPlan)
        #expect(screen.form == .screen(ScreenSize(columns: 120, rows: 40)))
    }

    @Test("show needs no account, and takes from a configuration whom to believe")
    func showConfiguration() throws {
        let file = "own-domains = [\"example.org\"]\nauthentication-results-host = \"mx.example.org\"\n" + Self.file
        let plan = try #require(Run("show", "x", file: file).showPlan)
        #expect(plan.trust.ownDomains == ["example.org"])
        #expect(plan.trust.authenticationHosts == ["mx.example.org"])
        #expect(plan.language == .german)
        #expect(try #require(Run("show", "x").showPlan).trust.authenticationHosts == [])
    }

    @Test(
        "Mistakes behind show end with exit code 2 and say what is wrong",
        arguments: [
            ([], "which message? rohrpost show FILE, or - for standard input"),
            (["--json"], "which message?"), (["a", "b"], "one message at a time: “b” is one too many"),
            (["--jsn", "a"], "there is no option --jsn; did you mean --json?"),
            (["--json", "--screen=80x24", "a"], "--json and --screen cannot be used together"),
            (["--json=x", "a"], "--json takes no value"), (["a", "--part"], "a value is missing: --part PATH"),
            (["a", "--screen", "80"], "not “80”"), (["a", "--screen=80x"], "not “80x”"),
            (["a", "--screen=0x24"], "not “0x24”"), (["a", "--screen=80x24x1"], "not “80x24x1”"),
            (["a", "--screen=1001x24"], "not “1001x24”"), (["a", "--screen=-1x99999999999999999999"], "not “-1x9999"),
            (["a", "--language=fr"], "--language is de or en, not “fr”"),
            (["a", "--config", "/nowhere"], "/nowhere: cannot be read"),
        ] as [([String], String)])
    func showMistakes(arguments: [String], expected: String) {
        let run = Run(list: ["show"] + arguments)
        #expect(run.code == .usage)
        #expect(run.standardError.hasPrefix("rohrpost: "))
        #expect(run.standardError.contains(expected), "\(run.standardError)")
        #expect(run.showPlan == nil)
    }

    @Test("A subcommand that is misspelt is suggested")
    func subcommand() {
        #expect(Run("shwo", "x").standardError.contains("there is no subcommand “shwo”; did you mean show?"))
    }

    @Test("The help of show has every option, and fits in 100 columns", arguments: Language.allCases)
    func showHelp(language: Language) {
        let run = Run("show", "--help", "--language", language.rawValue, file: "nonsense", terminals: [])
        #expect(run.code == .ok)
        let lines = run.standardOutput.split(separator: "\n")
        for option in ShowOption.allCases { #expect(lines.contains { $0.hasPrefix("  \(option.spelling)") }) }
        for line in lines { #expect(line.count <= 100, "\(line)") }
    }

    @Test("Every option of show is read")
    func everyShowOption() throws {
        for option in ShowOption.allCases {
            let arguments = ["f", option.spelling] + (option.valueName == nil ? [] : ["v"])
            guard let read = try ShowArguments.read(arguments) else {
                #expect(option == .help)
                continue
            }
            let fields = [read.json ? "" : nil, read.screen, read.part, read.language, read.config]
            #expect(fields.compactMap { $0 } == [option.valueName == nil ? "" : "v"])
            #expect(read.file == "f")
        }
    }

    @Test("Every option of the table is read")
    func everyOption() throws {
        let values: [CommandLineOption: String] = [
            .accountURL: "u", .account: "a", .mailbox: "m", .passwordCommand: "c", .passwordDescriptor: "7",
            .pin: "p", .language: "de", .theme: "t", .config: "f", .log: "l",
        ]
        for option in CommandLineOption.allCases {
            let arguments = [option.spelling] + (option.valueName == nil ? [] : [values[option] ?? ""])
            guard let read = try Arguments.read(arguments) else {
                #expect(option == .help)
                continue
            }
            let fields = [
                read.accountURL, read.account, read.mailbox, read.passwordCommand, read.passwordDescriptor,
                read.pin, read.language, read.theme, read.config, read.log, read.readOnly ? "" : nil,
                read.version ? "" : nil,
            ]
            #expect(fields.compactMap { $0 } == [values[option] ?? ""])
        }
    }
}
