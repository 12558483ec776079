import MailKitCore
import TUI

/// What the options of `rohrpost show` and the configuration come to.
struct ShowPlan {
    /// How the message is shown.
    enum Form: Hashable {
        case text
        case json
        case screen(ScreenSize)
    }

    /// Where the message comes from.
    enum Source: Hashable {
        case standardInput
        case file(String)
    }

    let source: Source
    let form: Form
    /// A part's path as it was typed.
    let part: String?
    let language: Language
    let trust: MessageAssembly.Trust

    /// Decides. No configuration is needed; one that is there tells the own domains and whom to believe.
    init(
        _ arguments: ShowArguments, environment: (String) -> String?, files: some FileSystem
    ) throws(UsageError) {
        if arguments.json, arguments.screen != nil {
            throw UsageError(ShowTexts.exclusive(.json, .screen), help: ShowTexts.seeHelp)
        }
        let asked = try StartPlan.language(arguments.language)
        let configuration = try StartSettings(arguments.config, environment, files).configuration
        language = asked ?? configuration.language.map(Language.init) ?? .preferred(environment: environment)
        trust = MessageAssembly.Trust(configuration)
        form = try Self.form(arguments)
        part = arguments.part
        source = arguments.file.map { $0 == "-" ? .standardInput : .file($0) } ?? .standardInput
    }

    /// What the message is called.
    var name: Text {
        switch source {
        case .standardInput: ShowTexts.standardInput
        case .file(let path): Text(same: VisibleText.line(path.utf8, limit: 200))
        }
    }

    private static func form(_ arguments: ShowArguments) throws(UsageError) -> Form {
        guard let size = arguments.screen else { return arguments.json ? .json : .text }
        let numbers = size.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1], (1...1000).contains(columns),
            (1...1000).contains(rows)
        else {
            throw UsageError(ShowTexts.badScreen(VisibleText.line(size.utf8, limit: 40)), help: ShowTexts.seeHelp)
        }
        return .screen(ScreenSize(columns: columns, rows: rows))
    }
}
