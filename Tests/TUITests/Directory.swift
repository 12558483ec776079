import Glibc

/// A folder for a test's files.
enum Directory {
    static func make(_ path: String) { mkdir(path, 0o700) }

    static func remove(_ path: String, files: [String]) {
        for file in files { unlink("\(path)/\(file)") }
        rmdir(path)
    }
}
