import Glibc

/// The server's end of one line, for the script that plays on it. Every wait ends when the client goes.
package final class ScriptedLine {
    /// A line of the client's.
    package struct Command: Sendable {
        /// Empty for what has none: `DONE`, an answer to a challenge.
        package let tag: String
        /// Without the tag.
        package let text: String

        package init(tag: String, text: String) {
            self.tag = tag
            self.text = text
        }
    }

    /// The client did something else than the script expected.
    package struct Mismatch: Error, CustomStringConvertible {
        package let description: String
    }

    /// The client has gone.
    package struct Gone: Error {}

    private var socket: Int32
    private let index: Int
    private let board: Board<ScriptedServer.State>
    private var buffer: [UInt8] = []
    private var lastTag = 0

    init(socket: Int32, index: Int, board: Board<ScriptedServer.State>) {
        self.socket = socket
        self.index = index
        self.board = board
    }

    // MARK: Saying

    /// Sends lines, each with its CRLF.
    package func say(_ lines: String...) throws {
        try send(Array(lines.map { $0 + "\r\n" }.joined().utf8))
    }

    /// Sends octets as they are.
    package func send(_ bytes: some Collection<UInt8>) throws {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Gone() }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends octets one by one, each when the client has taken the one before.
    package func trickle(_ bytes: some Collection<UInt8>) throws {
        for byte in bytes {
            try send([byte])
            var untaken: Int32 = 1
            while ioctl(socket, UInt(TIOCOUTQ), &untaken) == 0, untaken > 0 {
                // A client that has gone takes nothing any more.
                if isReady(POLLHUP, milliseconds: 0) { throw Gone() }
                sched_yield()
            }
        }
    }

    /// Says it again and again, until the client goes.
    package func flood(_ text: String) throws {
        let piece = Array(String(repeating: text, count: max(1, 65_536 / text.utf8.count)).utf8)
        while true { try send(piece) }
    }

    // MARK: Hearing

    /// The next line, which must be a command that begins so.
    @discardableResult
    package func expect(_ beginning: String) throws -> Command {
        let command = try next()
        guard command.text.hasPrefix(beginning) else {
            throw Mismatch(description: "\(beginning) was expected, and there was \(command.text)")
        }
        return command
    }

    /// The next line. Tags must count up: what is said first must be sent first.
    package func next() throws -> Command {
        let line = try nextLine()
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].hasPrefix("A"), let number = Int(words[0].dropFirst()) else {
            return Command(tag: "", text: line)
        }
        guard number == lastTag + 1 else {
            throw Mismatch(description: "A\(lastTag + 1) was to come next, and there was \(line)")
        }
        lastTag = number
        return Command(tag: String(words[0]), text: String(words[1]))
    }

    /// Waits until the client has said something, whatever it is; what it is stays unread.
    package func hear() throws {
        if buffer.isEmpty, !isReady(POLLIN, milliseconds: -1) { throw Gone() }
    }

    /// Listens without an answer until the client goes.
    package func untilGone() throws -> Never {
        while true { _ = try next() }
    }

    /// Waits for something that the test says has happened.
    package func wait(_ gate: Gate) throws {
        var set = [
            pollfd(fd: gate.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: 0, revents: 0),
        ]
        while poll(&set, 2, -1) < 0 {}
        if set[0].revents == 0 { throw Gone() }
    }

    private func nextLine() throws -> String {
        var searched = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: 10) {
                let line = String(decoding: buffer[..<end].dropLast(), as: UTF8.self)
                buffer.removeSubrange(...end)
                board.change { $0.said[index].append(line) }
                return line
            }
            searched = buffer.count
            var piece = [UInt8](repeating: 0, count: 4_096)
            let count = read(socket, &piece, piece.count)
            guard count > 0 else { throw Gone() }
            buffer += piece[..<count]
        }
    }

    // MARK: Ending

    /// Ends the stream in order.
    package func close() {
        if socket >= 0 { _ = Glibc.close(socket) }
        socket = -1
    }

    /// Breaks the line: waits until the client has said something more, and goes without having read it.
    package func reset() throws {
        guard isReady(POLLIN, milliseconds: -1) else { throw Gone() }
        close()
        throw Gone()
    }

    private func isReady(_ events: Int32, milliseconds: Int32) -> Bool {
        var set = pollfd(fd: socket, events: Int16(events), revents: 0)
        while poll(&set, 1, milliseconds) < 0 {}
        return Int32(set.revents) & events != 0
    }
}
