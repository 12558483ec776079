/// What happens in a transcript, line by line.
package enum TranscriptEvent: Hashable, Sendable {
    /// The client says this; with secrets it is known but for them.
    case client(TranscriptBytes)
    /// The server says this.
    case server([UInt8])
}

/// Bytes of which some may be secret: the known pieces, between which anything may stand.
package struct TranscriptBytes: Hashable, Sendable {
    /// Never empty; one piece where nothing is secret.
    package let pieces: [[UInt8]]

    /// All of them, `nil` where there is a secret among them.
    package var bytes: [UInt8]? { pieces.count == 1 ? pieces[0] : nil }

    /// Whether `other` may be these bytes: it begins with the first piece, ends with the last one, and has the others between
    /// in order.
    package func matches(_ other: [UInt8]) -> Bool {
        guard pieces.count > 1, let first = pieces.first, let last = pieces.last else { return other == pieces.first }
        guard other.count >= first.count + last.count, other.starts(with: first),
            other.suffix(last.count).elementsEqual(last)
        else { return false }
        var rest = other[first.count..<(other.count - last.count)]
        for piece in pieces.dropFirst().dropLast() {
            guard let found = rest.indices.first(where: { rest[$0...].starts(with: piece) }) else { return false }
            rest = rest[(found + piece.count)...]
        }
        return true
    }
}

/// Reads what `TranscriptWriter` writes, and what people write by hand for tests:
///
///     # a remark, as is everything behind the sign
///     S: * OK ready
///     C: A1 LOGIN max •••
///     C: A2 APPEND INBOX {5}
///     C: hello\
///     C:
///
/// The time is optional, empty lines mean nothing. `•[N]` becomes N times `x`, so that lengths stay true.
package enum TranscriptReader {
    /// Why a text is no transcript.
    package struct Failure: Error, Hashable, Sendable {
        /// From 1.
        package let line: Int
        /// What is wrong with it.
        package let reason: String
    }

    /// Octets that left-out literals may come to in one transcript.
    package static let leftOutLimit = 1 << 26

    /// The events of a whole text.
    package static func events(in text: String) throws(Failure) -> [TranscriptEvent] {
        var events: [TranscriptEvent] = []
        var room = leftOutLimit
        for (index, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let content = withoutStamp(line)
            guard let sign = content.first, sign != UInt8(ascii: "#") else { continue }
            guard let side = TranscriptSide(rawValue: String(decoding: [sign], as: UTF8.self)),
                content.dropFirst().first == UInt8(ascii: ":")
            else { throw Failure(line: index + 1, reason: "a line begins with C:, S: or #") }
            let said = content.dropFirst(2)
            let bytes = try self.bytes(of: said.first == 0x20 ? said.dropFirst() : said, line: index + 1, &room)
            switch side {
            case .client: events.append(.client(bytes))
            case .server:
                guard let whole = bytes.bytes else {
                    throw Failure(line: index + 1, reason: "the server has no secrets")
                }
                events.append(.server(whole))
            }
        }
        return events
    }

    /// The line behind blanks and a time such as `12.345`.
    private static func withoutStamp(_ line: Substring.UTF8View) -> Substring.UTF8View {
        let start = line.drop { $0 == 0x20 }
        let rest = start.drop { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        return rest.drop { $0 == 0x20 }
    }

    private static func bytes(
        of said: Substring.UTF8View, line: Int, _ room: inout Int
    ) throws(Failure) -> TranscriptBytes {
        var said = said
        let backslashes = said.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        let isUnfinished = !backslashes.isMultiple(of: 2)
        if isUnfinished { said.removeLast() }
        var pieces: [[UInt8]] = [[]]
        let secret = Array("•••".utf8)
        let mark = Array("•".utf8)
        // The writer escapes every `•` that is not its own.
        var rest = said
        while !rest.isEmpty {
            if rest.starts(with: secret) {
                pieces.append([])
                rest = rest.dropFirst(secret.count)
            } else if rest.starts(with: mark) {
                rest = rest.dropFirst(mark.count)
                let count = try leftOut(&rest, line: line)
                guard count <= room else { throw Failure(line: line, reason: "more left out than is sensible") }
                room -= count
                pieces[pieces.count - 1] += [UInt8](repeating: UInt8(ascii: "x"), count: count)
            } else {
                // Up to the next octet that may begin a mark; at least one, which may itself be such an octet.
                let next = rest.dropFirst().firstIndex(of: mark[0]) ?? rest.endIndex
                guard let bytes = VisibleText.bytes(of: rest[..<next]) else {
                    throw Failure(line: line, reason: "a backslash with nothing that it could mean")
                }
                pieces[pieces.count - 1] += bytes
                rest = rest[next...]
            }
        }
        if !isUnfinished { pieces[pieces.count - 1] += [0x0D, 0x0A] }
        return TranscriptBytes(pieces: pieces)
    }

    /// Takes the `[N]` behind a `•`.
    private static func leftOut(_ run: inout Substring.UTF8View, line: Int) throws(Failure) -> Int {
        let failure = Failure(line: line, reason: "• stands for a secret (•••) or octets left out (•[N])")
        guard run.first == UInt8(ascii: "["), let end = run.firstIndex(of: UInt8(ascii: "]")) else { throw failure }
        guard let count = Int(String(decoding: run[..<end].dropFirst(), as: UTF8.self)), count >= 0 else {
            throw failure
        }
        run = run[run.index(after: end)...]
        return count
    }
}
