import MailGrammar
import MailKitCore

/// A link as it is given to a program of the desktop, and what is asked before.
package struct OutsideLink: Hashable, Sendable {
    /// Printable ASCII, and no option.
    package let address: String
    /// Whom it leads to.
    package let host: String
    /// Where its words name another host.
    package let warning: MessageWarning?

    /// Octets of an address that is given on.
    static let limit = 2000

    /// `nil` for one that is not for the web or for mail, is too long, or would be another one when written cleanly.
    package init?(_ link: TextLink) {
        let target = link.target.utf8
        let scheme = link.target.prefix(9).lowercased()
        let isWeb = ["http://", "https://"].contains {
            scheme.hasPrefix($0) && link.target.utf8.dropFirst($0.utf8.count).first != UInt8(ascii: "/")
        }
        guard isWeb || scheme.hasPrefix("mailto:"), target.count <= Self.limit,
            // Programs differ in whether it ends the host.
            !target.contains(UInt8(ascii: "\\"))
        else { return nil }
        var address: [UInt8] = []
        for byte in target {
            if byte > 0x20, byte < 0x7F, !"\"'<>^`{|}".utf8.contains(byte) {
                address.append(byte)
            } else {
                address += [UInt8(ascii: "%"), Self.digit(byte >> 4), Self.digit(byte & 15)]
            }
        }
        let clean = String(decoding: address, as: UTF8.self)
        let written = TextLink(number: link.number, text: link.text, target: clean)
        // The host is what is asked about: it must be the same for whoever opens it. Without one the target stands for it.
        guard address.count <= Self.limit, written.shownHost == link.shownHost || link.shownHost == link.target,
            !isWeb || link.shownHost != link.target
        else { return nil }
        self.address = clean
        host = link.toldHost
        warning = link.warning
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + (value - 10)
    }
}

/// A part in a file for a program of the desktop.
package struct LentPart: Hashable, Sendable {
    package let name: Text
    package let path: String
    package let mediaType: String
}
