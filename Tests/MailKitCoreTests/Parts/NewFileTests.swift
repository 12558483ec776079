import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Files that are whole or not there")
struct NewFileTests {
    private func write(_ text: String, to file: NewFile) throws {
        try Array(text.utf8).withUnsafeBytes { try file.append($0) }
    }

    @Test("Nothing is there before it is whole, and no file is replaced", arguments: [true, false])
    func keeping(unnamed: Bool) throws {
        let folder = try TemporaryFolder()
        let place = FilePlace(folder: folder.path, name: "a.pdf")
        for (number, name) in ["a.pdf", "a-1.pdf", "a-2.pdf"].enumerated() {
            let file = try unnamed ? NewFile(at: place) : NewFile(at: place, openUnnamed: { _ in -1 })
            try write("text \(number)", to: file)
            #expect(!folder.names.contains(name))
            #expect(try file.keep() == "\(folder.path)/\(name)")
            #expect(folder.octets(name) == Array("text \(number)".utf8))
            #expect(folder.mode(name) == 0o600)
        }
        #expect(folder.octets("a.pdf") == Array("text 0".utf8))
    }

    @Test("One that is given up leaves nothing", arguments: [true, false])
    func givingUp(unnamed: Bool) throws {
        let folder = try TemporaryFolder()
        do {
            let place = FilePlace(folder: folder.path, name: "a")
            let file = try unnamed ? NewFile(at: place) : NewFile(at: place, openUnnamed: { _ in -1 })
            try write("text", to: file)
            #expect(folder.names.count == (unnamed ? 0 : 1))
        }
        #expect(folder.names.isEmpty)
    }

    @Test("A symbolic link is not followed, it is a name that is taken")
    func links() throws {
        let folder = try TemporaryFolder()
        symlink("/nowhere/else", "\(folder.path)/a")
        let file = try NewFile(at: FilePlace(folder: folder.path, name: "a"))
        #expect(try file.keep() == "\(folder.path)/a-1")
    }

    @Test("A folder that is missing or closed is told before anything is written")
    func refusals() throws {
        #expect(throws: FileError(path: "/no/such", code: ENOENT)) {
            try NewFile(at: FilePlace(folder: "/no/such", name: "a"))
        }
        #expect(throws: FileError.self) { try NewFile(at: FilePlace(folder: "/proc", name: "a")) }
    }

    @Test(
        "What a person types is a file, or a folder that is there",
        arguments: [
            ("a.pdf", "a.pdf"), ("~/x y.pdf", "/home/anna/x y.pdf"), ("/tmp", "/tmp/b.pdf"), ("/tmp/", "/tmp/b.pdf"),
            ("/", "/b.pdf"), ("new/", "new/b.pdf"), ("/c", "/c"), ("~", "/home/anna"), ("~otto/a", "~otto/a"),
            (".", "b.pdf"),
        ])
    func places(typed: String, path: String) {
        #expect(FilePlace(typed: typed, proposed: "b.pdf", home: "/home/anna").path == path)
    }
}
