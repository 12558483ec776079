import Glibc
import Testing

@testable import TUI

/// A frame as text: its characters, then its roles one letter a cell, so that both can be read and compared line by line.
enum ScreenText {
    static func write(_ frame: Frame) -> String {
        var text =
            "\(frame.size.columns)x\(frame.size.rows) cursor \(frame.cursor.row),\(frame.cursor.column) \(frame.title)\n"
        for row in 0..<frame.size.rows { text += "|\(frame.line(row))\n" }
        text += "roles\n"
        for row in 0..<frame.size.rows {
            var line = ""
            for column in 0..<frame.size.columns { line.append(frame[row, column].role.letter) }
            while line.last == " " { line.removeLast() }
            text += "|\(line)\n"
        }
        return text + looks(frame)
    }

    /// What cells add to their roles, where any does: `b` bold, `i` italic, `u` underlined, `*` several, `c` a colour.
    private static func looks(_ frame: Frame) -> String {
        guard frame.cells.contains(where: { $0.emphasis != .none }) else { return "" }
        var text = "looks\n"
        for row in 0..<frame.size.rows {
            var line = ""
            for column in 0..<frame.size.columns {
                let emphasis = frame[row, column].emphasis
                switch emphasis.attributes {
                case []: line.append(emphasis.colour == nil ? " " : "c")
                case .bold: line.append("b")
                case .italic: line.append("i")
                case .underline: line.append("u")
                default: line.append("*")
                }
            }
            while line.last == " " { line.removeLast() }
            text += "|\(line)\n"
        }
        return text
    }

    /// The characters alone.
    static func characters(_ frame: Frame) -> String {
        (0..<frame.size.rows).map(frame.line).joined(separator: "\n")
    }

    /// Compares with the recorded screen, or records it where ROHRPOST_RECORD=1 says so.
    static func expect(
        _ frame: Frame, matches name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let path = Files.folder(of: #filePath) + "/__Screens__/\(name).screen"
        let text = write(frame)
        if getenv("ROHRPOST_RECORD").map({ String(cString: $0) }) == "1" {
            Files.write(text, to: path)
            return
        }
        guard let recorded = Files.read(path) else {
            Issue.record("no screen recorded as \(name); run with ROHRPOST_RECORD=1", sourceLocation: sourceLocation)
            return
        }
        if recorded != text {
            Issue.record("\(name) differs; recorded:\n\(recorded)\nnow:\n\(text)", sourceLocation: sourceLocation)
        }
    }
}

/// Files beside the tests.
enum Files {
    static func folder(of file: String) -> String {
        file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    }

    static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    static func write(_ text: String, to path: String) {
        guard let file = fopen(path, "w") else { return }
        defer { fclose(file) }
        _ = text.withCString { fputs($0, file) }
    }

    /// Names of the files in a folder, sorted; empty where there is none.
    static func list(_ folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
