/// A mailbox of believable messages as a Dovecot server would describe it, the same for the same seed.
struct Mailbox {
    private(set) var envelopes: [UInt8] = []
    private(set) var structures: [UInt8] = []
    /// Of all subjects, octets as a reader must see them: the check that nothing was skipped.
    private(set) var subjectOctets = 0
    private(set) var partCount = 0
    private(set) var uidSum: UInt64 = 0
    private var random: SeededNumbers

    init(messages: Int, seed: UInt64) {
        random = SeededNumbers(seed: seed)
        envelopes.reserveCapacity(messages * 640)
        for sequence in 1...messages { append(UInt32(sequence)) }
    }

    private static let people = [
        ("Petra Lindner", "petra.lindner", "kanzlei-lindner.example"), ("Jürgen Groß", "j.gross", "stadtwerke.example"),
        ("Aylin Yıldız", "aylin", "yildiz-design.example"), ("Service Team", "noreply+ticket-48213", "hosting.example"),
        ("John \\\"Jack\\\" O'Brien", "jack", "obrien.example.com"), ("山田 太郎", "yamada", "mail.example.jp"),
        ("Katharina von Hohenberg-Lüttich", "khl", "verein-der-freunde.example.org"),
        ("", "root", "vps1234.example.net"),
    ]
    private static let subjects = [
        "Re: Angebot 2026-114 für die Erneuerung der Serverräume", "=?UTF-8?Q?Ihre_Rechnung_f=C3=BCr_M=C3=A4rz?=",
        "[dev] Re: Patch v3: streamed literals above 64 KB", "Einladung: Jour fixe (wöchentlich)",
        "=?UTF-8?B?5Lya6K2w44Gu44GK55+l44KJ44Gb?= =?UTF-8?B?44Go5pel56iL?=", "WG: \\\"Dringend\\\" - Zugang gesperrt",
        "Newsletter Oktober: Neues aus der Gemeinde, Termine, Konzerte und der Basar",
        "Undelivered Mail Returned to Sender",
    ]

    private mutating func append(_ sequence: UInt32) {
        let uid = sequence * 2 + 17
        uidSum += UInt64(uid)
        let person = Self.people[random.below(Self.people.count)]
        let subject = Self.subjects[random.below(Self.subjects.count)]
        subjectOctets += subject.utf8.count - subject.split(separator: "\\", omittingEmptySubsequences: false).count + 1
        let day = 1 + random.below(28)
        let date =
            "\(random.pick(["Mon", "Tue", "Wed", "Thu", "Fri"])), \(day) Oct 2026 "
            + "\(random.two(24)):\(random.two(60)):\(random.two(60)) +0200"
        let from = address(person)
        let to = (0...random.below(3)).map { _ in address(Self.people[random.below(Self.people.count)]) }.joined()
        let cc = random.below(5) == 0 ? "(\(address(Self.people[random.below(Self.people.count)])))" : "NIL"
        let id = "<\(random.next() % 1_000_000_000).\(random.next() % 100_000_000)@\(person.2)>"
        let reply = random.below(2) == 0 ? "NIL" : "\"<\(random.next() % 1_000_000_000).ref@\(person.2)>\""
        let flags = random.pick(["", "\\Seen", "\\Seen \\Answered", "\\Seen $Forwarded", "\\Flagged"])
        let size = 900 + random.below(90_000)
        let head =
            "* \(sequence) FETCH (UID \(uid) FLAGS (\(flags)) INTERNALDATE \"\(day < 10 ? "0" : "")\(day)-Oct-2026 "
            + "\(random.two(24)):\(random.two(60)):\(random.two(60)) +0200\" RFC822.SIZE \(size)"
        envelopes +=
            ("\(head) ENVELOPE (\"\(date)\" \"\(subject)\" (\(from)) (\(from)) (\(from)) (\(to)) \(cc) NIL \(reply) "
            + "\"\(id)\"))\r\n").utf8
        structures += "\(head) BODYSTRUCTURE \(structure()))\r\n".utf8
    }

    private mutating func address(_ person: (String, String, String)) -> String {
        "(\(person.0.isEmpty ? "NIL" : "\"\(person.0)\"") NIL \"\(person.1)\" \"\(person.2)\")"
    }

    private mutating func structure() -> String {
        let text = { (subtype: String, size: Int) in
            "(\"text\" \"\(subtype)\" (\"charset\" \"utf-8\" \"format\" \"flowed\") NIL NIL \"quoted-printable\" \(size) \(size / 60) "
                + "NIL NIL NIL NIL)"
        }
        let size = 400 + random.below(9_000)
        switch random.below(3) {
        case 0:
            partCount += 1
            return text("plain", size)
        case 1:
            partCount += 3
            return
                "(\(text("plain", size))\(text("html", size * 3)) \"alternative\" (\"boundary\" \"=_\(size)-x\") NIL NIL NIL)"
        default:
            partCount += 5
            return "((\(text("plain", size))\(text("html", size * 3)) \"alternative\" (\"boundary\" \"b\") NIL NIL NIL)"
                + "(\"application\" \"pdf\" (\"name\" \"Angebot \(size).pdf\") NIL NIL \"base64\" \(size * 40) NIL "
                + "(\"attachment\" (\"filename\" \"Angebot \(size).pdf\")) NIL NIL) \"mixed\" (\"boundary\" \"a\") NIL NIL NIL)"
        }
    }
}

/// The same numbers for the same seed (SplitMix64).
struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
    mutating func pick(_ words: [String]) -> String { words[below(words.count)] }
    /// Two digits below `limit`.
    mutating func two(_ limit: Int) -> String {
        let value = below(limit)
        return value < 10 ? "0\(value)" : "\(value)"
    }
}
