/// Something that takes bytes from outside, and what must hold whatever they are.
///
/// A new target is a new value in `FuzzTarget.all`; scripts/fuzz and `swift test` find it there.
package struct FuzzTarget: Sendable {
    /// As given to scripts/fuzz: `imap`.
    package let name: String
    /// Inputs to begin with: each shows the engine something of the grammar.
    package let seeds: [[UInt8]]
    /// Pieces worth putting anywhere.
    package let words: [String]
    /// The first invariant that does not hold, in words; `nil` where all hold. A trap is a finding too.
    package let check: @Sendable ([UInt8]) -> String?

    package init(
        name: String, seeds: [[UInt8]], words: [String] = [], check: @escaping @Sendable ([UInt8]) -> String?
    ) {
        self.name = name
        self.seeds = seeds
        self.words = words
        self.check = check
    }

    package init(name: String, seeds: [String], words: [String] = [], check: @escaping @Sendable ([UInt8]) -> String?) {
        self.init(name: name, seeds: seeds.map { Array($0.utf8) }, words: words, check: check)
    }

    /// Every target there is.
    package static let all: [FuzzTarget] = [
        imap, session, encoding, commands, modifiedUTF7, base64, mime, header, addresses, attachment, cards, html,
        renderer,
        charset, layout, pictures, keys, rows, search, sync, threads,
    ]

    package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}
