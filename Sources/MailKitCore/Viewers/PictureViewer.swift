import Glibc

extension Mailcap {
    /// Adds the row that draws pictures with half blocks in 256 colours, behind the person's own ones; nothing where the program for
    /// it is not installed. Blocks.
    ///
    /// - Parameters:
    ///   - columns: of the picture
    ///   - path: where programs are looked for, as in `PATH`
    mutating func addPictures(columns: Int, path: String?) {
        guard programPath(Self.pictureProgram, in: path) != nil else { return }
        let width = max(1, min(200, columns))
        // A cell is about twice as high as wide, and a picture is to be seen whole.
        append(
            Entry(
                mediaType: "image/*",
                command: "\(Self.pictureProgram) -f symbols -c 256 --symbols half --animate off --size \(width)x40 %s",
                isCopious: true, isPicture: true))
    }

    /// Of the package of the same name.
    private static let pictureProgram = "chafa"
}

/// The whole path of a program that is to be had in one of the folders of `path`, as in `PATH`. Blocks.
func programPath(_ name: String, in path: String?) -> String? {
    let folders = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").prefix(64)
    return folders.lazy.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
}
