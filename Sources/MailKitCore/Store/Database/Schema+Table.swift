import MailGrammar

/// The tables of a store and how older ones become them.
///
/// A mailbox's path stands in its own row alone. A message's id is its mailbox's in the upper 32 bits and its UID in the lower, so that
/// one tree holds a mailbox's messages side by side in the order of their UIDs. A mailbox's id is never given again.
enum Schema {
    /// `Rohr`: the file is ours.
    static let application: Int64 = 0x526F_6872

    /// The number of steps is the version; a step is never changed, only others are put behind it.
    static let steps = [
        """
        CREATE TABLE mailbox(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            wire BLOB NOT NULL,
            gone INTEGER NOT NULL DEFAULT 0,
            delimiter TEXT,
            levels BLOB NOT NULL,
            traits INTEGER NOT NULL,
            use TEXT,
            uidvalidity INTEGER NOT NULL DEFAULT 0,
            uidnext INTEGER,
            modseq INTEGER,
            told_messages INTEGER,
            told_unseen INTEGER,
            synced INTEGER,
            total INTEGER NOT NULL DEFAULT 0,
            unseen INTEGER NOT NULL DEFAULT 0,
            shape INTEGER NOT NULL DEFAULT 0,
            marked INTEGER NOT NULL DEFAULT 0);
        CREATE UNIQUE INDEX mailbox_name ON mailbox(name, wire) WHERE gone = 0;
        CREATE INDEX mailbox_gone ON mailbox(gone) WHERE gone = 1;
        CREATE TABLE message(
            id INTEGER PRIMARY KEY,
            flags INTEGER NOT NULL,
            keywords TEXT,
            date INTEGER,
            arrival INTEGER,
            size INTEGER,
            attachments INTEGER NOT NULL);
        CREATE TABLE header(id INTEGER PRIMARY KEY, record BLOB NOT NULL);
        CREATE TABLE removed(id INTEGER PRIMARY KEY);
        CREATE TABLE state(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        \(words)
        """,
        """
        ALTER TABLE mailbox ADD COLUMN listed_to INTEGER;
        ALTER TABLE mailbox ADD COLUMN flags_due INTEGER;
        ALTER TABLE mailbox ADD COLUMN headerless INTEGER NOT NULL DEFAULT 0;
        """,
    ]

    /// Of `message.flags`: nothing but the UID is known. Beside it stands the bit of `\Seen`, so that it is not counted as unread.
    static let headerless: Int64 = 1 << 31

    /// The index of the words that ``IndexText`` gives. It holds no text, so whoever takes a message out of it must know its words. Its
    /// pieces are joined less often while a mailbox is taken in, and the rest in idle moments.
    static let words = """
        CREATE VIRTUAL TABLE words USING fts5(
            subject, sender, recipients, list, filenames, content='', columnsize=0, prefix='2',
            tokenize="ascii tokenchars '@.-_+=%'");
        INSERT INTO words(words, rank) VALUES('automerge', 16);
        """
}

/// The statements that are kept, each made at its first use.
enum SQL: Int {
    case mailboxes, mailboxNamed, mailboxWithID, addMailbox, describeMailbox, renameMailbox, setSync, setTold,
        setTotal, dropMailbox, countMailbox
    case mailboxCounts
    case addMessage, fillMessage, addListed, syncRows, setMessage, flagsOfMessage, setFlags, addHeader, setHeader,
        headerOfMessage
    case addWords, removeWords
    case countRange, markRemoved, removeRange, unmark, highest
    case someRemoved, dropHeader, someGone, markSome, removeMarked, forgetMailbox
    case newest, row, uids, sortByDate, sortByArrival, sortBySize, sortByFlags, sortByHeader
    case searchIn, numbersOf, numbersIn, threadOf, threadsIn, arrivedSince

    private static let mailboxColumns =
        "SELECT id, name, wire, delimiter, levels, traits, use, uidvalidity, uidnext, modseq, synced, told_messages, "
        + "told_unseen, total, unseen, listed_to, flags_due, headerless FROM mailbox "

    private static let indexColumns = IndexText.columns.map(FullTextMatch.column).joined(separator: ", ")
    private static let numbers = "SELECT id, flags, keywords, date, arrival, size, attachments FROM message "

    private static let threadColumns =
        "SELECT m.id, m.date, m.arrival, h.record FROM message m LEFT JOIN header h ON h.id = m.id "

    private static let rowColumns =
        "SELECT m.id, m.flags, m.keywords, m.date, m.arrival, m.size, m.attachments, h.record "
        + "FROM message m LEFT JOIN header h ON h.id = m.id "

    var text: String {
        switch self {
        case .mailboxes: Self.mailboxColumns + "WHERE gone = 0 ORDER BY id"
        case .mailboxWithID: Self.mailboxColumns + "WHERE gone = 0 AND id = ?"
        case .mailboxNamed: "SELECT id FROM mailbox WHERE name = ? AND wire = ? AND gone = 0"
        case .addMailbox:
            "INSERT INTO mailbox(name, wire, delimiter, levels, traits, use) VALUES(?, ?, ?, ?, ?, ?)"
        case .describeMailbox: "UPDATE mailbox SET delimiter = ?, levels = ?, traits = ?, use = ? WHERE id = ?"
        case .renameMailbox: "UPDATE mailbox SET name = ?, wire = ?, levels = ? WHERE id = ? AND gone = 0"
        case .setSync:
            """
            UPDATE mailbox SET uidvalidity = ?, uidnext = ?, modseq = ?, synced = ?, listed_to = ?, flags_due = ?
            WHERE id = ? AND gone = 0
            """
        case .setTold: "UPDATE mailbox SET told_messages = ?, told_unseen = ? WHERE id = ?"
        case .setTotal: "UPDATE mailbox SET told_messages = ? WHERE id = ?"
        case .dropMailbox: "UPDATE mailbox SET gone = 1 WHERE id = ?"
        case .countMailbox:
            """
            UPDATE mailbox SET total = max(0, total + ?), unseen = max(0, unseen + ?), shape = shape + ?, marked = marked + ?,
            headerless = max(0, headerless + ?) WHERE id = ?
            """
        case .mailboxCounts: "SELECT total, shape, marked FROM mailbox WHERE id = ? AND gone = 0"
        case .addMessage:
            """
            INSERT INTO message(id, flags, keywords, date, arrival, size, attachments) VALUES(?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT(id) DO NOTHING
            """
        case .addListed:
            """
            INSERT INTO message(id, flags, attachments) VALUES(?, \(Schema.headerless | 1), 0) ON CONFLICT(id) DO NOTHING
            """
        case .syncRows: "SELECT id, flags FROM message WHERE id BETWEEN ? AND ? ORDER BY id"
        case .setMessage:
            """
            UPDATE message SET flags = ?2, keywords = ?3, date = ?4, arrival = ?5, size = coalesce(?6, size),
            attachments = ?7 WHERE id = ?1
            """
        case .fillMessage:
            """
            UPDATE message SET flags = ?2, keywords = ?3, date = ?4, arrival = ?5, size = ?6, attachments = ?7
            WHERE id = ?1 AND flags >= \(Schema.headerless)
            """
        case .flagsOfMessage: "SELECT flags, keywords FROM message WHERE id = ?"
        case .setFlags: "UPDATE message SET flags = ?, keywords = ? WHERE id = ?"
        case .addHeader: "INSERT INTO header(id, record) VALUES(?, ?) ON CONFLICT(id) DO NOTHING"
        case .setHeader: "UPDATE header SET record = ?2 WHERE id = ?1"
        case .headerOfMessage: "SELECT record FROM header WHERE id = ?"
        case .addWords: "INSERT INTO words(rowid, \(Self.indexColumns)) VALUES(?, ?, ?, ?, ?, ?)"
        case .removeWords:
            "INSERT INTO words(words, rowid, \(Self.indexColumns)) VALUES('delete', ?, ?, ?, ?, ?, ?)"
        case .countRange:
            """
            SELECT count(*), coalesce(sum(flags & 1 = 0), 0), coalesce(sum(flags >= \(Schema.headerless)), 0)
            FROM message WHERE id BETWEEN ? AND ?
            """
        // What has no header leaves nothing behind, and may come again before anything is tidied.
        case .markRemoved:
            """
            INSERT OR IGNORE INTO removed SELECT id FROM message
            WHERE id BETWEEN ? AND ? AND flags < \(Schema.headerless)
            """
        case .removeRange: "DELETE FROM message WHERE id BETWEEN ? AND ?"
        case .unmark: "DELETE FROM removed WHERE id = ?"
        case .highest: "SELECT max(id) FROM message WHERE id BETWEEN ? AND ?"
        case .someRemoved: "SELECT id FROM removed LIMIT ?"
        case .dropHeader: "DELETE FROM header WHERE id = ?"
        case .someGone: "SELECT id FROM mailbox WHERE gone = 1 LIMIT 1"
        case .markSome: "INSERT OR IGNORE INTO removed SELECT id FROM message WHERE id BETWEEN ? AND ? LIMIT ?"
        case .removeMarked: "DELETE FROM message WHERE id BETWEEN ? AND ? AND id IN (SELECT id FROM removed)"
        case .forgetMailbox: "DELETE FROM mailbox WHERE id = ?"
        case .newest: Self.rowColumns + "WHERE m.id BETWEEN ? AND ? ORDER BY m.id DESC LIMIT ?"
        case .row: Self.rowColumns + "WHERE m.id = ?"
        case .uids: "SELECT id FROM message WHERE id BETWEEN ? AND ? ORDER BY id"
        case .sortByDate: "SELECT id, date FROM message WHERE id BETWEEN ? AND ?"
        case .sortByArrival: "SELECT id, arrival FROM message WHERE id BETWEEN ? AND ?"
        case .sortBySize: "SELECT id, size FROM message WHERE id BETWEEN ? AND ?"
        case .sortByFlags: "SELECT id, flags FROM message WHERE id BETWEEN ? AND ?"
        case .sortByHeader:
            "SELECT m.id, h.record FROM message m LEFT JOIN header h ON h.id = m.id WHERE m.id BETWEEN ? AND ?"
        case .searchIn: "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC"
        case .threadOf: Self.threadColumns + "WHERE m.id = ?"
        case .threadsIn: Self.threadColumns + "WHERE m.id BETWEEN ? AND ? ORDER BY m.id"
        case .arrivedSince:
            """
            SELECT id, coalesce(size, 0) FROM message WHERE id BETWEEN ? AND ? AND flags < \(Schema.headerless)
            AND coalesce(arrival, date, 0) >= ? ORDER BY id DESC
            """
        case .numbersOf: Self.numbers + "WHERE id = ?"
        case .numbersIn: Self.numbers + "WHERE id BETWEEN ? AND ? ORDER BY id DESC"
        }
    }
}
