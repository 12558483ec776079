@testable import MailGrammar

/// A message that queries are held against; what is `nil` is not known.
struct SearchSample: SearchSubject {
    let id: Int
    let from: String
    let to: [String]
    var cc: [String] = []
    let subject: String
    var text: String?
    var flags: Set<Flag> = []
    var files: [String] = []
    var listID = ""
    var replyTo: String?
    let octets: UInt64
    let arrived: Int64
    var place = SearchMailbox(name: "INBOX", use: .inbox)

    func texts(_ field: SearchField) -> [String]? {
        switch field {
        case .from: [from]
        case .to: to + cc
        case .cc: cc
        case .subject: [subject]
        case .body: text.map { [$0] }
        case .list: [listID]
        case .filename: files
        case .replyTo: replyTo.map { [$0] } ?? []
        case .bcc, .followupTo: []
        case .any, .text: nil
        }
    }

    func has(_ flag: Flag) -> Bool? { flags.contains(flag) }
    var size: ByteSize? { ByteSize(octets) }
    var hasAttachment: Bool? { !files.isEmpty }
    var arrival: Timestamp? { Timestamp(secondsSince1970: arrived) }
    var sent: Timestamp? { Timestamp(secondsSince1970: arrived - 3600) }
    var mailbox: SearchMailbox? { place }

    /// Saturday, 2026-11-21, 13:00 in Berlin.
    static let clock = SearchClock(now: at("2026-11-21T12:00"), zone: { _ in 60 })

    /// `2026-11-21T12:00`, in UTC.
    static func at(_ text: String) -> Int64 {
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.count == 5,
            let time = CivilTime(
                year: Int64(numbers[0]), month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4])
        else { return 0 }
        return Timestamp(time, zoneMinutes: 0).secondsSince1970
    }

    private static func sample(
        _ id: Int, _ from: String, _ to: String, _ subject: String, _ text: String? = nil, cc: [String] = [],
        flags: Set<Flag> = [], files: [String] = [], list: String = "", replyTo: String? = nil, size: UInt64 = 4000,
        at arrived: String = "2026-11-10T09:00", in place: SearchMailbox = SearchMailbox(name: "INBOX", use: .inbox)
    ) -> SearchSample {
        SearchSample(
            id: id, from: from, to: [to], cc: cc, subject: subject, text: text, flags: flags, files: files,
            listID: list,
            replyTo: replyTo, octets: size, arrived: at(arrived), place: place)
    }

    private static let me = "Anna Weber <anna@weber.example>"
    private static let sentMail = SearchMailbox(name: "Gesendet", use: .sent)
    private static let customers = SearchMailbox(name: "Kunden/2026/Öttinger")

    /// The same, of which every text is known.
    static let known = all.map { message in
        var known = message
        known.text = message.text ?? ""
        return known
    }

    static let all: [SearchSample] = [
        sample(
            1, "Jürgen Müller <jm@mueller-soehne.example>", me, "Rechnung 4711", "Anbei die Rechnung.", flags: [.seen],
            files: ["Rechnung_4711.pdf"], size: 250_000, at: "2026-11-20T08:00"),
        sample(2, "Hans Mueller <hans@web.example>", me, "Mahnung zur Rechnung", "Offene Posten"),
        sample(3, "Ines Muller <ines@muller.example>", me, "Flug nach Zürich", flags: [.seen, .flagged]),
        sample(
            4, "Petra Lindner <petra@lindner.example>", me, "Offene Posten Oktober", "Die offenen Posten.",
            flags: [.seen, .answered], files: ["Liste.xlsx", "Foto Straße.jpg"], size: 5_200_000, at: "2026-10-31T22:30"
        ),
        sample(5, "xpetra@lindner.example", me, "Posten, offene", flags: [.seen]),
        sample(6, "Lindner GmbH <info@petra.lindner.example>", me, "Grüße aus Köln", flags: [.seen, Flag("$Label1")]),
        sample(7, "noreply@shop.example", me, "Ihre Bestellung im Straßenladen", list: "", size: 80_000),
        sample(
            8, me, "Petra Lindner <petra@lindner.example>", "Re: Offene Posten Oktober", "Danke!", flags: [.seen],
            at: "2026-11-01T07:00", in: sentMail),
        sample(
            9, me, "Kai Öztürk <kai@oeztuerk.example>", "Übergabe am Freitag", cc: ["chef@weber.example"],
            flags: [.seen, .forwarded], at: "2025-11-21T10:00", in: sentMail),
        sample(10, "Élodie Lefèvre <elodie@lefevre.example>", me, "Été à Besançon: l'été prochain", "Ça va où ?"),
        sample(11, "François <f@exemple.example>", me, "Œuvres complètes, cœur", flags: [.flagged]),
        sample(12, "Noël <noel@exemple.example>", me, "garçon naïf", "forêt"),
        sample(13, "İpek Yılmaz <ipek@yilmaz.example>", me, "Işık ve gölge: İSTANBUL", "Şişli'de çağrı"),
        sample(14, "Oğuz <oguz@ornek.example>", me, "DİYARBAKIR yolu", flags: [.seen]),
        sample(15, "王小明 <wang@beijing.example>", me, "会议通知：明天下午三点", "请准时参加会议。"),
        sample(16, "李雷 <li@beijing.example>", me, "议会的会", "通知"),
        sample(17, "田中太郎 <tanaka@nihon.example>", me, "東京からのメール", "ガイドを送ります"),
        sample(18, "鈴木 <suzuki@nihon.example>", me, "京都の東", "ｶﾞｲﾄﾞ"),
        sample(19, "김철수 <kim@hanguk.example>", me, "서울 회의 안내", "회의록 첨부"),
        sample(20, "이영희 <lee@hanguk.example>", me, "\u{1112}\u{116C}\u{110B}\u{1174} 자료", flags: [.seen]),
        sample(21, "أحمد <ahmad@arab.example>", me, "رسالة إلى القاهرة", "مُحَمَّد"),
        sample(22, "محمد <m@arab.example>", me, "اجتماع الى الان", flags: [.seen]),
        sample(23, "Юрий <yuri@primer.example>", me, "Счёт за ёлку", "Йогурт"),
        sample(24, "Иван <ivan@primer.example>", me, "счет и и\u{306}огурт", flags: [.seen]),
        sample(25, "Νίκος <nikos@paradeigma.example>", me, "Λογαριασμός ΟΔΟΣ", "Ευχαριστώ"),
        sample(26, "Party <party@fest.example>", me, "🎉 Einladung 🎂", "Kommst du? 👍🏽"),
        sample(27, "Geburtstag <g@fest.example>", me, "🎂 Torte", flags: [.seen]),
        sample(
            28, "Max <max.mustermann+news@lists.web.example>", me, "[swift-dev] Re: Macros", "On 2026-11-21 he wrote",
            list: "Swift Development <dev.swift.example>", size: 12_000, at: "2026-11-21T11:30"),
        sample(
            29, "Bot <ci@build.example>", me, "[swift-users] All tests passed", flags: [.seen, Flag("todo")],
            list: "Swift Users <users.swift.example>", at: "2026-11-21T00:30"),
        sample(
            30, "Bot <ci@build.example>", me, "Build 1287 failed: C++ and x86_64", flags: [.deleted],
            at: "2026-11-20T23:30"),
        sample(31, "Zoë <zoe@arkiv.example>", me, "Ångström & Øre på Århus", "Smørrebrød"),
        sample(32, "Aarhus Kommune <post@aarhus.example>", me, "Oere i Aarhus", "Smoerrebroed", flags: [.seen]),
        sample(
            33, "Öttinger & Söhne <info@oettinger.example>", me, "Angebot – Druckmaschine", "Größe XL, 5 Stück",
            files: ["Angebot.PDF"], size: 1_000_000, in: customers),
        sample(
            34, "Öttinger & Söhne <info@oettinger.example>", me, "AW: Angebot - Druckmaschine",
            flags: [.seen, .draft], size: 999_999, at: "2024-02-29T12:00", in: customers),
        sample(
            35, "Newsletter <news@zeitung.example>", me, "Heute: a b c d", flags: [.seen],
            replyTo: "redaktion@zeitung.example",
            at: "2023-01-01T00:00"),
        sample(
            36, "Spam <win@casino.example>", me, "Ｆｒｅｅ　Ｍｏｎｅｙ １００", at: "2026-09-01T00:00",
            in: SearchMailbox(name: "Spam", use: .junk)),
        sample(37, "", me, "", size: 0, at: "1970-01-01T00:00"),
        sample(38, "สมชาย <somchai@thai.example>", me, "ประชุมวันจันทร์", flags: [.seen]),
        sample(39, "Mu\u{308}ller NFD <nfd@mac.example>", me, "Scho\u{308}ne Gru\u{308}ße", flags: [.seen]),
        sample(
            40, "Anna Weber <anna@weber.example>", me, "Notiz: OR AND NOT", "von: an: -x (klammer)", flags: [.seen],
            in: SearchMailbox(name: "Notizen")),
    ]
}
