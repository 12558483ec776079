import MailGrammar

/// What was learnt of the parts of the messages that were opened last: a front end may keep some of them open beside the one
/// that is read, and still ask for their parts.
struct OpenedParts {
    /// Messages: as many as a front end keeps open, and the one that is read.
    static let limit = 10

    struct Entry {
        let id: MessageID
        let generation: Generation
        let tree: PartTree
        /// What was asked for beside the text.
        var details: DetailParts?
        /// Files that lie in parts, as far as they have been told.
        var files: [PartSummary] = []
    }

    /// The one that was opened last at the end.
    private var entries: [Entry] = []

    mutating func insert(_ tree: PartTree, of id: MessageID, _ generation: Generation) {
        entries.removeAll { $0.generation == generation }
        entries.append(Entry(id: id, generation: generation, tree: tree))
        if entries.count > Self.limit { entries.removeFirst() }
    }

    /// What belongs to one opening; `nil` where others have been opened since. Setting changes nothing there.
    subscript(generation: Generation) -> Entry? {
        get { entries.first { $0.generation == generation } }
        set {
            guard let newValue, let index = entries.firstIndex(where: { $0.generation == generation }) else { return }
            entries[index] = newValue
        }
    }

    func tree(of id: MessageID) -> PartTree? { entries.last { $0.id == id }?.tree }

    /// A file that lies in a part, `2/1`.
    func file(_ section: String, of id: MessageID) -> PartSummary? {
        for entry in entries where entry.id == id {
            if let file = entry.files.first(where: { $0.section == section }) { return file }
        }
        return nil
    }
}
