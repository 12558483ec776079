import CSQLite
import Glibc

/// Why a store could not do what it was asked for.
package struct StoreError: Error, Hashable, Sendable {
    /// What a person can do about it differs by this.
    package enum Kind: Hashable, Sendable {
        /// The disk, the quota or the largest size of a file is reached; nothing of the transaction was kept.
        case full
        /// The file or its folder cannot be written.
        case readOnly
        /// What is in the file makes no sense. Opening anew sets it aside.
        case damaged
        /// A later version of the program made it; it is not touched.
        case newerSchema(Int)
        /// Another process holds it, longer than one waits.
        case busy
        /// There is no such folder and none can be made, it is another user's, or something else is in the file's place.
        case cannotOpen
        /// The machine failed in another way.
        case failed
    }

    package let kind: Kind
    /// The file or folder.
    package let path: String
    /// A technical detail in English for the log; may be empty. Never what is stored.
    package let reason: String

    package init(_ kind: Kind, path: String, reason: String = "") {
        self.kind = kind
        self.path = path
        self.reason = reason
    }

    package init(_ kind: Kind, path: String, _ detail: StoreDetail) {
        self.init(kind, path: path, reason: detail.rawValue)
    }

    /// What a file operation failed with.
    init(_ error: FileError) {
        self.init(Self.kind(ofSystem: error.code) ?? .cannotOpen, path: error.path, reason: error.reason)
    }

    /// What SQLite gave, of a connection where there is one.
    init(code: Int32, path: String, database: OpaquePointer?) {
        // SQLite notes the system's reason for what a step fails with and not for what a COMMIT does; there it is still the last one.
        let last = errno
        let noted = database.map(sqlite3_system_errno) ?? 0
        let system = noted == 0 || code & 0xFF == SQLITE_IOERR ? last : noted
        self.init(
            Self.kind(code: code, system: system), path: path,
            reason: sqlite3_errstr(code).map { String(cString: $0) } ?? "")
    }

    private static func kind(code: Int32, system: Int32) -> Kind {
        switch code & 0xFF {
        case SQLITE_FULL: .full
        case SQLITE_READONLY, SQLITE_PERM: .readOnly
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: .damaged
        // A row that cannot be, or a table that is not there: the schema is not what its number says.
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_SCHEMA, SQLITE_ERROR: .damaged
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_IOERR: kind(ofSystem: system) ?? .failed
        case SQLITE_CANTOPEN: kind(ofSystem: system) ?? .cannotOpen
        default: .failed
        }
    }

    private static func kind(ofSystem code: Int32) -> Kind? {
        switch code {
        case ENOSPC, EDQUOT, EFBIG: .full
        case EROFS, EACCES, EPERM: .readOnly
        default: nil
        }
    }
}

/// The details of a `StoreError` that are no words of the system's or of SQLite's. A front end has words of its own for each.
package enum StoreDetail: String, CaseIterable, Sendable {
    case damaged = "the file is damaged"
    case newerSchema = "a later version of the program has written it"
    case othersFolder = "it is another user's, or no folder"
    case othersFile = "it is another user's, or no file"
    case emptyStatement = "an empty statement"
    case storeClosed = "it is closed"
    case journalClosed = "the journal is closed"
}

extension MailError {
    /// What a file of this machine could not do; its words are the system's where it has any.
    package init(_ error: StoreError) {
        let words =
            switch error.kind {
            case .full: systemReason(ENOSPC)
            case .readOnly: systemReason(EROFS)
            case .damaged: StoreDetail.damaged.rawValue
            case .newerSchema: StoreDetail.newerSchema.rawValue
            case .busy: systemReason(EBUSY)
            case .cannotOpen, .failed: error.reason
            }
        self.init(.local, subject: error.path, detail: words)
    }
}
