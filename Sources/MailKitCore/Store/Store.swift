import MailGrammar

/// What is known of an account's mailboxes and messages, in a file on the disk.
///
/// A cache: all of it can be had from the server again, and what a person did is never here alone. One file an account, used by any
/// number of processes at once. Nothing of it runs on the caller's lane; errors are ``StoreError``.
package final class Store: Sendable {
    /// Changes, one transaction each, one after another.
    package let writer: StoreWriter
    /// Questions, answered beside the writing from what was written last.
    package let reader: StoreReader

    private init(writer: StoreWriter, reader: StoreReader) {
        self.writer = writer
        self.reader = reader
    }

    /// Opens the store of an account, or makes it.
    ///
    /// - Parameters:
    ///   - folder: see ``StoreFile/standardFolder(environment:)``; made with mode 0700 where it is missing
    ///   - name: see ``AccountConfiguration/fileName``
    ///   - pageLimit: pages of 4,096 octets that the file may have; no limit but the disk's where it is `nil`
    package static func open(
        folder: String, name: String, pageLimit: Int? = nil
    ) async throws(StoreError) -> (store: Store, opening: StoreOpening) {
        try await open(StoreFile(folder: folder, name: name), pageLimit, isDamaged: false)
    }

    private static func open(
        _ file: StoreFile, _ pageLimit: Int?, isDamaged: Bool
    ) async throws(StoreError) -> (store: Store, opening: StoreOpening) {
        let writer = StoreWriter(file, pageLimit: pageLimit)
        let (path, opening) = try await writer.open(isDamaged: isDamaged)
        let reader = StoreReader(path)
        try await reader.open(path)
        return (Store(writer: writer, reader: reader), opening)
    }

    /// Makes whole messages available, those that are kept and those to come. Once is enough; more often costs little.
    ///
    /// - Returns: the path of their file
    @discardableResult
    package func openBodies() async throws(StoreError) -> String {
        let path = try await writer.openBodies()
        try await reader.openBodies(path)
        return path
    }

    /// The same, but only where there are any.
    ///
    /// - Returns: whether there are
    package func openBodiesIfAny() async throws(StoreError) -> Bool {
        guard await writer.hasBodies() else { return false }
        try await openBodies()
        return true
    }

    /// Closes the file and puts all that was written into it alone. Without it nothing is lost, but the next opening takes longer.
    package func close() async {
        await reader.close()
        await writer.close()
    }

    /// Closes it, sets its file aside and makes another, as after ``StoreError/Kind/damaged``.
    ///
    /// Damage deep in the file is seen by who reads there and not at the opening; therefore what was found damaged is set aside whatever
    /// it looks like now. This one stays closed: ids of mailboxes begin anew in the other, so that what asks here must not be answered
    /// from there.
    ///
    /// - Throws: ``StoreError/Kind/damaged`` where another process has it open; then nothing is set aside
    package func replaced() async throws(StoreError) -> (store: Store, opening: StoreOpening) {
        await close()
        return try await Self.open(writer.wanted, writer.pageLimit, isDamaged: true)
    }
}
