@testable import MailGrammar

/// A store as simple as can be: what has been applied, and what has been committed.
struct ModelStore {
    struct Row: Equatable {
        var flags: Set<Flag>
        var subject: String
    }

    struct Content {
        var mark: SyncMark?
        var listed: Set<UInt32> = []
        var rows: [UInt32: Row] = [:]
    }

    private(set) var working = Content()
    private(set) var committed = Content()
    private(set) var commits = 0
    var path = "Box0"

    /// - Returns: whether something was committed
    mutating func apply(_ changes: [SyncChange]) -> Bool {
        var isCommitted = false
        for change in changes {
            switch change {
            case .reset: working = Content()
            case .removed(let uids):
                for uid in uids {
                    working.listed.remove(uid.rawValue)
                    working.rows[uid.rawValue] = nil
                }
            case .listed(let uids): for uid in uids { working.listed.insert(uid.rawValue) }
            case .rows(let batch, let uids):
                for row in batch.rows {
                    guard let uid = row.uid, uids.contains(uid), let flags = batch.flags(row) else { continue }
                    working.listed.insert(uid.rawValue)
                    let subject = batch.envelope(row).map { batch.string($0.subject) } ?? ""
                    working.rows[uid.rawValue] = Row(flags: flags, subject: subject)
                }
            case .flags(let flags):
                for (uid, flags) in flags { working.rows[uid.rawValue]?.flags = flags }
            case .total: break
            case .settled(let mark):
                working.mark = mark
                committed = working
                commits += 1
                isCommitted = true
            }
        }
        return isCommitted
    }

    /// What has not been committed is forgotten.
    mutating func kill() { working = committed }

    var state: SyncState? {
        committed.mark.map { mark in
            SyncState(
                mark: mark, uids: UIDSet(numbers: Array(committed.listed)),
                headerless: UIDSet(numbers: committed.listed.filter { committed.rows[$0] == nil }))
        }
    }
}
