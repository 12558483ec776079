import MailGrammar

extension StoredHeader {
    /// The texts of a field of a query, as the index holds them and as what it finds is looked at again; `nil` for what a store does not
    /// keep.
    func texts(_ field: SearchField) -> [String]? {
        switch field {
        case .from: Self.texts(from)
        case .to: Self.texts(to) + Self.texts(cc)
        case .cc: Self.texts(cc)
        // Where it is not kept it is From's.
        case .replyTo: Self.texts(replyTo.isEmpty ? from : replyTo)
        case .subject: [Self.cut(subject, RowLimits.subject)]
        case .list: [Self.cut(listID, RowLimits.identifier)]
        case .filename: structure.map(Self.names) ?? []
        case .any, .text, .body, .bcc, .followupTo: nil
        }
    }

    private static func texts(_ addresses: [Address]) -> [String] {
        addresses.prefix(RowLimits.addresses).map { address in
            let name = cut(address.displayName, RowLimits.addressPart)
            let spec = Address(
                displayName: "", localPart: cut(address.localPart, RowLimits.addressPart),
                domain: cut(address.domain, RowLimits.addressPart)
            ).addressSpec
            return name.isEmpty ? spec : "\(name) <\(spec)>"
        }
    }

    private static func names(_ tree: PartTree) -> [String] {
        tree.nodes.compactMap { $0.fileName.isEmpty ? nil : cut($0.fileName, RowLimits.value) }
    }

    /// As a record cuts it.
    private static func cut(_ text: String, _ limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var octets = text.utf8.prefix(limit + 1)
        while let last = octets.popLast(), last & 0xC0 == 0x80 {}
        return String(decoding: octets, as: UTF8.self)
    }

    /// What has to be read of a record for what a query asks.
    static func fields(for needs: SearchNeeds) -> Fields {
        var fields: Fields = []
        if needs.contains(.envelope) { fields.formUnion([.from, .to, .cc, .subject]) }
        if needs.contains(.list) { fields.insert(.listID) }
        if needs.contains(.filenames) { fields.insert(.structure) }
        if needs.contains(.header) { fields.formUnion([.from, .replyTo]) }
        return fields
    }
}

extension StoredFlags {
    /// Whether a flag is among them, without regard to case.
    package func has(_ flag: Flag) -> Bool {
        if let place = Self.known.firstIndex(of: flag) { return bits & 1 << UInt32(place) != 0 }
        return keywords.split(separator: " ").contains { Flag(String($0)) == flag }
    }
}
