import MailKitCore

/// What `rohrpost search` says beside what it finds.
package enum SearchOutputTexts {
    /// The whole of `rohrpost search --help`.
    package static var help: Text {
        let usage = Text(
            en: """
                Finds messages in what is kept on this machine, without a server and without a password.

                Usage: rohrpost search QUERY [options]

                  QUERY  from: to: subject: has:attachment is:unread larger:5MB newer_than:3w -x OR "…"
                         all of it is in docs/search.md; one that begins with - goes behind a word


                """,
            de: """
                Findet Nachrichten in dem, was auf diesem Rechner liegt, ohne Server und ohne Passwort.

                Aufruf: rohrpost search ANFRAGE [Optionen]

                  ANFRAGE  from: to: subject: has:attachment is:unread larger:5MB newer_than:3w -x OR "…"
                           alles steht in docs/search.md; was mit - beginnt, gehört hinter ein Wort


                """)
        return usage + CommandLineTexts.table(SearchOption.allCases)
    }

    /// Behind a mistake in the options.
    package static let seeHelp = Text(en: "Try “rohrpost search --help”.", de: "Siehe „rohrpost search --help“.")

    package static let noQuery = Text(
        en: "what is searched for? rohrpost search 'from:anna newer_than:3w'",
        de: "wonach wird gesucht? rohrpost search 'from:anna newer_than:3w'")

    package static func badLimit(_ value: String) -> Text {
        Text(
            en: "--limit takes a number from 1 to 100000, not “\(value)”",
            de: "--limit nimmt eine Zahl von 1 bis 100000, nicht „\(value)“")
    }

    package static let belowWhat = Text(
        en: "--below needs --mailbox NAME", de: "--below braucht --mailbox NAME")

    /// Nothing is kept of an account.
    package static func notKept(_ account: String) -> Text {
        Text(
            en: "nothing of “\(account)” is kept on this machine: open it once, and not with store = \"none\"",
            de: "von „\(account)“ liegt nichts auf diesem Rechner: einmal öffnen, und nicht mit store = \"none\"")
    }

    package static func noMailbox(_ name: String, account: String) -> Text {
        Text(
            en: "“\(account)” has no mailbox “\(name)” on this machine",
            de: "„\(account)“ hat auf diesem Rechner keinen Ordner „\(name)“")
    }

    package static func unusable(_ account: String, _ error: MailError) -> Text {
        Text(same: "\(account): ") + MailErrorText(error).line
    }

    /// The store of an account was damaged, and has been set aside.
    package static func damaged(_ account: String, _ path: String) -> Text {
        Text(
            en: "the store of “\(account)” was damaged and is now \(path); it is filled again when Rohrpost is opened",
            de:
                "der Speicher von „\(account)“ war beschädigt und liegt nun in \(path); er füllt sich, wenn Rohrpost geöffnet wird"
        )
    }

    package static func incomplete(_ count: Int) -> Text {
        Text(
            en: count == 1
                ? "1 mailbox is not kept whole; there may be more on the server"
                : "\(count) mailboxes are not kept whole; there may be more on the server",
            de: count == 1
                ? "1 Ordner liegt nicht ganz hier; auf dem Server kann mehr sein"
                : "\(count) Ordner liegen nicht ganz hier; auf dem Server kann mehr sein")
    }

    package static func textless(_ count: Int) -> Text {
        Text(
            en: count == 1
                ? "the text of 1 message is not kept here and was not searched"
                : "the texts of \(count) messages are not kept here and were not searched",
            de: count == 1
                ? "der Text von 1 Nachricht liegt nicht hier und wurde nicht durchsucht"
                : "die Texte von \(count) Nachrichten liegen nicht hier und wurden nicht durchsucht")
    }

    package static func cut(_ limit: Int) -> Text {
        Text(
            en: "these are the newest \(limit); --limit N shows more",
            de: "das sind die neuesten \(limit); --limit N zeigt mehr")
    }

    package static let nothing = Text(en: "nothing was found", de: "nichts gefunden")
}
