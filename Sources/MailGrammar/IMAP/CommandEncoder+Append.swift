extension FrameWriter {
    /// `APPEND Sent (\Seen) "17-Jul-1996 02:44:25 -0700" {310}`. Source: RFC 9051, section 6.3.12; RFC 3502 for several.
    mutating func append(_ path: MailboxPath, _ messages: [AppendedMessage]) throws(EncodingError) {
        guard !messages.isEmpty else { throw .empty("APPEND") }
        try named("APPEND ", path)
        for message in messages {
            raw(" ")
            if !message.flags.isEmpty {
                try list(message.flags) { (frame, flag) throws(EncodingError) in try frame.flag(flag) }
                raw(" ")
            }
            if let date = message.date {
                try dateTime(date)
                raw(" ")
            }
            switch message.form {
            case .text: try literal(message.source, is8: false)
            case .binary: try literal(message.source, is8: true)
            case .utf8:
                raw("UTF8 (")
                try literal(message.source, is8: true)
                raw(")")
            }
        }
    }

    /// `"17-Jul-1996 02:44:25 -0700"`, the day in two places. Source: RFC 9051, section 9 (`date-time`).
    private mutating func dateTime(_ date: Timestamp) throws(EncodingError) {
        let civil = date.civil
        guard (1...9999).contains(civil.year) else { throw .forbiddenByte(in: "date") }
        raw("\"")
        if civil.day < 10 { raw(" ") }
        number(UInt64(civil.day))
        raw(IMAPDate.monthSuffix(civil.month))
        padded(Int(civil.year), places: 4)
        raw(" ")
        padded(civil.hour, places: 2)
        raw(":")
        padded(civil.minute, places: 2)
        raw(":")
        padded(civil.second, places: 2)
        raw(date.zoneMinutes < 0 ? " -" : " +")
        let zone = Int(date.zoneMinutes.magnitude)
        padded(zone / 60, places: 2)
        padded(zone % 60, places: 2)
        raw("\"")
    }

    private mutating func padded(_ value: Int, places: Int) {
        var limit = 1
        for _ in 1..<places { limit *= 10 }
        while limit > 1, value < limit {
            raw("0")
            limit /= 10
        }
        number(UInt64(value.magnitude))
    }
}
