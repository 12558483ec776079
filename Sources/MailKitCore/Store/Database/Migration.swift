import MailGrammar

/// Brings a file to the schema of today.
enum Migration {
    /// - Throws: ``StoreError/Kind/newerSchema(_:)`` for a file of a later version, ``StoreError/Kind/damaged`` for one that is none of
    ///   ours
    static func run(_ database: Database, to steps: [String] = Schema.steps) throws(StoreError) {
        try run(database, steps, Schema.application, isIndexed: true)
    }

    /// The same for the file of whole messages. Where their words were made by other rules they are made anew, by and by.
    static func runBodies(_ database: Database) throws(StoreError) {
        try run(database, BodySchema.steps, BodySchema.application, isIndexed: false)
        let version = "SELECT value FROM state WHERE key = 'words'"
        if try database.number(version) == MessageWords.version { return }
        try renewTexts(database)
    }

    /// All texts go, and are taken out of the messages once more.
    static func renewTexts(_ database: Database) throws(StoreError) {
        try database.writing { () throws(StoreError) in
            try database.run(
                """
                DROP TABLE IF EXISTS words; \(BodySchema.words)
                DELETE FROM text; DELETE FROM lost; UPDATE body SET text = 0 WHERE text <> 0;
                INSERT OR REPLACE INTO state VALUES('words', \(MessageWords.version))
                """)
        }
    }

    private static func run(
        _ database: Database, _ steps: [String], _ application: Int64, isIndexed: Bool
    ) throws(StoreError) {
        if try isCurrent(database, steps, application, isIndexed: isIndexed) { return }
        try database.writing { () throws(StoreError) in
            // Another process may have done it meanwhile.
            if try isCurrent(database, steps, application, isIndexed: isIndexed) { return }
            let version = Int(try database.number("PRAGMA user_version") ?? 0)
            for step in steps[version...] { try database.run(step) }
            if isIndexed {
                if version > 0 { try makeIndexAnew(database) }
                try database.run("INSERT OR REPLACE INTO state VALUES('words', \(IndexText.version))")
            }
            try database.run("PRAGMA application_id = \(application); PRAGMA user_version = \(steps.count)")
        }
    }

    private static func isCurrent(
        _ database: Database, _ steps: [String], _ expected: Int64, isIndexed: Bool
    ) throws(StoreError) -> Bool {
        let application = try database.number("PRAGMA application_id") ?? 0
        let version = try database.number("PRAGMA user_version") ?? 0
        if application == 0, version == 0, try database.number("SELECT count(*) FROM sqlite_schema") == 0 {
            return false
        }
        guard application == expected, version > 0 else {
            throw StoreError(.damaged, path: database.path, reason: "it is none of this program's")
        }
        guard version <= steps.count else { throw StoreError(.newerSchema(Int(version)), path: database.path) }
        guard version == steps.count else { return false }
        guard isIndexed else { return true }
        return try database.number("SELECT value FROM state WHERE key = 'words'") == IndexText.version
    }

    /// The words of all headers, where those in the index were made by other rules.
    private static func makeIndexAnew(_ database: Database) throws(StoreError) {
        guard try database.number("SELECT value FROM state WHERE key = 'words'") != IndexText.version else { return }
        try database.run("DROP TABLE words; \(Schema.words)")
        var text = IndexText()
        let headers = try Statement("SELECT id, record FROM header ORDER BY id", of: database)
        while try headers.step() {
            guard let header = headers.withBlob(1, { StoredHeader($0, fields: IndexText.fields) }) else { continue }
            text.take(header)
            if !text.isEmpty { try text.run(database.statement(.addWords), row: headers.int(0)) }
        }
    }
}
