/// How much a server may send before it is called broken. Exceeding one is an error, never a trap and never more memory.
package struct IMAPLimits: Hashable, Sendable {
    /// One line without its literals, octets. A SEARCH over a big mailbox is one line.
    package var line = 4 << 20
    /// A literal of at most this many octets is part of its frame; a larger one is streamed.
    package var inlineLiteral = 64 << 10
    /// A streamed literal, octets: no mail is larger.
    package var streamedLiteral: UInt64 = 1 << 30
    /// A response with its inline literals, octets. A literal that would go beyond the half of it is streamed.
    package var response = 4 << 20
    /// Literals in one response, of either kind.
    package var literals = 20_000
    /// Streamed literals in one response.
    package var streamedLiterals = 256
    /// Parentheses inside parentheses.
    package var nesting = 100
    /// Branches inside branches of a THREAD response: each answer to an answer may open one.
    package var threadNesting = 10_000
    /// Elements of one list: flags, addresses, parameters, body parts of a message.
    package var listLength = 100_000
    /// Elements of all lists of one response together.
    package var tokens = 2_000_000
    /// Octets that one `ResponseBatch` holds: its owner has to empty it before.
    package var batch = 64 << 20

    /// The limits for real servers.
    package init() {}
}
