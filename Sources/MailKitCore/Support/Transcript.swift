import Synchronization

/// The last of what a connection and its server said, safe to keep, to show and to send in: `:log`, `--log FILE`, bug reports.
///
///        0.052 S: * OK [CAPABILITY IMAP4rev1 SASL-IR] ready
///        0.053 C: A1 AUTHENTICATE PLAIN •••
///        0.081 # logged in
///
/// Seconds since the transcript began, who speaks, the line without its CRLF; `#` is a remark of our own. `TranscriptReader`
/// reads the same format, so a transcript can be played to a machine in a test. `TranscriptWriter` has the rules.
package final class Transcript: Sendable {
    /// Octets of text that are kept.
    package static let capacity = 256 * 1024

    private struct State {
        var writer = TranscriptWriter()
        var ring = LineRing(capacity: Transcript.capacity)
        var sink: (any AppendableFile)?
    }

    private let clock: Clock
    private let start: Duration
    /// Before each line of the sink, to tell one connection's from another's.
    private let mark: String
    private let state: Mutex<State>

    /// Whose dialogue it is, before each line of the sink; empty where that goes without saying.
    private let owner: String
    /// Whether its last lines are kept, to be shown.
    private let isKept: Bool

    /// Begins now. With a `sink` every line is appended to it as well, until it fails.
    ///
    /// - Parameter owner: the account, where several write into the sink: `[work] `
    package init(clock: Clock, sink: (any AppendableFile)? = nil, owner: String? = nil) {
        self.clock = clock
        let name = owner.map {
            String(String.UnicodeScalarView($0.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        }
        self.owner = name.map { "[\($0)] " } ?? ""
        mark = ""
        isKept = true
        start = clock.monotonic()
        state = Mutex(State(sink: sink))
    }

    /// One beside another, of the same beginning. It is for the sink alone: nothing of it is kept.
    package init(beside other: Transcript, sink: (any AppendableFile)? = nil, mark: String) {
        clock = other.clock
        owner = other.owner
        self.mark = mark
        isKept = false
        start = other.start
        state = Mutex(State(sink: sink))
    }

    deinit {
        // What stands in an unfinished line belongs into the file too.
        let end = clock.monotonic() - start
        state.withLock { record(in: &$0) { $0.flush(at: end) } }
    }

    /// Bytes that went to the server. `secretRanges` count from the beginning of `bytes`; what lies in them is written as `•••`
    /// and never looked at.
    package func sent(_ bytes: UnsafeRawBufferPointer, secretRanges: [Range<Int>] = []) {
        record { $0.write(bytes, from: .client, secretRanges: secretRanges, at: $1) }
    }

    /// Bytes that came from the server.
    package func received(_ bytes: UnsafeRawBufferPointer) {
        record { $0.write(bytes, from: .server, secretRanges: [], at: $1) }
    }

    /// A remark of our own, such as `TLS 1.3 is on`. The caller keeps secrets out of it.
    package func note(_ text: String) {
        record { $0.note(text, at: $1) }
    }

    /// All that is kept, oldest first, every line ended by LF. An unfinished line is finished for that.
    package func text() -> String {
        let time = clock.monotonic() - start
        return state.withLock { state in
            record(in: &state) { $0.flush(at: time) }
            return state.ring.text
        }
    }

    private func record(_ body: (inout TranscriptWriter, Duration) -> Void) {
        let time = clock.monotonic() - start
        state.withLock { record(in: &$0) { body(&$0, time) } }
    }

    private func record(in state: inout State, _ body: (inout TranscriptWriter) -> Void) {
        // The line that fills the store says more than all others.
        guard isKept || state.sink != nil else { return }
        body(&state.writer)
        let lines = state.writer.takeLines()
        guard !lines.isEmpty else { return }
        if isKept { for line in lines { state.ring.append(line) } }
        guard let sink = state.sink else { return }
        let result = Array(lines.lazy.map { self.owner + self.mark + $0 }.joined().utf8).withUnsafeBytes { bytes in
            Result { () throws(FileError) in try sink.append(bytes) }
        }
        if case .failure(let error) = result {
            // A full disk is no reason to stop reading mail. The remark is all that can be said from here.
            state.sink = nil
            state.ring.append("# the log file takes no more: \(error.reason)\n")
        }
    }
}

/// Lines, the oldest of which go when there are more octets than fit.
struct LineRing {
    private let capacity: Int
    private var lines: [String] = []
    private var first = 0
    private var size = 0

    /// Octets that are kept at most.
    init(capacity: Int) { self.capacity = capacity }

    /// The lines that are kept, one after the other.
    var text: String { lines[first...].joined() }

    /// Adds a line; one that is larger than all there is room for is not kept.
    mutating func append(_ line: String) {
        lines.append(line)
        size += line.utf8.count
        while size > capacity, first < lines.count {
            size -= lines[first].utf8.count
            lines[first] = ""
            first += 1
        }
        // Moved up only when half of the array is empty: constant time a line on average.
        if first > 64, first > lines.count / 2 {
            lines.removeFirst(first)
            first = 0
        }
    }
}
