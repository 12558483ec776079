/// What `rohrpost accounts` says.
package enum AccountsTexts {
    /// The whole of `rohrpost accounts --help`.
    package static var help: Text {
        let usage = Text(
            en: """
                Accepts what a server has changed and what a login has stopped for.

                Usage: rohrpost accounts trust NAME [options]

                  trust NAME  take the weaker login that the server of this account offers now


                """,
            de: """
                Nimmt an, was ein Server geändert hat und woran eine Anmeldung gestoppt wurde.

                Aufruf: rohrpost accounts trust NAME [Optionen]

                  trust NAME  die schwächere Anmeldung nehmen, die der Server dieses Kontos jetzt bietet


                """)
        return usage + CommandLineTexts.table(AccountsOption.allCases)
    }

    /// Behind a mistake in the options.
    package static let seeHelp = Text(en: "Try “rohrpost accounts --help”.", de: "Siehe „rohrpost accounts --help“.")

    package static let noAction = Text(
        en: "what is to be done? rohrpost accounts trust NAME",
        de: "was soll geschehen? rohrpost accounts trust NAME")

    package static func unknownAction(_ word: String, suggestion: String?) -> Text {
        Text(en: "accounts cannot “\(word)”", de: "accounts kennt „\(word)“ nicht")
            + CommandLineTexts.didYouMean(suggestion)
    }

    package static let noName = Text(
        en: "which account? rohrpost accounts trust NAME", de: "welches Konto? rohrpost accounts trust NAME")

    package static func extraName(_ name: String) -> Text {
        Text(
            en: "one account at a time: “\(name)” is one too many",
            de: "nur ein Konto auf einmal: „\(name)“ ist zu viel")
    }

    package static func trusted(_ account: String, was: String, now: String) -> Text {
        Text(
            en: "\(account): logins go by \(now) from now on, no more by \(was)\n",
            de: "\(account): die Anmeldung geht ab jetzt mit \(now), nicht mehr mit \(was)\n")
    }

    package static func nothingToTrust(_ account: String, login: String?) -> Text {
        let name = Text(same: "\(account): ")
        guard let login else {
            return name
                + Text(
                    en: "nothing to accept, there was no login from here yet\n",
                    de: "nichts anzunehmen, von hier gab es noch keine Anmeldung\n")
        }
        return name
            + Text(
                en: "nothing to accept, logins go by \(login)\n",
                de: "nichts anzunehmen, die Anmeldung geht mit \(login)\n")
    }

    package static let noPlace = Text(
        en: "there is no folder for what is remembered; set HOME or XDG_STATE_HOME",
        de: "es gibt keinen Ordner für das Gemerkte; bitte HOME oder XDG_STATE_HOME setzen")

    package static func unusable(_ path: String, reason: String) -> Text {
        Text(same: "\(path): ") + ErrorDetailTexts.text(reason)
    }
}
