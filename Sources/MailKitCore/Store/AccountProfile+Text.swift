import MailGrammar

/// As a file: TOML, so that a person can read what is remembered.
extension AccountProfile {
    /// Of a file that is read, octets.
    static let sizeLimit = 256 << 10
    private static let version: Int64 = 1

    /// The whole file.
    var text: String {
        var lines = ["# What Rohrpost remembers of a server.", "version = \(Self.version)"]
        func put(_ key: String, _ value: String?) { if let value { lines.append("\(key) = \(Self.quoted(value))") } }
        func put(_ key: String, _ values: [String]) {
            lines.append("\(key) = [\(values.map(Self.quoted).joined(separator: ", "))]")
        }
        put("trusted", trusted?.rawValue)
        put("offered", offered?.rawValue)
        if misses > 0 { lines.append("misses = \(misses)") }
        if let server {
            lines += ["", "[server]"]
            put("mechanism", server.mechanism.rawValue)
            put("capabilities", server.capabilities.all)
            put("refused", server.refused.map(\.rawValue).sorted())
            lines.append("pipelines = \(server.pipelinesBehindLogin)")
        }
        if refusesTickets || ticket != nil { lines += ["", "[tls]"] }
        if refusesTickets { lines.append("refuses-tickets = true") }
        if let ticket {
            put("ticket-for", ticket.binding)
            put("ticket", String(decoding: Base64.encode(ticket.octets), as: UTF8.self))
        }
        if let mailboxes {
            lines += ["", "[mailboxes]"]
            put("delimiter", mailboxes.delimiter.map(String.init))
            put("prefixes", mailboxes.prefixes)
            for use in MailboxUse.allCases { put(use.rawValue, mailboxes.uses[use]?.name) }
        }
        for entry in newest {
            lines += ["", "[[mailbox]]"]
            put("name", entry.path.name)
            lines.append("uid-validity = \(entry.uidValidity.rawValue)")
            lines.append("first = \(entry.uids.lowerBound.rawValue)")
            lines.append("last = \(entry.uids.upperBound.rawValue)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads one back; `nil` for a file that is not one of ours. What does not fit in it is left out.
    init?(text: [UInt8]) {
        guard let root = (try? TOMLDocument(text))?.root, root.integer("version") == Self.version else { return nil }
        self.init()
        trusted = root.mechanism("trusted")
        offered = root.mechanism("offered")
        misses = Int(clamping: max(0, root.integer("misses") ?? 0))
        server = root["server"].flatMap { Self.server($0) }
        if case .table(let table)? = root["tls"]?.content {
            if case .boolean(true)? = table["refuses-tickets"]?.content { refusesTickets = true }
            if let binding = table.string("ticket-for"), let text = table.string("ticket"),
                let octets = Base64.decode(Array(text.utf8)), (1...TLSTicket.limit).contains(octets.count)
            {
                ticket = Ticket(binding: binding, octets: octets)
            }
        }
        if case .table(let table)? = root["mailboxes"]?.content { mailboxes = Self.mailboxes(table) }
        guard case .array(let mailboxes)? = root["mailbox"]?.content else { return }
        for case .table(let table) in mailboxes.prefix(Self.mailboxLimit).reversed().map(\.content) {
            if let entry = Self.newest(table) { remember(entry) }
        }
    }

    private static func server(_ value: TOMLValue) -> ServerProfile? {
        guard case .table(let table) = value.content, let mechanism = table.mechanism("mechanism"),
            case .boolean(let pipelines)? = table["pipelines"]?.content
        else { return nil }
        return ServerProfile(
            capabilities: IMAPCapabilities(table.strings("capabilities")), mechanism: mechanism,
            refused: Set(table.strings("refused").compactMap(LoginMechanism.init)), pipelinesBehindLogin: pipelines)
    }

    private static func mailboxes(_ table: TOMLTable) -> MailboxOutline {
        var uses: [MailboxUse: MailboxPath] = [:]
        for use in MailboxUse.allCases { uses[use] = table.string(use.rawValue).flatMap { MailboxPath($0) } }
        let delimiter = table.string("delimiter").flatMap { $0.count == 1 ? $0.first : nil }
        return MailboxOutline(delimiter: delimiter, prefixes: table.strings("prefixes"), uses: uses)
    }

    private static func newest(_ table: TOMLTable) -> Newest? {
        func number(_ key: String) -> UInt32? { table.integer(key).flatMap { UInt32(exactly: $0) } }
        guard let path = table.string("name").flatMap({ MailboxPath($0) }),
            let validity = number("uid-validity").flatMap({ UIDValidity($0) }),
            let first = number("first").flatMap({ UID($0) }), let last = number("last").flatMap({ UID($0) }),
            first <= last
        else { return nil }
        return Newest(path: path, uidValidity: validity, uids: first...last)
    }

    /// A basic string of TOML 1.0.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted += "\\"
                quoted.unicodeScalars.append(scalar)
            case _ where scalar.value < 32 || scalar.value == 127:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension TOMLTable {
    fileprivate func string(_ key: String) -> String? {
        if case .string(let text)? = self[key]?.content { text } else { nil }
    }
    fileprivate func integer(_ key: String) -> Int64? {
        if case .integer(let value)? = self[key]?.content { value } else { nil }
    }
    fileprivate func strings(_ key: String) -> [String] {
        guard case .array(let values)? = self[key]?.content else { return [] }
        return values.prefix(500).compactMap { if case .string(let text) = $0.content { text } else { nil } }
    }
    fileprivate func mechanism(_ key: String) -> LoginMechanism? { string(key).flatMap(LoginMechanism.init) }
}
