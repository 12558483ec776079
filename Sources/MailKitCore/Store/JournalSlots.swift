import MailGrammar

/// The journal of an account that several processes use at once: a file each, of which the first is the one that a process has that runs
/// alone.
///
/// A process writes to the first file that nobody has, and sends what is in it. What a process has left behind in another file is taken over
/// by the next one that starts.
actor JournalSlots: JournalKeeper {
    nonisolated var unownedExecutor: UnownedSerialExecutor { StoreLanes.writing.asUnownedSerialExecutor() }

    /// So many processes have a file of their own; those after them keep their changes in memory.
    static let limit = 8

    private let files: [JournalFile]
    private var own: JournalFile?
    /// Entries of other files, by the numbers that they have here.
    private var adopted: [Int64: (file: JournalFile, id: Int64)] = [:]

    /// - Parameter name: of the account's files, see ``AccountConfiguration/fileName``
    init(folder: String, name: String) {
        files = (1...Self.limit).map { slot in
            JournalFile(StoreFile(folder: folder, name: slot == 1 ? name : "\(name).\(slot)"))
        }
    }

    func read() async throws(StoreError) -> JournalContents {
        var contents = try await takeOwn()
        for file in files where file !== own {
            guard let found = await file.readLeftBehind() else { continue }
            contents.setAside += found.setAside
            for entry in found.entries {
                adopted[contents.next] = (file, entry.id)
                contents.entries.append(entry.numbered(contents.next))
                contents.next &+= 1
            }
        }
        return contents
    }

    private func takeOwn() async throws(StoreError) -> JournalContents {
        var busy: StoreError?
        for file in files {
            do throws(StoreError) {
                let contents = try await file.read()
                own = file
                return contents
            } catch {
                guard error.kind == .busy else { throw error }
                if busy == nil { busy = error }
            }
        }
        throw busy ?? StoreError(.busy, path: "")
    }

    func add(_ entry: JournalEntry) async throws(StoreError) {
        guard let own else { throw StoreError(.failed, path: "", .journalClosed) }
        try await own.add(entry)
    }

    func markSent(_ ids: [Int64]) async throws(StoreError) {
        for (file, ids) in grouped(ids) { try await file.markSent(ids) }
    }

    func keep(_ entries: [JournalEntry]) async throws(StoreError) {
        for entry in entries {
            for (file, ids) in grouped([entry.id]) { try await file.keep(ids.map(entry.numbered)) }
        }
    }

    func remove(_ ids: [Int64]) async throws(StoreError) {
        for (file, ids) in grouped(ids) { try await file.remove(ids) }
        for id in ids { adopted[id] = nil }
    }

    private func grouped(_ ids: [Int64]) -> [(JournalFile, [Int64])] {
        var groups: [ObjectIdentifier: (JournalFile, [Int64])] = [:]
        for id in ids {
            guard let (file, id) = adopted[id] ?? own.map({ ($0, id) }) else { continue }
            groups[ObjectIdentifier(file), default: (file, [])].1.append(id)
        }
        return Array(groups.values)
    }

    func close() async {
        for file in files { await file.close() }
        own = nil
        adopted = [:]
    }
}

extension JournalEntry {
    fileprivate func numbered(_ id: Int64) -> JournalEntry {
        var entry = JournalEntry(
            id: id, mailbox: mailbox, uidValidity: uidValidity, uids: uids, action: action, progress: progress)
        (entry.target, entry.copied) = (target, copied)
        return entry
    }
}
