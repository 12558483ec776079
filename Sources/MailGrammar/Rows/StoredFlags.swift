/// The flags of a message as small as a table of a hundred thousand rows wants them: the usual ones as bits, the others as words.
package struct StoredFlags: Hashable, Sendable {
    /// One bit a flag of ``known``.
    package private(set) var bits: UInt32
    /// The other keywords, in the order of their octets, with a blank between them; empty for most messages.
    package private(set) var keywords: String

    /// No flag.
    package static let none = StoredFlags(bits: 0, keywords: "")
    package static let seen: UInt32 = 1
    package static let answered: UInt32 = 2
    package static let flagged: UInt32 = 4
    package static let deleted: UInt32 = 8
    package static let draft: UInt32 = 16
    package static let forwarded: UInt32 = 32

    /// From bit 0 on. A row is never moved or taken out: the bits are in people's files.
    package static let known: [Flag] = [
        .seen, .answered, .flagged, .deleted, .draft, .forwarded, Flag("$MDNSent"), Flag("$SubmitPending"),
        Flag("$Submitted"), Flag("$Junk"), Flag("$NotJunk"), Flag("$Phishing"), Flag("$Important"), Flag("Junk"),
        Flag("NonJunk"),
    ]
    private static let recent = Flag("\\Recent")
    /// Octets of keywords that are kept.
    package static let keywordLimit = 4_000

    /// As they stand in a row; bits that mean nothing yet are left out.
    package init(bits: UInt32, keywords: String) {
        self.bits = bits & (1 << UInt32(Self.known.count) - 1)
        self.keywords = keywords
    }

    /// Any flags; what no atom can hold is left out, and `\Recent`, which is of one session.
    package init(_ flags: Set<Flag>) {
        self = .none
        var words: [String] = []
        for flag in flags {
            if let place = Self.known.firstIndex(of: flag) {
                bits |= 1 << UInt32(place)
            } else if !flag.name.isEmpty, flag != Self.recent, !flag.name.utf8.contains(where: { $0 <= ASCII.space }) {
                words.append(flag.name)
            }
        }
        guard !words.isEmpty else { return }
        words.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var octets = 0
        keywords = words.prefix { word in
            octets += word.utf8.count + 1
            return octets <= Self.keywordLimit
        }.joined(separator: " ")
    }

    /// The flags, the usual ones in their usual spelling.
    package var set: Set<Flag> {
        var flags: Set<Flag> = []
        for (place, flag) in Self.known.enumerated() where bits & 1 << UInt32(place) != 0 { flags.insert(flag) }
        for word in keywords.split(separator: " ") { flags.insert(Flag(String(word))) }
        return flags
    }

    /// It has been read.
    package var isSeen: Bool { bits & Self.seen != 0 }
}
