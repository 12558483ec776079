import MailGrammar

@testable import MailKitCore

extension RowSourceEvent {
    /// Short form for tests: `rows 3: subjects`, `removed 4`.
    var short: String {
        switch self {
        case .rows(let start, let rows): "rows \(start): " + rows.map(\.subject).joined(separator: " ")
        case .changed(.inserted(let index, let count)): "inserted \(count) at \(index)"
        case .changed(.removed(let index)): "removed \(index)"
        case .changed(.moved(let from, let count, let to)): "moved \(count) from \(from) to \(to)"
        case .changed(.flags(let uid, let flags)): "flags \(uid.rawValue) \(flags.map(\.name).sorted())"
        case .changed(.reset(let count)): "reset \(count)"
        case .failed: "failed"
        }
    }
}
