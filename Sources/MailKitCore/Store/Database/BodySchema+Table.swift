/// The tables of a file with whole messages.
///
/// A message's row is its place's id in the upper 32 bits and its UID in the lower; a piece's is its body's serial number and behind it
/// its number in 20 bits. `kept` is a message that is there though nobody has opened it, whose `used` is 0 then; `text` is 0 before the
/// message's words were looked for, 1 where they are in the index, 2 where there is nothing to be found. `preview` has what
/// servers told of the beginnings of texts, also of messages that are not kept. A place is a mailbox under one UIDVALIDITY: what lies there never changes.
enum BodySchema {
    /// `RohB`: the file is ours.
    static let application: Int64 = 0x526F_6842

    /// The number of steps is the version; a step is never changed, only others are put behind it.
    static let steps = [
        """
        CREATE TABLE place(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            wire BLOB NOT NULL,
            uidvalidity INTEGER NOT NULL,
            gone INTEGER NOT NULL DEFAULT 0);
        CREATE UNIQUE INDEX place_name ON place(name, wire, uidvalidity) WHERE gone = 0;
        CREATE TABLE body(
            serial INTEGER PRIMARY KEY AUTOINCREMENT,
            row INTEGER UNIQUE,
            size INTEGER NOT NULL,
            used INTEGER NOT NULL);
        CREATE INDEX body_used ON body(used, size);
        CREATE TABLE piece(id INTEGER PRIMARY KEY, octets BLOB NOT NULL);
        """,
        """
        ALTER TABLE body ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE body ADD COLUMN text INTEGER NOT NULL DEFAULT 0;
        DROP INDEX body_used;
        CREATE INDEX body_used ON body(kept, used, size);
        CREATE INDEX body_textless ON body(serial) WHERE text = 0 AND row IS NOT NULL;
        CREATE INDEX body_text ON body(row) WHERE text = 1;
        CREATE TABLE text(
            row INTEGER PRIMARY KEY,
            subject TEXT NOT NULL,
            sender TEXT NOT NULL,
            recipients TEXT NOT NULL,
            list TEXT NOT NULL,
            filenames TEXT NOT NULL,
            body TEXT NOT NULL);
        CREATE TABLE lost(row INTEGER PRIMARY KEY);
        CREATE TABLE state(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        \(words)
        """,
        """
        CREATE TABLE preview(row INTEGER PRIMARY KEY, text TEXT NOT NULL);
        """,
    ]

    /// The index of the words of texts and headers, under the rows of `text`. Each word has its place, so that phrases are found as they
    /// stand; it holds no text, so whoever takes a message out of it must know its words.
    static let words = """
        CREATE VIRTUAL TABLE words USING fts5(
            subject, sender, recipients, list, filenames, body, content='', columnsize=0, prefix='2 3 4', tokenize="words");
        INSERT INTO words(words, rank) VALUES('automerge', 8);
        """
}

/// The statements for whole messages that are kept, each made at its first use.
enum BodySQL: Int {
    case place, addPlace, dropOtherPlaces, dropPlaces, renamePlaces, gonePlace, forgetPlace
    case begin, grow, finish, body, bodies, serialsIn, partial, oldest, total, touch, forgetBody
    case addPiece, pieces, piecesOf, forgetPieces
    case beginKept, ofPlace, setKept, release
    case textless, hasText, textCount, lose, lost, find, forgetLost, addText, textOf, forgetText, setText
    case addWords, removeWords, wordsIn, textsIn, textOfRow, previewOf
    case addPreview, toldPreview, previewsIn, forgetPreviews

    private static let fields = "subject, sender, recipients, list, filenames, body"

    private static let nextUse =
        "1 + max(coalesce((SELECT max(used) FROM body WHERE kept = 0), 0), "
        + "coalesce((SELECT max(used) FROM body WHERE kept = 1), 0))"

    var text: String {
        switch self {
        case .place: "SELECT id FROM place WHERE name = ?1 AND wire = ?2 AND uidvalidity = ?3 AND gone = 0"
        case .addPlace: "INSERT INTO place(name, wire, uidvalidity) VALUES(?1, ?2, ?3)"
        case .dropOtherPlaces:
            "UPDATE place SET gone = 1 WHERE name = ?1 AND wire = ?2 AND uidvalidity <> ?3 AND gone = 0"
        case .dropPlaces: "UPDATE place SET gone = 1 WHERE name = ?1 AND wire = ?2 AND gone = 0"
        case .renamePlaces: "UPDATE place SET name = ?3, wire = ?4 WHERE name = ?1 AND wire = ?2 AND gone = 0"
        case .gonePlace: "SELECT id FROM place WHERE gone = 1 LIMIT 1"
        case .forgetPlace: "DELETE FROM place WHERE id = ?"
        case .begin:
            "INSERT INTO body(size, used) VALUES(0, \(Self.nextUse))"
        case .beginKept: "INSERT INTO body(size, used, kept) VALUES(0, 0, 1)"
        case .grow: "UPDATE body SET size = size + ?2 WHERE serial = ?1 AND row IS NULL"
        case .finish: "UPDATE body SET row = ?2 WHERE serial = ?1 AND row IS NULL"
        case .body: "SELECT serial, size FROM body WHERE row = ?"
        case .bodies: "SELECT row FROM body WHERE row BETWEEN ? AND ? ORDER BY row"
        case .serialsIn: "SELECT serial, size FROM body WHERE row BETWEEN ? AND ? ORDER BY row LIMIT ?"
        case .partial: "SELECT serial, size FROM body WHERE row IS NULL LIMIT ?"
        case .oldest: "SELECT serial, size FROM body WHERE kept = 0 ORDER BY used LIMIT ?"
        case .total: "SELECT coalesce(sum(size), 0) FROM body WHERE kept = 0"
        case .touch: "UPDATE body SET used = \(Self.nextUse) WHERE row = ?"
        case .forgetBody: "DELETE FROM body WHERE serial = ?"
        case .addPiece: "INSERT INTO piece(id, octets) VALUES(?, ?)"
        case .pieces: "SELECT count(*), coalesce(sum(length(octets)), 0) FROM piece WHERE id BETWEEN ? AND ?"
        case .piecesOf: "SELECT octets FROM piece WHERE id BETWEEN ? AND ? ORDER BY id"
        case .forgetPieces: "DELETE FROM piece WHERE id BETWEEN ? AND ?"
        case .ofPlace: "SELECT row, serial, kept, used, size FROM body WHERE row BETWEEN ? AND ? ORDER BY row"
        case .setKept: "UPDATE body SET kept = 1 WHERE serial = ?"
        case .release: "UPDATE body SET kept = 0 WHERE serial = ?"
        case .textless:
            "SELECT serial, size, row FROM body WHERE text = 0 AND row IS NOT NULL ORDER BY serial DESC LIMIT ?"
        case .hasText: "SELECT 1 FROM body WHERE row = ? AND text = 1"
        case .textCount: "SELECT count(*) FROM body WHERE row BETWEEN ? AND ? AND text = 1"
        case .lose: "INSERT OR IGNORE INTO lost SELECT row FROM body WHERE serial = ? AND text = 1"
        case .lost: "SELECT row FROM lost LIMIT ?"
        case .find: "DELETE FROM lost WHERE row = ?"
        case .forgetLost: "DELETE FROM lost"
        case .addText: "INSERT INTO text(row, \(Self.fields)) VALUES(?, ?, ?, ?, ?, ?, ?)"
        case .textOf: "SELECT \(Self.fields) FROM text WHERE row = ?"
        case .forgetText: "DELETE FROM text WHERE row = ?"
        case .setText: "UPDATE body SET text = ?2 WHERE serial = ?1 AND text = 0 AND row = ?3"
        case .addWords: "INSERT INTO words(rowid, \(Self.fields)) VALUES(?, ?, ?, ?, ?, ?, ?)"
        case .removeWords:
            "INSERT INTO words(words, rowid, \(Self.fields)) VALUES('delete', ?, ?, ?, ?, ?, ?, ?)"
        case .wordsIn: "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC"
        case .textsIn: "SELECT row FROM body WHERE row BETWEEN ? AND ? AND text = 1 ORDER BY row DESC"
        case .textOfRow: "SELECT body FROM text WHERE row = ?"
        case .previewOf: "SELECT substr(body, 1, 2000) FROM text WHERE row = ?"
        case .addPreview: "INSERT OR REPLACE INTO preview(row, text) VALUES(?, ?)"
        case .toldPreview: "SELECT text FROM preview WHERE row = ?"
        case .previewsIn: "SELECT row FROM preview WHERE row BETWEEN ? AND ? ORDER BY row"
        case .forgetPreviews: "DELETE FROM preview WHERE row BETWEEN ? AND ?"
        }
    }
}
