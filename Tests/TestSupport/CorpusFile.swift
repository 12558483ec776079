import Glibc

/// Files of the corpus that may stand beside the checkout (`../shared/corpus`, or `ROHRPOST_CORPUS`).
package enum CorpusFile {
    /// The corpus's folder, nil where there is none.
    package static let root: String? = {
        if let path = getenv("ROHRPOST_CORPUS") { return String(cString: path) }
        var checkout = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        checkout.removeLast(3)
        let beside = checkout.dropLast().joined(separator: "/") + "/shared/corpus"
        return access(beside, R_OK) == 0 ? beside : nil
    }()

    /// A file's bytes; nil, with a line that says so, where the corpus or the file is missing.
    package static func bytes(_ path: String) -> [UInt8]? {
        guard let root else {
            print("skipped: no corpus beside the checkout, so nothing is read from \(path)")
            return nil
        }
        guard let file = fopen("\(root)/\(path)", "rb") else {
            print("skipped: the corpus has no \(path)")
            return nil
        }
        defer { fclose(file) }
        var result: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&block, 1, block.count, file)
            if count == 0 { return result }
            result += block[..<count]
        }
    }

    /// A file's text, with U+FFFD for what is not UTF-8.
    package static func text(_ path: String) -> String? {
        bytes(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// All files below a folder of the corpus, sorted, by their path in the corpus; empty where the corpus is missing.
    package static func files(below folder: String, suffix: String = "") -> [String] {
        guard let root else {
            print("skipped: no corpus beside the checkout, so nothing is read from \(folder)")
            return []
        }
        var found: [String] = []
        var open = [folder]
        while let next = open.popLast() {
            guard let handle = opendir("\(root)/\(next)") else { continue }
            while let entry = readdir(handle) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name.hasPrefix(".") { continue }
                let path = "\(next)/\(name)"
                if entry.pointee.d_type == UInt8(DT_DIR) {
                    open.append(path)
                } else if name.hasSuffix(suffix) {
                    found.append(path)
                }
            }
            closedir(handle)
        }
        return found.sorted()
    }
}
