import MailGrammar

/// The status codes of delivery in plain words. Source: RFC 3463, section 3, and IANA's registry of enhanced status codes.
enum StatusCodeTexts {
    /// nil for a code that says no more than that something failed: then the server's words say more.
    static func text(_ status: DeliveryReport.Status) -> Text? {
        if let known = table["\(status.subject).\(status.detail)"] { return known }
        return status.detail == 0 ? nil : subjects[status.subject]
    }

    /// By subject, where the detail is not known.
    private static let subjects: [Int: Text] = [
        1: Text(en: "the address was refused", de: "die Adresse wurde abgelehnt"),
        2: Text(en: "the mailbox takes nothing", de: "das Postfach nimmt nichts an"),
        3: Text(en: "a fault of the mail system there", de: "ein Fehler des Mailsystems dort"),
        4: Text(en: "the way there is disturbed", de: "der Weg dorthin ist gestört"),
        5: Text(en: "the servers did not understand each other", de: "die Server haben sich nicht verstanden"),
        6: Text(en: "its content cannot be passed on", de: "ihr Inhalt kann nicht übermittelt werden"),
        7: Text(en: "refused by the rules there", de: "nach den Regeln dort abgelehnt"),
    ]

    private static let table: [String: Text] = [
        // Addresses.
        "1.1": Text(en: "no such user", de: "Empfänger unbekannt"),
        "1.2": Text(en: "no such domain, or it takes no mail", de: "Domain unbekannt, oder sie nimmt keine Mail an"),
        "1.3": Text(en: "the address is malformed", de: "die Adresse ist fehlerhaft"),
        "1.4": Text(en: "the address fits several mailboxes", de: "die Adresse passt auf mehrere Postfächer"),
        "1.6": Text(en: "the mailbox has moved", de: "das Postfach ist umgezogen"),
        "1.7": Text(en: "the sender's address is malformed", de: "die Absenderadresse ist fehlerhaft"),
        "1.8": Text(en: "the sender's domain does not exist", de: "die Domain des Absenders gibt es nicht"),
        "1.9": Text(
            en: "passed on to a system that cannot report", de: "an ein System ohne Rückmeldung weitergereicht"),
        "1.10": Text(en: "the domain takes no mail", de: "die Domain nimmt keine Mail an"),
        // Mailboxes.
        "2.1": Text(en: "the mailbox is disabled", de: "das Postfach ist gesperrt"),
        "2.2": Text(en: "the mailbox is full", de: "das Postfach ist voll"),
        "2.3": Text(en: "larger than the mailbox takes", de: "größer, als das Postfach annimmt"),
        "2.4": Text(en: "the mailing list cannot pass it on", de: "die Mailingliste kann sie nicht weiterreichen"),
        // Mail systems.
        "3.1": Text(en: "the mail system there is full", de: "das Mailsystem dort ist voll"),
        "3.2": Text(en: "the system there takes no mail now", de: "das System dort nimmt zurzeit keine Mail an"),
        "3.3": Text(en: "the system there cannot do what was asked", de: "das System dort kann das Verlangte nicht"),
        "3.4": Text(en: "the message is too large", de: "die Nachricht ist zu groß"),
        "3.5": Text(en: "the system there is set up wrongly", de: "das System dort ist falsch eingerichtet"),
        // The way.
        "4.1": Text(en: "the server does not answer", de: "der Server antwortet nicht"),
        "4.2": Text(en: "the connection broke off", de: "die Verbindung ist abgebrochen"),
        "4.3": Text(en: "the name server gave no answer", de: "der Nameserver gab keine Antwort"),
        "4.4": Text(en: "no way to that domain is known", de: "kein Weg zu dieser Domain bekannt"),
        "4.5": Text(en: "the way there is overloaded", de: "der Weg dorthin ist überlastet"),
        "4.6": Text(en: "the message went round in circles", de: "die Nachricht lief im Kreis"),
        "4.7": Text(en: "it could not be delivered in time", de: "sie ließ sich nicht rechtzeitig zustellen"),
        // The dialogue.
        "5.1": Text(en: "the servers did not understand each other", de: "die Server haben sich nicht verstanden"),
        "5.2": Text(en: "the servers did not understand each other", de: "die Server haben sich nicht verstanden"),
        "5.3": Text(en: "too many recipients", de: "zu viele Empfänger"),
        "5.4": Text(en: "the servers did not understand each other", de: "die Server haben sich nicht verstanden"),
        // Content.
        "6.1": Text(en: "this kind of content is not taken", de: "diese Art von Inhalt wird nicht angenommen"),
        "6.2": Text(
            en: "it would have to be converted, which is not allowed",
            de: "sie müsste umgewandelt werden, was nicht erlaubt ist"),
        "6.3": Text(
            en: "it would have to be converted, which is not possible",
            de: "sie müsste umgewandelt werden, was nicht möglich ist"),
        "6.6": Text(en: "its content could not be obtained", de: "ihr Inhalt war nicht zu beschaffen"),
        "6.7": Text(
            en: "addresses with such characters are not taken",
            de: "Adressen mit solchen Zeichen werden nicht angenommen"),
        // Rules.
        "7.1": Text(en: "not allowed: refused by the rules there", de: "nicht erlaubt: nach den Regeln dort abgelehnt"),
        "7.2": Text(
            en: "the sender may not write to this list", de: "der Absender darf nicht an diese Liste schreiben"),
        "7.4": Text(en: "a security feature is missing there", de: "dort fehlt eine Sicherheitsfunktion"),
        "7.5": Text(en: "it cannot be encrypted or decrypted", de: "sie lässt sich nicht ver- oder entschlüsseln"),
        "7.7": Text(en: "it was altered on its way", de: "sie wurde unterwegs verändert"),
        "7.8": Text(en: "the login was refused", de: "die Anmeldung wurde abgelehnt"),
        "7.13": Text(en: "the account is disabled", de: "das Konto ist gesperrt"),
        "7.17": Text(en: "the mailbox has a new owner", de: "das Postfach gehört inzwischen jemand anderem"),
        "7.20": Text(en: "no valid DKIM signature", de: "keine gültige DKIM-Signatur"),
        "7.23": Text(
            en: "the sender's server is not allowed (SPF)", de: "der Server des Absenders ist nicht zugelassen (SPF)"),
        "7.25": Text(en: "the sending server has no name", de: "der sendende Server hat keinen Namen"),
        "7.26": Text(en: "neither SPF nor DKIM confirms the sender", de: "weder SPF noch DKIM bestätigen den Absender"),
        "7.28": Text(en: "too many messages at once", de: "zu viele Nachrichten auf einmal"),
    ]
}
