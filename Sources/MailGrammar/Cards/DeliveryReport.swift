/// What became of a message on its way. Source: RFC 3464 (message/delivery-status), RFC 6533 (its global form).
public struct DeliveryReport: Hashable, Sendable {
    /// Recipients of whom more than the number is kept.
    public static let recipientLimit = 20

    /// `Action` (RFC 3464, section 2.3.3).
    public enum Action: String, Hashable, Sendable {
        case failed, delayed, delivered, relayed, expanded
    }

    /// A status code: `5.1.1`. Source: RFC 3463, section 2.
    public struct Status: Hashable, Sendable {
        /// 2 success, 4 persistent transient failure, 5 permanent failure.
        public let category: Int
        /// 0 to 999.
        public let subject: Int
        /// 0 to 999.
        public let detail: Int

        /// nil for a category other than 2, 4 and 5, and for numbers beyond 999.
        public init?(category: Int, subject: Int, detail: Int) {
            guard [2, 4, 5].contains(category), (0...999).contains(subject), (0...999).contains(detail) else {
                return nil
            }
            self.category = category
            self.subject = subject
            self.detail = detail
        }

        /// The first code in a text: `550 5.1.1 no such user`, `#5.1.1`.
        public init?(in text: some StringProtocol) {
            for word in text.utf8.prefix(2_000).split(maxSplits: 64, whereSeparator: { !Self.isPart($0) }) {
                let numbers = word.split(separator: ASCII.dot, omittingEmptySubsequences: false)
                    .map { Int(String(decoding: $0, as: UTF8.self)) }
                guard numbers.count == 3, let category = numbers[0], let subject = numbers[1], let detail = numbers[2],
                    let status = Self(category: category, subject: subject, detail: detail)
                else { continue }
                self = status
                return
            }
            return nil
        }

        private static func isPart(_ byte: UInt8) -> Bool { ASCII.isDigit(byte) || byte == ASCII.dot }

        /// `5.1.1`
        public var code: String { "\(category).\(subject).\(detail)" }
    }

    /// One of those it was meant for.
    public struct Recipient: Hashable, Sendable {
        /// As the sender wrote it, where that is told, else the final one. At most 320 characters.
        public internal(set) var address = ""
        /// What became of it.
        public internal(set) var action = Action.failed
        /// From `Status`, or a more exact one out of the diagnostic.
        public internal(set) var status: Status?
        /// The three digits of SMTP, where the diagnostic begins with them.
        public internal(set) var replyCode: Int?
        /// What the other server said, at most 500 characters, its codes left out at the beginning.
        public internal(set) var diagnostic = ""
        /// Which server said it.
        public internal(set) var remoteServer = ""
        /// Until when it is tried again.
        public internal(set) var retriedUntil: Timestamp?

        init() {}
    }

    /// The server that reports.
    public internal(set) var reportingServer = ""
    /// When the message came to it.
    public internal(set) var arrival: Timestamp?
    /// The first ones.
    public internal(set) var recipients: [Recipient] = []
    /// All of them.
    public internal(set) var recipientCount = 0

    init() {}

    /// The report in a message/delivery-status; nil where it tells of no recipient.
    public static func read(_ content: ArraySlice<UInt8>, charsets: any CharsetDecoding) -> DeliveryReport? {
        var report = DeliveryReport()
        for group in ReportFields(content).groups {
            if let server = group.first("Reporting-MTA"), !server.isEmpty, report.reportingServer.isEmpty {
                report.reportingServer = group.typed("Reporting-MTA", limit: 253, charsets: charsets).value
                report.arrival = group.first("Arrival-Date").flatMap { DateParser.parse($0[...]) }
            }
            // Some senders leave out the empty line between two recipients.
            for fields in recipients(of: group) {
                report.recipientCount &+= 1
                if report.recipients.count < recipientLimit {
                    report.recipients.append(recipient(fields, charsets: charsets))
                }
            }
        }
        return report.recipients.isEmpty ? nil : report
    }

    private static func recipients(of group: RawHeader) -> [RawHeader] {
        var result: [RawHeader] = []
        var fields: [RawHeader.Field] = []
        var seen: Set<String> = []
        for field in group.fields {
            let name = field.name.asciiLowercased
            // Whichever of the two comes first begins a recipient; the same once more begins the next.
            if (name == "final-recipient" || name == "original-recipient"), seen.contains(name) {
                result.append(RawHeader(fields: fields))
                fields = []
                seen = []
            }
            seen.insert(name)
            fields.append(field)
        }
        result.append(RawHeader(fields: fields))
        return result.filter { $0.first("Final-Recipient") != nil || $0.first("Original-Recipient") != nil }
    }

    private static func recipient(_ fields: RawHeader, charsets: any CharsetDecoding) -> Recipient {
        var recipient = Recipient()
        let original = fields.typed("Original-Recipient", limit: 320, charsets: charsets)
        let final = fields.typed("Final-Recipient", limit: 320, charsets: charsets)
        let address = original.value.utf8.contains(ASCII.at) ? original : final
        // What is written by its number may be anything: a line end, a control character.
        recipient.address = bare(
            address.type.hasPrefix("utf-8") ? unescaped(address.value).cardLine(limit: 320) : address.value)
        let diagnostic = fields.typed("Diagnostic-Code", limit: 500, charsets: charsets)
        let status = fields.line("Status", limit: 300, charsets: charsets)
        let given = Status(in: status)
        let said = diagnostic.type == "smtp" || given == nil ? Status(in: diagnostic.value) : nil
        // `5.0.0` says nothing; what the other server said may be of use.
        let isVague = given.map { $0.subject == 0 || $0.detail == 0 } ?? true
        recipient.status = isVague && said.map({ $0.category == (given ?? $0).category }) == true ? said : given
        recipient.action =
            Action(rawValue: fields.line("Action", limit: 20, charsets: charsets).asciiLowercased)
            ?? (recipient.status?.category == 4 ? .delayed : recipient.status?.category == 2 ? .delivered : .failed)
        (recipient.replyCode, recipient.diagnostic) = withoutCodes(diagnostic.value)
        // `Status: 5.0.0 (recipient reached disk quota)`
        if recipient.diagnostic.isEmpty, let open = status.firstIndex(of: "("), status.last == ")" {
            recipient.diagnostic = String(status[status.index(after: open)...].dropLast())
        }
        recipient.remoteServer = fields.typed("Remote-MTA", limit: 253, charsets: charsets).value
        recipient.retriedUntil = fields.first("Will-Retry-Until").flatMap { DateParser.parse($0[...]) }
        return recipient
    }

    /// `<kai@old.example>` without its brackets.
    private static func bare(_ address: String) -> String {
        guard address.utf8.first == ASCII.less, address.utf8.last == ASCII.greater else { return address }
        return String(address.dropFirst().dropLast())
    }

    /// `550 5.1.1 <kai@old.example>: no such user` without the codes at its beginning.
    private static func withoutCodes(_ text: String) -> (Int?, String) {
        var rest = Substring(text)
        var code: Int?
        while let first = rest.utf8.first, ASCII.isDigit(first) || first == UInt8(ascii: "#") {
            let word = rest.utf8.prefix { $0 != ASCII.space && $0 != ASCII.minus }
            let digits = String(decoding: word, as: UTF8.self)
            if digits.utf8.count == 3, let number = Int(digits), (200...599).contains(number) {
                if let code, code != number { break }
                code = number
            } else if Status(in: digits) == nil || digits.utf8.count > 12 {
                break
            }
            rest = rest.dropFirst(digits.count).drop { $0 == " " || $0 == "-" }
        }
        guard !rest.isEmpty else { return (code, text) }
        // An answer of several lines has them before each: `550-5.1.1 does not exist 550-5.1.1 or is closed`.
        guard let code else { return (nil, String(rest)) }
        let words = rest.split(separator: " ").filter { word in
            !(word.hasPrefix("\(code)-") && Status(in: word.dropFirst(4))?.code.utf8.count == word.utf8.count - 4)
        }
        return (code, words.joined(separator: " "))
    }

    /// `\x{FC}` of RFC 6533, section 3.
    private static func unescaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "\\") {
            result.append(contentsOf: rest[..<start].unicodeScalars)
            rest = rest[start...]
            let digits = rest.hasPrefix("\\x{") ? rest.dropFirst(3).prefix(8).prefix { $0 != "}" } : ""
            if let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init),
                rest.dropFirst(3 &+ digits.count).first == "}"
            {
                result.append(scalar)
                rest = rest.dropFirst(4 &+ digits.count)
            } else {
                result.append("\\")
                rest = rest.dropFirst()
            }
        }
        result.append(contentsOf: rest.unicodeScalars)
        return String(result)
    }
}
