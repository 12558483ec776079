import AllocationCount
import Figures
import Glibc
import MailGrammar

// mime-bench [MEGABYTES [RUNS [FOLDER]]]
//
// Scans generated messages in pieces of 16 KB, with all limits on, and prints a JSON line with the median of the runs.
// The parts that were found are checked against what was generated. With a FOLDER the first messages, up to a sixteenth of
// the octets, are written there, for another program to read.

let arguments = CommandLine.arguments.dropFirst()
let megabytes = max(1, arguments.first.flatMap { Int($0) } ?? 256)
let runs = max(1, arguments.dropFirst().first.flatMap { Int($0) } ?? 5)
let seed: UInt64 = 2026
let mail = Mail(megabytes: megabytes, seed: seed)

/// With one digit behind the point, or two.
func rounded(_ value: Double, digits: Int = 1) -> String {
    let scale = digits == 1 ? 10 : 100
    let scaled = Int(value * Double(scale) + 0.5)
    return "\(scaled / scale).\(String(scaled % scale + scale).dropFirst())"
}

/// One pass over all messages: seconds and allocations.
func pass() -> (seconds: Double, allocations: UInt64) {
    let began = now()
    let before = allocation_count()
    var parts = 0
    mail.octets.withUnsafeBytes { bytes in
        for place in mail.places {
            var scanner = MIMEScanner()
            var from = place.lowerBound
            while from < place.upperBound {
                let to = min(place.upperBound, from + 16_384)
                scanner.push(UnsafeRawBufferPointer(rebasing: bytes[from..<to]))
                from = to
            }
            let message = scanner.finish()
            parts += message.tree.nodes.count
            if !message.defects.isEmpty { complain("\(message.defects)") }
        }
    }
    if parts != mail.partCount { complain("\(parts) parts, \(mail.partCount) were generated") }
    return (now() - began, allocation_count() - before)
}

func write(to folder: String) {
    var left = mail.octets.count / 16
    for (number, place) in mail.places.enumerated() {
        left -= place.count
        if left < 0 { return }
        guard let file = fopen("\(folder)/\(number).eml", "wb") else { complain("cannot write to \(folder)") }
        defer { fclose(file) }
        let written = mail.octets[place].withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        if written != place.count { complain("cannot write to \(folder)") }
    }
}

if let folder = arguments.dropFirst(2).first { write(to: folder) }
let passes = (0..<runs).map { _ in pass() }
let seconds = passes.map(\.seconds).sorted()
let allocations = passes.map(\.allocations).sorted()[runs / 2]
let size = Double(mail.octets.count)
print(
    "{\"part\": \"mime\", \"client\": \"rohrpost\", \"name\": \"scan\", \"seed\": \(seed), "
        + "\"messages\": \(mail.places.count), \"parts\": \(mail.partCount), \"mb\": \(rounded(size / 1e6)), "
        + "\"mb_per_s\": \(rounded(size / seconds[runs / 2] / 1e6)), "
        + "\"slowest_mb_per_s\": \(rounded(size / (seconds.last ?? 1) / 1e6)), "
        + "\"allocations_per_part\": \(rounded(Double(allocations) / Double(mail.partCount), digits: 2)), \"runs\": \(runs)}"
)
