import MailGrammar

/// Messages of a usual kind, made as they are wanted: the same for the same UID.
struct Messages {
    private static let names = [
        "Petra Lindner", "Jörg Müller", "Anaïs Dupont", "Newsletter der Stadtwerke", "GitHub", "Max Mustermann",
        "Zoë van den Berg", "Łukasz Kowalski", "Buchhaltung", "Support Team", "Иван Петров", "田中 太郎",
    ]
    private static let domains = ["lindner.example", "kunde.example.org", "lists.example.net", "beispiel.example"]
    private static let syllables = [
        "re", "chn", "ung", "an", "ge", "bot", "ter", "min", "pro", "to", "koll", "som", "mer", "fest", "up", "date",
        "mee", "ting",
        "lea", "se", "ver", "trag", "view", "dead", "line", "um", "zug", "lie", "fer", "in", "voi", "ce", "be", "wer",
        "über",
    ]

    private var state: UInt64

    init(state: UInt64 = 0) { self.state = state }

    private mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        value ^= value >> 31
        return Int(value % UInt64(limit))
    }

    /// A number below a limit, the lower the more often, as words and correspondents are.
    private mutating func rank(_ limit: Int) -> Int {
        let part = Double(below(1 << 20)) / Double(1 << 20)
        return min(limit - 1, Int(Double(limit) * part * part * part))
    }

    /// One of 20,000 words.
    private mutating func word() -> String {
        var other = Messages(state: UInt64(rank(20_000)) &* 0xD6E8_FEB8_6659_FD93)
        return (0...(1 + other.below(3))).map { _ in Self.syllables[other.below(Self.syllables.count)] }.joined()
    }

    /// One of 5,000 correspondents.
    private mutating func address() -> Address {
        var other = Messages(state: UInt64(rank(5_000)) &* 0xA076_1D64_78BD_642F)
        return Address(
            displayName: Self.names[other.below(Self.names.count)], localPart: "\(other.word())\(other.below(90))",
            domain: Self.domains[other.below(Self.domains.count)])
    }

    /// The Message-ID of a message.
    private static func identifier(_ uid: UInt32) -> String {
        var other = Messages(state: UInt64(uid) &* 0xE703_7ED1_A0B4_28DB)
        return "\(String(other.below(1 << 62), radix: 36)).\(other.below(1 << 30))@mail.example.org"
    }

    /// The message that one answers: one of the forty before it, of every other message.
    private static func parent(_ uid: UInt32) -> UInt32? {
        var other = Messages(state: UInt64(uid) &* 0x8EBC_6AF0_9C88_C6E3)
        let distance = UInt32(1 + other.below(40))
        return other.below(2) == 0 && distance < uid ? uid - distance : nil
    }

    /// - Parameter isMarked: with its number in front of the subject, by which a screen is told to be full
    mutating func message(_ uid: UID, isMarked: Bool = false) -> StoredMessage {
        state = UInt64(uid.rawValue) &* 0x2545_F491_4F6C_DD1D
        var header = StoredHeader()
        header.from = [address()]
        header.to = [address()]
        if below(4) == 0 { header.cc = [address(), address()] }
        header.subject = (below(3) == 0 ? "Re: " : "") + (0..<(3 + below(5))).map { _ in word() }.joined(separator: " ")
        if isMarked {
            let number = String(uid.rawValue - 1)
            header.subject = "Qx\(String(repeating: "0", count: max(0, 7 - number.count)))\(number) \(header.subject)"
        }
        header.messageID = Self.identifier(uid.rawValue)
        var ancestor = uid.rawValue
        while header.references.count < 6, let parent = Self.parent(ancestor) {
            header.references.insert(Self.identifier(parent), at: 0)
            ancestor = parent
        }
        header.inReplyTo = header.references.last ?? ""
        header.dateZone = 120
        header.structure = structure()
        let arrival = 1_500_000_000 + Int64(uid.rawValue) * 60
        return StoredMessage(
            uid: uid, flags: below(5) == 0 ? .none : StoredFlags(bits: StoredFlags.seen, keywords: ""),
            date: arrival - 5,
            arrival: arrival, size: ByteSize(UInt64(1_000 + below(80_000))), header: header)
    }

    private mutating func structure() -> PartTree {
        let charset = [MIMEParameter(name: "charset", value: "utf-8")]
        func text(_ section: String, _ depth: Int, _ subtype: String, _ size: Int) -> PartNode {
            PartNode(
                section: section, depth: depth, mediaType: "text", subtype: subtype, parameters: charset,
                encoding: .quotedPrintable, size: ByteSize(UInt64(size)))
        }
        switch below(4) {
        case 0: return PartTree([text("1", 0, "plain", below(9_000))])
        case 1:
            return PartTree([
                PartNode(section: "", depth: 0, mediaType: "multipart", subtype: "mixed"),
                text("1", 1, "plain", below(9_000)),
                PartNode(
                    section: "2", depth: 1, mediaType: "application", subtype: "pdf",
                    parameters: [MIMEParameter(name: "name", value: "\(word()).pdf")], disposition: "attachment",
                    dispositionParameters: [MIMEParameter(name: "filename", value: "\(word()).pdf")], encoding: .base64,
                    size: ByteSize(UInt64(below(900_000)))),
            ])
        default:
            return PartTree([
                PartNode(section: "", depth: 0, mediaType: "multipart", subtype: "alternative"),
                text("1", 1, "plain", below(9_000)), text("2", 1, "html", below(60_000)),
            ])
        }
    }
}
