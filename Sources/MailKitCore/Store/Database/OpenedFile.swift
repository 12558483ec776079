import Glibc

/// A file of a store that is open for writing, and the lock that everybody holds who has it open.
struct OpenedFile {
    let database: Database
    let lock: LockFile
    /// Without links.
    let path: String
    let opening: StoreOpening

    /// Milliseconds that one waits for another process that is making the file.
    static let lockTimeout = 5_000

    /// Opens the file, makes it, or sets it aside and makes another.
    ///
    /// - Parameters:
    ///   - isDamaged: what is there is to be set aside
    ///   - prepare: brings the schema up to date, and looks whether it is what it should be
    init(
        _ wanted: StoreFile, isDamaged: Bool, pageLimit: Int?, prepare: (Database) throws(StoreError) -> Void
    ) throws(StoreError) {
        let file = try wanted.resolved()
        let lock: LockFile
        do throws(FileError) {
            lock = try LockFile(file.lockPath)
        } catch {
            throw StoreError(error)
        }
        let isAlone = try Self.take(lock, of: file)
        try file.makeFile()
        let isNew = !file.hasContent
        var opening: StoreOpening = isNew ? .new : .ready
        func open() throws(StoreError) -> Database {
            let database = try Database(file.path, .writing, pageLimit: pageLimit)
            try prepare(database)
            return database
        }
        do throws(StoreError) {
            if isDamaged { throw StoreError(.damaged, path: file.path) }
            database = try open()
        } catch {
            // Whoever has it open would go on writing into files whose names are another's.
            guard error.kind == .damaged, isAlone else { throw error }
            opening = .madeAnew(setAside: try file.setAside())
            try file.makeFile()
            database = try open()
        }
        guard lock.share() else { throw StoreError(.busy, path: file.path) }
        (self.lock, path, self.opening) = (lock, file.path, opening)
    }

    /// Alone where nobody has it open, else beside the others.
    private static func take(_ lock: LockFile, of file: StoreFile) throws(StoreError) -> Bool {
        for _ in 0..<(lockTimeout / 5) {
            if lock.own() { return true }
            if lock.share() {
                if file.hasContent { return false }
                lock.release()
            }
            usleep(5_000)
        }
        throw StoreError(.busy, path: file.path)
    }
}
