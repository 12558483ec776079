import Glibc
import Synchronization
import TestSupport
import Testing

@testable import MailKitCore

@Suite("What was chosen on the screen")
struct PreferenceStoreTests {
    @Test(
        "Any text comes back from the file as it was",
        arguments: [
            "light", "", "a \"b\" \\ c", "\u{0}\u{1B}[2J\u{7F}\r\n\t", "会議 📷", "\u{202E}", "true", "x = 1\n[account.a]",
        ])
    func roundTrip(_ text: String) throws {
        var preferences = Preferences()
        preferences.set("theme", to: text)
        preferences.set(text.isEmpty ? "x" : text, to: "y")
        let again = try Preferences(Array(preferences.text.utf8))
        #expect(again.values == preferences.values)
        #expect(preferences.text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A })
    }

    @Test("Bounded")
    func bounds() {
        var preferences = Preferences()
        let refused = [
            preferences.set(String(repeating: "k", count: 201), to: "x"),
            preferences.set("k", to: String(repeating: "v", count: 2001)), preferences.set("", to: "x"),
        ]
        #expect(refused == [false, false, false])
        for number in 0..<600 { preferences.set("k\(number)", to: "v") }
        #expect(preferences.values.count == Preferences.limit)
        preferences.set("k0", to: "other")
        #expect(preferences["k0"] == "other", "a full one still changes")
        preferences.set("k0", to: nil)
        #expect(preferences.values.count == Preferences.limit - 1)
    }

    @Test("What is no text is left out or read as one")
    func others() throws {
        let text = "a = true\nb = -7\nc = 1.5\nd = [1]\ne = 1979-05-27\n[f]\ng = \"h\""
        #expect(try Preferences(Array(text.utf8)).values == ["a": "true", "b": "-7"])
        #expect(throws: TOMLSyntaxError.self) { try Preferences(Array("theme = ".utf8)) }
    }

    @Test("Written with mode 0600 in a folder of mode 0700, into what is there")
    func written() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/state/rohrpost/settings.toml"
        let first = PreferenceStore(path: path, files: LocalFileSystem())
        let second = PreferenceStore(path: path, files: LocalFileSystem())
        #expect(try first.read() == nil)
        first.keep("theme", "light") { _ in }
        #expect(first.flush() == nil)
        // The other program knows nothing of that choice, and does not undo it.
        second.keep("layout", "wide") { _ in }
        second.keep("layout", "tall") { _ in }
        #expect(second.flush() == nil)
        #expect(try first.read()?.values == ["theme": "light", "layout": "tall"])
        #expect(folder.mode("state/rohrpost/settings.toml") == 0o600)
        #expect(folder.mode("state/rohrpost") == 0o700)
        first.keep("theme", nil) { _ in }
        first.flush()
        #expect(try second.read()?.values == ["layout": "tall"])
    }

    @Test("A file that is not ours to read is told of and not written over")
    func broken() async throws {
        let folder = try TemporaryFolder()
        folder.write(Array("theme = \n".utf8), to: "settings.toml")
        let store = PreferenceStore(path: "\(folder.path)/settings.toml", files: LocalFileSystem())
        #expect(throws: ConfigurationError.self) { try store.read() }
        // Either of the two that write tells of it: the choice's own, or whoever asks at the end.
        let told = await withCheckedContinuation { continuation in
            let isTold = Told()
            let tell = { @Sendable (error: MailError) in
                if isTold.value.exchange(true, ordering: .relaxed) {
                    Issue.record("told twice")
                } else {
                    continuation.resume(returning: error)
                }
            }
            store.keep("theme", "light", onFailure: tell)
            if let error = store.flush() { tell(error) }
        }
        #expect(told.kind == .local && told.subject == "\(folder.path)/settings.toml" && !told.detail.isEmpty)
        #expect(folder.octets("settings.toml") == Array("theme = \n".utf8))
    }

    @Test("No room is told")
    func full() async {
        struct Full: FileSystem {
            func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
                throw FileError(path: path, code: ENOENT)
            }
            func openForAppending(_ path: String) throws(FileError) -> any AppendableFile {
                throw FileError(path: path, code: ENOSPC)
            }
            func replace(_ path: String, with content: [UInt8]) throws(FileError) {
                throw FileError(path: path, code: ENOSPC)
            }
        }
        let store = PreferenceStore(path: "/x/settings.toml", files: Full())
        let error = await withCheckedContinuation { continuation in
            store.keep("theme", "light") { continuation.resume(returning: $0) }
        }
        #expect(error.kind == .local && error.subject == "/x/settings.toml")
        #expect(error.detail == "No space left on device")
    }

    @Test("The place by the XDG Base Directory Specification")
    func place() {
        #expect(
            PreferenceStore.standardPath { $0 == "XDG_STATE_HOME" ? "/s" : "/h" } == "/s/rohrpost/settings.toml")
        #expect(
            PreferenceStore.standardPath { $0 == "HOME" ? "/h" : "relative" }
                == "/h/.local/state/rohrpost/settings.toml")
        #expect(PreferenceStore.standardPath { _ in nil } == nil)
    }
}

/// Whether something has been said already, by any thread.
private final class Told: Sendable {
    let value = Atomic(false)
}
