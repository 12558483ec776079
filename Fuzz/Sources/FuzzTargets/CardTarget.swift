import MailGrammar

extension FuzzTarget {
    /// Cards of every kind, and the texts that are styled by their source: nothing traps, all strings are bounded and in one
    /// line, windows give what the whole gives, and a mail makes no marks of its own.
    static let cards = FuzzTarget(
        name: "cards",
        seeds: [
            """
            BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:DAYLIGHT\r\nDTSTART:19810329T020000\r
            TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20300101T000000Z\r
            RDATE:20260101T000000\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a\\, b\r\n c\r
            DTSTART;TZID=Z:20261124T100000\r\nDURATION:P1DT2H\r\nRRULE:FREQ=WEEKLY;BYDAY=MO;INTERVAL=2;COUNT=3\r
            ORGANIZER;CN="x":mailto:a@b.example\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:c@d.example\r\nEND:VEVENT\r
            END:VCALENDAR\r\n
            """,
            "BEGIN:VCARD\r\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-8:M=C3=BC=\r\nller;J;;;\r\nEMAIL:a@b.example\r\nEND:VCARD\r\n",
            """
            Reporting-MTA: dns; a\r\n\r\nFinal-Recipient: utf-8; j\\x{F6}@x.example\r\nAction: failed\r\nStatus: 5.1.1 (x)\r
            Diagnostic-Code: smtp; 550-5.1.1 no 550-5.1.1 user\r\nWill-Retry-Until: Tue, 24 Nov 2026 10:00:00 +0100\r\n
            """,
            "Final-Recipient: rfc822; a@b.example\nDisposition: manual-action/MDN-sent-manually; displayed/x\n",
            "From: a\nList-Id: \"x\" <y.example>\nList-Unsubscribe: <mailto:a@b.example>, <https://c.example>\nList-Post: NO\n",
            "<bold>a<color><param>red</param>b</color></bold><excerpt>c\n\nd</excerpt><nofill>\ne</nofill> 1 << 2",
            "# a\n> **b** *c* `d`\n- [e](http://f.example \"g\")\n\n```\nh\n```\n| i |\n![j](k)\n[l]: http://m\n",
        ],
        words: [
            "BEGIN:VEVENT\n", "END:VEVENT\n", "BEGIN:VTIMEZONE\n", "BEGIN:VCARD\n", "DTSTART:", ";TZID=", "=\n", "^n",
            "\\n",
            "99999999999999999999", "-53SU", "<param>", "</param>", "<nofill>", "](", "**", "~~", "```\n", "> ",
            "\n===\n",
            "\u{100100}",
        ]
    ) { input in
        for type in [
            "text/calendar", "text/vcard", "message/delivery-status", "message/disposition-notification",
            "message/rfc822",
        ] {
            let halves = type.split(separator: "/").map(String.init)
            let part = PartNode(
                section: "1", depth: 0, mediaType: halves[0], subtype: halves[1], parameters: [], disposition: "",
                dispositionParameters: [], contentID: "", encoding: .identity, size: ByteSize(UInt64(input.count)))
            guard let card = Card.read(part, content: input[...], charsets: BuiltInCharsets()) else { continue }
            if let broken = strings(of: card).first(where: { !isLine($0) }) {
                return "\(type): not one bounded line: \(broken)"
            }
        }
        let field = RawHeader.Field(name: "List-Unsubscribe", value: input)
        if let list = ListInformation(RawHeader(fields: [field]), charsets: BuiltInCharsets()),
            list.unsubscribe.contains(where: { $0.utf8.contains { $0 <= 0x20 } })
        {
            return "a target with white space"
        }
        let text = String(decoding: input, as: UTF8.self)
        for form in [EnrichedText.Form.enriched, .richtext] {
            var machine = EnrichedText(form)
            var pieces = ""
            for scalar in text.unicodeScalars {
                machine.append(String(scalar))
                pieces += machine.take()
            }
            pieces += machine.finish()
            let whole = EnrichedText.render(text, form)
            if whole != pieces { return "enriched: windows give another text" }
            if let broken = marks(whole) { return "enriched: \(broken)" }
        }
        var machine = MarkdownText()
        var pieces = ""
        for scalar in text.unicodeScalars {
            machine.append(String(scalar))
            pieces += machine.take()
        }
        pieces += machine.finish()
        let whole = MarkdownText.render(text)
        if whole.text != pieces || whole.links != machine.links { return "markdown: windows give another text" }
        if let broken = marks(whole.text) { return "markdown: \(broken)" }
        if whole.links.map(\.number) != Array(1..<(whole.links.count + 1)) { return "markdown: links are not counted" }
        return nil
    }

    private static func strings(of card: Card) -> [String] {
        switch card {
        case .invitation(let invitation):
            let people = invitation.attendees + (invitation.organiser.map { [$0] } ?? [])
            return [invitation.summary, invitation.location, invitation.comment, invitation.uid]
                + people.flatMap { [$0.name, $0.address] }
        case .delivery(let report):
            return [report.reportingServer]
                + report.recipients.flatMap { [$0.address, $0.diagnostic, $0.remoteServer] }
        case .disposition(let report): return [report.recipient, report.originalRecipient, report.messageID]
        case .contact(let card): return [card.name, card.organisation, card.title] + card.addresses + card.phones
        case .list(let list): return [list.id, list.name]
        case .message(let message): return [message.from, message.subject]
        }
    }

    private static func isLine(_ text: String) -> Bool {
        text.unicodeScalars.count <= 1_001 && !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
    }

    /// Every mark is one, and nothing ends that has not begun.
    private static func marks(_ text: String) -> String? {
        var open: Set<TextMark.Style> = []
        for scalar in text.unicodeScalars where TextMark.isMark(scalar) {
            switch TextMark(scalar) {
            case nil: return "a mark of the mail's own"
            case .on(let style)?:
                if !open.insert(style).inserted { return "\(style) begins twice" }
            case .off(let style)?:
                if open.remove(style) == nil { return "\(style) ends without a beginning" }
            default: break
            }
        }
        return open.isEmpty ? nil : "something is left on"
    }
}
