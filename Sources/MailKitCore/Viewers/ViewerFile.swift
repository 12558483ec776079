import Glibc

/// A part as a file in a folder that nobody else can enter. Nothing of its name is from the mail.
struct ViewerFile: Hashable, Sendable {
    private let folder: String
    let path: String

    /// - Parameter ending: letters and digits, without the dot
    static func make(_ content: [UInt8], in parent: String, ending: String?) -> Result<ViewerFile, FileError> {
        var template = Array("\(parent)/rohrpost-XXXXXX".utf8CString)
        // mkdtemp gives the folder the mode 0700.
        guard mkdtemp(&template) != nil else { return .failure(FileError(path: parent, code: errno)) }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let file = ViewerFile(folder: folder, path: "\(folder)/part\(ending.map { "." + $0 } ?? "")")
        let code = write(content, to: file.path)
        guard code == 0 else {
            file.remove()
            return .failure(FileError(path: file.path, code: code))
        }
        return .success(file)
    }

    /// Takes the file and its folder away. What the program put beside it is its own affair, the folder then stays.
    func remove() {
        _ = unlink(path)
        _ = rmdir(folder)
    }

    private static func write(_ content: [UInt8], to path: String) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        return content.withUnsafeBytes { writeAll($0, to: descriptor) }
    }
}
