import MailKitCore

/// What a person calls the kinds of parts that come up most; the rest keep the name the standards gave them.
enum PartTexts {
    /// The part's file name, else what it is.
    static func name(_ part: PartSummary) -> Text {
        part.fileName.isEmpty ? kind(part.mediaType) : Text(same: part.fileName)
    }

    /// The reader can show it: a text, or a message with one.
    static func isReadable(_ mediaType: String) -> Bool {
        mediaType.hasPrefix("text/") || mediaType == "message/rfc822" || mediaType == "message/global"
    }

    static func isPicture(_ mediaType: String) -> Bool { mediaType.hasPrefix("image/") }

    /// - Parameter mediaType: lower case, `text/plain`
    static func kind(_ mediaType: String) -> Text {
        switch mediaType {
        case "text/plain": Text(en: "text", de: "Text")
        case "text/html": Text(en: "HTML text", de: "HTML-Text")
        case "text/calendar", "application/ics": Text(en: "appointment", de: "Termin")
        case "text/vcard", "text/x-vcard": Text(en: "address card", de: "Visitenkarte")
        case "message/rfc822", "message/global": Text(en: "message", de: "Nachricht")
        case "message/delivery-status", "message/global-delivery-status":
            Text(en: "delivery report", de: "Zustellbericht")
        case "message/disposition-notification": Text(en: "read receipt", de: "Lesebestätigung")
        case "text/rfc822-headers": Text(en: "headers of the message", de: "Kopfzeilen der Nachricht")
        case "application/pdf": Text(same: "PDF")
        case "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature":
            Text(en: "signature", de: "Unterschrift")
        case "application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime":
            Text(en: "encrypted", de: "verschlüsselt")
        default:
            switch mediaType.prefix(while: { $0 != "/" }) {
            case "image": Text(en: "image", de: "Bild")
            case "audio": Text(en: "sound", de: "Ton")
            case "video": Text(en: "video", de: "Video")
            default: Text(same: mediaType)
            }
        }
    }
}
