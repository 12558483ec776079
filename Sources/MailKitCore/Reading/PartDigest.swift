import MailGrammar

/// What reading all of a part's decoded octets tells.
package struct PartDigest: Hashable, Sendable {
    /// Decoded octets.
    package let size: ByteSize
    /// Of the decoded octets, 32 bytes.
    package let sha256: [UInt8]
}

extension FileMessage {
    /// The containers of a message, one in another, are read so many times its size together; the digest of one beyond that is
    /// left out.
    static let containerPasses: UInt64 = 4

    /// One for each part, read to its end. Parts in containers are read with each of them, so a budget holds for those.
    package func digests() throws(FileError) -> [PartDigest?] {
        var budget = message.size.octets.multipliedReportingOverflow(by: Self.containerPasses).partialValue
        var result: [PartDigest?] = []
        for index in message.tree.nodes.indices {
            let octets = UInt64(message.places[index].body.count)
            let isContainer = message.tree.nodes[index].isMultipart || message.tree.nodes[index].isMessage
            if isContainer {
                guard octets <= budget else {
                    result.append(nil)
                    continue
                }
                budget -= octets
            }
            result.append(try digest(of: index))
        }
        return result
    }

    /// The digest of one part.
    package func digest(of index: Int) throws(FileError) -> PartDigest {
        var hash = Crypto.SHA256()
        var size: UInt64 = 0
        try decode(index) { window in
            hash.update(window)
            size += UInt64(window.count)
            return true
        }
        return PartDigest(size: ByteSize(size), sha256: hash.finish())
    }
}
