/// The octets of a message that APPEND sends.
package enum MessageSource: Hashable, Sendable {
    /// Here, all of them.
    case octets([UInt8])
    /// Elsewhere, in a file, say: known by length, taken in windows when their turn comes.
    case streamed(OutboundLiteral)

    /// Octets.
    package var size: UInt64 {
        switch self {
        case .octets(let bytes): UInt64(bytes.count)
        case .streamed(let literal): literal.size
        }
    }
}

/// Octets that go out as a literal without being in memory all at once.
package struct OutboundLiteral: Hashable, Sendable {
    /// The shell's own number for where they come from.
    package let id: UInt32
    /// How many: announced before the first goes out, so exactly as many must follow.
    package let size: UInt64

    package init(id: UInt32, size: UInt64) {
        self.id = id
        self.size = size
    }
}

/// Walks over an `OutboundLiteral` in windows, and tells when its source does not hold what was announced. A machine.
///
/// A server that was promised n octets takes the next n bytes for them, whatever they are: after `tooShort` the
/// connection cannot be used any more.
package struct LiteralWindows: Sendable {
    package enum Problem: Error, Hashable, Sendable {
        /// The source ended `missing` octets too early.
        case tooShort(missing: UInt64)
        /// More octets came than the window asked for.
        case tooLong
    }

    private let size: UInt64
    private var sent: UInt64 = 0

    /// At the first octet.
    package init(_ literal: OutboundLiteral) { size = literal.size }

    /// Whether all has gone out.
    package var isDone: Bool { sent == size }

    /// What is to be read next, at most `most` octets; `nil` at the end.
    package func next(upTo most: UInt64) -> Range<UInt64>? {
        guard sent < size, most > 0 else { return nil }
        return sent..<(sent + min(most, size - sent))
    }

    /// So many octets were read for the last window and go out; none means that the source has ended.
    package mutating func took(_ count: UInt64) throws(Problem) {
        guard count <= size - sent else { throw .tooLong }
        guard count > 0 || isDone else { throw .tooShort(missing: size - sent) }
        sent += count
    }
}

/// One message of an APPEND. Source: RFC 9051, section 6.3.12.
package struct AppendedMessage: Sendable {
    /// How its octets travel.
    package enum Form: Hashable, Sendable {
        /// `{n}`: no NUL in it.
        case text
        /// `~{n}`: any octet; needs BINARY (RFC 3516, section 4.4).
        case binary
        /// `UTF8 (~{n})`: headers in UTF-8; needs UTF8=ACCEPT (RFC 6855, section 4).
        case utf8
    }

    package var source: MessageSource
    package var flags: [Flag]
    /// INTERNALDATE; the server's own time where there is none.
    package var date: Timestamp?
    package var form: Form

    package init(_ source: MessageSource, flags: [Flag] = [], date: Timestamp? = nil, form: Form = .text) {
        self.source = source
        self.flags = flags
        self.date = date
        self.form = form
    }
}
