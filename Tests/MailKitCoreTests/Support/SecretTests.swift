import CPlatform
import Glibc
import Testing

@testable import MailKitCore

@Suite("Secret")
struct SecretTests {
    /// A descriptor from which `text` can be read, then its end.
    private func pipe(_ bytes: [UInt8]) -> Int32 {
        var ends: [Int32] = [-1, -1]
        #expect(rp_pipe(&ends, 0) == 0)
        #expect(bytes.count <= 60_000)
        #expect(write(ends[1], bytes, bytes.count) == bytes.count)
        close(ends[1])
        return ends[0]
    }

    private func secret(_ text: String) throws -> Secret {
        try Array(text.utf8).withUnsafeBytes { try Secret(copying: $0) }
    }

    private func bytes(of secret: Secret) -> [UInt8] { secret.withBytes { Array($0) } }

    @Test("It gives back its bytes and nothing else")
    func content() throws {
        let secret = try secret("geheim\0wort")
        #expect(secret.count == 11)
        #expect(bytes(of: secret) == Array("geheim\0wort".utf8))
        #expect(try bytes(of: self.secret("")).isEmpty)
    }

    @Test("No way of printing shows it")
    func printing() throws {
        let secret = try secret("canary-4711")
        struct Holder {
            let inner: Secret
            let list: [Secret]
        }
        let holder = Holder(inner: secret, list: [secret])
        var dumped = ""
        dump(holder, to: &dumped)
        let texts = [
            "\(secret)", secret.description, String(describing: secret), String(reflecting: secret),
            "\(holder)", String(reflecting: holder), "\(Optional(secret) as Any)", dumped,
            "\(Mirror(reflecting: secret).children.map { "\($0)" })",
        ]
        for text in texts {
            #expect(!text.contains("canary"))
            #expect(!text.contains("4711"))
        }
        #expect("\(secret)" == "•••")
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test("Comparing is by content")
    func comparing() throws {
        #expect(try secret("a") == secret("a") && secret("a") != secret("b"))
        #expect(try secret("a").hashValue == secret("b").hashValue, "a hash tells nothing of the bytes")
        #expect(try secret("a").equals(secret("a")))
        #expect(try !secret("a").equals(secret("b")))
        #expect(try !secret("a").equals(secret("ab")))
        #expect(try secret("").equals(secret("")))
    }

    @Test(
        "The first line of a descriptor, without its LF",
        arguments: [
            ("a line", "geheim\n", "geheim"),
            ("no line end", "geheim", "geheim"),
            ("two lines", "geheim\nlogin: max\n", "geheim"),
            ("an empty line first", "\ngeheim\n", ""),
            ("nothing", "", ""),
            ("blanks are part of it", "  ge heim \n", "  ge heim "),
            ("a CR is part of it", "geheim\r\n", "geheim\r"),
        ])
    func firstLine(name: String, input: String, expected: String) throws {
        let descriptor = pipe(Array(input.utf8))
        defer { close(descriptor) }
        #expect(try bytes(of: Secret.firstLine(from: descriptor)) == Array(expected.utf8))
    }

    @Test("A line that comes in pieces, on a descriptor that does not block")
    func pieces() async throws {
        var ends: [Int32] = [-1, -1]
        #expect(rp_pipe(&ends, 1) == 0)
        let (input, output) = (ends[0], ends[1])
        async let line = Blocking.run { Result { () throws(SecretError) in try Secret.firstLine(from: input) } }
        for piece in ["ge", "hei", "m\n"] {
            #expect(write(output, piece, piece.utf8.count) == piece.utf8.count)
            await Task.yield()
        }
        #expect(try await bytes(of: line.get()) == Array("geheim".utf8))
        close(input)
        close(output)
    }

    @Test("More than 64 KB is refused")
    func tooLong() throws {
        let large = [UInt8](repeating: 0x61, count: Secret.maximumCount + 1)
        #expect(throws: SecretError.tooLong) { try large.withUnsafeBytes { try Secret(copying: $0) } }
        let file = open("/dev/zero", O_RDONLY)
        defer { close(file) }
        #expect(throws: SecretError.tooLong) { try Secret.firstLine(from: file) }
    }

    @Test("A descriptor that cannot be read says why")
    func unreadable() {
        #expect(throws: SecretError.unreadable(EBADF)) { try Secret.firstLine(from: 987) }
    }

    @Test("A fitted copy holds the same bytes in less memory")
    func fitted() throws {
        let large = try Secret(capacity: 60_000) { buffer throws(SecretError) in
            buffer[0] = 0x78
            return 1
        }
        #expect(try bytes(of: large.fitted()) == [0x78])
    }
}
