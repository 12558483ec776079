import Glibc
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Opening by programs of the desktop", .timeLimit(.minutes(1)))
struct DesktopOpenerTests {
    private let folder: TemporaryFolder
    private let kept = OutsideFiles()

    init() throws { folder = try TemporaryFolder() }

    /// A program that writes down what it was given, and what its session and its descriptors are.
    private func install(_ name: String, _ more: String = "") {
        let script = """
            #!/bin/sh
            output=$(readlink /proc/$$/fd/1)
            {
              echo "$0 $#"
              for word; do echo "$word"; done
              set -- $(cut -d' ' -f6,7 /proc/$$/stat)
              test "$1" = $$ && echo "own session, terminal $2"
              readlink /proc/$$/fd/0; echo "$output"
            } >'\(folder.path)/told.new' 2>/dev/null
            mv '\(folder.path)/told.new' '\(folder.path)/told'
            \(more)
            """
        folder.write(Array(script.utf8), to: name)
        chmod("\(folder.path)/\(name)", 0o700)
    }

    /// - Parameter patience: long enough for any machine where a program ends by itself
    private func opener(_ mailcap: String = "", patience: Int32 = 50_000) -> DesktopOpener {
        folder.write(Array(mailcap.utf8), to: "mailcap")
        let path = folder.path
        return DesktopOpener(kept: kept, patience: patience) { name in
            ["PATH": "relative:\(path):/usr/bin:/bin", "MAILCAPS": "\(path)/mailcap", "DISPLAY": ":99"][name]
        }
    }

    private var told: [String] {
        String(decoding: folder.octets("told"), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// A file as a part lies in one.
    private func file(_ name: String = "a.pdf") throws -> String {
        let path = "\(try kept.makeFolder(in: folder.path))/\(name)"
        close(open(path, O_WRONLY | O_CREAT, 0o600))
        return path
    }

    private func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

    @Test func `a link is the one argument of xdg-open, in a session of its own`() async throws {
        install("xdg-open")
        #expect(try await opener().open(.link("https://example.org/$(id)?a=b&c")) == "xdg-open")
        #expect(
            told.prefix(4) == [
                "\(folder.path)/xdg-open 1", "https://example.org/$(id)?a=b&c", "own session, terminal 0", "/dev/null",
            ])
        #expect(told.last == "/dev/null", "its output")
    }

    @Test func `a part goes to xdg-open where no row is for it, and stays until the end`() async throws {
        install("xdg-open")
        let path = try file()
        #expect(
            try await opener("application/pdf; false %s; copiousoutput\na/b; false %s")
                .open(.file(path: path, mediaType: "application/pdf")) == "xdg-open")
        #expect(told.dropFirst().first == path)
        #expect(isThere(path))
        kept.removeAll()
        #expect(!isThere(path))
        #expect(!folder.names.contains { $0.hasPrefix("rohrpost-open") })
    }

    @Test(
        "Rows with windows",
        arguments: [
            ("the first one", "application/pdf; viewer one %s\napplication/pdf; viewer two %s", "one"),
            (
                "whose test holds",
                "a/b; x\napplication/*; viewer one '%s'; test=false\n"
                    + "application/*; viewer two %s; test=test -n \"$DISPLAY\"", "two"
            ),
            ("none for a terminal", "application/pdf; viewer one %s; needsterminal\n*/*; x\na/b; viewer %s", nil),
            ("none that writes a text", "application/pdf; viewer one %s; copiousoutput", nil),
            ("none without the file", "application/pdf; viewer one", nil),
            ("none that wants what is not given", "application/pdf; viewer one %s %n", nil),
        ])
    func windows(name: String, rows: String, expected: String?) async throws {
        install("viewer")
        install("xdg-open")
        let path = try file()
        let rows = rows.replacing("viewer", with: "\(folder.path)/viewer")
        let program = try await opener(rows).open(.file(path: path, mediaType: "application/octet-stream"))
        let given = expected.map { [$0, path] } ?? [path]
        #expect(Array(told.dropFirst().prefix(given.count)) == given)
        #expect(program == (expected == nil ? "xdg-open" : "\(folder.path)/viewer"))
        kept.removeAll()
    }

    @Test func `what goes wrong is told, and takes the file with it`() async throws {
        let path = try file()
        await #expect(throws: OutsideFailure.failed(program: "exit", status: 4)) {
            try await opener("application/pdf; exit 4 # %s")
                .open(.file(path: path, mediaType: "application/pdf"))
        }
        #expect(!isThere(path))
        let lonely = DesktopOpener(kept: kept) { $0 == "PATH" ? "/nowhere" : nil }
        await #expect(throws: OutsideFailure.noProgram) { try await lonely.open(.link("https://example.org/")) }
        install("xdg-open", "exit 3")
        await #expect(throws: OutsideFailure.failed(program: "xdg-open", status: 3)) {
            try await opener().open(.link("https://example.org/"))
        }
    }

    @Test func `a program that goes on is not waited for`() async throws {
        // It goes on until its folder goes, with the test.
        install("xdg-open", "while test -d '\(folder.path)'; do sleep 0.1; done")
        #expect(try await opener(patience: 20).open(.link("https://example.org/")) == "xdg-open")
    }

    @Test(
        "Names that no shell takes for anything else",
        arguments: [
            ("Bericht.pdf", "application/pdf", "Bericht.pdf"), ("Bericht März 1.pdf", "a/b", "Bericht_M_rz_1.pdf"),
            ("../../x;rm -rf.pdf", "a/b", "x_rm_-rf.pdf"), ("", "application/pdf", "part.pdf"), ("-rf", "a/b", "rf"),
            (".bashrc", "text/plain", "bashrc.txt"), ("a.p'df", "application/pdf", "a.pdf"), ("$(id)", "a/b", "__id_"),
            ("a.tar.gz", "a/b", "a.tar.gz"), ("\u{202E}fdp.exe", "a/b", "fdp.exe"),
            (String(repeating: "x", count: 300) + ".pdf", "a/b", String(repeating: "x", count: 60) + ".pdf"),
        ])
    func names(given: String, type: String, expected: String) {
        #expect(OutsideFiles.name(given, mediaType: type) == expected)
    }

    @Test func `nothing is taken away through a link`() throws {
        let path = try file()
        let made = String(path.dropLast("/a.pdf".count))
        unlink(path)
        rmdir(made)
        mkdir("\(folder.path)/others", 0o700)
        folder.write([1], to: "others/letter")
        symlink("\(folder.path)/others", made)
        kept.removeAll()
        #expect(isThere("\(folder.path)/others/letter"))
    }

    @Test func `what was forgotten is somebody else's`() throws {
        let path = try file()
        kept.forget(String(path.dropLast("/a.pdf".count)))
        kept.remove(path)
        kept.removeAll()
        #expect(isThere(path))
    }

    @Test func `only what was made here is taken away`() throws {
        folder.write([1], to: "mine")
        kept.remove("\(folder.path)/mine")
        #expect(folder.names.contains("mine"))
        let path = try file()
        var status = stat()
        #expect(stat(String(path.dropLast("/a.pdf".count)), &status) == 0 && status.st_mode & 0o777 == 0o700)
        close(open(path + ".lock", O_WRONLY | O_CREAT, 0o600))
        kept.remove(path)
        #expect(!folder.names.contains { $0.hasPrefix("rohrpost-open") })
    }
}
