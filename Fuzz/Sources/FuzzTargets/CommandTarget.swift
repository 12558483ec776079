import MailGrammar

extension FuzzTarget {
    /// Any text, octets and numbers in every command that takes some: what a strict server reads is what was meant.
    static let commands = FuzzTarget(
        name: "imap-commands",
        seeds: [
            "\u{3}\u{0}petra", "\u{1}\u{2}a\r\nA2 LOGOUT", "\u{0}\u{9}\"\\", "\u{5}\u{1}{5}\r\nx", "\u{7}\u{2}Entwürfe",
            "\u{2}\u{2}/shared/comment", "\u{4}\u{4}NIL", "\u{6}\u{5}\0\u{1}", "\u{8}\u{8}INBOX",
        ], words: ["\r\n", "\"", "\\", "{3+}", "~{3}", "\0", "ü", "*", "%", "]", "(", ")", "/", "inbox"]
    ) { input in
        guard input.count >= 2 else { return nil }
        let samples = CommandSample.all(number: input[0], size: input[1], octets: Array(input.dropFirst(2)))
        for literals in [CommandEncoder.LiteralSupport.synchronising, .minus, .plus] {
            for isUTF8 in [false, true] {
                var encoder = CommandEncoder()
                encoder.literals = literals
                encoder.utf8Accepted = isUTF8
                var tags = CommandTags()
                for sample in samples {
                    guard let commands = try? encoder.encode(sample.command, tags: &tags) else { continue }
                    for command in commands {
                        if let broken = sample.broken(by: command, isUTF8: isUTF8) {
                            return "\(broken): \(command.segments.map { String(decoding: $0.bytes, as: UTF8.self) })"
                        }
                    }
                }
            }
        }
        return nil
    }
}

/// A command and the free texts that a server must read in it, in order.
private struct CommandSample {
    enum Word {
        case text([UInt8])
        /// Names travel in modified UTF-7 or in UTF-8.
        case name(String)
    }

    let command: IMAPCommand
    let words: [Word]

    init(_ command: IMAPCommand, _ words: Word...) {
        self.command = command
        self.words = words
    }

    /// What the server reads otherwise; `nil` where it reads what was meant.
    func broken(by outbound: OutboundCommand, isUTF8: Bool) -> String? {
        var reader = CommandReader(outbound)
        do throws(CommandReader.Rejection) { try reader.commandLine() } catch {
            return "no command, at \(error.position)"
        }
        let expected = words.map { word -> [UInt8] in
            switch word {
            case .text(let octets): octets
            case .name(let name): isUTF8 ? Array(name.utf8) : ModifiedUTF7.encode(name)
            }
        }
        return reader.words == expected ? nil : "other words"
    }

    static func all(number: UInt8, size: UInt8, octets: [UInt8]) -> [CommandSample] {
        let text = String(decoding: octets, as: UTF8.self)
        let bytes = Array(text.utf8)
        let word = Word.text(bytes)
        let uids = UIDSet([UID(UInt32(number) + 1), UID(UInt32(size) + 3)].compactMap { $0 })
        let date = Timestamp(
            secondsSince1970: Int64(number) << 26 &+ Int64(size), zoneMinutes: Int16(number) * 11 - 1_400)
        var samples = [
            CommandSample(.search(.init(.and([.subject(text), .gmailRaw(text), .uid(uids)]))), word, word),
            CommandSample(.search(.init(.or(.not(.header(name: text, value: text)), .emailID(text)))), word, word),
            CommandSample(.sort(.init(.from(text), returning: [.count, .update]), [.init(.displayTo)]), word),
            CommandSample(.thread(.init(.body(text)), .refs), word),
            CommandSample(.cancelUpdate([text, text]), word, word),
            CommandSample(.store(.uids(uids), .add, [Flag(text)], .init(silent: true))),
            CommandSample(.id([(text, text), (text, nil)]), word, word, word), CommandSample(.enable([text])),
            CommandSample(
                .fetch(
                    .uids(uids),
                    [
                        .lazyPreview, .body(section: .init(text: .headerFieldsNot([text])), peek: true, window: nil),
                        .binary(
                            part: [UInt32(number)], peek: true,
                            window: .init(start: UInt32(number), count: UInt32(size))),
                    ], .init(changedSince: ModSequence(UInt64(size)))), word),
            CommandSample(.list(.init(reference: text, patterns: [text, "*"])), .name(text), .name(text), .name("*")),
            CommandSample(.getQuota(root: text), word),
            CommandSample(.setQuota(root: text, [.init(.storage, UInt64(number) << 56)]), word),
            CommandSample(
                .getMetadata(nil, .init([text, "/a"], maxSize: UInt32(size))), .text([]), word, .text([0x2F, 0x61])),
            CommandSample(
                .setMetadata(nil, [.init("/a", octets), .init(text, nil)]), .text([]), .text([0x2F, 0x61]),
                .text(octets), word),
        ]
        guard let path = MailboxPath(text) else { return samples }
        let name = Word.name(path.name)
        samples += [
            CommandSample(.create(path, use: [Flag("\\Sent")]), name),
            CommandSample(.create(path, use: [Flag(text)]), name), CommandSample(.rename(path, to: path), name, name),
            CommandSample(.select(path, .init(condstore: true)), name),
            CommandSample(.status(path, [.deletedStorage]), name),
            CommandSample(.move(.uids(uids), to: path), name), CommandSample(.getQuotaRoot(path), name),
            CommandSample(
                .setACL(path, identifier: text, .init(.add, [.read, .lookup])), name, word, .text(Array("+rl".utf8))),
            CommandSample(.setACL(path, identifier: text, .init(.replace, [])), name, word, .text([])),
            CommandSample(.deleteACL(path, identifier: text), name, word),
            CommandSample(.listRights(path, identifier: text), name, word),
            CommandSample(
                .append(path, [.init(.octets(octets), flags: [.seen, Flag(text)], date: date)]), name, .text(octets)),
            CommandSample(
                .append(
                    path,
                    [
                        .init(.octets(octets), date: date, form: .binary),
                        .init(.streamed(.init(id: 1, size: UInt64(size) << 8)), flags: [.draft]),
                        .init(.octets(octets), form: .utf8),
                    ]), name, .text(octets), .text([]), .text(octets)),
            CommandSample(
                .notify(
                    .init(
                        [
                            .init(
                                .named([path, path]), messages: .init(flagChanges: number & 1 == 0), events: [.names]),
                            .init(
                                .selected,
                                messages: .init(items: [
                                    .uid, .body(section: .init(text: .headerFields([text])), peek: true, window: nil),
                                ])),
                        ], status: size & 1 == 0)), name, name, word),
            CommandSample(.notify(.init([.init(.subtree([path]))])), name),
        ]
        return samples
    }
}
