/// Writes commands strictly by the grammar. A value; what the server can take is set in it.
///
/// A text argument becomes an atom, a quoted string or a literal, whichever can carry it; a byte that none can carry is an
/// error, so nothing a person types or a mail contains can end a line and begin a command of its own.
/// Lines stay within 8,000 octets (RFC 7162, section 4): long UID sets become several commands.
package struct CommandEncoder: Sendable {
    /// Which literals go out without waiting for the server.
    package enum LiteralSupport: Hashable, Sendable {
        /// `{n}`, then wait for `+`.
        case synchronising
        /// LITERAL- (RFC 7888): `{n+}` up to 4,096 octets.
        case minus
        /// LITERAL+ (RFC 7888): `{n+}` always.
        case plus
    }

    package var literals = LiteralSupport.synchronising
    /// After `ENABLE UTF8=ACCEPT` or `IMAP4rev2`: names and texts in UTF-8 between quotes. Before it names are modified
    /// UTF-7 (RFC 9051, appendix A; RFC 6855).
    package var utf8Accepted = false
    /// SASL-IR (RFC 4959).
    package var saslInitialResponse = false
    /// Octets of one line, its end and the announcement of a literal included.
    package var lineLimit = 8_000
    /// Search keys inside search keys.
    package var nesting = 100

    package init() {}

    /// The command, or several where its UID set is too long for one line: each with a tag of its own, to be pipelined.
    package func encode(_ command: IMAPCommand, tags: inout CommandTags) throws(EncodingError) -> [OutboundCommand] {
        throw .empty("")
    }

    /// `DONE`, which ends IDLE.
    package static var idleDone: OutboundCommand { line(Array("DONE\r\n".utf8)) }
    /// `*`, which gives AUTHENTICATE up.
    package static var saslCancel: OutboundCommand { line(Array("*\r\n".utf8)) }

    /// The answer to a `+` within AUTHENTICATE: raw bytes, sent as base64. Empty is an empty line.
    package static func saslAnswer(_ answer: some SecretBytes) -> OutboundCommand {
        line([])
    }

    private static func line(_ bytes: [UInt8]) -> OutboundCommand {
        OutboundCommand(tag: nil, segments: [OutboundSegment(bytes: bytes)])
    }
}
