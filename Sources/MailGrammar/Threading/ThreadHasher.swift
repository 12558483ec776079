/// Stands for a message identifier or a base subject in threading: 64 bits, made with a secret (``ThreadHasher``).
package struct ThreadHash: Hashable, Sendable {
    /// 0 where there is nothing to stand for.
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// No identifier; an empty base subject.
    package static let none = ThreadHash(rawValue: 0)
}

/// Makes identifiers and subjects into 64 bits: SipHash-2-4 with a secret of the store's own.
///
/// Nobody who does not know the secret can make two that collide. By chance one pair among a million identifiers does with a
/// probability of 3 in 100 million. Source: Aumasson and Bernstein, SipHash: a fast short-input PRF (2012).
package struct ThreadHasher: Sendable {
    private let low: UInt64
    private let high: UInt64

    /// The secret: random, made once, kept as long as what was hashed with it.
    package init(secret low: UInt64, _ high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Of an identifier without brackets and quotes; never `.none`.
    package func identifier(_ octets: ArraySlice<UInt8>) -> ThreadHash {
        ThreadHash(rawValue: max(1, sip(octets)))
    }

    /// Of a base subject: what differs in case or accents alone is the same. `.none` for an empty one.
    package func subject(_ base: BaseSubject) -> ThreadHash {
        var text = base.text
        return text.withUTF8 { subject(of: $0) }
    }

    /// All that threading needs of a message, from its fields.
    ///
    /// - Parameters:
    ///   - messageID, references, inReplyTo: the bodies of the fields as they stand; the first of several, empty where there is none
    ///   - subject: decoded and unfolded
    ///   - date: seconds since 1970 of the Date field, else of its arrival
    package func message(
        key: UInt64, messageID: ArraySlice<UInt8>, references: ArraySlice<UInt8>, inReplyTo: ArraySlice<UInt8>,
        subject: String, date: Int64, takesForeign: Bool = true
    ) -> ThreadMessage {
        var own = ThreadHash.none
        MessageIDs.each(in: messageID, bare: .whole) { if own == .none { own = identifier($0) } }
        var above: [ThreadHash] = []
        MessageIDs.each(in: references, bare: .words) { above.append(identifier($0)) }
        if above.isEmpty {
            MessageIDs.each(in: inReplyTo) { if above.isEmpty { above.append(identifier($0)) } }
        }
        let base = BaseSubject(subject, takesForeign: takesForeign)
        return ThreadMessage(
            key: key, id: own, references: above, subject: self.subject(base), isReply: base.isReply, date: date)
    }

    /// The same from the record of a header (``StoredHeader/record``), of which no texts are made.
    ///
    /// - Returns: `nil` for what is no record
    package func message(key: UInt64, record: UnsafeRawBufferPointer, date: Int64) -> ThreadMessage? {
        var message = ThreadMessage(key: key, date: date)
        var parent = ThreadHash.none
        let present = StoredHeader.walk(record, .thread) { field, reader in
            switch field {
            case .subject:
                let cutter = SubjectCutter(reader.octets(RowLimits.subject), takesForeign: true)
                message.subject = cutter.base.withUnsafeBufferPointer { subject(of: $0) }
                message.isReply = cutter.isReply
            case .messageID: message.id = identifier(reader.octets(RowLimits.identifier))
            case .references:
                let count = reader.count(RowLimits.references)
                message.references.reserveCapacity(count)
                for _ in 0..<count where !reader.hasFailed {
                    let hash = identifier(reader.octets(RowLimits.identifier))
                    if hash != .none { message.references.append(hash) }
                }
            case .inReplyTo: parent = identifier(reader.octets(RowLimits.identifier))
            case .from, .sender, .replyTo, .to, .cc: _ = reader.addresses(false)
            default: break
            }
        }
        if message.references.isEmpty, parent != .none { message.references = [parent] }
        return present == nil ? nil : message
    }

    private func subject(of base: UnsafeBufferPointer<UInt8>) -> ThreadHash {
        if base.isEmpty { return .none }
        var octets: [UInt8] = []
        octets.reserveCapacity(base.count &* 2)
        SearchFolding.addCapitals(of: base, to: &octets)
        return octets.isEmpty ? .none : identifier(octets[...])
    }

    /// `.none` of one of which nothing is left without blanks and quotes.
    private func identifier(_ octets: UnsafeBufferPointer<UInt8>) -> ThreadHash {
        if octets.isEmpty { return .none }
        var isPlain = true
        for octet in octets where MessageIDs.isLeftOut(octet) { isPlain = false }
        if isPlain { return ThreadHash(rawValue: max(1, sip(octets))) }
        let cleaned = octets.filter { !MessageIDs.isLeftOut($0) }
        return cleaned.isEmpty ? .none : identifier(cleaned[...])
    }

    private func sip(_ octets: ArraySlice<UInt8>) -> UInt64 { octets.withUnsafeBufferPointer { sip($0) } }

    private func sip(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var state = SipState(low, high)
        var at = 0
        while at + 8 <= bytes.count {
            let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: at, as: UInt64.self)
            state.take(UInt64(littleEndian: word))
            at += 8
        }
        var last = UInt64(bytes.count & 0xFF) << 56
        for offset in 0..<(bytes.count - at) { last |= UInt64(bytes[at + offset]) << UInt64(8 * offset) }
        state.take(last)
        return state.end()
    }
}

private struct SipState {
    private var v0, v1, v2, v3: UInt64

    init(_ low: UInt64, _ high: UInt64) {
        v0 = low ^ 0x736F_6D65_7073_6575
        v1 = high ^ 0x646F_7261_6E64_6F6D
        v2 = low ^ 0x6C79_6765_6E65_7261
        v3 = high ^ 0x7465_6462_7974_6573
    }

    mutating func take(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    mutating func end() -> UInt64 {
        v2 ^= 0xFF
        for _ in 0..<4 { round() }
        return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
        v0 = v0 &+ v1
        v1 = (v1 << 13 | v1 >> 51) ^ v0
        v0 = v0 << 32 | v0 >> 32
        v2 = v2 &+ v3
        v3 = (v3 << 16 | v3 >> 48) ^ v2
        v0 = v0 &+ v3
        v3 = (v3 << 21 | v3 >> 43) ^ v0
        v2 = v2 &+ v1
        v1 = (v1 << 17 | v1 >> 47) ^ v2
        v2 = v2 << 32 | v2 >> 32
    }
}
