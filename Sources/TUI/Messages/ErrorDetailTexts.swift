import MailKitCore

/// The reasons that the system, OpenSSL and the core give in English, in words for the person at the screen.
///
/// What is not in the table is shown as it came: a reason in the wrong language is better than none.
enum ErrorDetailTexts {
    /// - Parameter detail: clean already
    static func text(_ detail: String) -> Text {
        if let known = table[detail] { return known }
        for (beginning, words) in beginnings where detail.hasPrefix(beginning) {
            return words + Text(same: String(detail.dropFirst(beginning.count)))
        }
        // `certificate has expired; the certificate is for a.example, b.example`
        if let names = split(detail, at: "; the certificate is for ") {
            return text(names.before)
                + Text(
                    en: "; the certificate is for \(names.after)", de: "; das Zertifikat gilt für \(names.after)")
        }
        // `SCRAM-SHA-256 was used before, only PLAIN is offered now`
        if let mechanisms = split(detail, at: " was used before, only "), mechanisms.after.hasSuffix(" is offered now")
        {
            let offered = mechanisms.after.dropLast(" is offered now".count)
            return Text(
                en: detail, de: "bisher war es \(mechanisms.before), jetzt wird nur \(offered) angeboten")
        }
        // `Connection refused (2 addresses)`
        if let count = split(detail, at: " ("), count.after.hasSuffix(" addresses)") {
            let number = count.after.dropLast(" addresses)".count)
            return text(count.before)
                + Text(en: ", tried \(number) addresses", de: ", versucht an \(number) Adressen")
        }
        return Text(same: detail)
    }

    private static func split(_ text: String, at separator: String) -> (before: String, after: String)? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(separator) {
                let after = text.index(start, offsetBy: separator.count)
                return start == text.startIndex ? nil : (String(text[..<start]), String(text[after...]))
            }
            start = text.index(after: start)
        }
        return nil
    }

    private static let beginnings: [(String, Text)] = [
        ("unreadable response: ", Text(en: "it cannot be read: ", de: "sie ist nicht lesbar: ")),
        (
            "no login mechanism in common; the server offers ",
            Text(
                en: "no way to log in that both sides know; the server offers ",
                de: "kein Anmeldeverfahren, das beide kennen; der Server bietet ")
        ),
    ]

    private static let table: [String: Text] = general.merging(ofStores) { first, _ in first }

    /// A store's: `StoreDetail`, and what SQLite gives where the system has no reason.
    private static let ofStores: [String: Text] = [
        "the file is damaged": Text(en: "the file is damaged", de: "die Datei ist beschädigt"),
        "a later version of the program has written it": Text(
            en: "a later version of the program has written it",
            de: "eine spätere Fassung des Programms hat sie geschrieben"),
        "it is another user's, or no folder": Text(
            en: "it is another user’s, or no folder", de: "er gehört jemand anderem oder ist kein Ordner"),
        "it is another user's, or no file": Text(
            en: "it is another user’s, or no file", de: "sie gehört jemand anderem oder ist keine Datei"),
        "an empty statement": Text(en: "nothing was asked of it", de: "es wurde nichts von ihr verlangt"),
        "it is closed": Text(en: "it is closed", de: "sie ist geschlossen"),
        "the journal is closed": Text(
            en: "no more changes are taken", de: "es werden keine Änderungen mehr angenommen"),
        "Device or resource busy": Text(
            en: "another program is using it", de: "ein anderes Programm benutzt sie gerade"),
        "unable to open database file": Text(
            en: "the file cannot be opened", de: "die Datei lässt sich nicht öffnen"),
        "disk I/O error": Text(en: "the disk fails", de: "der Datenträger versagt"),
        "out of memory": Text(en: "there is no memory left", de: "es ist kein Arbeitsspeicher mehr frei"),
        "locking protocol": Text(
            en: "the file cannot be locked", de: "die Datei lässt sich nicht sperren"),
        "unknown error": Text(en: "nothing is known of the reason", de: "der Grund ist nicht bekannt"),
        "string or blob too big": Text(en: "it is too large to be kept", de: "es ist zu groß zum Behalten"),
    ]

    private static let general: [String: Text] = [
        MailError.changesGivenUp: Text(
            en: "what was changed in it does not come to the server",
            de: "was darin geändert wurde, kommt nicht auf den Server"),
        "the message is not kept on this machine": Text(
            en: "this message is not kept on this machine",
            de: "diese Nachricht liegt nicht auf diesem Rechner"),
        // The system's: strerror(3) and gai_strerror(3) of glibc.
        "Connection refused": Text(
            en: "nothing takes connections at this port", de: "an diesem Port nimmt niemand Verbindungen an"),
        "Connection reset by peer": Text(
            en: "the other side broke the connection off", de: "die Gegenseite hat die Verbindung abgebrochen"),
        "Broken pipe": Text(
            en: "the other side broke the connection off", de: "die Gegenseite hat die Verbindung abgebrochen"),
        "Connection timed out": Text(en: "no answer", de: "keine Antwort"),
        "Network is unreachable": Text(en: "no network", de: "kein Netz"),
        "Network is down": Text(en: "no network", de: "kein Netz"),
        "No route to host": Text(en: "no way leads to the server", de: "zum Server führt kein Weg"),
        "Name or service not known": Text(en: "nobody knows this name", de: "niemand kennt diesen Namen"),
        "No address associated with hostname": Text(en: "it has no address", de: "er hat keine Adresse"),
        "Temporary failure in name resolution": Text(
            en: "names cannot be looked up; is there a network?",
            de: "Namen lassen sich nicht nachschlagen; ist Netz da?"),

        "No such file or directory": Text(
            en: "there is no such file or folder", de: "diese Datei oder diesen Ordner gibt es nicht"),
        "Permission denied": Text(en: "that is not allowed", de: "das ist nicht erlaubt"),
        "Operation not permitted": Text(en: "that is not allowed", de: "das ist nicht erlaubt"),
        "No space left on device": Text(en: "there is no space left", de: "es ist kein Platz mehr"),
        "Disk quota exceeded": Text(en: "your disk space is used up", de: "Ihr Plattenplatz ist aufgebraucht"),
        "Read-only file system": Text(en: "nothing can be written there", de: "dort lässt sich nichts schreiben"),
        "Is a directory": Text(en: "it is a folder", de: "es ist ein Ordner"),
        "Not a directory": Text(en: "part of the path is no folder", de: "ein Teil des Pfads ist kein Ordner"),
        "File name too long": Text(en: "the name is too long", de: "der Name ist zu lang"),
        "File exists": Text(
            en: "there are too many files of that name", de: "es gibt zu viele Dateien mit diesem Namen"),
        "File too large": Text(en: "the file is too large", de: "die Datei ist zu groß"),
        "Input/output error": Text(en: "the disk fails", de: "der Datenträger versagt"),
        "Too many open files": Text(en: "too many files are open", de: "es sind zu viele Dateien offen"),
        "more than 4 GB": Text(en: "more than 4 GB", de: "mehr als 4 GB"),

        // OpenSSL's: X509_verify_cert_error_string(3) and its reasons.
        "certificate has expired": Text(en: "the certificate has expired", de: "das Zertifikat ist abgelaufen"),
        "certificate is not yet valid": Text(
            en: "the certificate is not valid yet; is the clock right?",
            de: "das Zertifikat gilt noch nicht; geht die Uhr richtig?"),
        "self-signed certificate": Text(
            en: "the server has written its certificate itself", de: "der Server hat sein Zertifikat selbst ausgestellt"
        ),
        "self-signed certificate in certificate chain": Text(
            en: "an issuer that nobody here vouches for", de: "ein Aussteller, für den hier niemand bürgt"),
        "unable to get local issuer certificate": Text(
            en: "an issuer that is not known here", de: "ein Aussteller, der hier nicht bekannt ist"),
        "unable to get issuer certificate": Text(
            en: "an issuer that is not known here", de: "ein Aussteller, der hier nicht bekannt ist"),
        "hostname mismatch": Text(en: "the name does not match", de: "der Name stimmt nicht überein"),
        "IP address mismatch": Text(en: "the address does not match", de: "die Adresse stimmt nicht überein"),
        "another certificate than the pinned one": Text(
            en: "it has another certificate than the pinned one",
            de: "er hat ein anderes Zertifikat als das mit „pin“ genannte"),
        "the certificate's key or signature is too weak": Text(
            en: "the certificate’s key or signature is too weak",
            de: "Schlüssel oder Unterschrift des Zertifikats sind zu schwach"),
        "certificate revoked": Text(en: "the certificate was revoked", de: "das Zertifikat wurde widerrufen"),
        "wrong version number": Text(
            en: "there is no TLS at this port; is it the right one?",
            de: "an diesem Port gibt es kein TLS; ist es der richtige?"),
        "unsupported protocol": Text(
            en: "the server knows only old versions of TLS", de: "der Server kennt nur alte Fassungen von TLS"),

        // The client's certificate.
        "tlsv13 alert certificate required": Text(
            en: "the server wants a certificate of yours: “client-certificate” in the configuration",
            de: "der Server will ein Zertifikat von Ihnen: „client-certificate“ in der Konfiguration"),
        "tlsv1 alert unknown ca": Text(
            en: "the server does not know who issued your certificate",
            de: "der Server weiß nicht, wer Ihr Zertifikat ausgestellt hat"),
        "sslv3 alert certificate expired": Text(
            en: "the server says that your certificate has expired",
            de: "der Server sagt, dass Ihr Zertifikat abgelaufen ist"),
        "sslv3 alert bad certificate": Text(
            en: "the server does not take your certificate", de: "der Server nimmt Ihr Zertifikat nicht an"),
        "others may read this key": Text(
            en: "others may read this key; chmod 600 mends that",
            de: "andere dürfen diesen Schlüssel lesen; chmod 600 behebt das"),
        "there is no certificate in it": Text(
            en: "there is no certificate in PEM form in it", de: "darin ist kein Zertifikat in PEM-Form"),
        "there is no key in it": Text(
            en: "there is no private key in PEM form in it", de: "darin ist kein privater Schlüssel in PEM-Form"),
        "the key is encrypted": Text(
            en: "the key is encrypted, which is not supported; openssl pkey writes it without a password",
            de: "der Schlüssel ist verschlüsselt, das geht hier nicht; openssl pkey schreibt ihn ohne Passwort"),
        "the key is not that of the certificate": Text(
            en: "the key is not that of the certificate", de: "der Schlüssel gehört nicht zum Zertifikat"),

        // The core's.
        "the server ended the connection": Text(
            en: "the server ended the connection", de: "der Server hat die Verbindung beendet"),
        "what answers there is no IMAP server": Text(
            en: "what answers there is no IMAP server", de: "was dort antwortet, ist kein IMAP-Server"),
        "the server answered without the messages asked for": Text(
            en: "the server answered without the messages asked for",
            de: "der Server hat ohne die gefragten Nachrichten geantwortet"),
        "the server does not offer STARTTLS": Text(
            en: "the server does not offer STARTTLS", de: "der Server bietet kein STARTTLS an"),
        "the server refuses STARTTLS": Text(
            en: "the server refuses STARTTLS", de: "der Server lehnt STARTTLS ab"),
        "unencrypted data came with the answer to STARTTLS: somebody may be tampering": Text(
            en: "unencrypted data came with the answer to STARTTLS: somebody may be tampering",
            de: "mit der Antwort auf STARTTLS kamen unverschlüsselte Daten: vielleicht mischt sich jemand ein"),
        "the server calls the unencrypted line logged in: somebody may be tampering": Text(
            en: "the server calls the unencrypted line logged in: somebody may be tampering",
            de: "der Server hält die unverschlüsselte Leitung für angemeldet: vielleicht mischt sich jemand ein"),
        "no answer behind the login": Text(en: "no answer behind the login", de: "keine Antwort nach der Anmeldung"),
        "a message without headers": Text(en: "a message without headers", de: "eine Nachricht ohne Kopfzeilen"),
        "no such account": Text(en: "no such account", de: "dieses Konto gibt es nicht"),
    ]
}
