import MailGrammar
import MailKitCore

/// Whole messages, the same again for the same UID: each has a word that no other one has, and every eighth has 300 KB.
package enum BodySample {
    package static let place = UIDValidity(7).map { BodyPlace(.inbox, $0) }

    /// The word of a message alone, of letters.
    package static func word(_ uid: UID) -> String {
        "unikat" + String(uid.rawValue).utf8.map { String(UnicodeScalar($0 + 0x31)) }.joined()
    }

    /// What is written in it.
    package static func text(_ uid: UID) -> String {
        let count = uid.rawValue % 8 == 1 ? 40_000 : Int(uid.rawValue % 5) * 40
        return "gemeinsam \(word(uid)) " + String(repeating: "wort \n", count: count)
    }

    /// As it came.
    package static func octets(_ uid: UID) -> [UInt8] { Array("\r\n\(text(uid))".utf8) }
}
