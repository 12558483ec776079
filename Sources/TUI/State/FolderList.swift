import MailGrammar
import MailKitCore

/// The account's mailboxes in the order of the screen: the inbox, those with a use, the rest by name, each below the one it
/// lies in; other people's behind one's own.
package struct FolderList: Hashable, Sendable {
    /// One of them.
    package struct Line: Hashable, Sendable {
        /// Its place in `mailboxes`.
        let index: Int
        /// How many of those above it lies in.
        let depth: Int
        /// What of its name the ones above do not say.
        let name: String
        /// The name says all there is, from the first level on.
        var isWhole = false
        /// Its place among all lines.
        fileprivate let place: Int
        /// Others lie in it, and stand below it where it is not folded.
        var hasBelow = false
    }

    package private(set) var mailboxes: [MailboxInfo] = []
    /// Of all of them, and without those that lie in a folded one.
    private var all: [Line] = []
    private var shown: [Line] = []
    /// Where each of them stands among all lines: what is open is looked up after every message.
    private var places: [MailboxPath: Int] = [:]
    private var usualNames: [MailboxPath: Text] = [:]
    /// By line, in small letters: the last level of its name, its whole name, and what it is for in any language.
    private var words: [[String]] = []
    private var folded: Set<MailboxPath> = []

    package init() {}

    package var isEmpty: Bool { mailboxes.isEmpty }

    /// Takes what the server tells. Where only counts have changed the order stays as it is.
    package mutating func take(_ new: [MailboxInfo]) {
        let isSame =
            new.count == mailboxes.count
            && zip(new, mailboxes).allSatisfy { $0.path == $1.path && $0.use == $1.use && $0.levels == $1.levels }
        mailboxes = new
        if !isSame { sort() }
    }

    package subscript(line: Line) -> MailboxInfo { mailboxes[line.index] }

    package subscript(path: MailboxPath) -> MailboxInfo? { places[path].map { self[all[$0]] } }

    /// All of them, or with a filter those that it fits by name, or by what they are for in any language, each with its whole name: the best
    /// first. Where the filter stands in no name as it is, those count in which its letters stand in this order.
    package func lines(_ filter: String = "") -> [Line] {
        guard !filter.isEmpty else { return shown }
        let wanted = Self.inOneCase(filter)
        var places = all.indices.filter { place in words[place].contains { $0.contains(wanted) } }
        if places.isEmpty { places = Array(all.indices) }
        return places.compactMap { place -> (distance: Int, place: Int)? in
            words[place].compactMap { FuzzyMatch.distance(wanted, in: $0) }.min().map { ($0, place) }
        }
        .sorted(by: <).map { wholeLine(all[$0.place]) }
    }

    /// A mailbox with its whole name; `nil` where there is none.
    package func line(_ path: MailboxPath) -> Line? { places[path].map { wholeLine(all[$0]) } }

    private func wholeLine(_ line: Line) -> Line {
        let mailbox = mailboxes[line.index]
        let name = Self.name(mailbox.levels[...], of: mailbox)
        return Line(index: line.index, depth: 0, name: name, isWhole: true, place: line.place)
    }

    /// What a person calls one whose name is the usual one of its use, where no other is called so; `nil` for any other.
    package func usualName(of mailbox: MailboxInfo) -> Text? { usualNames[mailbox.path] }

    /// The line of a mailbox among these, which stand in the order of all.
    ///
    /// - Parameter orAbove: where it is hidden in a folded one, that one's line
    package func place(of path: MailboxPath, in lines: [Line], orAbove: Bool = false) -> Int? {
        guard let place = places[path] else { return nil }
        if let found = Self.index(of: place, in: lines) { return found }
        return orAbove ? above(all[place]).lazy.compactMap { Self.index(of: $0.place, in: lines) }.first : nil
    }

    private static func index(of place: Int, in lines: [Line]) -> Int? {
        // Those that fit a filter stand in an order of their own.
        if lines.first?.isWhole == true { return lines.firstIndex { $0.place == place } }
        let index = lines.place { $0.place < place }
        return index < lines.count && lines[index].place == place ? index : nil
    }

    /// Some have others in them: signs for folding are needed.
    package private(set) var isTree = false

    package func isFolded(_ line: Line) -> Bool { line.hasBelow && folded.contains(self[line].path) }

    /// Hides what lies in a mailbox, or shows it again.
    package mutating func setFolded(_ isFolded: Bool, _ line: Line) {
        if isFolded { folded.insert(self[line].path) } else { folded.remove(self[line].path) }
        fold()
    }

    /// Shows the mailboxes that this one lies in.
    package mutating func unfold(to path: MailboxPath) {
        guard let place = places[path] else { return }
        let above = self.above(all[place])
        guard above.contains(where: isFolded) else { return }
        folded.subtract(above.map { self[$0].path })
        fold()
    }

    /// The line that this one lies in.
    package func parent(of line: Line) -> Line? { above(line).first }

    /// Unread messages in what a folded mailbox hides.
    package func hiddenUnseen(_ line: Line) -> UInt64 {
        guard isFolded(line) else { return 0 }
        return below(line).reduce(0) { $0 &+ UInt64(self[$1].counts?.unseen ?? 0) }
    }

    /// The lines that one lies in, the nearest one first.
    private func above(_ line: Line) -> [Line] {
        var (result, depth) = ([Line](), line.depth)
        for other in all[..<line.place].reversed() where other.depth < depth {
            result.append(other)
            depth = other.depth
        }
        return result
    }

    private func below(_ line: Line) -> ArraySlice<Line> { all[(line.place + 1)...].prefix { $0.depth > line.depth } }

    private mutating func fold() {
        guard !folded.isEmpty else { return shown = all }
        shown = []
        var hiddenBelow = Int.max
        for line in all {
            if line.depth > hiddenBelow { continue }
            hiddenBelow = isFolded(line) ? line.depth : .max
            shown.append(line)
        }
    }

    // MARK: The order

    /// What one level of a name is sorted by.
    private struct Key: Comparable {
        let rank: Int
        let name: String
        let exact: String

        static func < (lhs: Key, rhs: Key) -> Bool {
            (lhs.rank, lhs.name, lhs.exact) < (rhs.rank, rhs.name, rhs.exact)
        }
    }

    private struct Place: Hashable {
        let owner: MailboxOwner
        let levels: ArraySlice<String>
    }

    private mutating func sort() {
        var places: [Place: Int] = [:]
        for (index, mailbox) in mailboxes.enumerated() {
            places[Place(owner: mailbox.owner, levels: mailbox.levels[...])] = index
        }
        let keys = mailboxes.map { mailbox in
            mailbox.levels.indices.map { level in
                let above = Place(owner: mailbox.owner, levels: mailbox.levels[...level])
                let use = places[above].flatMap { mailboxes[$0].use }
                return Key(
                    rank: Self.rank(mailbox.owner, level == 0 ? use : nil), name: Self.inOneCase(mailbox.levels[level]),
                    exact: mailbox.levels[level])
            }
        }
        let order = mailboxes.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
        var depths = [Int](repeating: 0, count: mailboxes.count)
        all = order.enumerated().map { place, index in
            let mailbox = mailboxes[index]
            // The nearest one above that is listed; what lies between is part of the name.
            var rest = mailbox.levels[...]
            var below = mailbox.levels[...].dropLast()
            while !below.isEmpty {
                if let parent = places[Place(owner: mailbox.owner, levels: below)] {
                    depths[index] = depths[parent] + 1
                    rest = mailbox.levels[below.endIndex...]
                    break
                }
                below = below.dropLast()
            }
            return Line(index: index, depth: depths[index], name: Self.name(rest, of: mailbox), place: place)
        }
        for place in all.indices.dropLast() { all[place].hasBelow = all[place + 1].depth > all[place].depth }
        isTree = all.contains(where: \.hasBelow)
        self.places = Dictionary(all.map { (self[$0].path, $0.place) }) { first, _ in first }
        words = all.map { line in
            let mailbox = self[line]
            let uses = mailbox.use.map { use in Language.allCases.map { FolderTexts.use(use)($0) } } ?? []
            return ([mailbox.levels.last ?? "", wholeLine(line).name] + uses).map(Self.inOneCase)
        }
        usualNames = [:]
        for mailbox in mailboxes {
            guard mailbox.owner == .personal, mailbox.levels.count == 1,
                let name = mailbox.use.flatMap(FolderTexts.usual),
                name.en == mailbox.levels.first, places[Place(owner: .personal, levels: [name.de])] == nil
            else { continue }
            usualNames[mailbox.path] = name
        }
        fold()
    }

    private static func rank(_ owner: MailboxOwner, _ use: MailboxUse?) -> Int {
        let order: [MailboxUse] = [.inbox, .drafts, .sent, .archive, .junk, .trash, .all, .flagged, .important]
        return switch owner {
        case .personal: use.flatMap(order.firstIndex) ?? order.count
        case .otherUser: order.count + 1
        case .shared: order.count + 2
        }
    }

    private static func name(_ levels: ArraySlice<String>, of mailbox: MailboxInfo) -> String {
        levels.joined(separator: mailbox.delimiter.map(String.init) ?? "/")
    }

    private static func inOneCase(_ text: String) -> String { text.lowercased() }
}

extension AppState {
    /// What a mailbox is called on the screen. The configuration, the dialogue and what the server is asked have its own name.
    func name(of path: MailboxPath) -> Text { name(of: path, in: current) }

    /// The same of one of an account.
    func name(of path: MailboxPath, in account: Int) -> Text {
        let folders = accounts[account].folders
        let mailbox = folders[path]
        return mailbox.flatMap(folders.usualName)
            ?? (mailbox == nil && path == .inbox ? FolderTexts.usual(.inbox) : nil) ?? Text(same: path.name)
    }
}
