import Glibc
import MailKitCore
import TestSupport
import Testing

@Suite("Octets of a message in a file")
struct MessageOctetsTests {
    @Test("any range can be read, and what is beyond the end is left out")
    func ranges() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/mail"
        let file = try LocalFileSystem().openForAppending(path)
        try Array(0...99).withUnsafeBytes { try file.append($0) }
        let octets = try FileOctets(path: path, temporaryFolder: folder.path)
        #expect(octets.size == 800)
        #expect(try octets.read(0..<8) == [0, 0, 0, 0, 0, 0, 0, 0])
        #expect(try octets.read(792..<900) == [99, 0, 0, 0, 0, 0, 0, 0])
        #expect(try octets.read(5_000..<6_000) == [])
    }

    @Test("a pipe is copied to a file that no other process finds, and any range can be read")
    func pipe() throws {
        let folder = try TemporaryFolder()
        var ends: [Int32] = [0, 0]
        try #require(Glibc.pipe(&ends) == 0)
        let text = Array("From: a\n\nhello".utf8)
        #expect(write(ends[1], text, text.count) == text.count)
        close(ends[1])
        let octets = try FileOctets(owned: ends[0], path: "-", temporaryFolder: folder.path)
        #expect(octets.size == UInt64(text.count))
        #expect(try octets.read(9..<14) == Array("hello".utf8))
        #expect(folder.names.isEmpty)
    }

    @Test(
        "what cannot be read is said",
        arguments: [("/tmp", EISDIR), ("/tmp/rohrpost-nowhere/x", ENOENT), ("/dev/null/x", ENOTDIR)])
    func unreadable(path: String, code: Int32) {
        #expect(throws: FileError(path: path, code: code)) { try FileOctets(path: path, temporaryFolder: "/tmp") }
    }

    @Test("what is there no room for is said")
    func noRoom() {
        #expect(throws: FileError(path: "/tmp/rohrpost-nowhere", code: ENOENT)) {
            try FileOctets(path: "/dev/null", temporaryFolder: "/tmp/rohrpost-nowhere")
        }
    }
}
