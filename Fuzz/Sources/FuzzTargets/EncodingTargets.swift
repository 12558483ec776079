import MailGrammar

extension FuzzTarget {
    /// Any text as user name, password, search text and mailbox: no line may end that the encoder did not mean to end.
    static let encoding = FuzzTarget(
        name: "imap-encode", seeds: ["petra", "a\r\nA2 LOGOUT", "\"\\", "{5}\r\nx", "Entwürfe", "a b", "NIL", "日本語"],
        words: ["\r\n", "\"", "\\", "{3+}", "A2 LOGOUT", "\0", "ü"]
    ) { input in
        let text = String(decoding: input, as: UTF8.self)
        var commands: [IMAPCommand] = [
            .login(user: FuzzedBytes(bytes: input), password: FuzzedBytes(bytes: input)),
            .search(.init(.subject(text))), .list(.init(reference: text, patterns: [text, text])),
            .store(.savedResult, .add, [Flag(text)], .init()), .enable([text]), .id([(text, text)]),
            .fetch(
                .savedResult, [.body(section: .init(text: .headerFields([text])), peek: true, window: nil)], .init()),
        ]
        if let path = MailboxPath(text) { commands += [.create(path), .rename(path, to: path)] }
        for literals in [CommandEncoder.LiteralSupport.synchronising, .minus, .plus] {
            for isUTF8 in [false, true] {
                var encoder = CommandEncoder()
                encoder.literals = literals
                encoder.utf8Accepted = isUTF8
                encoder.saslInitialResponse = true
                var tags = CommandTags()
                for command in commands {
                    guard let frames = try? encoder.encode(command, tags: &tags) else { continue }
                    for frame in frames where !isOneLine(frame, waits: literals == .synchronising) {
                        return "more than one line: \(frame.segments.map { String(decoding: $0.bytes, as: UTF8.self) })"
                    }
                }
            }
        }
        return nil
    }

    /// Whether, literals left out, the only line end is the last.
    private static func isOneLine(_ command: OutboundCommand, waits: Bool) -> Bool {
        let bytes = command.segments.flatMap(\.bytes)
        var boundaries = Set<Int>()
        var total = 0
        for segment in command.segments {
            total += segment.bytes.count
            boundaries.insert(total)
        }
        var index = 0
        while index < bytes.count {
            guard bytes[index] == ASCII.cr || bytes[index] == ASCII.lf || bytes[index] == ASCII.nul else {
                index += 1
                continue
            }
            guard bytes[index] == ASCII.cr, index + 1 < bytes.count, bytes[index + 1] == ASCII.lf else { return false }
            if index + 2 == bytes.count { return true }
            // Not the last: a literal must be announced here, and its bytes are skipped.
            guard index > 0, bytes[index - 1] == ASCII.closeBrace,
                let open = bytes[..<index].lastIndex(of: ASCII.openBrace)
            else { return false }
            let inside = bytes[(open + 1)..<(index - 1)]
            let hasPlus = inside.last == ASCII.plus
            guard let size = Int(String(decoding: hasPlus ? inside.dropLast() : inside, as: UTF8.self)) else {
                return false
            }
            if hasPlus == boundaries.contains(index + 2) { return false }
            index += 2 + size
        }
        return false
    }

    /// Decoding never traps, and what it calls valid is what encoding gives.
    static let modifiedUTF7 = FuzzTarget(
        name: "mutf7", seeds: ["Entw&APw-rfe", "&U,BTF2XlZyyKng-", "R&-D", "&2D3eAA-", "&AGE-", "&Jjo!", "&2ADc-"],
        words: ["&", "-", "&-", "&APw-", "&2D3e", ","]
    ) { input in
        let decoded = ModifiedUTF7.decode(input)
        if decoded.isValid, ModifiedUTF7.encode(decoded.text) != input { return "valid, but not what encoding gives" }
        let text = String(decoding: input, as: UTF8.self)
        let wire = ModifiedUTF7.encode(text)
        if !wire.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            return "an encoded name with a control or eight-bit byte"
        }
        let back = ModifiedUTF7.decode(wire)
        if back.text != text || !back.isValid { return "a name does not come back" }
        return nil
    }

    /// Both ways, strict and lenient, in pieces.
    static let base64 = FuzzTarget(
        name: "base64", seeds: ["", "Zg==", "Zm9vYmFy", "Zm9v\r\nYmE=", "Z!g=", "Zg==Zg=="],
        words: ["=", "==", "\r\n", "/+"]
    ) { input in
        let encoded = Base64.encode(input)
        if encoded.count != Base64.encodedCount(input.count) { return "the length is not what was foretold" }
        if Base64.decode(encoded) != input { return "the bytes do not come back" }
        let lenient = Base64.decodeLenient(input)
        if lenient.bytes.count > input.count { return "longer than its source" }
        if let strict = Base64.decode(input) {
            if Base64.encode(strict) != input { return "strict decoding took what encoding does not give" }
            if lenient.bytes != strict || !lenient.isClean { return "strict and lenient disagree" }
        }
        var decoder = Base64.Decoder()
        var output: [UInt8] = []
        for byte in input { decoder.decode(CollectionOfOne(byte), into: &output) }
        let isWhole = decoder.finish()
        if output != lenient.bytes || (decoder.isClean && isWhole) != lenient.isClean {
            return "pieces give another result"
        }
        return nil
    }
}

private struct FuzzedBytes: SecretBytes {
    let bytes: [UInt8]
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { bytes.withUnsafeBytes(body) }
}
