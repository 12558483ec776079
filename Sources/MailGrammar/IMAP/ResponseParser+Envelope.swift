extension ResponseReader {
    /// Ten fields in parentheses. The index of the envelope; `nil` for NIL. Source: RFC 9051, section 7.5.2.
    mutating func envelope() throws(IMAPParseError) -> Int? {
        if takeNil() {
            note(.nilForList)
            return nil
        }
        try expect(ASCII.openParen)
        var envelope = Envelope()
        fields: do {
            extraSpaces()
            envelope.date = try nstring()
            guard nextField() else { break fields }
            envelope.subject = try nstring()
            guard nextField() else { break fields }
            envelope.from = try addressList()
            guard nextField() else { break fields }
            envelope.sender = try addressList()
            guard nextField() else { break fields }
            envelope.replyTo = try addressList()
            guard nextField() else { break fields }
            envelope.to = try addressList()
            guard nextField() else { break fields }
            envelope.cc = try addressList()
            guard nextField() else { break fields }
            envelope.bcc = try addressList()
            guard nextField() else { break fields }
            envelope.inReplyTo = try nstring()
            guard nextField() else { break fields }
            envelope.messageID = try nstring()
            while nextField() {
                note(.junkAfterData)
                _ = try skipValue()
            }
            try expect(ASCII.closeParen)
            batch.envelopes.append(envelope)
            return batch.envelopes.count - 1
        }
        note(.shortEnvelope)
        try expect(ASCII.closeParen)
        batch.envelopes.append(envelope)
        return batch.envelopes.count - 1
    }

    /// `((name route mailbox host)(...))` or NIL.
    private mutating func addressList() throws(IMAPParseError) -> IndexRange {
        guard take(ASCII.openParen) else {
            if takeNil() { return .empty }
            _ = try nstring()
            note(.stringForList)
            return .empty
        }
        let start = batch.addresses.count
        while true {
            if peek == ASCII.space {
                note(.spaceBetweenAddresses)
                extraSpaces()
            }
            if take(ASCII.closeParen) {
                if batch.addresses.count == start { note(.emptyAddressList) }
                return IndexRange(start: start, end: batch.addresses.count)
            }
            try countElement(batch.addresses.count - start)
            try address()
        }
    }

    private mutating func address() throws(IMAPParseError) {
        guard take(ASCII.openParen) else {
            // `(NIL)`: no address in a list of one.
            guard takeNil() else { throw failure() }
            return note(.nilForList)
        }
        var address = AddressSlice(name: .absent, route: .absent, mailbox: .absent, host: .absent)
        fields: do {
            extraSpaces()
            guard peek != ASCII.closeParen else { break fields }
            address.name = try nstring()
            guard nextField() else { break fields }
            address.route = try nstring()
            guard nextField() else { break fields }
            address.mailbox = try nstring()
            guard nextField() else { break fields }
            address.host = try nstring()
            extraSpaces()
            try expect(ASCII.closeParen)
            batch.addresses.append(address)
            return
        }
        note(.shortEnvelope)
        try expect(ASCII.closeParen)
        if !address.mailbox.isAbsent {
            address.host = slice(position, position)
            batch.addresses.append(address)
        }
    }
}
