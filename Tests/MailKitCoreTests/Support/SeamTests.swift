import Glibc
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Seams")
struct SeamTests {
    @Test("The machine's clocks run, and boot time is not behind monotonic time")
    func clocks() {
        let clock = Clock.system
        let first = clock.monotonic()
        let second = clock.monotonic()
        #expect(second >= first)
        #expect(clock.boot() + .milliseconds(1) >= first)
        // After 2025, before 2100.
        #expect((1_735_689_600..<4_102_444_800).contains(clock.wall()))
        #expect(clock.now().zoneMinutes == clock.zoneMinutes(clock.wall()))
    }

    @Test("A zone beyond what the calendar can say is UTC")
    func absurdMoment() {
        #expect((-1439...1439).contains(Clock.system.zoneMinutes(.max)))
        #expect((-1439...1439).contains(Clock.system.zoneMinutes(.min)))
    }

    @Test("Random bytes come in the number asked for", arguments: [-1, 0, 1, 7, 8, 9, 33])
    func randomCount(count: Int) {
        #expect(RandomSource.system.bytes(count).count == max(0, count))
    }

    @Test("They are the source's words, low byte first")
    func randomOrder() {
        let source = RandomSource { 0x0807_0605_0403_0201 }
        #expect(source.bytes(10) == [1, 2, 3, 4, 5, 6, 7, 8, 1, 2])
        #expect(RandomSource.system.bytes(32) != RandomSource.system.bytes(32))
    }
}

@Suite("Files")
struct FileSystemTests {
    private let files = LocalFileSystem()

    /// A folder of its own for one test, removed after it.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = try TemporaryFolder()
        try body(folder.path)
    }

    private func append(_ text: String, to file: any AppendableFile) throws {
        try Array(text.utf8).withUnsafeBytes { try file.append($0) }
    }

    @Test("A log is made with mode 0600, grows, and is narrowed where it was wider")
    func appending() throws {
        try withFolder { folder in
            let path = "\(folder)/log"
            try append("one\n", to: files.openForAppending(path))
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            chmod(path, 0o644)
            try append("two\n", to: files.openForAppending(path))
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            #expect(try files.read(path, limit: 100) == Array("one\ntwo\n".utf8))
        }
    }

    @Test("A symbolic link, a folder, a FIFO and a missing folder are refused with the reason")
    func refused() throws {
        try withFolder { folder in
            symlink("\(folder)/target", "\(folder)/link")
            mkfifo("\(folder)/pipe", 0o600)
            let cases: [(String, Int32)] = [
                ("\(folder)/link", ELOOP), (folder, EISDIR), ("\(folder)/none/log", ENOENT), ("\(folder)/pipe", ENXIO),
            ]
            for (path, code) in cases {
                #expect(throws: FileError(path: path, code: code)) { _ = try files.openForAppending(path) }
            }
            #expect(throws: FileError(path: "/dev/null", code: EINVAL)) { _ = try files.openForAppending("/dev/null") }
        }
    }

    @Test("Reading stops at the limit, and says what fails")
    func reading() throws {
        try withFolder { folder in
            let path = "\(folder)/log"
            try append("12345", to: files.openForAppending(path))
            #expect(try files.read(path, limit: 5).count == 5)
            #expect(throws: FileError(path: path, code: EFBIG)) { _ = try files.read(path, limit: 4) }
            #expect(throws: FileError(path: "/dev/zero", code: EFBIG)) {
                _ = try files.read("/dev/zero", limit: 100_000)
            }
            #expect(throws: FileError(path: folder, code: EISDIR)) { _ = try files.read(folder, limit: 5) }
            let missing = FileError(path: "\(folder)/target", code: ENOENT)
            #expect(throws: missing) { _ = try files.read("\(folder)/target", limit: 5) }
            #expect(missing.reason == "No such file or directory")
        }
    }
}
