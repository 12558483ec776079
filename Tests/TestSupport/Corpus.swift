import Glibc

/// Test data from public projects. It lies beside the checkout, never in it; a test that reads it skips without it.
package enum Corpus {
    /// The folder, or `nil` where there is none: `ROHRPOST_CORPUS`, else `../shared/corpus` beside the checkout.
    package static let root: String? = {
        var candidates: [String] = []
        if let path = getenv("ROHRPOST_CORPUS") { candidates.append(String(cString: path)) }
        // Tests/TestSupport/Corpus.swift is three folders below the checkout.
        let checkout = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        candidates.append(checkout.dropLast().joined(separator: "/") + "/shared/corpus")
        return candidates.first { isFolder($0) }
    }()

    /// Whether the corpus is there; says so once where it is not, so that a skipped test can be told from a passed one.
    package static let isPresent: Bool = {
        if root == nil { print("skipped: no corpus (set ROHRPOST_CORPUS or put it at ../shared/corpus)") }
        return root != nil
    }()

    /// The bytes of a file, by its path in the corpus.
    package static func bytes(_ path: String) -> [UInt8]? {
        guard let root, let file = fopen("\(root)/\(path)", "rb") else { return nil }
        defer { fclose(file) }
        var result: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            guard count > 0 else { return result }
            result += piece[..<count]
        }
    }

    /// The messages of a file in mbox form, each with the line that stands before it.
    package static func mails(_ path: String) -> [(separator: [UInt8], octets: [UInt8])]? {
        guard let file = bytes(path) else { return nil }
        let lineFeed = UInt8(ascii: "\n")
        var mails: [(separator: [UInt8], octets: [UInt8])] = []
        for line in file.split(separator: lineFeed, omittingEmptySubsequences: false) {
            if line.starts(with: "From ".utf8) {
                mails.append((Array(line), []))
            } else if !mails.isEmpty {
                mails[mails.count - 1].octets += line + [lineFeed]
            }
        }
        return mails
    }

    /// The files below a folder of the corpus, sorted, as paths in the corpus.
    package static func files(under folder: String, suffix: String = "") -> [String] {
        guard let root else { return [] }
        var found: [String] = []
        var folders = [folder]
        while let folder = folders.popLast() {
            guard let stream = opendir("\(root)/\(folder)") else { continue }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard name != ".", name != ".." else { continue }
                let path = "\(folder)/\(name)"
                if isFolder("\(root)/\(path)") {
                    folders.append(path)
                } else if name.hasSuffix(suffix) {
                    found.append(path)
                }
            }
        }
        return found.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }
}
