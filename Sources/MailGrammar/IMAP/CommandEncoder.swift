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
    /// Encodes nothing that would leave a trace in a mailbox (`IMAPCommand.onlyLooks`).
    package var isReadOnly = false

    /// The most careful server: nothing but RFC 3501.
    package init() {}

    /// The command, or several where its UID set is too long for one line: each with a tag of its own, to be pipelined.
    ///
    /// A SEARCH cannot be cut in pieces; one that is too long is an error. Nothing is sent when this throws.
    package func encode(_ command: IMAPCommand, tags: inout CommandTags) throws(EncodingError) -> [OutboundCommand] {
        guard !isReadOnly || command.onlyLooks else { throw .readOnly }
        var result: [OutboundCommand] = []
        for piece in try pieces(of: command) {
            let tag = tags.next()
            var frame = FrameWriter(tag: tag, encoder: self)
            try frame.write(piece)
            result.append(try frame.finish(isLimited: piece.isLimited))
        }
        return result
    }

    /// `DONE`, which ends IDLE.
    package static var idleDone: OutboundCommand { line("DONE\r\n") }
    /// `*`, which gives AUTHENTICATE up.
    package static var saslCancel: OutboundCommand { line("*\r\n") }

    /// The answer to a `+` within AUTHENTICATE: raw bytes, sent as base64. Empty is an empty line.
    package static func saslAnswer(_ answer: any SecretBytes) -> OutboundCommand {
        var segment = OutboundSegment()
        segment.appendBase64(of: answer)
        segment.bytes += "\r\n".utf8
        return OutboundCommand(tag: nil, segments: [segment])
    }

    private static func line(_ text: StaticString) -> OutboundCommand {
        OutboundCommand(tag: nil, segments: [OutboundSegment(bytes: text.withUTF8Buffer(Array.init))])
    }

    /// A command as one or more whose UID sets fit a line.
    private func pieces(of command: IMAPCommand) throws(EncodingError) -> [IMAPCommand] {
        try sets(of: command).map { $0.map { Self.replacing(set: $0, in: command) } } ?? [command]
    }

    /// The UID sets of the commands that a command becomes; `nil` where it has none.
    func sets(of command: IMAPCommand) throws(EncodingError) -> [UIDSet]? {
        let selection: MessageSelection
        switch command {
        case .fetch(let messages, _, _), .store(let messages, _, _, _), .copy(let messages, _), .move(let messages, _):
            selection = messages
        case .uidExpunge(let set): selection = .uids(set)
        default: return nil
        }
        guard case .uids(let set) = selection else { return nil }
        guard !set.isEmpty else { throw .empty("UID set") }
        // What the rest of the command takes is known by writing it once with the shortest of sets.
        var probe = FrameWriter(tag: "A18446744073709551615", encoder: self)
        try probe.write(Self.replacing(set: UIDSet(UID.lowest), in: command))
        let room = lineLimit - probe.longestLineWhenFinished
        // One range at its longest is 21 octets.
        guard room >= 21 else { throw .lineTooLong(limit: lineLimit) }
        return set.split(wireOctets: room)
    }

    private static func replacing(set: UIDSet, in command: IMAPCommand) -> IMAPCommand {
        switch command {
        case .fetch(_, let items, let modifiers): .fetch(.uids(set), items, modifiers)
        case .store(_, let action, let flags, let modifiers): .store(.uids(set), action, flags, modifiers)
        case .copy(_, let path): .copy(.uids(set), to: path)
        case .move(_, let path): .move(.uids(set), to: path)
        case .uidExpunge: .uidExpunge(set)
        default: command
        }
    }
}

extension UID {
    /// 1: the shortest there is.
    package static let lowest = UID(nonZero: 1)

    private init(nonZero value: UInt32) { rawValue = value }
}
