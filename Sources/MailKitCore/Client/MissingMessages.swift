import MailGrammar

/// Finds messages by their Message-ID in the mailbox that they were put into, where the server did not tell what they are called there.
@NetActor
struct MissingMessages {
    /// By what they were called before.
    let identifiers: [UID: String]
    let target: MailboxPath

    /// So many are looked for one after another.
    static let limit = 500

    /// What they are called there; of several with one Message-ID the newest.
    ///
    /// - Throws: why that could not be found out
    func run(on line: AskingLine) async throws(SessionFailure) -> CopiedMessages? {
        guard let validity = try await line.select(target) else { return nil }
        var pairs: [(ClosedRange<UID>, ClosedRange<UID>)] = []
        var taken = UIDSet()
        for (uid, identifier) in identifiers.sorted(by: { $0.key < $1.key }).suffix(Self.limit)
        where !identifier.isEmpty {
            let key = SearchKey.header(name: "Message-ID", value: identifier)
            var found = UIDSet()
            for case .found(_, let uids) in try await line.ask(.search(key)).get() { found = uids }
            guard let copy = found.subtracting(taken).last else { continue }
            taken.insert(copy)
            pairs.append((uid...uid, copy...copy))
        }
        return CopiedMessages(validity, source: pairs.map(\.0), destination: pairs.map(\.1))
    }
}
