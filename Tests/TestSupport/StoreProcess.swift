import CPlatform
import Glibc
import MailKitCore

/// A process that does something to a store, see Tests/StoreChild.
package final class StoreProcess: Sendable {
    package let number: pid_t
    private let input: Int32
    private let output: Int32
    private let errors: Int32

    package init(_ arguments: String...) throws {
        var ends: [Int32] = [-1, -1]
        guard rp_pipe(&ends, 0) == 0 else { throw MailHost.Failure(description: "no pipe") }
        defer { close(ends[0]) }
        let child = try ChildProcess.start([Self.path] + arguments, input: ends[0]).get()
        (number, input, output, errors) = (child.number, ends[1], child.output, child.errors)
        _ = fcntl(output, F_SETFL, 0)
    }

    deinit {
        Glibc.kill(number, SIGKILL)
        for end in [input, output, errors] where end >= 0 { close(end) }
        var status: Int32 = 0
        waitpid(number, &status, 0)
    }

    /// Beside the tests' own program.
    private static let path: String = {
        guard let program = realpath("/proc/self/exe", nil) else { return "" }
        defer { free(program) }
        let folder = String(cString: program).split(separator: "/").dropLast()
        return "/" + folder.joined(separator: "/") + "/StoreChild"
    }()

    /// The next line; empty at the end.
    package func line() -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1, byte != 10 { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// All lines that are left.
    package func lines() -> [String] {
        var lines: [String] = []
        while case let line = line(), !line.isEmpty { lines.append(line) }
        return lines
    }

    /// Writes a line to its input.
    package func tell(_ line: String) { _ = Array("\(line)\n".utf8).withUnsafeBytes { writeAll($0, to: input) } }

    package func kill() { Glibc.kill(number, SIGKILL) }
}
