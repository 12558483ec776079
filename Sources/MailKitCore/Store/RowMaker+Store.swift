import MailGrammar

extension RowMaker {
    /// What FETCH gave of a message, as the store keeps it.
    ///
    /// The identifiers of References, the list and the priority are there where the fields of the header were asked for.
    func stored(_ row: FetchRow, in batch: ResponseBatch, id: MessageID) -> StoredMessage {
        let tree = tree(row, in: batch)
        let shown = self.row(row, in: batch, id: id, tree: tree)
        let envelope = batch.envelope(row)
        var header = StoredHeader()
        header.from = shown.from
        header.to = shown.to
        header.cc = shown.cc
        header.subject = shown.subject
        header.listID = shown.listID
        header.priority = shown.priority
        header.dateZone = shown.date?.zoneMinutes ?? 0
        header.arrivalZone = shown.arrival?.zoneMinutes ?? 0
        if let envelope {
            // A server gives From's again where there are none.
            if !areSame(envelope.sender, envelope.from, batch) {
                let sender = addresses(envelope.sender, batch)
                if sender != shown.from { header.sender = sender }
            }
            if !areSame(envelope.replyTo, envelope.from, batch) {
                let replyTo = addresses(envelope.replyTo, batch)
                if replyTo != shown.from { header.replyTo = replyTo }
            }
            header.messageID = MessageIdentifiers.parse(batch[envelope.messageID], limit: 1).first ?? ""
            header.inReplyTo = MessageIdentifiers.parse(batch[envelope.inReplyTo], limit: 1).first ?? ""
        }
        if let references = batch.headerFields(row)?.first("References") {
            header.references = MessageIdentifiers.parse(references[...])
        }
        if (1...RowLimits.parts).contains(tree.nodes.count) { header.structure = tree }
        return StoredMessage(
            uid: id.uid, flags: StoredFlags(shown.flags), date: shown.date?.secondsSince1970,
            arrival: shown.arrival?.secondsSince1970, size: shown.size, attachments: shown.attachmentCount,
            header: header)
    }
}

extension StoredMessage {
    /// What a list shows of it; without a header, flags and numbers alone.
    package func row(account: AccountID, mailbox: MailboxID, uidValidity: UIDValidity) -> MessageRow {
        func moment(_ seconds: Int64?, _ zone: Int16?) -> Timestamp? {
            seconds.map { Timestamp(secondsSince1970: $0, zoneMinutes: zone ?? 0) }
        }
        return MessageRow(
            id: MessageID(account: account, mailbox: mailbox, uidValidity: uidValidity, uid: uid), flags: flags.set,
            date: moment(date, header?.dateZone), from: header?.from ?? [], to: header?.to ?? [],
            subject: header?.subject ?? "", size: size, attachmentCount: attachments, cc: header?.cc ?? [],
            arrival: moment(arrival, header?.arrivalZone), priority: header?.priority, listID: header?.listID ?? "")
    }
}
