/// Messages as people get them, the same for the same seed: texts, texts with HTML, attachments in base64, digests of many parts.
struct Mail {
    /// One behind the other, each with its place.
    private(set) var octets: [UInt8] = []
    private(set) var places: [Range<Int>] = []
    /// Parts of all messages, multiparts and messages among them.
    private(set) var partCount = 0

    private var state: UInt64

    init(megabytes: Int, seed: UInt64) {
        state = seed
        octets.reserveCapacity((megabytes + 2) << 20)
        let lines = (0..<64).map { _ in base64Line() }
        while octets.count < megabytes << 20 {
            let start = octets.count
            switch below(10) {
            case 0...3: append(text: below(9_000))
            case 4...6: alternative()
            case 7, 8: attachments(lines)
            default: digest()
            }
            places.append(start..<octets.count)
        }
    }

    private mutating func header(_ type: String) {
        octets +=
            """
            Return-Path: <anna.becker@rohrpost.example>\r
            Received: from mx\(below(90)).rohrpost.example (mx.rohrpost.example [192.0.2.\(below(250))])\r
            \tby mail.rohrpost.example (Postfix) with ESMTPS id \(below(1 << 40))\r
            \tfor <petra@rohrpost.example>; Fri, 20 Nov 2026 10:\(below(50) + 10):00 +0100 (CET)\r
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=rohrpost.example; s=mail;\r
            \tt=1795168800; bh=\(below(1 << 60));\r
            \th=From:To:Subject:Date; b=\(below(1 << 60))\(below(1 << 60))\r
            Message-ID: <\(below(1 << 60))@rohrpost.example>\r
            Date: Fri, 20 Nov 2026 10:00:00 +0100\r
            From: =?utf-8?Q?J=C3=BCrgen?= <juergen@rohrpost.example>\r
            To: Petra Meier <petra@rohrpost.example>\r
            Subject: Angebot \(below(10_000))\r
            MIME-Version: 1.0\r
            \(type)\r
            \r\n
            """.utf8
    }

    private mutating func append(text size: Int) {
        header("Content-Type: text/plain; charset=utf-8; format=flowed\r\nContent-Transfer-Encoding: 8bit")
        lines(size)
        partCount += 1
    }

    private mutating func lines(_ size: Int) {
        let end = octets.count + size
        while octets.count < end {
            octets += "the quick brown fox jumps over the lazy dog and runs on, -- on and on ".utf8.prefix(
                20 + below(50))
            octets += "\r\n".utf8
        }
    }

    private mutating func part(_ boundary: String, _ header: String) {
        octets += "\r\n--\(boundary)\r\n\(header)\r\n\r\n".utf8
        partCount += 1
    }

    private mutating func alternative() {
        let boundary = "----=_Part_\(below(1 << 40))"
        header("Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"")
        partCount += 1
        part(boundary, "Content-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable")
        lines(below(9_000))
        part(boundary, "Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable")
        lines(below(40_000))
        octets += "\r\n--\(boundary)--\r\n".utf8
    }

    private mutating func attachments(_ lines: [[UInt8]]) {
        let boundary = "=_\(below(1 << 60))"
        header("Content-Type: multipart/mixed; boundary=\"\(boundary)\"")
        partCount += 1
        part(boundary, "Content-Type: text/plain; charset=utf-8")
        self.lines(below(2_000))
        for number in 0...below(4) {
            part(
                boundary,
                "Content-Type: application/pdf; name=\"Angebot \(number).pdf\"\r\nContent-Transfer-Encoding: base64\r\n"
                    + "Content-Disposition: attachment;\r\n filename*=utf-8''Angebot%20\(number).pdf")
            for _ in 0..<below(30_000) { octets += lines[below(lines.count)] }
        }
        octets += "\r\n--\(boundary)--\r\n".utf8
    }

    private mutating func digest() {
        let boundary = "digest-\(below(1 << 40))"
        header("Content-Type: multipart/digest; boundary=\(boundary)")
        partCount += 1
        for number in 0...below(60) {
            octets += "\r\n--\(boundary)\r\n\r\nFrom: anna@rohrpost.example\r\nSubject: Number \(number)\r\n\r\n".utf8
            partCount += 2
            self.lines(below(3_000))
        }
        octets += "\r\n--\(boundary)--\r\n".utf8
    }

    private mutating func base64Line() -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        return (0..<76).map { _ in alphabet[below(64)] } + [13, 10]
    }

    /// SplitMix64, 0 to `limit` - 1.
    private mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) % UInt64(limit))
    }
}
