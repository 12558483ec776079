/// Where responses are parsed into: one byte buffer and flat arrays of what was found in it, used again and again.
///
/// Every slice and index of a response refers to the batch it was parsed into. The owner reads what it needs and empties
/// the batch; the memory stays, so that a page of a thousand messages costs no allocation a message. Strings exist only
/// where `string(_:)` makes one.
package struct ResponseBatch: Sendable {
    /// All frames, one after another; escapes of quoted strings are resolved in place.
    package internal(set) var bytes: [UInt8] = []
    /// One for each FETCH response.
    package internal(set) var rows: [FetchRow] = []
    package internal(set) var envelopes: [Envelope] = []
    package internal(set) var addresses: [AddressSlice] = []
    /// Of all BODYSTRUCTUREs, each in pre-order.
    package internal(set) var parts: [BodyPart] = []
    package internal(set) var parameters: [ParameterSlice] = []
    package internal(set) var sections: [FetchedSection] = []
    /// Items of FETCH that this parser knows only by name.
    package internal(set) var extras: [ParameterSlice] = []
    /// Flags, capabilities, labels, languages.
    package internal(set) var slices: [ByteSlice] = []
    package internal(set) var numbers: [UInt32] = []
    /// Of all THREAD responses, each in pre-order.
    package internal(set) var threads: [ThreadNode] = []
    package internal(set) var quotas: [QuotaUsage] = []
    package internal(set) var binarySizes: [BinarySize] = []
    /// The streamed literals of all frames in the batch.
    package internal(set) var streamed: [StreamedLiteral] = []
    /// What the server got away with since the batch was emptied.
    package internal(set) var quirks = IMAPQuirks()

    /// Empty, without any memory.
    package init() {}

    /// Empty, with memory for about as much as there is in another one, however much that has room for.
    init(roomFor other: ResponseBatch) {
        bytes.reserveCapacity(Self.room(for: other.bytes.count))
        rows.reserveCapacity(Self.room(for: other.rows.count))
        envelopes.reserveCapacity(Self.room(for: other.envelopes.count))
        addresses.reserveCapacity(Self.room(for: other.addresses.count))
        parts.reserveCapacity(Self.room(for: other.parts.count))
        parameters.reserveCapacity(Self.room(for: other.parameters.count))
        sections.reserveCapacity(Self.room(for: other.sections.count))
        slices.reserveCapacity(Self.room(for: other.slices.count))
    }

    /// A little more than the last took.
    private static func room(for count: Int) -> Int { min(count, 1 << 20) / 8 * 9 }

    /// Forgets everything. The memory stays for the next responses.
    package mutating func removeAll(keepingCapacity: Bool = true) {
        bytes.removeAll(keepingCapacity: keepingCapacity)
        rows.removeAll(keepingCapacity: keepingCapacity)
        envelopes.removeAll(keepingCapacity: keepingCapacity)
        addresses.removeAll(keepingCapacity: keepingCapacity)
        parts.removeAll(keepingCapacity: keepingCapacity)
        parameters.removeAll(keepingCapacity: keepingCapacity)
        sections.removeAll(keepingCapacity: keepingCapacity)
        extras.removeAll(keepingCapacity: keepingCapacity)
        slices.removeAll(keepingCapacity: keepingCapacity)
        numbers.removeAll(keepingCapacity: keepingCapacity)
        threads.removeAll(keepingCapacity: keepingCapacity)
        quotas.removeAll(keepingCapacity: keepingCapacity)
        binarySizes.removeAll(keepingCapacity: keepingCapacity)
        streamed.removeAll(keepingCapacity: keepingCapacity)
        quirks = IMAPQuirks()
    }

    // MARK: Bytes

    /// Lends the bytes of a slice; none for an absent or streamed one.
    package func withBytes<R, E: Error>(
        _ slice: ByteSlice, _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        let range = slice.range(within: bytes.count)
        return try bytes.withUnsafeBufferPointer { (all) throws(E) -> R in
            try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[range])))
        }
    }

    /// A copy of the bytes.
    package func array(_ slice: ByteSlice) -> [UInt8] { Array(bytes[slice.range(within: bytes.count)]) }

    /// The bytes in place.
    package subscript(_ slice: ByteSlice) -> ArraySlice<UInt8> { bytes[slice.range(within: bytes.count)] }

    /// The bytes as UTF-8; what is not UTF-8 becomes U+FFFD. Empty for an absent slice.
    package func string(_ slice: ByteSlice) -> String {
        String(decoding: bytes[slice.range(within: bytes.count)], as: UTF8.self)
    }

    /// Whether the bytes are these, without regard to ASCII case. An absent slice equals nothing.
    package func equals(_ slice: ByteSlice, _ text: StaticString) -> Bool {
        guard !slice.isAbsent, slice.count == text.utf8CodeUnitCount else { return false }
        let range = slice.range(within: bytes.count)
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { wanted in
            for index in range
            where ASCII.lower(bytes[index]) != ASCII.lower(wanted[index - range.lowerBound]) { return false }
            return true
        }
    }

    /// Whether the bytes are exactly these.
    package func equals(_ slice: ByteSlice, exactly text: some Collection<UInt8>) -> Bool {
        !slice.isAbsent && bytes[slice.range(within: bytes.count)].elementsEqual(text)
    }

    // MARK: Lists

    /// Flags, capabilities or other words.
    package func slices(_ range: IndexRange) -> ArraySlice<ByteSlice> { slices[range.range(within: slices.count)] }
    package func numbers(_ range: IndexRange) -> ArraySlice<UInt32> { numbers[range.range(within: numbers.count)] }
    /// The messages of a THREAD response in pre-order; `parent` counts from the first of them.
    package func threads(_ range: IndexRange) -> ArraySlice<ThreadNode> { threads[range.range(within: threads.count)] }
    package func quotas(_ range: IndexRange) -> ArraySlice<QuotaUsage> { quotas[range.range(within: quotas.count)] }
    package func parameters(_ range: IndexRange) -> ArraySlice<ParameterSlice> {
        parameters[range.range(within: parameters.count)]
    }
    /// Addresses in order; those that mark a group are among them (see `AddressSlice.kind`).
    package func addresses(_ range: IndexRange) -> ArraySlice<AddressSlice> {
        addresses[range.range(within: addresses.count)]
    }

    /// The words as Strings.
    package func strings(_ range: IndexRange) -> [String] { slices(range).map(string) }

    /// The words as flags, `\*` and empty ones left out.
    package func flags(_ range: IndexRange) -> Set<Flag> {
        var flags = Set<Flag>()
        for slice in slices(range) where !slice.isEmpty && !equals(slice, "\\*") { flags.insert(Flag(string(slice))) }
        return flags
    }

    /// PERMANENTFLAGS with `\*`: the mailbox takes new keywords. Source: RFC 9051, section 7.1.
    package func allowsNewKeywords(_ range: IndexRange) -> Bool { slices(range).contains { equals($0, "\\*") } }

    /// The literal that a placeholder stands for.
    package func streamedLiteral(_ slice: ByteSlice) -> StreamedLiteral? {
        guard let id = slice.streamedID else { return nil }
        return streamed.first { $0.id == id }
    }
}
