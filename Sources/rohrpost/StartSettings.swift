import MailGrammar
import MailKitCore
import TUI

/// The settings of all files, laid over one another: the person's own, what they chose on the screen, the host-wide ones.
///
/// Only a mistake in the person's own file keeps the program from starting; the others are told of and left aside.
struct StartSettings {
    /// What holds.
    let configuration: Configuration
    /// What the person's own file says.
    private let own: Configuration
    /// Of the person's own file, where there is a place for one.
    let path: String?
    /// Settings that the person's own file makes.
    let fixed: Set<String>
    let preferences: Preferences
    /// Where choices are kept.
    let store: PreferenceStore?
    /// Nothing was ever chosen.
    let hasNoPreferences: Bool
    let brands: BrandTable
    /// What was left aside, and why.
    private(set) var warnings: [Text]

    /// - Parameter named: the file of `--config`, which must be there; the standard one need not
    init(_ named: String?, _ environment: (String) -> String?, _ files: some FileSystem) throws(UsageError) {
        path = named ?? Configuration.standardPath(environment: environment)
        var user = ConfigurationFile.empty
        do throws(ConfigurationError) {
            if let path {
                user = try ConfigurationFile(path: path, kind: .user, files: files, mayBeMissing: named == nil) ?? user
            }
        } catch {
            throw UsageError(ConfigurationTexts.all(error), seeHelp: false)
        }
        var warnings: [Text] = []
        var host = ConfigurationFile.empty
        do throws(ConfigurationError) {
            host =
                try ConfigurationFile(
                    path: ConfigurationFile.hostPath, kind: .host, files: files, mayBeMissing: true) ?? host
        } catch {
            warnings += ConfigurationTexts.each(error)
        }
        store = PreferenceStore.standardPath(environment: environment).map { PreferenceStore(path: $0, files: files) }
        var chosen: Preferences?
        do throws(ConfigurationError) {
            chosen = try store?.read()
        } catch {
            warnings += ConfigurationTexts.each(error)
        }
        preferences = chosen ?? Preferences()
        hasNoPreferences = chosen == nil
        let layers = LayeredConfiguration(user: user, preferences: preferences, host: host)
        configuration = layers.configuration
        fixed = layers.fixed
        brands = host.configuration.brands
        own = user.configuration
        if let store {
            warnings += layers.problems.flatMap { ConfigurationTexts.each(store.error($0)) }
        }
        self.warnings = warnings
    }

    /// What keys do, and what is wrong with those of the host, which are then left aside.
    func keys() throws(UsageError) -> (KeyBindings, [Text]) {
        do throws(ConfigurationError) {
            let keys = try KeyBindings(configuration.keys, file: path ?? ConfigurationFile.hostPath)
            return (keys.naming(ConfigurationFile.hostPath, besides: own.keys), [])
        } catch {
            let ownKeys: KeyBindings
            do throws(ConfigurationError) {
                ownKeys = try KeyBindings(own.keys, file: path ?? "")
            } catch {
                throw UsageError(ConfigurationTexts.all(error), seeHelp: false)
            }
            let problems = ConfigurationError(file: ConfigurationFile.hostPath, problems: error.problems)
            return (ownKeys, ConfigurationTexts.each(problems))
        }
    }

    /// The brand for an account, and what could not be read of it.
    func brand(for account: AccountConfiguration, files: some FileSystem) -> (Brand, [Text]) {
        let (brand, errors) = brands.brand(for: account.domain).loaded(from: files)
        return (Brand(brand), errors.flatMap(ConfigurationTexts.each))
    }
}
