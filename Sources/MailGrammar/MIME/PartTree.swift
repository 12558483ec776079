/// One part of a message as BODYSTRUCTURE describes it. Source: RFC 9051, section 7.5.2.
public struct PartNode: Hashable, Sendable {
    /// What a fetch names it by (RFC 9051, section 6.4.5): `1`, `2.1`. A message that is not multipart has the one part
    /// `1`. Empty for the multipart that is the whole message; `2.TEXT` for one that is the body of the message `2`.
    public let section: String
    /// 0 for the whole message; children come after their parent and have its depth plus one.
    public let depth: Int
    /// Lower case: `text`.
    public let mediaType: String
    /// Lower case: `plain`.
    public let subtype: String
    /// Decoded, see ``ParameterDecoder``.
    public let parameters: [MIMEParameter]
    /// Lower case: `attachment`, `inline`; empty where there is none.
    public let disposition: String
    /// Decoded parameters of the disposition.
    public let dispositionParameters: [MIMEParameter]
    /// With its angle brackets; empty where there is none.
    public let contentID: String
    /// How the octets were encoded for transport.
    public let encoding: TransferEncoding
    /// Octets as transferred.
    public let size: ByteSize

    /// The values of one part; types and disposition are made lower case.
    public init(
        section: String, depth: Int, mediaType: String, subtype: String, parameters: [MIMEParameter] = [],
        disposition: String = "", dispositionParameters: [MIMEParameter] = [], contentID: String = "",
        encoding: TransferEncoding = .identity, size: ByteSize = ByteSize(0)
    ) {
        self.section = section
        self.depth = depth
        self.mediaType = mediaType.lowercased()
        self.subtype = subtype.lowercased()
        self.parameters = parameters
        self.disposition = disposition.lowercased()
        self.dispositionParameters = dispositionParameters
        self.contentID = contentID
        self.encoding = encoding
        self.size = size
    }

    /// The file name that the sender gave: `filename`, else `name`; empty where there is none. Not safe as a path.
    public var fileName: String { dispositionParameters.value("filename") ?? parameters.value("name") ?? "" }
    /// Has children of its own message.
    public var isMultipart: Bool { mediaType == "multipart" }
    /// A message in the message: its parts are not the reader's.
    public var isMessage: Bool { mediaType == "message" && (subtype == "rfc822" || subtype == "global") }
    /// A message as Outlook packs it into one part, by type or by name; see ``TNEFMessage``.
    public var isTNEF: Bool {
        switch mediaType {
        case "application" where subtype == "ms-tnef" || subtype == "vnd.ms-tnef": true
        case "text", "multipart", "message": false
        default: fileName.asciiLowercased == "winmail.dat"
        }
    }
    /// `format=flowed` (RFC 3676).
    public var isFlowed: Bool { parameters.value("format")?.lowercased() == "flowed" }
    /// `DelSp=yes` (RFC 3676).
    public var deletesSpace: Bool { parameters.value("delsp")?.lowercased() == "yes" }
    /// The charset's label; empty where there is none.
    public var charset: String { parameters.value("charset") ?? "" }
}

/// The parts of a message in the order of the structure, each with its depth: a tree without pointers.
public struct PartTree: Hashable, Sendable {
    /// Parent before children.
    public let nodes: [PartNode]
    /// For each node, the index after its last descendant.
    let ends: [Int]

    /// Nodes in pre-order. A depth that jumps is taken as one deeper than the node before.
    public init(_ nodes: [PartNode]) {
        self.nodes = nodes
        var ends = [Int](repeating: nodes.count, count: nodes.count)
        var open: [Int] = []
        for index in nodes.indices {
            while let last = open.last, nodes[last].depth >= nodes[index].depth {
                ends[last] = index
                open.removeLast()
            }
            open.append(index)
        }
        self.ends = ends
    }

    /// The direct children of a node, in order.
    func children(of index: Int) -> [Int] {
        var result: [Int] = []
        var next = index &+ 1
        while next < ends[index] {
            result.append(next)
            next = ends[next]
        }
        return result
    }
}
