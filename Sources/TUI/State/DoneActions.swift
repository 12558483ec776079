import MailGrammar
import MailKitCore

/// What was done last with messages, to be taken back: the last one first.
package struct DoneActions: Hashable, Sendable {
    /// One of them.
    package struct Entry: Hashable, Sendable {
        package let name: Generation
        /// Whose messages it was done with.
        package let accounts: [AccountID]
    }

    private var entries: [Entry] = []

    /// How many can be taken back.
    package static let limit = 100

    package var isEmpty: Bool { entries.isEmpty }

    package mutating func add(_ entry: Entry) {
        entries.append(entry)
        if entries.count > Self.limit { entries.removeFirst() }
    }

    /// The one that was done last; it cannot be taken back again.
    package mutating func takeLast() -> Entry? { entries.popLast() }

    /// Nothing of this one has been done in an account.
    package mutating func remove(_ name: Generation) { entries.removeAll { $0.name == name } }
}
