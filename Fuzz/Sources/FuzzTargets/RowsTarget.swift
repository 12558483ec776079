import MailGrammar

extension FuzzTarget {
    /// Any octets as the record of a header, as a damaged file gives them: a header or none; what was read is written and read again
    /// the same, whichever fields are wanted. The base of any subject comes to an end.
    static let rows = FuzzTarget(
        name: "rows", seeds: rowSeeds, words: ["\u{1}", "\u{0}", "\u{7F}", "re:", "[fwd:", "<a@b>", "\" *"]
    ) {
        input in
        if let header = StoredHeader(input) {
            guard let again = StoredHeader(header.record) else { return "what was read cannot be written" }
            if again.record != header.record { return "what was written is read as something else" }
            for fields in [.row, .thread, .subject] as [StoredHeader.Fields] {
                guard let part = StoredHeader(input, fields: fields) else { return "some fields are none" }
                if fields.contains(.subject), part.subject != header.subject { return "another subject" }
                if part.structure != nil { return "a structure that nobody wants" }
            }
        }
        let text = String(decoding: input, as: UTF8.self)
        let base = BaseSubject(text)
        if base.text.utf8.count > text.utf8.count { return "a base longer than its subject" }
        if BaseSubject(base.text).text.utf8.count > base.text.utf8.count { return "the base of a base is longer" }
        for identifier in MessageIdentifiers.parse(input[...]) where identifier.isEmpty { return "an empty identifier" }
        return nil
    }

    private static let rowSeeds: [[UInt8]] = {
        var header = StoredHeader()
        var seeds = [header.record]
        header.from = [Address(displayName: "Petra", localPart: "petra", domain: "lindner.example")]
        header.subject = "Re: [team] Plan (fwd)"
        header.references = ["a@b", "c@d"]
        header.inReplyTo = "c@d"
        seeds.append(header.record)
        header.to = header.from + header.from
        header.listID = "<dev.example.org>"
        header.dateZone = -60
        header.priority = .high
        let parameters = [MIMEParameter(name: "charset", value: "utf-8"), MIMEParameter(name: "x", value: "y")]
        header.structure = PartTree([
            PartNode(section: "", depth: 0, mediaType: "multipart", subtype: "mixed"),
            PartNode(section: "1", depth: 1, mediaType: "text", subtype: "plain", parameters: parameters),
            PartNode(
                section: "2", depth: 1, mediaType: "x", subtype: "y", disposition: "form-data",
                dispositionParameters: parameters, contentID: "<a>", encoding: .base64, size: ByteSize(.max)),
        ])
        seeds.append(header.record)
        return seeds + ["[a] Re[2]: Fwd: 会議 über".utf8, "[Fwd: x (fwd)]".utf8, "<a@b> <c@d>".utf8].map(Array.init)
    }()
}
