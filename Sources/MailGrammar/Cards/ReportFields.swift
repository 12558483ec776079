/// The groups of fields that a report for machines is made of. Source: RFC 3464, section 2.1; RFC 8098, section 3.1.
///
/// ```
/// Reporting-MTA: dns; mx.example.org
///
/// Final-Recipient: rfc822; kai@old.example
/// Action: failed
/// ```
struct ReportFields: Sendable {
    /// Groups that are kept, fields of a group, octets of a field.
    static let groupLimit = 1_000
    static let fieldLimit = 64
    static let sizeLimit = 4_000

    /// Each in the order of its fields, no group empty.
    private(set) var groups: [RawHeader] = []

    /// Lenient: lines end with CR LF, LF or CR; what is no field is passed over.
    init(_ content: ArraySlice<UInt8>) {
        var fields: [RawHeader.Field] = []
        var name = ""
        var value: [UInt8] = []
        func endField() {
            if !name.isEmpty, fields.count < Self.fieldLimit {
                fields.append(RawHeader.Field(name: name, value: value))
            }
            name = ""
        }
        func endGroup() {
            endField()
            if !fields.isEmpty, groups.count < Self.groupLimit { groups.append(RawHeader(fields: fields)) }
            fields = []
        }
        for line in content.prefix(Card.contentLimit).split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == ASCII.lf })
        {
            let line = line.last == ASCII.cr ? line.dropLast() : line
            if line.allSatisfy({ $0 == ASCII.space || $0 == ASCII.tab }) {
                endGroup()
            } else if line.first == ASCII.space || line.first == ASCII.tab {
                if !name.isEmpty, value.count < Self.sizeLimit {
                    value.append(ASCII.space)
                    value.append(contentsOf: line.prefix(max(0, Self.sizeLimit &- value.count)))
                }
            } else {
                endField()
                guard let colon = line.firstIndex(of: ASCII.colon),
                    line.distance(from: line.startIndex, to: colon) <= 64
                else { continue }
                name = String(decoding: line[..<colon], as: UTF8.self).cardLine(limit: 64)
                value = Array(line[(colon &+ 1)...].prefix(Self.sizeLimit))
            }
        }
        endGroup()
    }
}

extension RawHeader {
    /// A field's text in one line, encoded words decoded; empty where there is none.
    func line(_ name: String, limit: Int, charsets: any CharsetDecoding) -> String {
        guard let value = first(name) else { return "" }
        return HeaderDecoder(charsets: charsets).decode(value[...]).cardLine(limit: limit)
    }

    /// The two halves of `rfc822; kai@old.example`: the type in small letters, empty where there is none.
    func typed(_ name: String, limit: Int, charsets: any CharsetDecoding) -> (type: String, value: String) {
        let text = line(name, limit: limit, charsets: charsets)
        guard let semicolon = text.firstIndex(of: ";") else { return ("", text) }
        let type = text[..<semicolon].asciiLowercased.cardLine(limit: 40)
        guard type.utf8.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == ASCII.minus || $0 == 0x5F })
        else {
            return ("", text)
        }
        return (type, text[text.index(after: semicolon)...].cardLine(limit: limit))
    }
}
