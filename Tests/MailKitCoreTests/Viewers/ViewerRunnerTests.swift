import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Viewers")
struct ViewerRunnerTests {
    private let environment: [String: String] = [
        "PATH": "/usr/bin:/bin", "HOME": "/nowhere", "LANG": "C.UTF-8", "SECRET": "geheim",
    ]

    private func runner(_ rows: String) -> ViewerRunner {
        ViewerRunner(mailcap: Mailcap(Array(rows.utf8)), columns: 72) { environment[$0] }
    }

    private func show(_ rows: String, _ content: String = "Hallo") async throws -> String {
        String(decoding: try await view(runner(rows), content).output, as: UTF8.self)
    }

    private func view(_ runner: ViewerRunner, _ content: String = "") async throws -> ViewedText {
        let file = try runner.makeFile()
        try Array(content.utf8).withUnsafeBytes { try file.append($0) }
        return try await runner.show(file, mediaType: "a/b")
    }

    @Test(
        "A program shows a part",
        arguments: [
            ("by its file", "a/b; cat %s; copiousoutput", "Hallo"),
            ("by its standard input", "a/b; cat; copiousoutput", "Hallo"),
            (
                "the file is closed to others", "a/b; stat -c %%a %s $(dirname %s) | tr '\\n' ' '; copiousoutput",
                "600 700 "
            ),
            ("its name has the ending", "a/b; basename %s; copiousoutput; nametemplate=%s.html", "part.html\n"),
            ("beside a file there is no input", "a/b; test -e %s && cat; copiousoutput", ""),
            ("the width", "a/b; echo $COLUMNS $TERM; copiousoutput", "72 dumb\n"),
            ("hardly any environment", "a/b; echo \"$SECRET\"; copiousoutput", "\n"),
            (
                "the first row whose test holds",
                "a/b; echo no; copiousoutput; test=false\na/b; echo yes; copiousoutput; test=true", "yes\n"
            ),
            ("an error behind a text", "a/b; cat\\; exit 3; copiousoutput", "Hallo"),
        ])
    func showing(name: String, rows: String, expected: String) async throws {
        #expect(try await show(rows) == expected)
    }

    @Test(
        "What goes wrong",
        arguments: [
            ("a/c; cat; copiousoutput", ViewerFailure.noViewer),
            ("a/b; cat; copiousoutput; test=false", .noViewer),
            ("a/b; cat %n; copiousoutput", .noViewer),
            ("a/b; echo kaputt >&2\\; exit 3; copiousoutput", .failed(program: "echo", status: 3, message: "kaputt")),
            ("a/b; kill -9 $$; copiousoutput", .killed(program: "kill", signal: 9, message: "")),
        ])
    func failures(rows: String, expected: ViewerFailure) async {
        await #expect(throws: expected) { try await show(rows) }
    }

    @Test func `a picture is drawn where there is a program for it`() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path):/usr/bin:/bin"
        var mailcap = Mailcap(Array("image/gif; echo own; copiousoutput".utf8))
        mailcap.addPictures(columns: 40, path: folder.path)
        #expect(mailcap.filters(for: "image/png").isEmpty, "it is not there")
        folder.write(Array("#!/bin/sh\necho \"$@\"\n".utf8), to: "chafa")
        chmod("\(folder.path)/chafa", 0o700)
        mailcap.addPictures(columns: 40, path: path)
        #expect(mailcap.filters(for: "image/gif").first.map { $0.picture == nil } == true, "one's own rows come first")
        let runner = ViewerRunner(mailcap: mailcap, columns: 40) { $0 == "PATH" ? path : environment[$0] }
        let shown = try await runner.show(try runner.makeFile(), mediaType: "image/png")
        let words = String(decoding: shown.output, as: UTF8.self)
        #expect(words.hasPrefix("-f symbols -c 256 --symbols half --animate off --size 40x40 /"))
        #expect(shown.isPicture && shown.program == "chafa")
    }

    @Test func `chafa itself draws a picture`() async throws {
        let path = "/usr/bin:/bin"
        guard let chafa = programPath("chafa", in: path) else { return print("skipped: no chafa here") }
        var mailcap = Mailcap([])
        mailcap.addPictures(columns: 40, path: path)
        let runner = ViewerRunner(mailcap: mailcap, columns: 40) { $0 == "PATH" ? path : environment[$0] }
        // One red dot.
        let picture: [UInt8] =
            Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0xFF, 0, 0, 0, 0, 0]
            + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]
        let file = try runner.makeFile()
        try picture.withUnsafeBytes { try file.append($0) }
        let shown = try await runner.show(file, mediaType: "image/gif")
        #expect(shown.isPicture && shown.program == "chafa", "\(chafa)")
        #expect(String(decoding: shown.output, as: UTF8.self).contains("38;5;196"))
    }

    @Test func `an endless output is cut`() async throws {
        let shown = try await view(runner("a/b; yes; copiousoutput"))
        #expect(shown.isCut)
        #expect(shown.output.count == ViewerRunner.outputLimit)
    }

    @Test func `where the system allows it there is no network, and it says so`() async throws {
        let shown = try await view(runner("a/b; tail -n +3 /proc/net/dev; copiousoutput"))
        let lines = String(decoding: shown.output, as: UTF8.self).split(separator: "\n")
        if shown.isOffline { #expect(lines.count == 1 && lines[0].contains("lo:")) }
        #expect(shown.isOffline == (await NetworkCutoff.shared.isPossible(ProcessSpawner())))
        print("network cut off: \(shown.isOffline)")
    }

    @Test func `without such a namespace it runs all the same, and says so`() async throws {
        let runner = ViewerRunner(
            mailcap: Mailcap(Array("a/b; cat; copiousoutput".utf8)), spawner: NoNamespaces(), network: NetworkCutoff()
        ) { environment[$0] }
        let shown = try await view(runner, "x")
        #expect(!shown.isOffline)
        #expect(shown.output == Array("x".utf8))
    }

    @Test func `what takes too long is ended with all that it started`() async throws {
        let marker = "85\(getpid())"
        let outcome = await ProcessSpawner().run(
            FilterCommand(
                arguments: ["/bin/sh", "-c", "echo a; sleep \(marker) & sleep \(marker)"],
                environment: ["PATH=/usr/bin:/bin"],
                timeout: .milliseconds(200), outputLimit: 100))
        #expect(outcome.end == .timedOut)
        #expect(outcome.output == Array("a\n".utf8))
        #expect(await !processExists(marker))
    }

    @Test func `nothing is left behind by one that ended`() async throws {
        let marker = "84\(getpid())"
        let outcome = await ProcessSpawner().run(
            FilterCommand(
                arguments: ["/bin/sh", "-c", "sleep \(marker) & echo a"], environment: ["PATH=/usr/bin:/bin"],
                timeout: .seconds(20), outputLimit: 100))
        #expect(outcome.end == .exited(status: 0))
        #expect(outcome.output == Array("a\n".utf8))
        #expect(await !processExists(marker))
    }

    @Test func `cancelling ends it`() async throws {
        let task = Task { try await show("a/b; sleep 50; copiousoutput") }
        task.cancel()
        await #expect(throws: ViewerFailure.cancelled) { try await task.value }
    }

    @Test func `the file is gone afterwards`() async throws {
        let path = try await show("a/b; echo %s; copiousoutput").dropLast()
        #expect(path.hasPrefix("/tmp/rohrpost-"))
        #expect(access(String(path), F_OK) != 0)
        #expect(access(String(path.dropLast("/part".count)), F_OK) != 0)
    }

    private func processExists(_ argument: String) async -> Bool {
        let outcome = await ProcessSpawner().run(
            FilterCommand(
                arguments: ["/bin/sh", "-c", "pgrep -x sleep -a | grep -c ' \(argument)$'; true"],
                environment: ["PATH=/usr/bin:/bin"], timeout: .seconds(20), outputLimit: 100))
        return String(decoding: outcome.output, as: UTF8.self) != "0\n"
    }
}

/// A system that refuses namespaces.
private struct NoNamespaces: FilterSpawner {
    func run(_ command: FilterCommand) async -> FilterOutcome {
        if command.arguments.first == "/usr/bin/unshare" { return FilterOutcome(.exited(status: 1)) }
        return await ProcessSpawner().run(command)
    }
}
