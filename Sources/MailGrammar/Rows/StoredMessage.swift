/// A message as the store keeps it: what a list shows, counts and sorts by, without its text.
package struct StoredMessage: Hashable, Sendable {
    package var uid: UID
    package var flags: StoredFlags
    /// Seconds since 1970 of the Date field, else of the arrival; `nil` where neither is known.
    package var date: Int64?
    /// Seconds since 1970 of INTERNALDATE; `nil` where it is not known.
    package var arrival: Int64?
    /// RFC822.SIZE; `nil` where it is not known.
    package var size: ByteSize?
    /// Parts that a person would call attachments.
    package var attachments: Int
    /// `nil` where the record is damaged: it is to be fetched again.
    package var header: StoredHeader?

    package init(
        uid: UID, flags: StoredFlags = .none, date: Int64? = nil, arrival: Int64? = nil, size: ByteSize? = nil,
        attachments: Int = 0, header: StoredHeader? = StoredHeader()
    ) {
        self.uid = uid
        self.flags = flags
        self.date = date
        self.arrival = arrival
        self.size = size
        self.attachments = attachments
        self.header = header
    }
}
