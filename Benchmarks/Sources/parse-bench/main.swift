import AllocationCount
import Figures
import Glibc
import MailGrammar

// parse-bench [MESSAGES [RUNS]]
//
// Frames and parses FETCH responses as they would come from a socket: in pieces of 16 KB, into one batch that is emptied
// after each page of 500, with all limits on. Prints `name value unit`, the median of the runs; the first run is counted
// too, cold as it is. What was parsed is checked against what was generated, so a figure is never of work left undone.

let messages = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
let runs = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 5
let seed: UInt64 = 2026
let mailbox = Mailbox(messages: max(1, messages), seed: seed)

struct Figures {
    var seconds: [Double] = []
    var allocations: [UInt64] = []
}

/// One pass over a stream; `read` sees the batch after every page.
func pass(_ stream: [UInt8], into figures: inout Figures, _ read: (ResponseBatch) -> Void) {
    let began = now()
    let before = allocation_count()
    var framer = IMAPFramer()
    let parser = ResponseParser()
    var batch = ResponseBatch()
    stream.withUnsafeBytes { bytes in
        var from = 0
        while from < bytes.count {
            let to = min(bytes.count, from + 16_384)
            framer.append(UnsafeRawBufferPointer(rebasing: bytes[from..<to]))
            from = to
            do {
                while let event = try framer.next() {
                    guard case .response(let frame) = event else { continue }
                    _ = try parser.parse(frame, from: framer, into: &batch)
                    if batch.rows.count == 500 {
                        read(batch)
                        batch.removeAll()
                    }
                }
            } catch {
                complain("\(error)")
            }
        }
    }
    read(batch)
    figures.allocations.append(allocation_count() - before)
    figures.seconds.append(now() - began)
}

func report(_ name: String, _ stream: [UInt8], _ figures: Figures) {
    let seconds = figures.seconds.sorted()[figures.seconds.count / 2]
    let allocations = figures.allocations.sorted()[figures.allocations.count / 2]
    func line(_ suffix: String, _ value: Double, _ unit: String) {
        let scaled = Int(value * 10_000 + 0.5)
        let digits = String(scaled % 10_000 + 10_000).dropFirst()
        print("\(name)\(suffix) \(scaled / 10_000).\(digits) \(unit)")
    }
    line("", Double(stream.count) / seconds / 1e6, "MB/s")
    line("-slowest", Double(stream.count) / (figures.seconds.max() ?? 1) / 1e6, "MB/s")
    line("-size", Double(stream.count) / Double(messages), "octets/message")
    line("-allocations", Double(allocations) / Double(messages), "allocations/message")
    line("-allocations-total", Double(allocations), "allocations")
}

var envelopes = Figures()
var structures = Figures()
for _ in 0..<max(1, runs) {
    var subjectOctets = 0
    var uids: UInt64 = 0
    pass(mailbox.envelopes, into: &envelopes) { batch in
        for row in batch.rows {
            uids += UInt64(row.uid?.rawValue ?? 0)
            if let envelope = batch.envelope(row) { subjectOctets += envelope.subject.count }
        }
    }
    guard uids == mailbox.uidSum, subjectOctets == mailbox.subjectOctets else { complain("envelopes were lost") }
    var parts = 0
    pass(mailbox.structures, into: &structures) { parts += $0.parts.count }
    guard parts == mailbox.partCount else { complain("parts were lost") }
}
print("parse-seed \(seed) -")
print("parse-messages \(messages) messages")
report("parse-envelope", mailbox.envelopes, envelopes)
report("parse-bodystructure", mailbox.structures, structures)
