import MailGrammar

extension FuzzTarget {
    /// Any octets as a message: whole and in pieces the same parts, each inside its parent, all within the limits.
    static let mime = FuzzTarget(name: "mime", seeds: mimeSeeds, words: mimeWords) { input in
        var small = MIMELimits()
        // Small enough that the inputs of a fuzzer reach every one of them.
        small.fields = 6
        small.header = 300
        small.field = 120
        small.partField = 100
        small.partFields = 400
        small.parameters = 4
        small.parts = 9
        small.depth = 5
        small.boundary = 12
        small.defects = 7
        for limits in [small, .standard] {
            let whole = MIMEMessage(parsing: input, limits: limits)
            if let broken = whole.brokenInvariant(limits: limits) { return broken }
            for pieces in [[1], input.suffix(4).map { Int($0 % 29) + 1 } + [3]] {
                var scanner = MIMEScanner(limits: limits)
                var from = 0
                var turn = 0
                while from < input.count {
                    let end = min(input.count, from + pieces[turn % pieces.count])
                    scanner.push(Array(input[from..<end]))
                    from = end
                    turn += 1
                }
                if scanner.finish() != whole { return "in pieces of \(pieces) another message" }
            }
        }
        return nil
    }

    /// Any octets as a header and as the value of every kind of field.
    static let header = FuzzTarget(
        name: "header",
        seeds: [
            "Subject: =?utf-8?Q?Gr=C3=BC?= =?utf-8?B?w58=?=\r\n folded\r\nDate: Fri, 21 Nov 2026 10:00:00 +0100 (CET)\r\n\r\n",
            "Content-Type: text/plain; charset=\"utf-8\"; name*0*=utf-8'de'a%C3; name*1*=%BC; format=flowed (x (y))\n\n",
            "From x\nA : b\nnonsense\n: no name\n\tfold\nB:\r\r\n",
            "text/html; a=b c=d; \"x\"=y; z=\"open", "20 Jun 82 9:00 EDT", "multipart/mixed; boundary=a b; boundary=c",
        ], words: ["=?", "?=", "?Q?", "?B?", "*0*=", "''", "\r\n ", "\n", "(", ")", ";", "=\"", "\\", ": ", "%"]
    ) { input in
        let header = RawHeader(parsing: input)
        var octets = 0
        for field in header.fields {
            octets += field.name.utf8.count + field.value.count
            if field.name.isEmpty { return "a field without a name" }
            if field.name.utf8.contains(where: { $0 <= 0x20 || $0 == 0x3A }) { return "a name with a space or colon" }
            if header.first(field.name) == nil { return "a field that is not found" }
        }
        if octets > 3 * input.count { return "more than was there" }
        let message = MIMEMessage(parsing: input)
        let decoder = HeaderDecoder(charsets: BuiltInCharsets())
        let isWhole = message.places.first?.header.upperBound == message.size.octets
        if isWhole, message.defects.isEmpty, message.header != header { return "the scanner reads another header" }
        for value in [input] + header.fields.map(\.value) {
            if decoder.decode(value[...]).unicodeScalars.count > 2 * value.count {
                return "a text longer than its source"
            }
            _ = DateParser.parse(value[...])
            let typed = MIMEMessage(parsing: Array("Content-Type: ".utf8) + value + [13, 10, 13, 10])
            if let broken = typed.brokenInvariant(limits: .standard) { return broken }
        }
        return nil
    }

    private static let mimeWords = [
        "\r\n", "\n", "\r", "--a", "--a--", "--b", "--b--", "\r\n--a\r\n", "\r\n--b--\r\n", "Content-Type: ",
        "multipart/mixed; boundary=a\r\n\r\n", "multipart/digest; boundary=b\r\n\r\n", "message/rfc822\r\n\r\n",
        "text/plain", "boundary=", "boundary*0=", "Content-Transfer-Encoding: base64\r\n", "From ", ": ", " ", "\0",
        "Content-Disposition: attachment; filename=x\r\n", "Content-ID: <a>\r\n", "Subject: x\r\n",
    ]

    private static let mimeSeeds = [
        "Subject: x\r\nContent-Type: text/plain\r\n\r\nHello\r\n",
        "Content-Type: multipart/mixed; boundary=a\r\n\r\npreamble\r\n--a\r\n\r\none\r\n--a\r\nContent-Type: text/html\r\n\r\n"
            + "two\r\n--a--\r\nepilogue\r\n",
        "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: y\n\nz\n"
            + "--b--\n--a\nContent-Type: message/rfc822\n\nContent-Type: multipart/alternative; boundary=ab\n\n--ab\n\nq\n--a--\n",
        "From anna Mon\nSubject: x\nno field\nTo: y\nHello\nyou\n",
        "A: b\rContent-Type: multipart/mixed; boundary=\"a\"\r\r--a\r\rx\r--a--\r",
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeA==\n",
        "Content-Type: message/rfc822\n\nContent-Type: message/global\n\nContent-Type: message/rfc822\n\nX: y\n\nz",
    ]
}

extension MIMEMessage {
    /// What does not hold of a message though it must, whatever its octets were; nil where all holds.
    package func brokenInvariant(limits: MIMELimits) -> String? {
        if tree.nodes.count != places.count || places.isEmpty { return "not one place for each part" }
        if places[0].header.lowerBound != 0 || places[0].body.upperBound != size.octets {
            return "the message is not the whole"
        }
        if tree.nodes.count > limits.parts { return "too many parts" }
        if defects.count > limits.defects { return "too many defects" }
        if header.fields.count > limits.fields { return "too many fields" }
        if header.fields.reduce(0, { $0 + $1.name.utf8.count + $1.value.count }) > limits.header {
            return "a header that is too long"
        }
        if Set(tree.nodes.map(\.section)).count != tree.nodes.count { return "a section twice" }
        var around: [Int] = []
        for (index, node) in tree.nodes.enumerated() {
            let place = places[index]
            if place.header.upperBound != place.body.lowerBound { return "a body that is not behind its header" }
            if node.size.octets != UInt64(place.body.count) { return "a size that is not the body's" }
            if node.depth >= limits.depth { return "too deep" }
            while let last = around.last, tree.nodes[last].depth >= node.depth { around.removeLast() }
            if node.depth != around.count { return "a depth that jumps" }
            if let parent = around.last {
                let body = places[parent].body
                if place.header.lowerBound < body.lowerBound || place.body.upperBound > body.upperBound {
                    return "a part outside its parent"
                }
                let before = places[index - 1]
                let isFirst = parent == index - 1
                if !isFirst && place.header.lowerBound < before.body.upperBound { return "parts that overlap" }
                if !tree.nodes[parent].isMultipart && !tree.nodes[parent].isMessage { return "a leaf with parts" }
            }
            around.append(index)
        }
        return nil
    }
}
