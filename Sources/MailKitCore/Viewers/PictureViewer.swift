import Glibc
import MailGrammar

extension Mailcap {
    /// Adds the rows that draw pictures, behind the person's own ones: with pixels where there is room for them, and with half
    /// blocks in 256 colours; nothing where the program for it is not installed. Blocks.
    ///
    /// - Parameters:
    ///   - columns: of a picture of half blocks
    ///   - room: of one of pixels
    ///   - path: where programs are looked for, as in `PATH`
    mutating func addPictures(columns: Int, room: PictureRoom? = nil, path: String?) {
        guard programPath(Self.pictureProgram, in: path) != nil else { return }
        if let room {
            // Without a terminal chafa takes a cell for 8x8 pixels; where that is not so, for 10x20, as a VT340 has them.
            append(Self.pixels(room, cell: (8, 8), fontRatio: "1", test: Self.drawsSquareCells))
            append(Self.pixels(room, cell: (10, 20), fontRatio: "1/2", test: nil))
        }
        let width = max(1, min(200, columns))
        // A cell is about twice as high as wide, and a picture is to be seen whole.
        append(
            Entry(
                mediaType: "image/*",
                command: "\(Self.pictureProgram) -f symbols -c 256 --symbols half --animate off --size \(width)x40 %s",
                isCopious: true, picture: .blocks))
    }

    private static func pixels(
        _ room: PictureRoom, cell: (width: Int, height: Int), fontRatio: String, test: String?
    ) -> Entry {
        let size = "\(max(1, room.width / cell.width))x\(max(1, room.height / cell.height))"
        return Entry(
            mediaType: "image/*",
            command:
                "\(pictureProgram) -f \(room.format.rawValue) --animate off --font-ratio \(fontRatio) --size \(size) %s",
            test: test, isCopious: true, picture: room.format)
    }

    /// Has a GIF of one pixel drawn as one cell, and looks how many pixels that has become.
    private static let drawsSquareCells =
        "printf 'GIF89a\\1\\0\\1\\0\\200\\0\\0\\0\\0\\0\\377\\377\\377,\\0\\0\\0\\0\\1\\0\\1\\0\\0\\2\\2D\\1\\0;'"
        + " | \(pictureProgram) -f kitty --stretch --size 1x1 - | grep -q s=8,v=8"

    /// Of the package of the same name.
    private static let pictureProgram = "chafa"
}

/// The whole path of a program that is to be had in one of the folders of `path`, as in `PATH`. Blocks.
func programPath(_ name: String, in path: String?) -> String? {
    let folders = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").prefix(64)
    return folders.lazy.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
}
