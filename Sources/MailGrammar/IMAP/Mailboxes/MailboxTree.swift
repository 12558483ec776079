/// Puts the answers to a listing together: LIST or XLIST, LSUB, STATUS and NAMESPACE, in whatever order they come.
///
/// Bounded, and without a quarrel: names that are listed twice count once, parents that are missing are added as what cannot be
/// selected.
struct MailboxTree: Sendable {
    /// Mailboxes at most.
    static let limit = 100_000
    /// Parents that are added at most.
    static let parentLimit = 10_000
    /// Namespaces at most, of all kinds.
    static let namespaceLimit = 100
    /// Octets of a name on the wire.
    static let longestName = 1_000

    private struct Line: Sendable {
        var path: MailboxPath
        var delimiter: Character?
        var attributes: Set<String>
    }

    private var lines: [Line] = []
    private var places: [MailboxPath: Int] = [:]
    private var subscribed: Set<MailboxPath>?
    private var counts: [MailboxPath: MailboxCounts] = [:]
    /// Empty where the server has told none.
    var namespaces: [MailboxNamespace] = []

    /// Lines that came so far, each name once.
    var count: Int { lines.count }

    /// A line of LIST or XLIST. Attributes as the server spelt them.
    mutating func list(_ path: MailboxPath, delimiter: Character?, attributes: some Sequence<String>) {
        let attributes = Set(attributes.prefix(32).map { $0.lowercased() })
        // XLIST names the inbox in the person's language.
        let path = attributes.contains("\\inbox") ? .inbox : path
        if let place = places[path] {
            lines[place].attributes.formUnion(attributes)
            return
        }
        guard lines.count < Self.limit else { return }
        places[path] = lines.count
        lines.append(Line(path: path, delimiter: delimiter, attributes: attributes))
    }

    /// The answer to LSUB has begun: what is not in it is not subscribed.
    mutating func expectSubscriptions() { subscribed = subscribed ?? [] }

    /// A line of LSUB. `\Noselect` there means that only something below is subscribed (RFC 3501, section 6.3.9).
    mutating func subscription(_ path: MailboxPath, attributes: some Sequence<String>) {
        guard (subscribed?.count ?? 0) < Self.limit,
            !attributes.contains(where: { $0.lowercased() == "\\noselect" })
        else { return }
        expectSubscriptions()
        subscribed?.insert(path)
    }

    /// A line of STATUS.
    mutating func status(_ path: MailboxPath, _ new: MailboxCounts) {
        guard counts.count < Self.limit || counts[path] != nil else { return }
        counts[path] = new
    }

    /// Namespaces of which nothing was listed, so that they have to be asked for by their prefix.
    var unlistedNamespaces: [MailboxNamespace] {
        namespaces.filter { namespace in
            !namespace.prefix.isEmpty && !lines.contains { namespace.match($0.path.name) != nil }
        }
    }

    /// What came of it: the inbox first, the rest in the server's order.
    func mailboxes() -> [MailboxInfo] {
        let all = lines + missingParents()
        var parents = Set<MailboxPath>()
        for line in all { if let parent = parent(of: line) { parents.insert(parent) } }
        var made = all.map { mailbox($0, hasListedChildren: parents.contains($0.path)) }
        guessUses(&made)
        if let inbox = made.firstIndex(where: { $0.path == .inbox }), inbox > 0 {
            made.insert(made.remove(at: inbox), at: 0)
        }
        return made
    }

    // MARK: One mailbox

    private func mailbox(_ line: Line, hasListedChildren: Bool) -> MailboxInfo {
        let has = line.attributes.contains
        let namespace = namespace(of: line.path)
        let isMissing = has("\\nonexistent")
        // A set of uses in a fixed order: a mailbox that is said to be two things is the first of them.
        let uses = line.attributes.compactMap(MailboxUse.init(attribute:))
        let use = MailboxUse.allCases.first(where: uses.contains)
        return MailboxInfo(
            path: line.path, delimiter: line.delimiter, levels: levels(line, namespace),
            owner: namespace?.owner ?? .personal, use: line.path == .inbox ? .inbox : use,
            isSelectable: !has("\\noselect") && !isMissing,
            isSubscribed: subscribed.map { $0.contains(line.path) || has("\\subscribed") }
                ?? (has("\\subscribed") ? true : nil),
            hasChildren: hasListedChildren || has("\\haschildren"),
            takesChildren: line.delimiter != nil && !has("\\noinferiors"), counts: counts[line.path])
    }

    /// The narrowest one that it lies in.
    private func namespace(of path: MailboxPath) -> MailboxNamespace? {
        // The inbox is one's own, also where everything without a prefix is shared (Cyrus).
        if path == .inbox { return nil }
        var best: (octets: Int, namespace: MailboxNamespace)?
        for namespace in namespaces {
            guard let octets = namespace.match(path.name), octets > best?.octets ?? -1 else { continue }
            best = (octets, namespace)
        }
        return best?.namespace
    }

    private func levels(_ line: Line, _ namespace: MailboxNamespace?) -> [String] {
        var name = line.path.name.utf8[...]
        if let namespace, namespace.owner == .personal, line.path != .inbox, name.count > namespace.prefix.utf8.count {
            name = name.dropFirst(namespace.prefix.utf8.count)
        }
        guard let delimiter = line.delimiter?.asciiValue else { return [String(decoding: name, as: UTF8.self)] }
        let levels = name.split(separator: delimiter).map { String(decoding: $0, as: UTF8.self) }
        return levels.isEmpty ? [line.path.name] : levels
    }

    // MARK: Parents

    private func parent(of line: Line) -> MailboxPath? {
        // By octets: an accent behind a delimiter makes another character of it, and no other delimiter.
        let name = line.path.name.utf8
        guard let delimiter = line.delimiter?.asciiValue, let end = name.lastIndex(of: delimiter) else { return nil }
        return MailboxPath(String(decoding: name[..<end], as: UTF8.self))
    }

    /// Levels above a mailbox that the server leaves out.
    private func missingParents() -> [Line] {
        var added: [Line] = []
        var known = Set<MailboxPath>()
        let roots = Set(namespaces.map(\.prefix))
        for line in lines {
            var child = line
            while added.count < Self.parentLimit, let path = parent(of: child), places[path] == nil,
                !roots.contains(path.name + String(line.delimiter.map { [$0] } ?? [])), known.insert(path).inserted
            {
                child = Line(path: path, delimiter: line.delimiter, attributes: ["\\nonexistent"])
                added.append(child)
            }
        }
        return added
    }

    // MARK: Uses

    /// The last resort: what a server without SPECIAL-USE calls `Entwürfe` are the drafts. What it did tell is never overruled.
    private func guessUses(_ mailboxes: inout [MailboxInfo]) {
        let known = Set(mailboxes.compactMap(\.use))
        var byName: [String: Int] = [:]
        for (index, mailbox) in mailboxes.enumerated()
        where mailbox.owner == .personal && mailbox.use == nil && mailbox.isSelectable && mailbox.levels.count == 1 {
            let name = mailbox.levels[0].lowercased()
            if byName[name] == nil { byName[name] = index }
        }
        for (use, names) in MailboxUse.wellKnownNames where !known.contains(use) {
            guard let index = names.lazy.compactMap({ byName[$0] }).first else { continue }
            mailboxes[index] = mailboxes[index].used(for: use)
        }
    }
}

extension MailboxInfo {
    fileprivate func used(for use: MailboxUse) -> MailboxInfo {
        MailboxInfo(
            path: path, delimiter: delimiter, levels: levels, owner: owner, use: use, isSelectable: isSelectable,
            isSubscribed: isSubscribed, hasChildren: hasChildren, takesChildren: takesChildren, counts: counts)
    }
}
