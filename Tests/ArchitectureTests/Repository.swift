import Glibc

/// The files of this checkout, without what building leaves in it.
struct Repository {
    /// The folder of `Package.swift`, with a final slash.
    static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/"

    /// A file: its path below the root, and its text.
    struct File: CustomStringConvertible, Sendable {
        let path: String
        let text: String
        /// The text without comments and strings, where it is Swift.
        let code: String

        /// Any path and text.
        init(path: String, text: String) {
            self.path = path
            self.text = text
            self.code = path.hasSuffix(".swift") ? SwiftSource.code(of: text) : ""
        }

        var description: String { path }
        /// Lines, as an editor counts them.
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    }

    /// All files below a folder whose names end like one of `suffixes`, in the order of their paths.
    static func files(below folder: String, endingWith suffixes: [String]) -> [File] {
        paths(below: folder).filter { path in suffixes.contains { path.hasSuffix($0) } }.compactMap(file)
    }

    /// One file, `nil` where there is none.
    static func file(_ path: String) -> File? {
        guard let stream = fopen(root + path, "r") else { return nil }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let got = fread(&chunk, 1, chunk.count, stream)
            guard got > 0 else { break }
            bytes += chunk[..<got]
        }
        return File(path: path, text: String(decoding: bytes, as: UTF8.self))
    }

    /// Whether there is a file or folder.
    static func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    /// All files below a folder, hidden folders left out.
    static func paths(below folder: String) -> [String] {
        var found: [String] = []
        var folders = [folder]
        while let next = folders.popLast() {
            guard let directory = opendir(root + next) else { continue }
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                    tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard !name.hasPrefix("."), name != "__pycache__" else { continue }
                let path = next.isEmpty ? name : "\(next)/\(name)"
                if Int32(entry.pointee.d_type) == Int32(DT_DIR) {
                    folders.append(path)
                } else {
                    found.append(path)
                }
            }
        }
        return found.sorted()
    }
}
