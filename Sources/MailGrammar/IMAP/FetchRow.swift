/// What one FETCH response said of one message. Items that were not in it are `nil` or absent.
/// Source: RFC 9051, section 7.5.2.
package struct FetchRow: Sendable {
    /// The position in the mailbox at this point of the stream.
    package var sequence: SequenceNumber
    package var uid: UID?
    /// RFC822.SIZE.
    package var size: ByteSize?
    package var modSequence: ModSequence?
    package var internalDate: Timestamp?
    /// Index in `ResponseBatch.envelopes`.
    package var envelope: Int?
    /// In `ResponseBatch.slices`; `nil` where FLAGS was not in the response, which is not the same as no flag.
    package var flags: IndexRange?
    /// Of BODYSTRUCTURE or BODY: in `ResponseBatch.parts`. Empty where there is none.
    package var parts = IndexRange.empty
    /// BODY[...], BINARY[...], RFC822: in `ResponseBatch.sections`.
    package var sections = IndexRange.empty
    /// BINARY.SIZE[...]: in `ResponseBatch.binarySizes`.
    package var binarySizes = IndexRange.empty
    /// Items without a field of their own, name and raw value: in `ResponseBatch.extras`.
    package var extras = IndexRange.empty
    /// RFC 8474.
    package var emailID = ByteSlice.absent
    package var threadID = ByteSlice.absent
    /// RFC 8970; absent also for PREVIEW NIL.
    package var preview = ByteSlice.absent
    /// PREVIEW was in the response, be it NIL.
    package var hasPreview = false
    /// RFC 8514.
    package var saveDate: Timestamp?
    /// X-GM-LABELS: in `ResponseBatch.slices`.
    package var gmailLabels: IndexRange?
    package var gmailMessageID: UInt64?
    package var gmailThreadID: UInt64?
    /// Among `sections` is more than fields of the header.
    package var hasContent = false

    /// Whether it has what a list shows, and nothing that only an open message asks for. An envelope that makes no sense is left
    /// out (quirk `unreadableStructure`); the date that was asked for with it tells the row from news of flags.
    package var isListed: Bool { uid != nil && (envelope != nil || internalDate != nil) && !hasContent }
}

/// ENVELOPE: raw bytes, RFC 2047 words and all. Source: RFC 9051, section 7.5.2.
package struct Envelope: Sendable {
    package var date = ByteSlice.absent
    package var subject = ByteSlice.absent
    package var from = IndexRange.empty
    package var sender = IndexRange.empty
    package var replyTo = IndexRange.empty
    package var to = IndexRange.empty
    package var cc = IndexRange.empty
    package var bcc = IndexRange.empty
    package var inReplyTo = ByteSlice.absent
    package var messageID = ByteSlice.absent
}

/// One address of an ENVELOPE, raw.
package struct AddressSlice: Sendable {
    package enum Kind: Hashable, Sendable {
        case address
        /// Begins a group; `mailbox` is its name.
        case groupStart
        case groupEnd
    }

    package var name: ByteSlice
    /// The obsolete source route.
    package var route: ByteSlice
    package var mailbox: ByteSlice
    package var host: ByteSlice

    /// A NIL host marks a group: its start where the mailbox is there, else its end.
    package var kind: Kind {
        guard host.isAbsent else { return .address }
        return mailbox.isAbsent ? .groupEnd : .groupStart
    }
}

/// A name and a value: of a Content-Type, of ID, of an item unknown to the parser.
package struct ParameterSlice: Sendable {
    package var name: ByteSlice
    package var value: ByteSlice
}

/// One body part; the parts of a message stand in pre-order. Source: RFC 9051, section 7.5.2 (`body`).
package struct BodyPart: Sendable {
    package enum Kind: Hashable, Sendable {
        /// Has children; `size` and `encoding` mean nothing.
        case multipart
        /// message/rfc822 or message/global with one child: the body of the message inside.
        case message
        /// text/*: `lines` is known.
        case text
        case basic
    }

    package var kind: Kind
    /// Nesting, 0 for the message itself.
    package var depth: UInt16 = 0
    /// Index in the same array of parts, relative to the first part of the message; -1 for the root.
    package var parent: Int32 = -1
    /// Its number among its siblings, from 1; 0 where it has none of its own: the multipart that is the whole of a message.
    package var number: UInt32 = 0
    /// Direct children.
    package var children: UInt32 = 0
    /// `TEXT` or `multipart`: absent for a multipart, see `kind`.
    package var type = ByteSlice.absent
    package var subtype = ByteSlice.absent
    /// In `ResponseBatch.parameters`, values raw (RFC 2231 and RFC 2047 still in them).
    package var parameters = IndexRange.empty
    /// Content-ID.
    package var id = ByteSlice.absent
    package var description = ByteSlice.absent
    /// Content-Transfer-Encoding.
    package var encoding = ByteSlice.absent
    /// Octets as transferred.
    package var size: UInt64 = 0
    package var lines: UInt64?
    /// `attachment`, `inline`; absent where there is none.
    package var disposition = ByteSlice.absent
    package var dispositionParameters = IndexRange.empty
    package var md5 = ByteSlice.absent
    /// In `ResponseBatch.slices`.
    package var languages = IndexRange.empty
    package var location = ByteSlice.absent
    /// Of the message inside (`kind == .message`): index in `ResponseBatch.envelopes`.
    package var envelope: Int?
}

/// The bytes of `BODY[1.2]<0>` or `BINARY[1]` or of RFC822 and its kin.
package struct FetchedSection: Sendable {
    package enum Kind: Hashable, Sendable {
        case body
        case binary
        /// RFC822, as `BODY[]`.
        case rfc822
        case rfc822Header
        case rfc822Text
    }

    package var kind: Kind
    /// What stands in the brackets: `1.2`, `HEADER.FIELDS (A B)`; empty for the whole message.
    package var section: ByteSlice
    /// `<0>`: the octet at which a partial fetch begins.
    package var origin: UInt64?
    /// The bytes; absent for NIL; or a placeholder (`streamedID`) of a literal that went by as chunks.
    package var data: ByteSlice
}

/// `BINARY.SIZE[1.2] 512`: octets of a part without its transfer encoding. Source: RFC 9051, section 7.5.2.
package struct BinarySize: Sendable {
    /// What stands in the brackets: `1.2`; empty for the whole message.
    package var section: ByteSlice
    package var size: ByteSize
}

extension ResponseBatch {
    /// The parts of a message in pre-order; `parent` counts from the first of them.
    package func parts(_ row: FetchRow) -> ArraySlice<BodyPart> { parts[row.parts.range(within: parts.count)] }
    package func sections(_ row: FetchRow) -> ArraySlice<FetchedSection> {
        sections[row.sections.range(within: sections.count)]
    }
    package func binarySizes(_ row: FetchRow) -> ArraySlice<BinarySize> {
        binarySizes[row.binarySizes.range(within: binarySizes.count)]
    }
    package func extras(_ row: FetchRow) -> ArraySlice<ParameterSlice> {
        extras[row.extras.range(within: extras.count)]
    }
    package func envelope(_ row: FetchRow) -> Envelope? {
        guard let index = row.envelope, envelopes.indices.contains(index) else { return nil }
        return envelopes[index]
    }
    package func flags(_ row: FetchRow) -> Set<Flag>? { row.flags.map { flags($0) } }

    /// The value of a parameter by its name in any case: `charset`, `format`, `delsp`, `name`. Absent where there is none.
    package func parameter(_ name: StaticString, in range: IndexRange) -> ByteSlice {
        parameters(range).first { equals($0.name, name) }?.value ?? .absent
    }

    /// The section number for `BODY[...]`: `1`, `2.1`. Empty for the multipart that is the whole message.
    ///
    /// A multipart directly inside a message/rfc822 has no number of its own; it is fetched as `2.TEXT`, and its children
    /// are `2.1` and so on. Source: RFC 9051, section 6.4.5.1.
    package func sectionNumber(ofPart index: Int, in row: FetchRow) -> String {
        let parts = parts(row)
        var numbers: [UInt32] = []
        var next = index
        while next >= 0, next < parts.count {
            let part = parts[parts.startIndex + next]
            if part.number > 0 { numbers.append(part.number) }
            // A parent stands before its children: this ends even if the indices lie.
            guard Int(part.parent) < next else { break }
            next = Int(part.parent)
        }
        return numbers.reversed().map(String.init).joined(separator: ".")
    }
}

extension ResponseBatch {
    /// `BODY[HEADER.FIELDS (...)]`, which a list may ask for.
    func isOfHeaderFields(_ section: FetchedSection) -> Bool {
        guard section.kind == .body else { return false }
        let told = self[section.section]
        var place = told.startIndex
        for letter in "header.fields".utf8 {
            guard place < told.endIndex, ASCII.lower(told[place]) == letter else { return false }
            place += 1
        }
        return true
    }

    /// The fields of the header that were asked for by name.
    package func headerFields(_ row: FetchRow) -> RawHeader? {
        sections(row).first(where: isOfHeaderFields).map { RawHeader(parsing: array($0.data)) }
    }
}
