import MailGrammar

/// The beginnings of texts as a server told them (RFC 8970), of messages that are kept whole or not.
extension BodyFile {
    /// Those that are empty are left out: a server may know more later.
    func write(_ previews: [UID: String], of place: BodyPlace) throws(StoreError) {
        let database = database
        try database.writing { () throws(StoreError) in
            let id = try id(of: place)
            for (uid, text) in previews where !text.isEmpty {
                let add = try database.statement(.addPreview, id.row(uid.rawValue))
                add.bind(2, text: text)
                try add.run()
            }
        }
    }

    func forgetPreviews(_ first: Int64, _ last: Int64) throws(StoreError) {
        try database.statement(.forgetPreviews, first, last).run()
    }

    /// Messages of a place of which there is one.
    func previewed(of id: MailboxID) throws(StoreError) -> UIDSet {
        let rows = try database.statement(.previewsIn, id.rows.first, id.rows.last)
        var uids: [UID] = []
        while try rows.step() { if let uid = UID(row: rows.int(0)) { uids.append(uid) } }
        rows.reset()
        return UIDSet(uids)
    }
}
