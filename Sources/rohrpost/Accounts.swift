import MailGrammar
import MailKitCore
import TUI

/// `rohrpost accounts`: what a person decides about an account without opening it.
struct Accounts {
    let account: AccountConfiguration
    let language: Language
    private let folder: ProfileFolder

    init(
        _ arguments: AccountsArguments, environment: (String) -> String?, files: any FileSystem
    ) throws(UsageError) {
        let asked = try StartPlan.language(arguments.language)
        let configuration = try StartSettings(arguments.config, environment, files).configuration
        language = asked ?? configuration.language.map(Language.init) ?? .preferred(environment: environment)
        account = try StartPlan.account(named: arguments.name, configuration)
        guard let path = ProfileFolder.standardPath(environment: environment) else {
            throw UsageError(AccountsTexts.noPlace, seeHelp: false)
        }
        folder = ProfileFolder(path: path, files: files)
    }

    /// Takes the weaker login that the server offered the last time; what there is to say of it.
    func trust() throws(FileError) -> Text {
        var profile = try folder.read(account)
        let before = profile.trusted?.rawValue
        let name = VisibleText.line(account.id.name.utf8, limit: 80)
        guard profile.acceptOffered(), let now = profile.trusted?.rawValue else {
            return AccountsTexts.nothingToTrust(name, login: before)
        }
        try folder.write(profile, of: account)
        return AccountsTexts.trusted(name, was: before ?? now, now: now)
    }
}
