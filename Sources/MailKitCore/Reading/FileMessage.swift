import MailGrammar

/// A message that lies in octets of ours: its structure, and ways to read its parts.
package struct FileMessage: Sendable {
    /// Where it lies.
    package let octets: any MessageOctets
    /// What it is made of.
    package let message: MIMEMessage

    /// Octets that are read at a time.
    static let window: UInt64 = 256 << 10
    /// Octets of one part's own header that are read.
    static let headerLimit: UInt64 = 64 << 10

    /// Reads all of it once, a window at a time.
    package init(_ octets: any MessageOctets, charsets: any CharsetDecoding) throws(FileError) {
        var scanner = MIMEScanner(charsets: charsets)
        var start: UInt64 = 0
        while start < octets.size {
            let bytes = try octets.read(start..<min(octets.size, start + Self.window))
            if bytes.isEmpty { break }
            bytes.withUnsafeBytes { scanner.push($0) }
            start += UInt64(bytes.count)
        }
        self.octets = octets
        message = scanner.finish()
    }

    /// The index of the part that a path names, as ``path(of:)`` gives it.
    package func index(ofPath path: String) -> Int? {
        message.tree.nodes.indices.first { self.path(of: $0).lowercased() == path.lowercased() }
    }

    /// What a part is called: its section number, `TEXT` for the multipart that is the whole message.
    package func path(of index: Int) -> String {
        let section = message.tree.nodes[index].section
        return section.isEmpty ? "TEXT" : section
    }

    /// The octets of a part as transferred, in windows; ends early where `body` gives false.
    package func read(_ range: Range<UInt64>, _ body: ([UInt8]) -> Bool) throws(FileError) {
        var start = range.lowerBound
        while start < range.upperBound {
            let bytes = try octets.read(start..<min(range.upperBound, start + Self.window))
            guard !bytes.isEmpty, body(bytes) else { return }
            start += UInt64(bytes.count)
        }
    }

    /// The decoded octets of a part, in windows; ends early where `body` gives false. Those of a container are as they are.
    package func decode(_ index: Int, _ body: ([UInt8]) -> Bool) throws(FileError) {
        var decoder = TransferDecoder(encoding(of: index))
        var goesOn = true
        try read(message.places[index].body) { window in
            var decoded: [UInt8] = []
            decoder.decode(window[...], into: &decoded)
            if !decoded.isEmpty { goesOn = body(decoded) }
            return goesOn
        }
        guard goesOn else { return }
        var rest: [UInt8] = []
        decoder.finish(into: &rest)
        if !rest.isEmpty { _ = body(rest) }
    }

    /// The first decoded octets of a part.
    package func beginning(of index: Int, limit: Int) throws(FileError) -> [UInt8] {
        var result: [UInt8] = []
        try decode(index) { window in
            result += window.prefix(limit - result.count)
            return result.count < limit
        }
        return result
    }

    /// The header that describes a part.
    private func partHeader(of index: Int) throws(FileError) -> RawHeader {
        let range = message.places[index].header
        let end = min(range.upperBound, range.lowerBound + Self.headerLimit)
        guard range.lowerBound < end else { return RawHeader(fields: []) }
        return RawHeader(parsing: try octets.read(range.lowerBound..<end))
    }

    /// The header of a message in the message; `nil` where the section is none.
    func header(ofMessage section: String) throws(FileError) -> RawHeader? {
        guard let index = message.tree.nodes.firstIndex(where: { $0.section == section && $0.isMessage }) else {
            return nil
        }
        return RawHeader(parsing: try beginning(of: index, limit: Int(Self.headerLimit)))
    }

    /// What Content-Transfer-Encoding says, in lower case; `7bit` where it is missing (RFC 2045, section 6.1).
    package func encodingName(of index: Int) throws(FileError) -> String {
        // The fields of the message itself are at hand; a message that is a part has its own fields and those of the part.
        let header = try index == 0 ? message.header : partHeader(of: index)
        guard let value = header.first("Content-Transfer-Encoding") else { return "7bit" }
        let token = value.prefix(100).split(whereSeparator: { $0 <= 0x20 || $0 == UInt8(ascii: ";") }).first ?? []
        return token.isEmpty ? "7bit" : String(decoding: token, as: UTF8.self).lowercased()
    }

    /// A container's own encoding means nothing (RFC 2045, section 6.4): its parts were found in it as it is.
    private func encoding(of index: Int) -> TransferEncoding {
        let node = message.tree.nodes[index]
        return node.isMultipart || hasChildren(index) ? .identity : node.encoding
    }

    private func hasChildren(_ index: Int) -> Bool {
        let nodes = message.tree.nodes
        return index + 1 < nodes.count && nodes[index + 1].depth > nodes[index].depth
    }
}
