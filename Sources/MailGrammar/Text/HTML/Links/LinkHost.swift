/// A host of a link, written the way it can be compared: lower case, no dot at the end, labels in their own script.
struct LinkHost: Hashable, Sendable {
    /// As it is compared and shown.
    let name: String

    /// From a host as it was written: in any case, percent-encoded, in punycode, with the dots of East Asian scripts; `nil` for
    /// an empty one and for one of more than 255 octets.
    init?(_ written: String) {
        let isPlain = Self.isPlain(written)
        var text = (isPlain ? written : Self.unified(written)).lowercased()
        while text.utf8.last == ASCII.dot { text.removeLast() }
        guard !text.isEmpty, text.utf8.count <= 255 else { return nil }
        name = isPlain ? text : Self.inOwnScript(text)
    }

    /// Whether nothing is to be done but lower case, as with nearly every host: ASCII, nothing encoded.
    private static func isPlain(_ text: String) -> Bool {
        var last: UInt8 = 0
        for byte in text.utf8 {
            guard byte > ASCII.space, byte < 0x7F, byte != ASCII.percent, byte != ASCII.minus || last != ASCII.minus
            else { return false }
            last = byte
        }
        return true
    }

    /// Decoded, with one kind of dot, and without what nobody sees.
    private static func unified(_ text: String) -> String {
        var scalars: [Unicode.Scalar] = []
        for scalar in percentDecoded(text).unicodeScalars {
            switch scalar.value {
            case 0x3002, 0xFF0E, 0xFF61: scalars.append(".")
            case 0xFF01...0xFF5E: scalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
            case 0...0x20, 0x7F...0xA0, 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF: continue
            default: scalars.append(scalar)
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func inOwnScript(_ text: String) -> String {
        text.split(separator: ".", omittingEmptySubsequences: false).map { label in
            label.hasPrefix("xn--") ? Punycode.decode(label.dropFirst(4)) ?? String(label) : String(label)
        }.joined(separator: ".")
    }

    /// Where the owner of the host most likely ends: two labels, or three behind a suffix that many share.
    ///
    /// Not the public suffix list, but the part of it that mails show: a host is never taken for its neighbour's because a suffix
    /// is missing here, but two names under an unknown shared suffix count as one owner's.
    var owner: Substring {
        let labels = name.split(separator: ".")
        guard labels.count > 2, let top = labels.last, !isNumeric else { return name[...] }
        let second = labels[labels.count - 2]
        let pair = "\(second).\(top)"
        let isShared = top.utf8.count == 2 && Self.secondLevels.contains(String(second)) || Self.shared.contains(pair)
        return labels.suffix(isShared ? 3 : 2).joined(separator: ".")[...]
    }

    /// An address in digits has no owner's name in it.
    private var isNumeric: Bool {
        name.utf8.first == ASCII.openBracket || name.utf8.allSatisfy { ASCII.isDigit($0) || $0 == ASCII.dot }
    }

    private static func percentDecoded(_ text: String) -> String {
        guard text.utf8.contains(ASCII.percent) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if bytes[at] == ASCII.percent, at + 2 < bytes.count, let high = HexDigit.value(bytes[at + 1]),
                let low = HexDigit.value(bytes[at + 2])
            {
                result.append(high << 4 | low)
                at += 3
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let secondLevels: Set<String> = [
        "co", "com", "org", "net", "gov", "gob", "edu", "ac", "or", "ne", "go", "gv", "ltd", "plc", "mil", "nom", "me",
        "in", "id", "web", "info", "art", "asso", "gouv", "police", "nhs", "sch", "res", "firm", "gen", "ind", "ad",
        "ed",
        "gr", "lg", "govt", "school", "geek", "maori", "iwi", "k12", "jus", "leg", "blog", "eco", "adv", "eng", "med",
    ]
    private static let shared: Set<String> = [
        "github.io", "gitlab.io", "herokuapp.com", "web.app", "firebaseapp.com", "pages.dev", "workers.dev",
        "netlify.app",
        "vercel.app", "cloudfront.net", "azurewebsites.net", "azureedge.net", "windows.net", "amazonaws.com",
        "appspot.com",
        "blogspot.com", "blogspot.de", "wordpress.com", "weebly.com", "wixsite.com", "myshopify.com", "webflow.io",
        "onrender.com", "fly.dev", "repl.co", "glitch.me", "surge.sh", "ngrok.io", "trycloudflare.com", "r2.dev",
        "translate.goog", "googleapis.com", "sharepoint.com", "duckdns.org", "no-ip.org", "dyndns.org", "hopto.org",
        "tumblr.com", "livejournal.com", "jimdofree.com", "square.site", "godaddysites.com", "zendesk.com", "uk.com",
        "de.com", "eu.com", "us.com", "br.com", "cn.com", "gb.net", "co.com",
    ]
}
