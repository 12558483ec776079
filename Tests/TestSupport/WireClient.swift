import Glibc
import MailGrammar

/// A bare client for tests of the grammar: it says one command at a time, waits where the server has to be waited for, and
/// hands over every response. It blocks, so it belongs on the lane for calls that do.
package final class WireClient {
    /// What a command came to.
    package struct Outcome {
        package let condition: StatusCondition
        package let text: String
        /// What `body` made of the responses, in order.
        package let values: [String]
    }

    package typealias Reading = (Response, ResponseBatch) -> String?

    package var encoder = CommandEncoder()
    private let descriptor: Int32
    private var tags = CommandTags()
    private var framer = IMAPFramer()
    private var batch = ResponseBatch()
    private let parser = ResponseParser()

    /// Connects to a port of this machine and reads the greeting.
    package init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw MailHost.Failure(description: "no connection to port \(port)") }
        _ = try next { _, _ in nil }
    }

    deinit { close(descriptor) }

    /// Says a command and reads up to its tagged answer. `literal` gives the octets of a streamed message.
    package func run(
        _ command: IMAPCommand, _ reading: Reading = { _, _ in nil },
        literal: (OutboundLiteral) -> [UInt8] = { _ in [] }
    ) throws -> Outcome {
        var values: [String] = []
        var last: Outcome?
        for outbound in try encoder.encode(command, tags: &tags) {
            for segment in outbound.segments {
                if segment.waits {
                    let answer = try next(reading)
                    if case .continuation? = answer.kind {
                    } else {
                        // Refused before it was said in full.
                        return Outcome(condition: answer.condition ?? .bad, text: answer.text, values: values)
                    }
                }
                try send(segment.bytes)
                guard let announced = segment.literal else { continue }
                let octets = literal(announced)
                var windows = LiteralWindows(announced)
                while let window = windows.next(upTo: 1_000) {
                    let piece = Array(octets[Int(window.lowerBound)..<Int(window.upperBound)])
                    try windows.took(UInt64(piece.count))
                    try send(piece)
                }
            }
            while true {
                let answer = try next(reading)
                if let value = answer.value { values.append(value) }
                guard case .tagged? = answer.kind else { continue }
                last = Outcome(condition: answer.condition ?? .bad, text: answer.text, values: values)
                break
            }
        }
        guard let last else { throw MailHost.Failure(description: "nothing was said") }
        return last
    }

    private enum Kind { case tagged, continuation, other }

    private func next(
        _ reading: Reading
    ) throws -> (kind: Kind?, condition: StatusCondition?, text: String, value: String?) {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if case .response(let frame)? = try framer.next() {
                batch.removeAll()
                let response = try parser.parse(frame, from: framer, into: &batch)
                let value = reading(response, batch)
                switch response {
                case .tagged(_, let condition, let text): return (.tagged, condition, batch.string(text.text), value)
                case .continuation: return (.continuation, nil, "", value)
                default: return (.other, nil, "", value)
                }
            }
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { throw MailHost.Failure(description: "the server said nothing more") }
            framer.append(piece[..<count])
        }
    }

    private func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw MailHost.Failure(description: "the server takes nothing more") }
            rest = rest.dropFirst(count)
        }
    }
}
