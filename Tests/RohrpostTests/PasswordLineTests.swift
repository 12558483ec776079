import Testing

@testable import rohrpost

@Suite("Password line")
struct PasswordLineTests {
    private func type(_ bytes: [UInt8], room: Int = 16) -> (PasswordLine.Step, [UInt8]) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 1)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        defer { memory.deallocate() }
        var line = PasswordLine(buffer: memory)
        var step = PasswordLine.Step.more
        for byte in bytes where step == .more { step = line.feed(byte) }
        // What was taken back is wiped.
        #expect(memory[line.count...].allSatisfy { $0 == 0 })
        return (step, Array(memory[..<line.count]))
    }

    @Test(
        "Keys",
        arguments: [
            ("Enter ends", "geheim\r", PasswordLine.Step.done, "geheim"),
            ("a line feed ends", "geheim\n", .done, "geheim"),
            ("Backspace", "gehx\u{7F}eim\n", .done, "geheim"),
            ("Ctrl-H", "gehx\u{08}eim\n", .done, "geheim"),
            ("Backspace takes a whole umlaut", "gehü\u{7F}eim\n", .done, "geheim"),
            ("Backspace at the beginning", "\u{7F}\u{7F}a\n", .done, "a"),
            ("Ctrl-U", "falsch\u{15}geheim\n", .done, "geheim"),
            ("Ctrl-C", "geh\u{03}eim\n", .cancelled, "geh"),
            ("Ctrl-\\", "geh\u{1C}", .cancelled, "geh"),
            ("Ctrl-D at the beginning", "\u{04}", .cancelled, ""),
            ("Ctrl-D behind text", "geheim\u{04}", .done, "geheim"),
            ("other controls are left out", "ge\u{1B}\theim\n", .done, "geheim"),
            ("not yet", "geheim", .more, "geheim"),
        ])
    func keys(name: String, typed: String, step: PasswordLine.Step, text: String) {
        let result = type(Array(typed.utf8))
        #expect(result.0 == step)
        #expect(result.1 == Array(text.utf8))
    }

    @Test("More than there is room for is dropped, not written elsewhere")
    func full() {
        let result = type(Array(repeating: 0x61, count: 100) + [0x0A])
        #expect(result.0 == .done)
        #expect(result.1.count == 16)
    }
}
