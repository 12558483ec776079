/// The tables of a file with whole messages.
///
/// A message's row is its place's id in the upper 32 bits and its UID in the lower; a piece's is its body's serial number and behind it
/// its number in 20 bits. A place is a mailbox under one UIDVALIDITY: what lies there never changes.
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
        """
    ]
}

/// The statements for whole messages that are kept, each made at its first use.
enum BodySQL: Int {
    case place, addPlace, dropOtherPlaces, dropPlaces, renamePlaces, gonePlace, forgetPlace
    case begin, grow, finish, body, bodies, serialsIn, partial, oldest, total, touch, forgetBody
    case addPiece, pieces, piecesOf, forgetPieces

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
            "INSERT INTO body(size, used) VALUES(0, (SELECT coalesce(max(used), 0) + 1 FROM body))"
        case .grow: "UPDATE body SET size = size + ?2 WHERE serial = ?1 AND row IS NULL"
        case .finish: "UPDATE body SET row = ?2 WHERE serial = ?1 AND row IS NULL"
        case .body: "SELECT serial, size FROM body WHERE row = ?"
        case .bodies: "SELECT row FROM body WHERE row BETWEEN ? AND ? ORDER BY row"
        case .serialsIn: "SELECT serial, size FROM body WHERE row BETWEEN ? AND ? ORDER BY row LIMIT ?"
        case .partial: "SELECT serial, size FROM body WHERE row IS NULL LIMIT ?"
        case .oldest: "SELECT serial, size FROM body ORDER BY used LIMIT ?"
        case .total: "SELECT coalesce(sum(size), 0) FROM body"
        case .touch: "UPDATE body SET used = (SELECT max(used) + 1 FROM body) WHERE row = ?"
        case .forgetBody: "DELETE FROM body WHERE serial = ?"
        case .addPiece: "INSERT INTO piece(id, octets) VALUES(?, ?)"
        case .pieces: "SELECT count(*), coalesce(sum(length(octets)), 0) FROM piece WHERE id BETWEEN ? AND ?"
        case .piecesOf: "SELECT octets FROM piece WHERE id BETWEEN ? AND ? ORDER BY id"
        case .forgetPieces: "DELETE FROM piece WHERE id BETWEEN ? AND ?"
        }
    }
}
