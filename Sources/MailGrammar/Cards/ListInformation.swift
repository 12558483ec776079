/// What a mailing list says of itself. Source: RFC 2919 (List-Id), RFC 2369 (the others), RFC 8058 (one click).
///
/// Nothing of it is opened or sent by showing it.
public struct ListInformation: Hashable, Sendable {
    /// Targets of one field that are kept.
    public static let targetLimit = 5
    /// Octets of one target; a longer one is left out.
    public static let targetSize = 2_000

    /// `hafen.example`, without brackets; empty where there is none.
    public internal(set) var id = ""
    /// The words before it; at most 200 characters.
    public internal(set) var name = ""
    /// `mailto:` and `https:` targets in the sender's order, which is that of his preference.
    public internal(set) var unsubscribe: [String] = []
    /// An `https:` target takes a POST as a whole answer. Only to be used where a valid DKIM signature covers the fields
    /// (RFC 8058, section 4).
    public internal(set) var isOneClick = false
    /// Where to write to the list.
    public internal(set) var post: [String] = []
    /// `List-Post: NO`: nobody may write to it.
    public internal(set) var isReadOnly = false
    /// Where earlier messages are.
    public internal(set) var archive: [String] = []
    /// Where the list explains itself.
    public internal(set) var help: [String] = []

    /// What a header says; nil where it is of no list.
    public init?(_ header: RawHeader, charsets: any CharsetDecoding) {
        let words = header.line("List-Id", limit: 500, charsets: charsets)
        if let open = words.lastIndex(of: "<"), let close = words[open...].firstIndex(of: ">") {
            id = words[words.index(after: open)..<close].cardLine(limit: 255)
            let before = words[..<open].filter { $0 != "\"" }
            name = before.cardLine(limit: 200)
        } else {
            id = words.cardLine(limit: 255)
        }
        unsubscribe = Self.targets(header, "List-Unsubscribe")
        post = Self.targets(header, "List-Post")
        archive = Self.targets(header, "List-Archive")
        help = Self.targets(header, "List-Help")
        let answer = header.line("List-Unsubscribe-Post", limit: 200, charsets: charsets).asciiLowercased
        isOneClick =
            answer.filter { $0 != " " } == "list-unsubscribe=one-click"
            && unsubscribe.contains { $0.asciiLowercased.hasPrefix("https:") }
        isReadOnly =
            post.isEmpty && header.line("List-Post", limit: 100, charsets: charsets).asciiUppercased.hasPrefix("NO")
        if id.isEmpty, name.isEmpty, [unsubscribe, post, archive, help].allSatisfy(\.isEmpty) { return nil }
    }

    /// The targets in angle brackets; comments and what stands between them is passed over.
    private static func targets(_ header: RawHeader, _ name: String) -> [String] {
        guard let value = header.first(name) else { return [] }
        var result: [String] = []
        var rest = value.prefix(HeaderDecoder.limit)
        while result.count < targetLimit, let open = rest.firstIndex(of: ASCII.less),
            let close = rest[open...].firstIndex(of: ASCII.greater)
        {
            let target = rest[(open &+ 1)..<close].filter { $0 > 0x20 && $0 != 0x7F }
            rest = rest[(close &+ 1)...]
            let text = String(decoding: target, as: UTF8.self)
            let isKnown = ["mailto:", "https:", "http:"].contains { text.prefix(8).asciiLowercased.hasPrefix($0) }
            if isKnown, target.count <= targetSize { result.append(text) }
        }
        return result
    }
}
