import MailGrammar

/// The index of the words of whole messages, and which of them stay.
extension BodyFile {
    /// Looks at some messages of the place.
    ///
    /// - Returns: where to go on; `nil` where all were looked at
    func settle(_ wanted: UIDSet?, of place: BodyPlace, from start: UID) throws(StoreError) -> UID? {
        guard let id = try place.id(in: database) else { return nil }
        let database = database
        var next: UID?
        try database.writing { () throws(StoreError) in
            var (keep, release, drop): ([Int64], [Int64], [Int64]) = ([], [], [])
            let rows = try database.statement(.ofPlace, id.row(start.rawValue), id.rows.last)
            var looked = 0
            while looked < Self.dropCount, try rows.step() {
                looked += 1
                guard let uid = UID(row: rows.int(0)) else { continue }
                next = UID(uid.rawValue &+ 1)
                let (serial, isKept, isUnused) = (rows.int(1), rows.int(2) != 0, rows.int(3) == 0)
                if wanted?.contains(uid) == true {
                    if !isKept { keep.append(serial) }
                } else if isKept {
                    if isUnused { drop.append(serial) } else { release.append(serial) }
                }
            }
            rows.reset()
            if looked < Self.dropCount { next = nil }
            for serial in keep { try database.statement(.setKept, serial).run() }
            for serial in release { try database.statement(.release, serial).run() }
            for serial in drop { try forget(serial) }
        }
        return next
    }

    func index(_ messages: [IndexedBody]) throws(StoreError) {
        let database = database
        var words = MessageWords()
        try database.writing { () throws(StoreError) in
            for message in messages {
                let isEmpty = message.text?.isEmpty ?? true
                try database.statement(.setText, message.serial, isEmpty ? 2 : 1, message.row).run()
                // It has gone, or another process was faster.
                guard database.changes == 1 else { continue }
                try unindex(message.row, &words, database)
                guard !isEmpty, let text = message.text else { continue }
                let add = try database.statement(.addText, message.row)
                for (place, field) in text.fields.enumerated() { add.bind(Int32(clamping: place + 2), text: field) }
                try add.run()
                words.take(text.fields)
                try words.run(database.statement(BodySQL.addWords), row: message.row)
            }
        }
    }

    /// Takes out what the index has of a row.
    private func unindex(_ row: Int64, _ words: inout MessageWords, _ database: Database) throws(StoreError) {
        try database.statement(.find, row).run()
        let find = try database.statement(.textOf, row)
        let isThere = try find.step()
        let fields = isThere ? IndexedText.places.map { find.text($0) } : []
        find.reset()
        guard isThere else { return }
        words.take(fields)
        try words.run(database.statement(BodySQL.removeWords), row: row)
        try database.statement(.forgetText, row).run()
    }

    func tidyTexts(_ limit: Int) throws(StoreError) -> Bool {
        let database = database
        var rows: [Int64] = []
        let lost = try database.statement(.lost, Int64(limit))
        while try lost.step() { rows.append(lost.int(0)) }
        lost.reset()
        guard !rows.isEmpty else { return false }
        var words = MessageWords()
        try database.writing { () throws(StoreError) in
            for row in rows { try unindex(row, &words, database) }
        }
        return true
    }
}
