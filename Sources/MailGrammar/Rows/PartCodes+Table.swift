/// What stands in a record for the words that most structures are made of. A row is never moved or taken out: the number of its
/// place is in people's files.
enum PartCodes {
    /// From code 1 on.
    private static let types: [(media: String, subtype: String)] = [
        ("text", "plain"), ("text", "html"), ("multipart", "alternative"), ("multipart", "mixed"),
        ("multipart", "related"), ("multipart", "signed"), ("multipart", "report"), ("multipart", "encrypted"),
        ("application", "octet-stream"), ("application", "pdf"), ("image", "jpeg"), ("image", "png"), ("image", "gif"),
        ("message", "rfc822"), ("message", "delivery-status"), ("application", "pgp-signature"),
        ("application", "pgp-encrypted"), ("application", "pgp-keys"), ("application", "pkcs7-signature"),
        ("application", "x-pkcs7-signature"), ("application", "pkcs7-mime"), ("application", "x-pkcs7-mime"),
        ("text", "calendar"), ("application", "ics"), ("text", "csv"), ("text", "x-patch"), ("text", "x-diff"),
        ("text", "rfc822-headers"), ("application", "zip"), ("application", "msword"), ("application", "vnd.ms-excel"),
        ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ("application", "ms-tnef"),
        ("text", "vcard"), ("text", "x-vcard"), ("image", "svg+xml"), ("image", "webp"), ("audio", "mpeg"),
        ("message", "disposition-notification"),
    ]

    /// From code 1 on.
    private static let parameters = [
        "charset", "name", "filename", "format", "delsp", "type", "start", "protocol", "micalg", "method",
        "report-type",
        "smime-type", "size", "creation-date", "modification-date", "x-mac-type", "x-unix-mode", "reply-type",
        "component",
    ]

    static let hasParameters: UInt8 = 0x10
    static let hasDispositionParameters: UInt8 = 0x20
    static let hasContentID: UInt8 = 0x40
    static let otherDisposition: UInt8 = 3

    static func code(ofType media: String, _ subtype: String) -> UInt8? {
        for index in types.indices where types[index].subtype == subtype && types[index].media == media {
            return UInt8(truncatingIfNeeded: index &+ 1)
        }
        return nil
    }

    static func type(_ code: UInt8) -> (media: String, subtype: String)? {
        types.indices.contains(Int(code) - 1) ? types[Int(code) - 1] : nil
    }

    static func code(ofParameter name: String) -> UInt8? {
        for index in parameters.indices where parameters[index] == name { return UInt8(truncatingIfNeeded: index &+ 1) }
        return nil
    }

    /// Empty for a code that there is not.
    static func parameter(_ code: UInt8) -> String {
        parameters.indices.contains(Int(code) - 1) ? parameters[Int(code) - 1] : ""
    }

    static func code(ofDisposition disposition: String) -> UInt8 {
        switch disposition {
        case "": 0
        case "attachment": 1
        case "inline": 2
        default: otherDisposition
        }
    }

    static func disposition(_ code: UInt8) -> String { code == 1 ? "attachment" : code == 2 ? "inline" : "" }

    static func code(of encoding: TransferEncoding) -> UInt8 {
        switch encoding {
        case .identity: 0
        case .quotedPrintable: 1
        case .base64: 2
        case .uuencode: 3
        }
    }

    static func encoding(_ code: UInt8) -> TransferEncoding {
        switch code {
        case 1: .quotedPrintable
        case 2: .base64
        case 3: .uuencode
        default: .identity
        }
    }
}
