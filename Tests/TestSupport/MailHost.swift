import Glibc
import MailGrammar
import MailKitCore

/// The real mail host of this test run, started by `scripts/test`: Dovecot and a submission server on loopback.
///
/// Each test makes a user of its own. Where no host runs, live tests are skipped and say so.
package struct MailHost: Sendable {
    package let directory: String
    package let script: String
    package let domain: String
    package let imapsPort: UInt16
    package let imapPort: UInt16
    package let caFile: String

    /// The host that the environment describes (`scripts/mailhost env DIR`).
    package static let running: MailHost? = {
        guard let directory = environment("ROHRPOST_TEST_DIR"), let script = environment("ROHRPOST_TEST_MAILHOST"),
            let domain = environment("ROHRPOST_TEST_DOMAIN"),
            let imaps = environment("ROHRPOST_TEST_IMAPS_PORT").flatMap({ UInt16($0) }),
            let imap = environment("ROHRPOST_TEST_IMAP_PORT").flatMap({ UInt16($0) }),
            let caFile = environment("ROHRPOST_TEST_CA_FILE")
        else {
            print("live tests are skipped: no mail host runs (scripts/test starts one)")
            return nil
        }
        // Trust is read once a process, before the first connection.
        setenv("SSL_CERT_FILE", caFile, 1)
        return MailHost(
            directory: directory, script: script, domain: domain, imapsPort: imaps, imapPort: imap, caFile: caFile)
    }()

    package static var isRunning: Bool { running != nil }

    package struct User: Sendable {
        package let name: String
        package let password: String

        package init(name: String, password: String) {
            self.name = name
            self.password = password
        }
    }

    /// What went wrong with a command.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Makes a user with an empty mailbox.
    package func makeUser(_ name: String = "user\(UInt32.random(in: 0...UInt32.max))") async throws -> User {
        let output = try await Command.run("'\(script)' adduser '\(directory)' '\(name)'")
        return User(
            name: "\(name)@\(domain)", password: String(output.drop { $0.isWhitespace }.prefix { !$0.isNewline }))
    }

    /// Makes a master user, who may open everybody's mailbox.
    package func makeMaster(_ name: String = "master\(UInt32.random(in: 0...UInt32.max))") async throws -> User {
        let output = try await Command.run("'\(script)' addmaster '\(directory)' '\(name)'")
        return User(name: name, password: String(output.prefix { !$0.isNewline }))
    }

    /// Puts messages (an .eml, or an mbox) into a user's folder.
    package func deliver(_ mail: String, to user: User, folder: String = "INBOX") async throws {
        let local = user.name.prefix { $0 != "@" }
        _ = try await Command.run("'\(script)' deliver '\(directory)' '\(local)' '\(folder)'", input: mail)
    }

    /// Runs doveadm on the host.
    @discardableResult
    package func doveadm(_ arguments: String) async throws -> String {
        try await Command.run("'\(script)' doveadm '\(directory)' \(arguments)")
    }

    package static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// A shell command of a test.
package enum Command {
    /// Runs it and gives its standard output; throws with its standard error where it fails. Waits on the lane for calls that
    /// block, since Swift's pool is what every other test runs on.
    package static func run(_ line: String, input: String = "") async throws -> String {
        try await Blocking.run { Result { try runBlocking(line, input: input) } }.get()
    }

    private static func runBlocking(_ line: String, input: String) throws -> String {
        let number = UInt64.random(in: 0...UInt64.max)
        let stem = "/tmp/rohrpost-test-\(getpid())-\(number)"
        defer { for suffix in ["in", "out", "err"] { unlink("\(stem).\(suffix)") } }
        try write(input, to: "\(stem).in")
        let status = system("( \(line) ) <'\(stem).in' >'\(stem).out' 2>'\(stem).err'")
        let output = try read("\(stem).out")
        guard status == 0 else {
            throw MailHost.Failure(description: "\(line): status \(status): \(try read("\(stem).err")) \(output)")
        }
        return output
    }

    private static func write(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw MailHost.Failure(description: "cannot write \(path)") }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw MailHost.Failure(description: "cannot write \(path)") }
            rest = rest.dropFirst(count)
        }
    }

    private static func read(_ path: String) throws -> String {
        let bytes = try LocalFileSystem().read(path, limit: 64 << 20)
        return String(decoding: bytes, as: UTF8.self)
    }
}
