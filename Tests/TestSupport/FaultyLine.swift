import Glibc
import MailKitCore

/// A line to a local port that is long, slow or broken: scripts/lib/delayproxy.py, for one test.
package final class FaultyLine: Sendable {
    /// Where it listens on loopback.
    package let port: UInt16
    private let process: pid_t
    /// The pipe from the process; only `init` reads it and only `end` closes it.
    nonisolated(unsafe) private let output: UnsafeMutablePointer<FILE>

    /// - Parameter faults: options of the proxy, such as `--cut-after 100` (octets to the client) or `--delay 40` (ms each way).
    package static func open(to target: UInt16, faults: String) async throws -> FaultyLine {
        try await Blocking.run { Result { try FaultyLine(to: target, faults: faults) } }.get()
    }

    private init(to target: UInt16, faults: String) throws {
        guard let script = MailHost.environment("ROHRPOST_TEST_MAILHOST"), let slash = script.lastIndex(of: "/") else {
            throw MailHost.Failure(description: "no scripts to be found")
        }
        let proxy = "'\(script[..<slash])/lib/delayproxy.py' --to \(target) --report /dev/null \(faults)"
        guard let output = popen("echo $$; exec python3 \(proxy)", "r") else {
            throw MailHost.Failure(description: "no process to be had")
        }
        self.output = output
        guard let process = Self.line(output).flatMap({ pid_t($0) }),
            let port = Self.line(output).flatMap({ UInt16($0.drop { !$0.isNumber }) })
        else {
            pclose(output)
            throw MailHost.Failure(description: "the proxy does not come up: \(proxy)")
        }
        self.process = process
        self.port = port
    }

    /// Ends it, and every connection through it.
    package func end() {
        kill(process, SIGKILL)
        pclose(output)
    }

    private static func line(_ file: UnsafeMutablePointer<FILE>) -> String? {
        var buffer = [CChar](repeating: 0, count: 200)
        guard fgets(&buffer, 200, file) != nil else { return nil }
        let bytes = buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
