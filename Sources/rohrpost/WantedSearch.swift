import MailGrammar
import MailKitCore
import TUI

/// What the options of `rohrpost search` and the configuration come to.
struct WantedSearch {
    let query: SearchQuery
    /// As it was typed.
    let text: String
    let accounts: [AccountConfiguration]
    /// `nil` for all of an account.
    let mailbox: MailboxPath?
    /// The mailboxes below that one as well.
    let isBelow: Bool
    let limit: Int
    let isJSON: Bool
    let language: Language
    /// Where mailboxes are kept.
    let storeFolder: String?

    /// Messages that are wanted where nobody says.
    static let usualLimit = 100

    init(
        _ arguments: SearchArguments, environment: (String) -> String?, files: some FileSystem
    ) throws(UsageError) {
        let asked = try StartPlan.language(arguments.language)
        let configuration = try StartSettings(arguments.config, environment, files).configuration
        language = asked ?? configuration.language.map(Language.init) ?? .preferred(environment: environment)
        text = arguments.words.joined(separator: " ")
        do throws(SearchQueryError) {
            query = try SearchQueryParser.parse(text)
        } catch {
            throw UsageError(SearchTexts.all(error), seeHelp: false)
        }
        if let name = arguments.account {
            accounts = [try StartPlan.account(named: name, configuration)]
        } else if configuration.accounts.isEmpty {
            let path = arguments.config ?? Configuration.standardPath(environment: environment)
            throw UsageError(CommandLineTexts.noAccount(path: path), seeHelp: false)
        } else {
            accounts = configuration.accounts
        }
        mailbox = try Self.mailbox(arguments)
        isBelow = arguments.below
        limit = try Self.limit(arguments.limit)
        isJSON = arguments.json
        storeFolder = StoreFile.standardFolder(environment: environment)
    }

    private static func mailbox(_ arguments: SearchArguments) throws(UsageError) -> MailboxPath? {
        guard let name = arguments.mailbox else {
            if arguments.below { throw UsageError(SearchOutputTexts.belowWhat, help: SearchOutputTexts.seeHelp) }
            return nil
        }
        guard let path = MailboxPath(name) else {
            throw UsageError(CommandLineTexts.badMailbox(VisibleText.line(name.utf8, limit: 80)))
        }
        return path
    }

    private static func limit(_ text: String?) throws(UsageError) -> Int {
        guard let text else { return usualLimit }
        guard let limit = Int(text), (1...100_000).contains(limit) else {
            let shown = VisibleText.line(text.utf8, limit: 40)
            throw UsageError(SearchOutputTexts.badLimit(shown), help: SearchOutputTexts.seeHelp)
        }
        return limit
    }
}
