import Figures
import Glibc
import HTMLReading
import MailGrammar

// html-bench [DOCUMENTS [RUNS [FOLDER]]]
//
// Renders generated newsletters, a reader for each as for each message, and prints a JSON line with the median of the runs. What was
// found is checked against what was generated. With a FOLDER the newsletters are written there, for another program to read.

let arguments = CommandLine.arguments.dropFirst()
let count = max(1, arguments.first.flatMap { Int($0) } ?? 200)
let runs = max(1, arguments.dropFirst().first.flatMap { Int($0) } ?? 5)
let documents = (0..<count).map { Newsletter(number: $0).html }

/// Seconds for all documents.
func pass() -> Double {
    let began = now()
    for document in documents {
        let reader = HTMLReader()
        let piece = reader.append(document, isLast: true)
        if reader.isStripped { complain("libxml2 is missing, or gave up") }
        if piece.links.count != 30 || reader.counts.trackers != 1 || reader.counts.hiddenTexts != 1 {
            complain("\(piece.links.count) links, \(reader.counts)")
        }
    }
    return now() - began
}

if let folder = arguments.dropFirst(2).first {
    for (number, document) in documents.enumerated() {
        guard let file = fopen("\(folder)/\(number).html", "wb") else { complain("cannot write to \(folder)") }
        fputs(document, file)
        fclose(file)
    }
}
let seconds = (0..<runs).map { _ in pass() }.sorted()
let size = Double(documents.reduce(0) { $0 + $1.utf8.count })
func rounded(_ value: Double) -> String { "\(Int(value * 10 + 0.5) / 10).\(Int(value * 10 + 0.5) % 10)" }
print(
    "{\"part\": \"html\", \"client\": \"rohrpost\", \"name\": \"newsletters\", \"documents\": \(count), "
        + "\"mb\": \(rounded(size / 1e6)), \"mb_per_s\": \(rounded(size / seconds[runs / 2] / 1e6)), "
        + "\"slowest_mb_per_s\": \(rounded(size / (seconds.last ?? 1) / 1e6)), \"runs\": \(runs)}")
