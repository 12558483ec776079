/// What a message is made of, with the place of each part in its octets: the bodies themselves stay where they are.
public struct MIMEMessage: Hashable, Sendable {
    /// Where a part lies, in octets from the beginning of the message.
    public struct Place: Hashable, Sendable {
        /// Its header with the empty line; empty for a part without one.
        public let header: Range<UInt64>
        /// Its body as transferred, without the line end that belongs to the delimiter (RFC 2046, section 5.1.1).
        public let body: Range<UInt64>

        /// The values of one place.
        public init(header: Range<UInt64>, body: Range<UInt64>) {
            self.header = header
            self.body = body
        }
    }

    /// Something that is not as the RFCs want it; it was read all the same.
    public enum Defect: Hashable, Sendable {
        case noClosingDelimiter(section: String)
        case noBoundary(section: String)
        case tooDeep(section: String)
        case tooManyParts
        case headerTooLong(section: String)
        case missingEmptyLine(section: String)
    }

    /// Every part, named as IMAP names it.
    public let tree: PartTree
    /// One for each node of the tree.
    public let places: [Place]
    /// The message's own header.
    public let header: RawHeader
    /// Octets of the message.
    public let size: ByteSize
    /// In the order of their discovery, at most 100.
    public let defects: [Defect]

    /// The values of one message.
    public init(tree: PartTree, places: [Place], header: RawHeader, size: ByteSize, defects: [Defect] = []) {
        self.tree = tree
        self.places = places
        self.header = header
        self.size = size
        self.defects = defects
    }
}
